// Largest remainders and scaled worlds.
#include "sim/world/scale.hpp"

#include <cmath>
#include <cstdlib>

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

TEST_CASE("largest remainders keep the rounded total") {
  // 10 % of 14, 14, 14, 8 (total 50): 1.4, 1.4, 1.4, 0.8, total 5: floors 1, 1, 1, 0; the first
  // rest goes to 0.8, the second to the earliest 0.4.
  CHECK(scaled_by_largest_remainder({14, 14, 14, 8}, 0.1) == std::vector<std::int64_t>{2, 1, 1, 1});
  CHECK(scaled_by_largest_remainder({3, 0, 1}, 2) == std::vector<std::int64_t>{6, 0, 2});
  CHECK(scaled_by_largest_remainder({}, 0.5).empty());
  for (const double share : {0.001, 0.02, 0.3, 1.0 / 3.0, 0.7, 1.0, 1.7}) {
    const std::vector<std::int64_t> parts{373'199, 28'745, 1, 0, 99'999, 77};
    const std::vector<std::int64_t> result = scaled_by_largest_remainder(parts, share);
    std::int64_t total = 0;
    for (std::size_t index = 0; index < parts.size(); ++index) {
      total += result[index];
      CHECK(std::abs(static_cast<double>(result[index]) -
                     share * static_cast<double>(parts[index])) <= 1);
    }
    CHECK(total == std::llround(share * 502'021));
  }
}

TEST_CASE("a scaled world has the same graph and smaller pools") {
  World world = drawn_world("A --400G 10km-- B\nA [1000]\nB [500]");
  world.sites[0].racks = 40;
  world.sites[1].storage = Terabytes(7);
  world.sites[1].claim.eflops = 10;
  world.official.pue = 1.42;
  const World small = scaled(world, 0.1);
  CHECK(small.sites[0].accelerators == 100);
  CHECK(small.sites[1].accelerators == 50);
  CHECK(small.sites[0].racks == 4);
  CHECK(small.sites[1].storage == Terabytes(1));
  CHECK(small.sites[1].claim.eflops == 1);
  CHECK(small.sites[0].uplink_ports == world.sites[0].uplink_ports);
  CHECK(small.trunks[0].waves == world.trunks[0].waves);
  CHECK(small.official.pue == 0);
}
