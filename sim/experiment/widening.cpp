// A finite difference, run by run: exact in the model, and honest about what one wave can show.
#include "sim/experiment/widening.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/world/span.hpp"

namespace eastwest {
namespace {

constexpr const char* kOption = "--widen";
constexpr std::size_t kCountMax = 100;

const Trunk& trunk_named(const World& world, const std::string& id) {
  std::vector<std::string> ids;
  for (const Trunk& trunk : world.trunks) {
    if (trunk.id == id) return trunk;
    ids.push_back(trunk.id);
  }
  const std::string near = closest(id, ids);
  throw ScenarioError(kOption, fmt::format("there is no trunk '{}'", id),
                      near.empty() ? fmt::format("1 to {} of the busiest, or ids: eastwest show "
                                                 "SCENARIO trunks",
                                                 kCountMax)
                                   : fmt::format("did you mean '{}'?", near));
}

std::size_t index_of(const World& world, const Trunk& trunk) {
  return static_cast<std::size_t>(&trunk - world.trunks.data());
}

/// The beginning of the run, warm-up included, as the scenario writes dates.
std::string first_date_text(const Scenario& scenario) {
  const auto warm_up = std::chrono::ceil<std::chrono::seconds>(scenario.warm_up).count();
  return to_text(from_epoch_seconds(to_epoch_seconds(scenario.start) - warm_up));
}

/// What makes the trunk wider by one wave.
std::vector<std::string> widening_sets(const LoadedScenario& loaded, const Trunk& trunk) {
  const SpanId span = span_of(TrunkId(index_of(loaded.world, trunk)));
  const NetworkPlan& plan = loaded.scenario.network_plan;
  std::string name = "widened";
  const auto is_taken = [&] {
    return std::any_of(plan.upgrades.begin(), plan.upgrades.end(),
                       [&](const Upgrade& upgrade) { return upgrade.name == name; });
  };
  while (is_taken()) name += "-too";
  std::vector<std::string> sets = {fmt::format("upgrades.{}={{trunk: '{}', start: {}, waves: {}}}",
                                               name, trunk.id, first_date_text(loaded.scenario),
                                               waves_of(loaded.world, span) + 1)};
  for (const Upgrade& upgrade : plan.upgrades) {
    if (upgrade.span != span) continue;
    sets.push_back(fmt::format("upgrades.{}.waves={}", upgrade.name, upgrade.waves + 1));
  }
  return sets;
}

}  // namespace

Widening read_widening(const std::string& text) {
  const bool is_number = !text.empty() && text.size() <= 4 &&
                         std::all_of(text.begin(), text.end(),
                                     [](char digit) { return digit >= '0' && digit <= '9'; });
  Widening widening;
  if (is_number) {
    for (const char digit : text) {
      widening.count = widening.count * 10 + static_cast<std::size_t>(digit - '0');
    }
    if (widening.count >= 1 && widening.count <= kCountMax) return widening;
    throw ScenarioError(kOption, fmt::format("{} trunks cannot be widened", text),
                        fmt::format("1 to {} of the busiest, or their ids", kCountMax));
  }
  widening.trunks = split_at_commas(text);
  for (const std::string& trunk : widening.trunks) {
    if (!trunk.empty()) continue;
    throw ScenarioError(kOption, fmt::format("'{}' has an empty name", text),
                        "a number of trunks, or their ids with commas");
  }
  return widening;
}

std::vector<Choice> widened_choices(const Choice& as_it_is, const LoadedScenario& loaded,
                                    const std::vector<std::string>& trunks) {
  std::vector<Choice> choices = {as_it_is};
  choices.front().label = "as it is";
  for (const std::string& id : trunks) {
    const Trunk& trunk = trunk_named(loaded.world, id);
    if (std::count(trunks.begin(), trunks.end(), id) > 1) {
      throw ScenarioError(kOption, fmt::format("the trunk '{}' stands there twice", id));
    }
    Choice wider = as_it_is;
    wider.label = fmt::format("{} +1 wave", id);
    for (std::string& set : widening_sets(loaded, trunk)) {
      wider.overrides.sets.push_back(std::move(set));
    }
    choices.push_back(std::move(wider));
  }
  return choices;
}

const std::vector<std::string>& widening_metrics() {
  static const std::vector<std::string> keys = {
      "jobs.flow_time_s.mean", "jobs.wait_s.mean",        "jobs.wait_parts_s.staging",
      "jobs.served_share",     "network.saturated_share", "network.transfer_hours"};
  return keys;
}

std::string widening_limits(const World& world, const std::vector<std::string>& trunks) {
  std::string text =
      "Each choice has one wave more on one trunk, in both directions, from the first date on: ";
  const bool has_waves = std::any_of(trunks.begin(), trunks.end(), [&](const std::string& id) {
    return trunk_named(world, id).speed.value() == 0;
  });
  if (has_waves) text += fmt::format("{} and a port at each end", to_text(world.port_rate));
  for (const std::string& id : trunks) {
    const Trunk& trunk = trunk_named(world, id);
    if (trunk.speed.value() == 0) continue;
    const std::int64_t waves = waves_of(world, span_of(TrunkId(index_of(world, trunk))));
    text +=
        fmt::format("{}{} for {}, whose speed of {} {}", text.ends_with(' ') ? "" : "; ",
                    to_text(BitsPerSecond(trunk.speed.value() / waves)), id, to_text(trunk.speed),
                    waves == 1 ? "is taken for one wave, without ports"
                               : fmt::format("is taken for {} waves, without ports", waves));
  }
  return text +
         ". Routes stay as they are, and other traffic takes its share of that wave, too. The "
         "differences are the worth of that one wave: "
         "not a slope that holds for many, and not what policies or routes that know of it would "
         "make of it.";
}

}  // namespace eastwest
