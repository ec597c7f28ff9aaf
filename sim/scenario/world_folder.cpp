// Checks world.yaml and the vintage, then reads the tables in the order of their references.
#include "sim/scenario/world_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/world_changes.hpp"
#include "sim/scenario/world_latency_table.hpp"
#include "sim/scenario/world_register_tables.hpp"
#include "sim/scenario/world_schema.hpp"
#include "sim/scenario/world_tables.hpp"
#include "sim/scenario/world_values.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {
namespace {

std::string date_text(const CivilTime& time) {
  return fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
}

/// How far the figures of a date are from the tables' own.
void warn_of_vintage(const std::string& wanted, const WorldDraft& draft, const Place& named_at,
                     Diagnostics& diagnostics) {
  const std::string& newest = draft.tables_date;
  const std::string& name = draft.general.name;
  if (wanted == newest) return;
  std::string text;
  if (draft.vintages.dates.empty()) {
    text = fmt::format(
        "as_of {}: sites and trunks of world '{}' that came into service later are left out, the "
        "others are as of {}",
        wanted, name, newest);
  } else if (wanted > newest) {
    text = fmt::format(
        "as_of {}: the totals of world '{}' are projected on a line from its last two dates; "
        "nothing of it was observed",
        wanted, name);
  } else {
    text = fmt::format(
        "as_of {}: the sites of world '{}' are those of {} scaled to the national totals of that "
        "date{} (assumed)",
        wanted, name, newest,
        draft.vintages.dates.contains(wanted) ? ""
                                              : ", which lie on a line between its neighbours");
  }
  add_warning(diagnostics, named_at, text);
}

/// The date to read for, as YYYY-MM-DD; empty after a mistake.
std::string vintage(const VintageChoice& choice, const WorldDraft& draft, const Place& named_at,
                    Diagnostics& diagnostics) {
  const std::string& newest = draft.tables_date;
  const std::string& name = draft.general.name;
  const std::set<std::string>& known = draft.vintages.dates;
  if (choice.as_of.empty()) return newest;
  const std::optional<CivilTime> time = read_civil_time(choice.as_of);
  if (!time) return {};
  std::string wanted = date_text(*time);
  if (wanted > newest && choice.projection == VintageChoice::Projection::none) {
    add_error(diagnostics, named_at,
              fmt::format("as_of {} is beyond the data of world '{}', which end at {}", wanted,
                          name, newest),
              fmt::format("write as_of: {} or an earlier date{}", newest,
                          known.empty() ? ""
                                        : "; with project: linear, national totals go on along "
                                          "the line through their last two dates"));
    return {};
  }
  if (wanted > newest && known.empty()) {
    add_error(diagnostics, named_at,
              fmt::format("world '{}' has no vintages to project from", name),
              fmt::format("write as_of: {} or an earlier date", newest));
    return {};
  }
  if (!known.empty() && wanted < *known.begin()) {
    add_error(diagnostics, named_at,
              fmt::format("as_of {} is before the data of world '{}', which begin at {}", wanted,
                          name, *known.begin()),
              fmt::format("write as_of: {} or a later date", *known.begin()));
    return {};
  }
  warn_of_vintage(wanted, draft, named_at, diagnostics);
  return wanted;
}

/// The table of that name if world.yaml has it.
template <class Read>
void read_if_named(const Parameters& tables, const char* name, const Read& read,
                   TableContext context) {
  if (tables.has(name) && !tables.text(name).empty()) read(tables.text(name), context);
}

void read_tables(const Parameters& tables, TableContext context) {
  AcceleratorTypes types;
  const auto take = [&](const char* name, const auto& read) {
    read_if_named(tables, name, read, context);
  };
  take("hubs", read_hubs);
  take("provinces", read_provinces);
  take("cities", read_cities);
  take("accelerators",
       [&](const std::string& file, TableContext at) { types = read_accelerators(file, at); });
  take("sites", [&](const std::string& file, TableContext at) { read_sites(file, types, at); });
  take("trunks", read_trunks);
  take("daily_profile", read_daily_profile);
  take("official", read_published_figures);
  take("conversions", read_conversions);
  take("tariffs", read_tariffs);
  take("points", read_points);
  take("tokens", read_tokens);
  take("accelerator_mix", check_accelerator_mix);
  take("figures", check_figures);
  take("published_latencies", read_published_latencies);
}

}  // namespace

void read_world_folder(const std::string& folder, const VintageChoice& choice,
                       const Place& named_at, WorldDraft& draft, Diagnostics& diagnostics,
                       std::vector<InputFile>& inputs) {
  const std::string file =
      (std::filesystem::path(folder) / "world.yaml").lexically_normal().string();
  note_input_file(inputs, file);
  const YamlNode document = read_yaml_file(file);
  ParameterReader reader(no_models(), diagnostics);
  const Parameters keys = reader.read(document, world_folder_schema(), "");
  for (const InputFile& table : reader.input_files()) {
    if (std::find(inputs.begin(), inputs.end(), table) == inputs.end()) inputs.push_back(table);
  }
  if (!keys.has("name") || !keys.has("as_of") || !keys.has("tables")) return;
  draft.general.name = keys.text("name");
  apply_general_values(keys, "background_share", draft);
  const std::optional<CivilTime> newest = read_civil_time(keys.text("as_of"));
  if (!newest) return;
  draft.tables_date = date_text(*newest);
  const Parameters& tables = keys.group("tables");
  read_if_named(tables, "vintages", read_vintages, {draft.tables_date, draft, diagnostics});
  const std::string date = vintage(choice, draft, named_at, diagnostics);
  // After a wrong date the tables are still read, so that their mistakes are reported too.
  draft.general.as_of = date.empty() ? draft.tables_date : date;
  read_tables(tables, {draft.general.as_of, draft, diagnostics});
}

}  // namespace eastwest
