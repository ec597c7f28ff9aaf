// Routes from site to site, and the ways round what is down.
#include "sim/world/detours.hpp"
#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

namespace {

World triangle() {
  return drawn_world(R"(
    A --400G 100km-- B --400G 100km-- C
    A --400G 900km-- C
    A [8]
    C [8])");
}

}  // namespace

TEST_CASE("between sites: out of the one uplink, into the other", "[topology]") {
  const World world = triangle();
  Topology topology(world);
  const SiteId a = site_of(world, "A");
  const SiteId c = site_of(world, "C");
  CHECK_FALSE(topology.site_to_site(a, c).valid());
  topology.connect_sites();
  const RouteId way = topology.site_to_site(a, c);
  REQUIRE(way.valid());
  CHECK(link_names(topology, way) == "A uplink out, A--B--1 A>B, B--C--1 B>C, C uplink in");
  // 200 km x 4.9 us/km
  CHECK(topology.route(way).latency == std::chrono::microseconds{980});
  CHECK(topology.route(way).to == Endpoint{node_of(world, "C"), c});
  CHECK_FALSE(topology.site_to_site(a, a).valid());
  const std::size_t routes = topology.routes().size();
  topology.connect_sites();
  CHECK(topology.routes().size() == routes);
}

TEST_CASE("between sites there are ways round a cut, but not round an uplink", "[topology]") {
  const World world = triangle();
  Topology topology(world);
  topology.connect_sites();
  const SiteId a = site_of(world, "A");
  const SiteId c = site_of(world, "C");
  const RouteId way = topology.site_to_site(a, c);
  const std::vector<SpanId> trunk = {span_of(topology.route(way).links[1])};
  const std::vector<SpanId> uplink = {span_of(topology.route(way).links[0])};
  const Detours detours(world, topology, {trunk, uplink});
  const RouteId round = detours.way_round(trunk, way);
  REQUIRE(round.valid());
  CHECK(link_names(topology, round) == "A uplink out, A--C--1 A>C, C uplink in");
  CHECK_FALSE(detours.way_round(uplink, way).valid());
}
