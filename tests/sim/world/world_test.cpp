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

TEST_CASE("background traffic by the hour") {
  World world = drawn_world("A --1200G 10km-- B\nA [8 5ports]");
  world.background_share = 0.3;
  const Trunk& trunk = world.trunks[0];
  using std::chrono::hours;
  CHECK(background_share(world, trunk, hours{3}) == 0.3);
  world.background_swing = 0.15;
  // Highest in the two hours around 21:00: 0.3 + 0.15 cos(7.5 deg) = 0.448717.
  CHECK(background_share(world, trunk, hours{20}) == Approx(0.448717).margin(1e-6));
  CHECK(background_share(world, trunk, hours{21}) == Approx(0.448717).margin(1e-6));
  CHECK(background_share(world, trunk, hours{9} - std::chrono::nanoseconds{1}) ==
        Approx(0.3 - 0.148717).margin(1e-6));
  double sum = 0;
  for (int hour = 0; hour < 24; ++hour) sum += background_share(world, trunk, hours{hour});
  CHECK(sum == Approx(24 * 0.3).epsilon(1e-12));
  world.trunks[0].background_share = 0.5;
  CHECK(background_share(world, trunk, hours{21}) == Approx(0.648717).margin(1e-6));
  CHECK(trunk_capacity(world, trunk) == BitsPerSecond(600'000'000'000));
}

TEST_CASE("a trunk whose own share of other traffic is none has no daily swing") {
  World world = drawn_world("A --1200G 10km-- B");
  world.background_share = 0.3;
  world.background_swing = 0.15;
  world.trunks[0].background_share = 0;
  CHECK(background_share(world, world.trunks[0], std::chrono::hours{21}) == 0);
  CHECK(background_share(world, world.trunks[0], std::chrono::hours{9}) == 0);
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(1'200'000'000'000));
}

TEST_CASE("only claims of intelligent computing in FP16 compare") {
  Site site;
  CHECK(comparable_claim(site) == 0);
  site.claim = {57, "total", ""};
  CHECK(comparable_claim(site) == 0);
  site.claim = {57, "intelligent", "FP32"};
  CHECK(comparable_claim(site) == 0);
  site.claim = {57, "", ""};  // not stated is no claim of either
  CHECK(comparable_claim(site) == 0);
  site.claim = {57, "intelligent", "FP16"};
  CHECK(comparable_claim(site) == 57);
}
