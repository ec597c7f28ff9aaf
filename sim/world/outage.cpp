// Draws outages from named streams, and follows the spans through the calendar.
#include "sim/world/outage.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {
namespace {

/// Families of draws, so that a corridor, a span and a listed outage of one name differ.
enum class Stream : std::uint32_t { listed = 0, corridor = 1, port = 2 };

/// FNV-1a of the name: a draw does not depend on how many others there are.
std::uint64_t entity_of(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char letter : name) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 1099511628211ULL;
  }
  return hash;
}

/// One named stream of draws.
class Draws {
 public:
  Draws(const RandomSource& random, Stream stream, std::string_view name)
      : random_(random), family_(static_cast<std::uint32_t>(stream)), entity_(entity_of(name)) {}

  [[nodiscard]] Duration repair(const Law& law, std::uint32_t number) const {
    const double seconds = law.quantile(uniform(Purpose::outage_repair, number));
    return std::max(Duration{1}, from_seconds_up(std::min(seconds, kSecondsMax)));
  }
  [[nodiscard]] Duration restoration(const Law& law, std::uint32_t number) const {
    return from_seconds_up(
        std::min(law.quantile(uniform(Purpose::restoration, number)), kSecondsMax));
  }
  /// Exponential; s.
  [[nodiscard]] double interval(double rate, std::uint32_t number) const {
    return -portable_log(uniform(Purpose::outage_interval, number)) / rate;
  }

 private:
  static constexpr double kSecondsMax = 1e9;  // 32 years: dates stay within 64 bits

  [[nodiscard]] double uniform(Purpose purpose, std::uint32_t number) const {
    return random_.uniform(family_, entity_, purpose, number);
  }
  const RandomSource& random_;
  std::uint32_t family_;
  std::uint64_t entity_;
};

/// Trunks of one conduit.
struct Conduit {
  std::vector<SpanId> spans;
  double kilometres = 0;
};

std::map<std::string, Conduit> conduits_of(const World& world) {
  std::map<std::string, Conduit> conduits;
  for (std::size_t index = 0; index < world.trunks.size(); ++index) {
    const Trunk& trunk = world.trunks[index];
    Conduit& conduit = conduits[trunk.corridor.empty() ? trunk.id : trunk.corridor];
    conduit.spans.push_back(SpanId(index));
    conduit.kilometres = std::max(conduit.kilometres, trunk.length.value());
  }
  return conduits;
}

/// Ports of a span from a date on, those of regenerators included: a part of one where an upgrade
/// adds waves to a trunk whose ports are no multiple of its waves.
struct PortStep {
  Date from;
  double ports = 0;
};

/// The ports of a span throughout the run, as upgrades change them; none while its trunk is dark.
std::vector<PortStep> port_steps(const NetworkPlan& plan, const World& world, SpanId span,
                                 Date first) {
  const auto waves = static_cast<double>(waves_of(world, span));
  const TrunkId trunk = trunk_of(world, span);
  const double ports =
      trunk.valid() ? static_cast<double>(world.trunks[span.index()].ports) : waves;
  const double ports_of_wave = waves > 0 ? ports / waves : 0;
  struct Change {
    Date date;
    std::int64_t waves = 0;  ///< from then on; 0: as before
    int dark = 0;
  };
  std::vector<Change> changes;
  for (const Upgrade& upgrade : plan.upgrades) {
    if (upgrade.span == span) changes.push_back({.date = upgrade.date, .waves = upgrade.waves});
  }
  for (const ListedOutage& outage : plan.outages) {
    const bool is_here =
        std::find(outage.spans.begin(), outage.spans.end(), span) != outage.spans.end();
    if (outage.kind != OutageKind::calendar || !is_here) continue;
    changes.push_back({.date = outage.start, .dark = 1});
    changes.push_back({.date = outage.start + from_seconds_up(outage.duration.mean()), .dark = -1});
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.date < b.date; });
  std::vector<PortStep> steps = {{.from = first, .ports = ports}};
  double installed = ports;
  int dark = 0;
  for (const Change& change : changes) {
    if (change.waves > 0) installed = ports_of_wave * static_cast<double>(change.waves);
    dark += change.dark;
    steps.push_back({.from = std::max(first, change.date), .ports = dark > 0 ? 0 : installed});
  }
  return steps;
}

