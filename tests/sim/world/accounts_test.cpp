// Sums over small worlds.
#include "sim/world/accounts.hpp"

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

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

TEST_CASE("planes of one cable count once, peering is no cable, a city's nodes are one city") {
  World world = drawn_world("a --800G 10km-- b\nc --400G 10km-- d\na --1200G 1km-- c\na [100]");
  for (std::size_t i = 0; i < 2; ++i) {
    world.trunks[i].kind = TrunkKind::plane;
    world.trunks[i].cable = "north--south";
    world.trunks[i].ports = 4;
  }
  world.trunks[2].kind = TrunkKind::peering;
  world.trunks[2].ports = 0;
  world.background_share = 0.3;
  for (std::size_t i = 0; i < 4; ++i) world.nodes[i].city = i % 2 == 0 ? "north" : "south";
  world.sites[0].uplink_ports = 2;
  const Accounts books = accounts(world);
  CHECK(books.trunks == 1);
  CHECK(books.planes == 2);
  CHECK(books.cities == 2);
  CHECK(books.ports_400g == 10);  // 4 + 4 + 2
  // What is published is the capacity itself, before other traffic.
  CHECK(books.interconnection == BitsPerSecond(1'200'000'000'000));
}
