// Capacities of trunks and uplinks.
#include "sim/world/world.hpp"

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

TEST_CASE("trunk and uplink capacities") {
  World world = drawn_world("A --1200G 10km-- B\nA [8 5ports]\nB [3]");
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(1'200'000'000'000));
  world.background_share = 0.1;
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(1'080'000'000'000));
  CHECK(uplink_capacity(world, world.sites[0]) == BitsPerSecond(2'000'000'000'000));
  CHECK(accelerators_total(world) == 11);
}

TEST_CASE("a trunk's own speed stands for its waves") {
  World world = drawn_world("A --1200G 10km-- B");
  CHECK(trunk_speed(world, world.trunks[0]) == BitsPerSecond(1'200'000'000'000));
  world.trunks[0].speed = BitsPerSecond(155'000'000);
  CHECK(trunk_speed(world, world.trunks[0]) == BitsPerSecond(155'000'000));
  world.background_share = 0.2;
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(124'000'000));
}