/// Makes the calendar's outages.
class Drawing {
 public:
  Drawing(const NetworkPlan& plan, const RandomSource& random, Date first, Date horizon)
      : plan_(plan), random_(random), first_(first), horizon_(horizon) {}

  void add_listed(const ListedOutage& listed) {
    const Draws draws(random_, Stream::listed, listed.name);
    add({.name = listed.name,
         .kind = listed.kind,
         .spans = listed.spans,
         .ports = listed.ports,
         .start = listed.start,
         .end = listed.start + draws.repair(listed.duration, 0),
         .restoration_delay = draws.restoration(plan_.restoration_delay, 0)});
  }

  void add_cuts(const std::string& corridor, const Conduit& conduit) {
    const double rate = plan_.random_cuts->rate * conduit.kilometres / 1000;
    if (!(rate > 0)) return;
    const Draws draws(random_, Stream::corridor, corridor);
    Date since = first_;
    for (std::uint32_t number = 0;; ++number) {
      const double service = draws.interval(rate, number);
      if (!begins_in_run(since, service)) return;
      const Date start = since + from_seconds_up(service);
      since = start + draws.repair(plan_.random_cuts->repair, number);
      add({.name = fmt::format("{}#{}", corridor, number + 1),
           .kind = OutageKind::cut,
           .spans = conduit.spans,
           .ports = 0,
           .start = start,
           .end = since,
           .restoration_delay = draws.restoration(plan_.restoration_delay, number)});
    }
  }

  /// Ports fail in the number that is installed at the time: the draws are spans of one failure a
  /// second, which pass as fast as the ports of each step make them.
  void add_ports(const std::string& name, SpanId span, const std::vector<PortStep>& steps) {
    const Draws draws(random_, Stream::port, name);
    std::size_t step = 0;
    Date at = first_;
    for (std::uint32_t number = 0;; ++number) {
      double left = draws.interval(1, number);
      for (;; ++step) {
        const double rate = plan_.random_ports->rate * steps[step].ports;
        const bool is_last = step + 1 == steps.size();
        const Date until = is_last ? horizon_ : std::min(horizon_, steps[step + 1].from);
        if (rate > 0 && at < until && left / rate < to_seconds(until - at)) {
          at += from_seconds_up(left / rate);
          break;
        }
        if (is_last) return;
        if (at < until) left -= std::min(left, rate * to_seconds(until - at));
        at = std::max(at, until);
      }
      add({.name = fmt::format("{} port#{}", name, number + 1),
           .kind = OutageKind::port,
           .spans = {span},
           .ports = 1,
           .start = at,
           .end = at + draws.repair(plan_.random_ports->repair, number),
           .restoration_delay = draws.restoration(plan_.restoration_delay, number)});
    }
  }

  std::vector<Outage> take() {
    std::sort(outages_.begin(), outages_.end(), [](const Outage& a, const Outage& b) {
      return std::tie(a.start, a.name) < std::tie(b.start, b.name);
    });
    return std::move(outages_);
  }

 private:
  [[nodiscard]] bool begins_in_run(Date since, double seconds) const {
    return since < horizon_ && seconds < to_seconds(horizon_ - since);
  }
  void add(Outage outage) { outages_.push_back(std::move(outage)); }

  const NetworkPlan& plan_;
  const RandomSource& random_;
  Date first_;
  Date horizon_;
  std::vector<Outage> outages_;
};

}  // namespace

const char* to_text(OutageKind kind) {
  switch (kind) {
    case OutageKind::cut:
      return "cut";
    case OutageKind::port:
      return "port";
    case OutageKind::maintenance:
      return "maintenance";
    case OutageKind::calendar:
      return "calendar";
  }
  return "?";
}

const char* to_text(InFlight choice) {
  switch (choice) {
    case InFlight::reroute:
      return "reroute";
    case InFlight::wait:
      return "wait";
    case InFlight::fail:
      return "fail";
  }
  return "?";
}

