// Declares and reads what happens to the network; trunks, corridors and sites are found by name.
#include "sim/scenario/network_plan_reader.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/run_date.hpp"
#include "sim/scenario/site_outage_reader.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr double kYear = 31'536'000;  // seconds
constexpr double kPerYear = 1 / kYear;

Parameter text(const char* name, const char* help) {
  return {.name = name, .kind = ParameterKind::text, .help = help};
}

Parameter law(const char* name, const char* help, const char* fallback, bool required) {
  return {.name = name,
          .kind = ParameterKind::law,
          .help = help,
          .dimension = Dimension::duration,
          .fallback = fallback,
          .required = required,
          .minimum = 0,
          .maximum = 10 * kYear};
}

/// One outage that is listed by name.
Schema listed_schema(const char* duration_help) {
  return {text("trunk", "the trunk that it takes"),
          text("corridor", "instead of a trunk: all trunks that share this conduit"),
          text("site", "instead of a trunk: the site's uplink"),
          {.name = "ports",
           .kind = ParameterKind::count,
           .help = "it takes only so many ports (400 Gb/s each) of every trunk; absent: all",
           .minimum = 1,
           .maximum = 1e6},
          {.name = "start",
           .kind = ParameterKind::date,
           .help = "when it begins, China Standard Time",
           .required = true},
          law("duration", duration_help, "", true)};
}

Schema random_schema(const char* rate_help, const char* rate, double rate_max, const char* repair) {
  return {{.name = "rate",
           .kind = ParameterKind::quantity,
           .help = rate_help,
           .dimension = Dimension::rate,
           .fallback = rate,
           .minimum = 0,
           .maximum = rate_max},
          law("repair", "until it is repaired", repair, false)};
}

