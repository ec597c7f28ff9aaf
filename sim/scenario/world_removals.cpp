// Walks over what stays, once for each id that is taken out.
#include "sim/scenario/world_removals.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace eastwest {
namespace {

/// Ids of the entities of a table that `names` finds to name what is taken out.
template <class Entity, class Names>
std::vector<std::string> ids_where(const DraftTable<Entity>& table, const Names& names) {
  std::vector<std::string> found;
  for (const std::string& id : table.ids()) {
    if (names(*table.find(id))) found.push_back(id);
  }
  return found;
}

/// Appends "sites: a, b" to the hint; nothing without ids.
void add_list(std::string& text, const char* section, const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", section, fmt::join(ids, ", "));
}

void report(const std::string& noun, const std::string& id, const Place& place,
            const std::string& users, Diagnostics& diagnostics) {
  add_error(diagnostics, place,
            fmt::format("{} '{}' cannot be taken out alone: others are in it", noun, id),
            fmt::format("take out as well, or place elsewhere: {}", users));
}

void drop_points(WorldDraft& draft, const Removals& gone, Mention DraftPoint::*named) {
  std::erase_if(draft.points,
                [&](const DraftPoint& entry) { return gone.contains((entry.*named).id); });
}

}  // namespace

void check_removals(const Removals& provinces, const Removals& nodes, WorldDraft& draft,
                    Diagnostics& diagnostics) {
  drop_points(draft, provinces, &DraftPoint::province);
  drop_points(draft, nodes, &DraftPoint::node);
  for (const auto& [province, place] : provinces) {
    const std::string& id = province;  // clang cannot capture part of a structured binding
    std::string users;
    add_list(users, "nodes", ids_where(draft.nodes, [&](const DraftNode& entry) {
               return entry.province.id == id && !entry.outside;
             }));
    add_list(users, "sites", ids_where(draft.sites, [&](const DraftSite& entry) {
               return entry.province.id == id;
             }));
    if (users.empty()) continue;
    report("province", id, place, users, diagnostics);
    draft.provinces.mark_incomplete();  // who names it is reported here
  }
  for (const auto& [node, place] : nodes) {
    const std::string& id = node;
    std::string users;
    add_list(users, "sites",
             ids_where(draft.sites, [&](const DraftSite& entry) { return entry.node.id == id; }));
    add_list(users, "trunks", ids_where(draft.trunks, [&](const DraftTrunk& entry) {
               return entry.a.id == id || entry.b.id == id;
             }));
    if (users.empty()) continue;
    report("node", id, place, users, diagnostics);
    draft.nodes.mark_incomplete();
  }
}

}  // namespace eastwest