NetworkCalendar network_calendar(const NetworkPlan& plan, const World& world,
                                 const RandomSource& random, Date first, Date horizon) {
  const bool is_random = plan.random_cuts.has_value() || plan.random_ports.has_value();
  EW_CHECK(!is_random || horizon != kNever, "random outages of a run without end");
  Drawing drawing(plan, random, first, horizon);
  for (const ListedOutage& listed : plan.outages) drawing.add_listed(listed);
  if (plan.random_cuts) {
    for (const auto& [corridor, conduit] : conduits_of(world)) drawing.add_cuts(corridor, conduit);
  }
  if (plan.random_ports) {
    for (std::size_t index = 0; index < span_count(world); ++index) {
      const SpanId span(index);
      drawing.add_ports(name_of(world, span), span, port_steps(plan, world, span, first));
    }
  }
  NetworkCalendar calendar{.outages = drawing.take(),
                           .upgrades = plan.upgrades,
                           .in_flight = plan.in_flight,
                           .protection_delay = plan.protection_delay};
  std::sort(calendar.upgrades.begin(), calendar.upgrades.end(),
            [](const Upgrade& a, const Upgrade& b) {
              return std::tie(a.date, a.name) < std::tie(b.date, b.name);
            });
  return calendar;
}

SpanStates::SpanStates(const World& world) {
  for (std::size_t index = 0; index < span_count(world); ++index) {
    states_.push_back({.waves = waves_of(world, SpanId(index))});
  }
}

void SpanStates::begin(const Outage& outage) { change(outage, 1); }
void SpanStates::end(const Outage& outage) { change(outage, -1); }

void SpanStates::change(const Outage& outage, std::int64_t sign) {
  for (const SpanId span : outage.spans) {
    State& state = states_[span.index()];
    (outage.ports == 0 ? state.cuts : state.lost) += outage.ports == 0 ? sign : sign * outage.ports;
    EW_CHECK(state.cuts >= 0 && state.lost >= 0, "outage '{}' ends twice", outage.name);
  }
}

void SpanStates::upgrade(const Upgrade& upgrade) {
  states_[upgrade.span.index()].waves = upgrade.waves;
}

std::int64_t SpanStates::working(SpanId span) const {
  const State& state = states_[span.index()];
  return state.cuts > 0 ? 0 : std::max<std::int64_t>(0, state.waves - state.lost);
}

std::vector<SpanId> SpanStates::down() const {
  std::vector<SpanId> spans;
  for (std::size_t index = 0; index < states_.size(); ++index) {
    if (states_[index].waves > 0 && !is_up(SpanId(index))) spans.push_back(SpanId(index));
  }
  return spans;
}

std::vector<std::vector<SpanId>> down_sets(const World& world, const NetworkCalendar& calendar) {
  enum class What : std::uint8_t { begin, end, upgrade };
  std::vector<std::tuple<Date, What, std::size_t>> changes;
  for (std::size_t i = 0; i < calendar.outages.size(); ++i) {
    changes.emplace_back(calendar.outages[i].start, What::begin, i);
    changes.emplace_back(calendar.outages[i].end, What::end, i);
  }
  for (std::size_t i = 0; i < calendar.upgrades.size(); ++i) {
    changes.emplace_back(calendar.upgrades[i].date, What::upgrade, i);
  }
  std::sort(changes.begin(), changes.end());
  SpanStates states(world);
  std::set<std::vector<SpanId>> known;
  std::vector<std::vector<SpanId>> sets;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto [date, what, index] = changes[i];
    if (what == What::begin) states.begin(calendar.outages[index]);
    if (what == What::end) states.end(calendar.outages[index]);
    if (what == What::upgrade) states.upgrade(calendar.upgrades[index]);
    if (i + 1 < changes.size() && std::get<Date>(changes[i + 1]) == date) continue;
    std::vector<SpanId> down = states.down();
    if (!down.empty() && known.insert(down).second) sets.push_back(std::move(down));
  }
  return sets;
}

}  // namespace eastwest