Schema failures_schema() {
  Schema schema{
      {.name = "cuts",
       .kind = ParameterKind::named,
       .help = "outages at given dates, by a name of your choice",
       .fallback = "{}",
       .group = listed_schema("until the repair: a time or a law")},
      {.name = "random_cuts",
       .kind = ParameterKind::group,
       .help = "random cuts of whole corridors; absent: none, {}: with these defaults",
       .group = random_schema("cuts of each 1000 km of corridor", "2.7 /y", 100 * kPerYear,
                              "{lognormal: {median: 8 h, mean: 10 h}}")},
      {.name = "random_ports",
       .kind = ParameterKind::group,
       .help = "random failures of single ports; absent: none, {}: with these defaults",
       .group = random_schema("failures of each port", "0.03 /y", 10 * kPerYear,
                              "{lognormal: {median: 4 h, mean: 6 h}}")},
      {.name = "in_flight",
       .kind = ParameterKind::choice,
       .help = "what a transfer that is hit does: its rest goes another way, or where it was after "
               "the repair; or it fails and begins again",
       .fallback = "reroute",
       .choices = {"reroute", "wait", "fail"}},
      {.name = "protection_delay",
       .kind = ParameterKind::quantity,
       .help = "until a parallel cable between the same nodes takes over",
       .dimension = Dimension::duration,
       .fallback = "50 ms",
       .minimum = 0,
       .maximum = 86'400},
      law("restoration_delay", "until a way over other nodes is set up, drawn for each outage",
          "{uniform: [1 s, 60 s]}", false),
  };
  for (Parameter& parameter : site_outage_schema()) schema.push_back(std::move(parameter));
  return schema;
}

Schema upgrade_schema() {
  return {text("trunk", "the trunk that changes"),
          text("site", "instead of a trunk: the site's uplink"),
          {.name = "start",
           .kind = ParameterKind::date,
           .help = "from when on, China Standard Time",
           .required = true},
          {.name = "waves",
           .kind = ParameterKind::count,
           .help = "waves of the trunk (ports of the uplink) from then on",
           .required = true,
           .minimum = 1,
           .maximum = 500'000}};
}

/// Reads entries of one section, with the places of their mistakes.
class PlanReader {
 public:
  PlanReader(const YamlNode& document, const World& world, const Scenario& scenario,
             Diagnostics& diagnostics)
      : document_(document),
        world_(world),
        scenario_(scenario),
        diagnostics_(diagnostics),
        first_(kStart - scenario.warm_up),
        horizon_(scenario.duration ? kStart + *scenario.duration : kNever) {}

  void add_outages(const Parameters& keys, const char* key, const std::vector<std::string>& above,
                   NetworkPlan& plan) {
    if (!keys.has(key)) return;
    for (const auto& [name, entry] : keys.named(key)) {
      std::vector<std::string> path = above;
      path.insert(path.end(), {key, name});
      ListedOutage outage;
      outage.name = name;
      outage.spans = spans_of(*entry, path, {"trunk", "corridor", "site"});
      if (entry->has("ports")) outage.ports = entry->count("ports");
      check_ports(outage, path);
      const OutageKind failure = outage.ports == 0 ? OutageKind::cut : OutageKind::port;
      outage.kind = above.empty() ? OutageKind::maintenance : failure;
      outage.start = date_of(*entry, path);
      if (entry->has("duration")) outage.duration = entry->law("duration");
      plan.outages.push_back(std::move(outage));
    }
  }

  void add_upgrades(const Parameters& keys, NetworkPlan& plan) {
    if (!keys.has("upgrades")) return;
    for (const auto& [name, entry] : keys.named("upgrades")) {
      const std::vector<std::string> path = {"upgrades", name};
      const std::vector<SpanId> spans = spans_of(*entry, path, {"trunk", "site"});
      const Date date = date_of(*entry, path);
      if (spans.empty() || !entry->has("waves")) continue;
      const auto same = std::find_if(
          plan.upgrades.begin(), plan.upgrades.end(),
          [&](const auto& other) { return other.span == spans.front() && other.date == date; });
      if (same != plan.upgrades.end()) {
        report(path, fmt::format("'{}' upgrades the same at the same date", same->name),
               "keep one of them, or give them two dates");
      }
      plan.upgrades.push_back(
          {.name = name, .span = spans.front(), .date = date, .waves = entry->count("waves")});
    }
    for (const Upgrade& upgrade : plan.upgrades) check_gain(upgrade, plan.upgrades);
  }

  std::optional<RandomOutages> random(const Parameters& failures, const char* key) {
    if (!failures.has(key)) return std::nullopt;
    if (horizon_ == kNever) {
      report({"failures", key}, "random outages need a run with an end",
             "write a duration instead of 'until done', or list the outages under failures.cuts");
      return std::nullopt;
    }
    const Parameters& group = failures.group(key);
    if (!group.has("rate") || !group.has("repair")) return std::nullopt;
    return RandomOutages{.rate = group.number("rate"), .repair = group.law("repair")};
  }

 private:
  using Path = std::vector<std::string>;

  void report(const Path& path, std::string message, std::string hint = {}) {
    const auto& [node, text] = node_at(path);
    add_error(diagnostics_, *node, text, std::move(message), std::move(hint));
  }
  void warn(const Path& path, std::string message, std::string hint = {}) {
    const auto& [node, text] = node_at(path);
    add_warning(diagnostics_, *node, text, std::move(message), std::move(hint));
  }
  /// The node of `path`, or the innermost one above it that is written; and the path as text.
  [[nodiscard]] std::pair<const YamlNode*, std::string> node_at(const Path& path) const {
    const YamlNode* node = &document_;
    std::string text;
    for (const std::string& key : path) {
      text = join_path(text, key);
      if (const YamlNode* next = node->find(key)) node = next;
    }
    return {node, text};
  }

  static Path below(Path path, const char* key) {
    path.emplace_back(key);
    return path;
  }

  std::vector<SpanId> spans_of(const Parameters& entry, const Path& path,
                               const std::vector<const char*>& kinds) {
    const char* given = nullptr;
    int count = 0;
    for (const char* kind : kinds) {
      if (!entry.has(kind)) continue;
      given = kind;
      ++count;
    }
    if (count != 1) {
      report(path,
             fmt::format("{} of {} must be named", count == 0 ? "one" : "only one",
                         fmt::join(kinds, ", ")),
             fmt::format("write e.g. {}: NAME", kinds.front()));
      return {};
    }
    const std::string& name = entry.text(given);
    std::set<std::string> known;
    std::vector<SpanId> spans;
    for (std::size_t i = 0; i < span_count(world_); ++i) {
      const std::string& own = name_for(given, SpanId(i));
      if (own.empty()) continue;
      if (own == name) spans.push_back(SpanId(i));
      known.insert(own);
    }
    if (spans.empty()) {
      report(below(path, given), fmt::format("there is no {} {}", given, quoted_excerpt(name)),
             name_hint(name, {known.begin(), known.end()}, fmt::format("{}s", given)));
    }
    return spans;
  }

  /// What a span is called as a trunk, as part of a corridor or as a site; empty if it is none.
  const std::string& name_for(std::string_view kind, SpanId span) const {
    static const std::string none;
    const std::size_t trunks = world_.trunks.size();
    if (span.index() >= trunks) {
      return kind == "site" ? world_.sites[span.index() - trunks].id : none;
    }
    const Trunk& trunk = world_.trunks[span.index()];
    if (kind == "trunk") return trunk.id;
    return kind == "corridor" ? trunk.corridor : none;
  }

  void check_ports(const ListedOutage& outage, const Path& path) {
    for (const SpanId span : outage.spans) {
      if (outage.ports <= waves_of(world_, span)) continue;
      report(below(path, "ports"),
             fmt::format("'{}' has {} of them", name_of(world_, span), waves_of(world_, span)),
             "leave 'ports' out to take it out of service altogether");
      return;
    }
  }

  /// Warns of an upgrade after which there is no more than before.
  void check_gain(const Upgrade& upgrade, const std::vector<Upgrade>& all) {
    const Upgrade* former = nullptr;
    for (const Upgrade& other : all) {
      if (other.span != upgrade.span || other.date >= upgrade.date) continue;
      if (former == nullptr || former->date < other.date) former = &other;
    }
    const std::int64_t before = former == nullptr ? waves_of(world_, upgrade.span) : former->waves;
    if (upgrade.waves > before) return;
    const std::string what =
        upgrade.waves == before ? fmt::format("'{}' has {} before, too: nothing changes",
                                              name_of(world_, upgrade.span), before)
                                : fmt::format("'{}' has {} before, and {} from then on: fewer",
                                              name_of(world_, upgrade.span), before, upgrade.waves);
    warn({"upgrades", upgrade.name, "waves"}, what,
         "`waves` is how many there are from then on, not how many are added");
  }

  Date date_of(const Parameters& entry, const Path& path) {
    const auto civil = entry.has("start") ? read_civil_time(entry.text("start")) : std::nullopt;
    if (!civil) return kStart;
    const Date date = run_date(*civil, scenario_, first_);
    if (date >= horizon_) {
      warn(below(path, "start"), "it begins after the end of the run and changes nothing");
    }
    if (date < first_) {
      report(below(path, "start"), "it begins before the run, warm-up included",
             run_begin_text(scenario_));
    }
    return date;
  }

  const YamlNode& document_;
  const World& world_;
  const Scenario& scenario_;
  Diagnostics& diagnostics_;
  Date first_;
  Date horizon_;
};

}  // namespace

Schema network_plan_schema() {
  return {
      {.name = "failures",
       .kind = ParameterKind::group,
       .help = "what breaks in the network and at sites, and what becomes of transfers and jobs",
       .fallback = "{}",
       .group = failures_schema()},
      {.name = "maintenance",
       .kind = ParameterKind::named,
       .help = "planned windows in which trunks are out of service, by a name of your choice",
       .fallback = "{}",
       .group = listed_schema("length of the window: a time or a law")},
      {.name = "upgrades",
       .kind = ParameterKind::named,
       .help = "changes of capacity during the run, by a name of your choice",
       .fallback = "{}",
       .group = upgrade_schema()},
  };
}

NetworkPlan read_network_plan(const Parameters& keys, const YamlNode& document, const World& world,
                              const Scenario& scenario, Diagnostics& diagnostics) {
  NetworkPlan plan;
  PlanReader reader(document, world, scenario, diagnostics);
  reader.add_outages(keys, "maintenance", {}, plan);
  reader.add_upgrades(keys, plan);
  if (!keys.has("failures")) return plan;
  const Parameters& failures = keys.group("failures");
  reader.add_outages(failures, "cuts", {"failures"}, plan);
  plan.random_cuts = reader.random(failures, "random_cuts");
  plan.random_ports = reader.random(failures, "random_ports");
  for (const InFlight choice : {InFlight::reroute, InFlight::wait, InFlight::fail}) {
    const bool is_chosen =
        failures.has("in_flight") && failures.text("in_flight") == to_text(choice);
    if (is_chosen) plan.in_flight = choice;
  }
  if (failures.has("protection_delay")) {
    plan.protection_delay = failures.duration("protection_delay");
  }
  if (failures.has("restoration_delay")) {
    plan.restoration_delay = failures.law("restoration_delay");
  }
  return plan;
}

}  // namespace eastwest
