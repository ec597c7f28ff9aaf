// Ways round cables and uplinks that are down, derived by hand.
#include "sim/world/detours.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("ways round what is down: the shortest of what is left, or none") {
  World world = drawn_world(R"(
    A --400G 100km-- B
    A --400G 100km-- B
    A --400G 200km-- C --400G 300km-- B
    A [8 1ports])");
  const NodeId b = node_of(world, "B");
  const SiteId site = site_of(world, "A");
  // Spans: the cables A-B 0 and 1, A-C 2, C-B 3, the uplink 4.
  const std::vector<SpanId> one = {SpanId{0}};
  const std::vector<SpanId> both = {SpanId{0}, SpanId{1}};
  const std::vector<SpanId> all = {SpanId{0}, SpanId{1}, SpanId{3}};
  const std::vector<SpanId> uplink = {SpanId{4}};
  const Topology undisturbed(world);
  Topology topology(world);
  const Detours detours(world, topology, {one, both, all, uplink});
  const RouteId direct = topology.node_to_site(b, site);
  CHECK(detours.way_round({}, direct) == direct);

  // The undisturbed routes are those of a world without outages.
  REQUIRE(undisturbed.routes().size() < topology.routes().size());
  for (std::size_t i = 0; i < undisturbed.routes().size(); ++i) {
    CHECK(topology.routes()[i].links == undisturbed.routes()[i].links);
  }
  const bool has_first = span_of(topology.route(direct).links[0]) == SpanId{0};
  const RouteId parallel = detours.way_round(one, direct);
  CHECK((parallel == direct) == !has_first);
  CHECK(passes_same_nodes(topology, direct, parallel));

  const RouteId round = detours.way_round(both, direct);
  CHECK(link_names(topology, round) == "C--B--1 B>C, A--C--1 C>A, A uplink in");
  // 500 km x 4.9 us/km
  CHECK(topology.route(round).latency == 2450us);
  CHECK(!passes_same_nodes(topology, direct, round));
  const RouteId back = detours.way_round(both, topology.site_to_node(site, b));
  CHECK(link_names(topology, back) == "A uplink out, A--C--1 A>C, C--B--1 C>B");

  CHECK(!detours.way_round(all, direct).valid());
  // A-C is untouched by it.
  const RouteId near = topology.node_to_site(node_of(world, "C"), site);
  CHECK(detours.way_round(all, near) == near);
  CHECK(!detours.way_round(uplink, near).valid());
}

TEST_CASE("a route from site to site keeps both uplinks on its way round") {
  World world = drawn_world(R"(
    A --400G 100km-- B
    A --400G 200km-- C --400G 300km-- B
    A [8 1ports]
    B [8 1ports])");
  const SiteId a = site_of(world, "A");
  const SiteId b = site_of(world, "B");
  // Spans: A-B 0, A-C 1, C-B 2, the uplinks of A 3 and B 4.
  const std::vector<SpanId> cable = {SpanId{0}};
  const std::vector<SpanId> first = {SpanId{3}};
  const std::vector<SpanId> last = {SpanId{4}};
  Topology topology(world);
  const Route inward = topology.route(topology.node_to_site(node_of(world, "A"), b));
  std::vector<LinkId> links = inward.links;
  links.insert(links.begin(), LinkId{first_link(span_of(world, a)).value + 1});
  const RouteId direct = topology.add_route({node_of(world, "A"), a}, inward.to, links);
  CHECK(link_names(topology, direct) == "A uplink out, A--B--1 A>B, B uplink in");
  const Detours detours(world, topology, {cable, first, last});
  const RouteId round = detours.way_round(cable, direct);
  CHECK(link_names(topology, round) == "A uplink out, A--C--1 A>C, C--B--1 C>B, B uplink in");
  CHECK(!detours.way_round(first, direct).valid());
  CHECK(!detours.way_round(last, direct).valid());
}
