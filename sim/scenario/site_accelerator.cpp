// Implements sim/scenario/site_accelerator.hpp.
#include "sim/scenario/site_accelerator.hpp"

#include <vector>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"

namespace eastwest {
namespace {

void take_mentioned(const std::string& id, const Place& place, const WorldDraft& draft, Site& site,
                    Diagnostics& diagnostics) {
  const AcceleratorTypes& types = draft.accelerator_types;
  const auto type = types.find(id);
  if (type != types.end()) return take_accelerator_type(id, type->second, site);
  site.accelerator = site.accelerator_family = id;
  if (types.empty() || !draft.accelerators_complete) return;
  std::vector<std::string> known;
  for (const auto& entry : types) known.push_back(entry.first);
  add_error(diagnostics, place, fmt::format("there is no accelerator '{}'", id),
            name_hint(id, known, "accelerators"));
}

}  // namespace

void take_accelerator_type(const std::string& id, const AcceleratorType& type, Site& site) {
  site.accelerator = id;
  site.accelerator_family = type.family.empty() ? id : type.family;
  site.accelerator_speed = type.speed;
  site.accelerator_watts = type.watts;
  site.memory_rate = type.memory_rate;
  site.link_rate = type.link_rate;
}

void apply_accelerator(const Parameters& keys, const Place& place, const WorldDraft& draft,
                       Site& site, Diagnostics& diagnostics) {
  if (keys.has("accelerator")) {
    take_mentioned(keys.text("accelerator"), place, draft, site, diagnostics);
  } else if (keys.has("speed")) {
    site.accelerator.clear();
    site.accelerator_family.clear();
    site.memory_rate = site.link_rate = site.fabric_rate = BitsPerSecond{0};
  }
  if (keys.has("accelerator_family")) site.accelerator_family = keys.text("accelerator_family");
  if (keys.has("speed")) site.accelerator_speed = Flops(keys.number("speed"));
  const auto take_rate = [&](const char* key, BitsPerSecond& target) {
    if (keys.has(key)) target = keys.bit_rate(key);
  };
  take_rate("memory_rate", site.memory_rate);
  take_rate("link_rate", site.link_rate);
  take_rate("fabric_rate", site.fabric_rate);
}

}  // namespace eastwest
