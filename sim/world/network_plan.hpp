// What a scenario says will happen to the network during a run: cuts, repairs, upgrades; plain
// data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/law.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/span.hpp"

namespace eastwest {

/// Why spans lose capacity for a while.
enum class OutageKind : std::uint8_t {
  cut,
  port,
  maintenance,
  calendar,  ///< not yet built, or closed: no failure
};
[[nodiscard]] const char* to_text(OutageKind kind);

/// What becomes of the transfers that an outage hits.
enum class InFlight : std::uint8_t {
  reroute,  ///< their rest goes on over the shortest way left
  wait,     ///< their rest goes on where it was, after the repair
  fail,     ///< they begin again from the first byte, over the shortest way left
};
[[nodiscard]] const char* to_text(InFlight choice);

/// An outage that the scenario names.
struct ListedOutage {
  std::string name;
  OutageKind kind = OutageKind::cut;
  std::vector<SpanId> spans;
  std::int64_t ports = 0;  ///< lost on each span; 0: all of it is out of service
  Date start;
  Law duration;  ///< s; a constant where the scenario says it
};

/// Outages drawn at random, each after an exponential time of service.
struct RandomOutages {
  double rate = 0;  ///< events per second of service, for each 1000 km (cuts) or each port (ports)
  Law repair;       ///< s
};

/// A trunk or an uplink has this many waves or ports from a date on.
struct Upgrade {
  std::string name;
  SpanId span;
  Date date;
  std::int64_t waves = 0;
};

struct NetworkPlan {
  std::vector<ListedOutage> outages;
  std::optional<RandomOutages> random_cuts;   ///< whole corridors, at a rate by their length
  std::optional<RandomOutages> random_ports;  ///< single ports of trunks and uplinks
  std::vector<Upgrade> upgrades;
  InFlight in_flight = InFlight::reroute;
  /// Until light passes a parallel cable between the same nodes.
  Duration protection_delay{std::chrono::milliseconds{50}};
  /// Until a way over other nodes is set up; s, drawn once for each outage.
  Law restoration_delay{Law::Uniform{1, 60}};
};

}  // namespace eastwest
