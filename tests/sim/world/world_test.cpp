// Capacities, geography, circles, accounts and scaling of small worlds.
#include "sim/world/world.hpp"

#include "sim/world/accounts.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/job.hpp"
#include "sim/world/latency_circle.hpp"
#include "sim/world/scale.hpp"
#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("trunk and uplink capacities") {
  World world = drawn_world("A --1200G 10km-- B\nA [8 5ports]\nB [3]");
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(1'200'000'000'000));
  world.background_share = 0.1;
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(1'080'000'000'000));
  CHECK(uplink_capacity(world, world.sites[0]) == BitsPerSecond(2'000'000'000'000));
  CHECK(accelerators_total(world) == 11);
}

TEST_CASE("every job state has its own name") {
  std::map<std::string, int> names;
  for (int state = 0; state < kJobStates; ++state) ++names[to_text(static_cast<JobState>(state))];
  CHECK(names.size() == kJobStates);
  CHECK(names.count("queued") == 1);
}

TEST_CASE("great circles are rounded to the metre") {
  // One minute of latitude at the equator is 1842.9 m, at the pole 1861.7 m (WGS84).
  CHECK(great_circle(0, 0, 0, 1.0 / 60).value() == Approx(1.843).margin(0.001));
  CHECK(great_circle(0, 89, 0, 89 + 1.0 / 60).value() == Approx(1.8617).margin(0.001));
  // A degree of longitude at the equator: 6378137 m x pi / 180 = 111319.49 m
  CHECK(great_circle(0, 0, 1, 0).value() == 111.319);
  CHECK(great_circle(116.4, 39.9, 116.4, 39.9).value() == 0);
  CHECK(to_metres(great_circle(116.4, 39.9, 106.71, 26.58)) ==
        to_metres(great_circle(106.71, 26.58, 116.4, 39.9)));
  CHECK(fibre_length(Kilometres(111.319), 1.6).value() == 178.11);  // 178.1104 km
}

TEST_CASE("a circle holds what is within its latency, its border included") {
  // 1000 km = 4.9 ms, 2000 km = 9.8 ms
  World world = drawn_world("A --400G 1000km-- B --400G 1000km-- C\nD --400G 1km-- E");
  world.nodes[0].population = 5;
  world.nodes[1].population = 7;
  world.nodes[1].gdp_cny = 30;
  world.nodes[2].gdp_cny = 90;
  const Topology topology(world);
  const LatencyCircle circle = latency_circle(world, topology, NodeId(0), 4900us);
  CHECK(circle.nodes == std::vector<NodeId>{NodeId(0), NodeId(1)});
  CHECK(circle.population == 12);
  CHECK(circle.gdp_share == 0.25);                  // 30 of 120
  CHECK(circle.demand_share == Approx(2.0 / 5.0));  // two of five equal nodes
  CHECK(latency_circle(world, topology, NodeId(0), 4900us - 1ns).nodes.size() == 1);
  CHECK(latency_circle(world, topology, NodeId(0), 1h).nodes.size() == 3);
  CHECK_FALSE(within_circle(topology, NodeId(0), NodeId(3), Duration::max()));
}

TEST_CASE("accounts add up what is simulated") {
  World world = drawn_world("A --800G 10km-- B\nA [1000 3ports]\nB [500 2ports]");
  world.provinces = {{"north", "North", "hub", true, 0}, {"south", "South", "none", false, 0}};
  world.sites[0].province = ProvinceId(0);
  world.sites[0].accelerator_speed = Flops(2e15);
  world.sites[0].racks = 300;
  world.sites[0].pue = Pue::checked(1.2);
  world.sites[0].storage = Terabytes(1'500'000);
  world.sites[1].accelerator_speed = Flops(1e15);
  world.sites[1].racks = 100;
  world.sites[1].pue = Pue::checked(1.6);
  world.trunks[0].ports = 8;
  world.official.racks = 77;
  const Accounts books = accounts(world);
  CHECK(books.national.sites == 2);
  CHECK(books.national.accelerators == 1500);
  CHECK(books.national.eflops_fp16_intelligent == Approx(2.5));  // 1000 x 2 + 500 x 1 PFLOPS
  CHECK(books.national.racks == 400);
  CHECK(books.national.storage_eb == 1.5);
  CHECK(books.national.pue == Approx(1.3));  // (300 x 1.2 + 100 x 1.6) / 400
  CHECK(books.ports_400g == 13);             // 8 of the trunk, 3 + 2 of uplinks
  CHECK(books.trunks == 1);
  CHECK(books.cities == 2);
  CHECK(books.official.racks == 77);
  REQUIRE(books.by_province.size() == 3);
  CHECK(books.by_province[0].province == "north");
  CHECK(books.by_province[0].hub == "hub");
  CHECK(books.by_province[0].pools.pue == Approx(1.2));
  CHECK(books.by_province[1].pools.sites == 0);
  CHECK(books.by_province[2].province == "none");
  CHECK(books.by_province[2].pools.racks == 100);
}

TEST_CASE("without racks the mean PUE is weighted by computing speed") {
  World world = drawn_world("A [100]\nB [300]");
  world.sites[0].pue = Pue::checked(1.2);
  world.sites[1].pue = Pue::checked(1.6);
  CHECK(accounts(world).national.pue == Approx(1.5));  // (1.2 + 3 x 1.6) / 4
}

TEST_CASE("largest remainders keep the rounded total") {
  // 10 % of 14, 14, 14, 8 (total 50): 1.4, 1.4, 1.4, 0.8, total 5: floors 1, 1, 1, 0; the first rest
  // goes to 0.8, the second to the earliest 0.4.
  CHECK(scaled_by_largest_remainder({14, 14, 14, 8}, 0.1) ==
        std::vector<std::int64_t>{2, 1, 1, 1});
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
  world.sites[1].claimed_eflops = 10;
  world.official.pue = 1.42;
  const World small = scaled(world, 0.1);
  CHECK(small.sites[0].accelerators == 100);
  CHECK(small.sites[1].accelerators == 50);
  CHECK(small.sites[0].racks == 4);
  CHECK(small.sites[1].storage == Terabytes(1));
  CHECK(small.sites[1].claimed_eflops == 1);
  CHECK(small.sites[0].uplink_ports == world.sites[0].uplink_ports);
  CHECK(small.trunks[0].waves == world.trunks[0].waves);
  CHECK(small.official.pue == 0);
}
