// Ports by hand: gravity traffic, waves, regeneration, uplinks, and totals that hold exactly.
#include "sim/world/port_allocation.hpp"

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

namespace {

/// A - B - C in a line; demand at A and C, 1 EFLOPS at C, 2 EFLOPS at B.
World line() {
  World world =
      drawn_world("A --400G 100km-- B --400G 100km-- C\nC [1000 1ports]\nB [2000 1ports]");
  for (Site& site : world.sites) site.accelerator_speed = Flops(1e15);
  world.nodes[0].demand_weight = 0.25;
  world.nodes[1].demand_weight = 0;
  world.nodes[2].demand_weight = 0.75;
  return world;
}

GivenPorts nothing_given(const World& world) {
  return {std::vector<bool>(world.trunks.size(), false),
          std::vector<bool>(world.sites.size(), false)};
}

std::int64_t all_ports(const World& world) {
  std::int64_t sum = 0;
  for (const Trunk& trunk : world.trunks) sum += trunk.ports;
  for (const Site& site : world.sites) sum += site.uplink_ports;
  return sum;
}

}  // namespace

TEST_CASE("a wave takes two ports, and two more at every regeneration") {
  const auto ports = [](double kilometres) {
    Trunk trunk;
    trunk.length = Kilometres(kilometres);
    return ports_per_wave(trunk, Kilometres(1500));
  };
  CHECK(ports(0) == 2);
  CHECK(ports(1500) == 2);
  CHECK(ports(1500.001) == 4);
  CHECK(ports(3000) == 4);
  CHECK(ports(3001) == 6);
}

TEST_CASE("gravity traffic is demand times computing along the path") {
  // From A: 0.25 x 2 to B, 0.25 x 1 to C; from C: 0.75 x 2 to B; C to itself uses no cable.
  const std::vector<double> traffic = gravity_traffic(line());
  REQUIRE(traffic.size() == 2);
  CHECK(traffic[0] == Approx(0.75));  // A - B: 0.5 + 0.25
  CHECK(traffic[1] == Approx(1.75));  // B - C: 0.25 + 1.5
}

TEST_CASE("lines follow the traffic, uplinks the computing speed, and the total is exact") {
  World world = line();
  REQUIRE(allocate_ports(world, {.total = 100}, nothing_given(world)).empty());
  // 10 uplink ports, 90 line ports. Two waves each take 8; 82 ports x 0.75 / (2 x 2.5) = 12.3 waves
  // and 28.7; the one wave left goes to 28.7.
  CHECK(world.trunks[0].waves == 14);
  CHECK(world.trunks[1].waves == 31);
  CHECK(world.trunks[1].ports == 62);
  // Two ports each take 4; 6 by 1 : 2.
  CHECK(world.sites[0].uplink_ports == 4);
  CHECK(world.sites[1].uplink_ports == 6);
  CHECK(all_ports(world) == 100);
}

TEST_CASE("what makes no whole wave is left to the uplinks") {
  World world = drawn_world("A --400G 2000km-- B\nB [10 1ports]");
  world.nodes[0].demand_weight = 1;
  REQUIRE(allocate_ports(world, {.total = 25}, nothing_given(world)).empty());
  // 2.5, rounded 3, for the uplink; 22 line ports at 4 a wave: 5 waves, 2 ports left.
  CHECK(world.trunks[0].waves == 5);
  CHECK(world.trunks[0].ports == 20);
  CHECK(world.sites[0].uplink_ports == 5);
}

TEST_CASE("the equal law gives every cable the same") {
  World world = line();
  REQUIRE(allocate_ports(world, {.law = PortRules::Law::equal, .total = 100}, nothing_given(world))
              .empty());
  // 90 line ports: 8 for two waves each; 82 x 1 / (2 x 2) = 20.5 waves each; one wave is left,
  // which the earlier cable gets.
  CHECK(world.trunks[0].waves == 23);
  CHECK(world.trunks[1].waves == 22);
  CHECK(all_ports(world) == 100);
}

TEST_CASE("ports that are given stay, and count") {
  World world = line();
  world.trunks[0].waves = 30;
  world.trunks[0].ports = 60;
  world.sites[1].uplink_ports = 7;
  GivenPorts given = nothing_given(world);
  given.trunks[0] = true;
  given.sites[1] = true;
  REQUIRE(allocate_ports(world, {.total = 100}, given).empty());
  CHECK(world.trunks[0].waves == 30);
  CHECK(world.sites[1].uplink_ports == 7);
  CHECK(world.trunks[1].ports == 30);       // 100 - 10 - 60
  CHECK(world.sites[0].uplink_ports == 3);  // 10 - 7
  CHECK(all_ports(world) == 100);
}

TEST_CASE("too few ports are refused and nothing changes") {
  World world = line();
  const std::string problem = allocate_ports(world, {.total = 11}, nothing_given(world));
  CHECK(problem.find("11 ports are not enough") == 0);  // 2 x 2 x 2 + 2 x 2 = 12
  CHECK(problem.find("12") != std::string::npos);
  CHECK(world.trunks[0].waves == 1);
}

TEST_CASE("parallel cables share the traffic of their corridor") {
  World world = drawn_world("A --400G 100km-- B\nA --400G 100km-- B\nB [10 1ports]");
  world.nodes[0].demand_weight = 1;
  world.sites[0].accelerator_speed = Flops(1e17);
  CHECK(gravity_traffic(world) == std::vector<double>{0.5, 0.5});  // 1 x 1 EFLOPS / 2
}

TEST_CASE("every cable has the least waves that are asked for, within the total") {
  World world = line();
  REQUIRE(allocate_ports(world, {.total = 24, .waves_least = 4}, nothing_given(world)).empty());
  // 2.4, at least 4, uplink ports and 20 line ports: 16 for four waves each, and 4 ports x 0.75 / 5
  // = 0.6 waves and 1.4: one each.
  CHECK(world.trunks[0].waves == 5);
  CHECK(world.trunks[1].waves == 5);
  CHECK(all_ports(world) == 24);
  CHECK(allocate_ports(world, {.total = 19, .waves_least = 4}, nothing_given(world)) ==
        "19 ports are not enough: given ones, 4 waves a cable and 2 uplink ports a site already "
        "take 20");
}
