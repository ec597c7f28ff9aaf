// The calendar of the network: every outage of a run with its dates, drawn before the run begins.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/world/network_plan.hpp"
#include "sim/world/span.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// One outage with everything drawn.
struct Outage {
  std::string name;
  OutageKind kind = OutageKind::cut;
  std::vector<SpanId> spans;
  std::int64_t ports = 0;  ///< lost on each span; 0: all of it is out of service
  Date start;
  Date end;  ///< of the repair; after `start`, may lie after the end of the run
  Duration restoration_delay{0};
};

/// What changes during a run. Two strategies see the same: nothing in it depends on what runs.
struct NetworkCalendar {
  std::vector<Outage> outages;    ///< in order of (start, name)
  std::vector<Upgrade> upgrades;  ///< in order of (date, name)
  InFlight in_flight = InFlight::reroute;
  Duration protection_delay{0};
  /// Of the scenario's start, for what changes with the hour.
  Duration start_time_of_day{0};
};

/// Draws the plan's random outages from `first` to `horizon` (which must be a date if there are
/// any) and dates the listed ones. Draws are named: they depend on the name of the outage, the
/// corridor, the trunk or the site, and on the seed and replication, on nothing else.
///
/// Formula: a corridor of L km is cut after an exponential time of service of mean
/// 1000 / (rate x L), counted from the last repair; ports of a span fail as a Poisson process of
/// rate x ports installed at the time (an upgrade adds to them in proportion to the waves, a trunk
/// that is not open has none), each repaired by itself. A corridor is as long as its longest trunk.
[[nodiscard]] NetworkCalendar network_calendar(const NetworkPlan& plan, const World& world,
                                               const RandomSource& random, Date first,
                                               Date horizon);

/// How much of each span is in service.
class SpanStates {
 public:
  explicit SpanStates(const World& world);

  void begin(const Outage& outage);
  void end(const Outage& outage);
  void upgrade(const Upgrade& upgrade);

  /// Waves of a trunk or ports of an uplink that work; 0: it is down.
  [[nodiscard]] std::int64_t working(SpanId span) const;
  [[nodiscard]] bool is_up(SpanId span) const { return working(span) > 0; }
  /// All spans that are down and would not be without outages, ascending.
  [[nodiscard]] std::vector<SpanId> down() const;

 private:
  struct State {
    std::int64_t waves = 0;
    std::int64_t lost = 0;
    std::int64_t cuts = 0;
  };
  void change(const Outage& outage, std::int64_t sign);
  std::vector<State> states_;
};

/// Every set of spans that is down at some time of the calendar, each once, in order of their first
/// time; without the empty set.
[[nodiscard]] std::vector<std::vector<SpanId>> down_sets(const World& world,
                                                         const NetworkCalendar& calendar);

}  // namespace eastwest
