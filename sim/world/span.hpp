// Spans: what fails and is repaired as one, a trunk or a site's uplink with both its directions.
#pragma once

#include "sim/base/id.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The trunks in the world's order, then the sites' uplinks: links 2i and 2i + 1 of the topology.
using SpanId = Id<struct SpanTag>;

[[nodiscard]] inline std::size_t span_count(const World& world) {
  return world.trunks.size() + world.sites.size();
}
[[nodiscard]] inline SpanId span_of(TrunkId trunk) { return SpanId{trunk.value}; }
[[nodiscard]] inline SpanId span_of(const World& world, SiteId uplink) {
  return SpanId(world.trunks.size() + uplink.index());
}
[[nodiscard]] inline SpanId span_of(LinkId link) { return SpanId{link.value / 2}; }
/// The span's direction from a to b, or into the site; the other direction is the next link.
[[nodiscard]] inline LinkId first_link(SpanId span) { return LinkId{2 * span.value}; }
/// None for an uplink.
[[nodiscard]] inline TrunkId trunk_of(const World& world, SpanId span) {
  return span.index() < world.trunks.size() ? TrunkId{span.value} : TrunkId{};
}
/// Waves of a trunk (at least one, if it has a speed of its own), ports of an uplink.
[[nodiscard]] inline std::int64_t waves_of(const World& world, SpanId span) {
  const std::size_t trunks = world.trunks.size();
  if (span.index() >= trunks) return world.sites[span.index() - trunks].uplink_ports;
  const Trunk& trunk = world.trunks[span.index()];
  return trunk.waves > 0 || trunk.speed.value() == 0 ? trunk.waves : 1;
}
/// What `waves` working waves (or ports) of a span leave to transfers in one direction.
[[nodiscard]] inline BitsPerSecond capacity_of(const World& world, SpanId span, std::int64_t waves,
                                               Duration time_of_day) {
  const TrunkId id = trunk_of(world, span);
  const double all = static_cast<double>(world.port_rate.value()) * static_cast<double>(waves);
  if (!id.valid()) return speed_left(all, 0);
  const Trunk& trunk = world.trunks[id.index()];
  const double share = background_share(world, trunk, time_of_day);
  if (trunk.speed.value() == 0) return speed_left(all, share);
  const double working = static_cast<double>(waves) / static_cast<double>(waves_of(world, span));
  return speed_left(static_cast<double>(trunk.speed.value()) * working, share);
}
/// The trunk's id, or "SITE uplink".
[[nodiscard]] inline std::string name_of(const World& world, SpanId span) {
  const std::size_t trunks = world.trunks.size();
  return span.index() < trunks ? world.trunks[span.index()].id
                               : world.sites[span.index() - trunks].id + " uplink";
}

}  // namespace eastwest
