// Routes from site to site: the uplinks of both ends, and ways round what is down.
#include "sim/world/detours.hpp"
#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("sites are joined over both uplinks") {
  const World world = drawn_world(R"(
    A --400G 100km-- B
    A --400G 200km-- C --400G 300km-- B
    A [8 1ports]
    B [8 1ports])");
  Topology topology(world);
  const SiteId a = site_of(world, "A");
  const SiteId b = site_of(world, "B");
  CHECK(topology.joins(a, b));
  CHECK_FALSE(topology.site_to_site(a, b).valid());
  topology.connect_sites();
  CHECK_FALSE(topology.site_to_site(a, a).valid());
  const RouteId there = topology.site_to_site(a, b);
  CHECK(link_names(topology, there) == "A uplink out, A--B--1 A>B, B uplink in");
  CHECK(topology.route(there).latency == 490us);
  CHECK(link_names(topology, topology.site_to_site(b, a)) ==
        "B uplink out, A--B--1 B>A, A uplink in");

  // Spans: trunks 0 A-B, 1 A-C, 2 C-B, uplinks 3 and 4.
  const std::vector<SpanId> trunk = {SpanId{0}};
  const std::vector<SpanId> far_end = {SpanId{4}};
  Topology another(world);
  another.connect_sites();
  const Detours detours(world, another, {trunk, far_end});
  const RouteId round = detours.way_round(trunk, another.site_to_site(a, b));
  CHECK(link_names(another, round) == "A uplink out, A--C--1 A>C, C--B--1 C>B, B uplink in");
  CHECK(link_names(another, detours.way_round(trunk, another.site_to_site(b, a))) ==
        "B uplink out, C--B--1 B>C, A--C--1 C>A, A uplink in");
  CHECK_FALSE(detours.way_round(far_end, another.site_to_site(a, b)).valid());
  CHECK_FALSE(detours.way_round(far_end, another.site_to_site(b, a)).valid());
}

TEST_CASE("sites without a path are not joined") {
  const World world = drawn_world(R"(
    A --400G 100km-- B
    C --400G 100km-- D
    A [8 1ports]
    C [8 1ports])");
  Topology topology(world);
  const SiteId a = site_of(world, "A");
  const SiteId c = site_of(world, "C");
  CHECK_FALSE(topology.joins(a, c));
  topology.connect_sites();
  CHECK_FALSE(topology.site_to_site(a, c).valid());
}
