// Vintages, edge pools, claims and ports of a small folder, by hand.
#include "sim/scenario/world_completion.hpp"

#include "sim/world/accounts.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

constexpr const char* kTables =
    "tables: {provinces: provinces.csv, sites: sites.csv, cities: cities.csv, trunks: trunks.csv, "
    "accelerators: accelerators.csv, vintages: vintages.csv, official: official.csv, tariffs: "
    "tariffs.csv, points: points.csv, tokens: tokens.csv, conversions: conversions.csv}\n";

/// 3000 accelerators of 300 TFLOPS, 400 racks, 3 EB, mean PUE 1.35 in two provinces.
class Folder {
 public:
  Folder() {
    general("");
    write("provinces.csv",
          "id,name,hub,side,racks_total,carbon_kg_per_kwh,renewable_share\n"
          "west,West,none,West,100,0.5,0.3\neast,East,none,East,300,0.6,0.2\n");
    write("cities.csv",
          "id,name,province,lon_deg,lat_deg,demand_weight\n"
          "a,A,west,0,0,0.25\nb,B,east,1,0,0.5\nc,C,east,2,0,0.25\n");
    write("accelerators.csv", "id,fp16_tflops,it_watts\nmix,300,500\n");
    write("sites.csv",
          "id,name,kind,province,hub,city,racks,shelf_rate,ai_eflops_fp16,accelerator,storage_eb,"
          "pue,electricity_price_cny_per_kwh,uplink_ports,in_service,local_claim_eflops,"
          "local_claim_scope,local_claim_precision\n"
          "x,X,provincial,west,none,a,100,0.5,0.3,mix,1,1.2,0.4,,,0.6,intelligent,FP16\n"
          "y,Y,provincial,east,none,b,300,0.5,0.6,mix,2,1.4,0.4,,,9,total,\n");
    write("trunks.csv",
          "id,a,b,length_km,in_service,out_of_service,waves\n"
          "ab,a,b,100,,,\nbc,b,c,100,2025-01-01,,\nold,a,c,100,,2024-01-01,\n");
    write("vintages.csv",
          "as_of,racks,ai_eflops_fp16,storage_eb,pue,ports_400g\n"
          "2024-06-30,200,0.45,1.5,1.45,\n2025-06-30,400,0.9,3,1.35,40\n");
    write("official.csv",
          "as_of,key,province,value,kind,scope,precision,source,mark\n"
          "2024-06-30,racks,,201,observation,total,,somebody,sourced\n"
          "2024-06-30,eflops_fp32_total,,9,observation,total,FP32,somebody,sourced\n"
          "2025-06-30,racks,,401,observation,total,,somebody,sourced\n"
          "2026-06-30,racks,,900,target,total,,a plan,sourced\n");
    write("tariffs.csv",
          "province,months,hours,sharp,peak,flat,valley\n"
          "west,1;2;3;4;5;6;7;8;9;10;11;12,VVVVVVVVFFFFPPPPFFFFSSFF,2,1.5,1,0.5\n");
    write("points.csv",
          "kind,id,name,city,province,in_service,out_of_service\n"
          "direct,d,D,a,west,2020-01-01,\nplatform,p,P,,east,2025-01-01,\n"
          "exchange,e,E,b,east,2020-01-01,2025-03-01\n");
    write("tokens.csv", "as_of,tokens_per_day\n2024-01-31,10\n2025-06-30,300\n2026-01-01,1000\n");
    write("conversions.csv",
          "as_of,scope_converted,from_precision,to_precision,factor\n"
          "2024-06-30,intelligent,FP32,FP16,6\n");
  }
  void general(const std::string& more) {
    write("world.yaml",
          "name: small\nas_of: 2025-06-30\nports: {uplink_share: 20 %}\n" + more + kTables);
  }
  void write(const std::string& name, const std::string& text) { folder_.write("w/" + name, text); }
  WorldCase read(const std::string& as_of = {}, const std::string& world = "./w/",
                 VintageChoice::Projection projection = VintageChoice::Projection::none) {
    return world_case(world, as_of, folder_.file("scenario.yaml"), projection);
  }

 private:
  TemporaryFolder folder_;
};

std::int64_t all_ports(const World& world) { return accounts(world).ports_400g; }

}  // namespace

TEST_CASE("at the tables' own date nothing is scaled and every port is allocated") {
  Folder folder;
  const WorldCase read = folder.read();
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.messages.empty());
  const World& world = read.world;
  CHECK(world.sites[0].accelerators == 1000);  // 0.3e6 / 300
  CHECK(world.trunks.size() == 2);             // the third went out of service
  CHECK(all_ports(world) == 40);
  // 32 line ports, 8 for uplinks: two each and 4 by 1 : 2, that is 1.33 and 2.67.
  CHECK(world.sites[0].uplink_ports == 3);
  CHECK(world.sites[1].uplink_ports == 5);
  CHECK(world.official.racks == 401);
  CHECK(world.tokens_per_day == 300);
  CHECK(world.fp16_per_fp32 == 0);
  REQUIRE(world.points.size() == 2);
  CHECK(world.points[0].kind == Point::Kind::direct);
  CHECK_FALSE(world.points[1].node.valid());
  CHECK(world.provinces[0].carbon_kg_per_kwh == 0.5);
  CHECK(world.provinces[0].renewable_share == 0.3);
  REQUIRE(world.provinces[0].tariffs.size() == 1);
  CHECK(world.provinces[0].tariffs[0].sharp == 2);
  CHECK(world.provinces[1].tariffs.empty());
}

TEST_CASE("an earlier vintage has that date's totals, figures, cables and ports") {
  Folder folder;
  const WorldCase read = folder.read("2024-06-30");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.says("scaled to the national totals of that date (assumed)"));
  const World& world = read.world;
  CHECK(world.sites[0].accelerators == 500);  // 1000 x 0.45 / 0.9
  CHECK(world.sites[1].accelerators == 1000);
  CHECK(world.sites[0].racks == 50);
  CHECK(world.sites[1].racks == 150);
  CHECK(world.sites[1].storage == Terabytes(1'000'000));
  CHECK(world.sites[0].pue.value() == Approx(1.3));  // 1.2 + 1.45 - 1.35
  CHECK(world.sites[1].pue.value() == Approx(1.5));
  CHECK(world.trunks.size() == 1);
  CHECK(all_ports(world) == 20);  // 40 x 1 cable / 2
  CHECK(world.official.racks == 201);
  CHECK(world.published.size() == 2);
  CHECK(world.fp16_per_fp32 == 6);
  CHECK(world.tokens_per_day == 10);
  CHECK(world.points.size() == 2);  // the exchange still, the platform not yet
}

TEST_CASE("a date between two vintages lies on the line between them") {
  Folder folder;
  // 73 of 365 days: racks 200 + 200 / 5 = 240, by 1 : 3.
  const WorldCase read = folder.read("2024-09-11");
  REQUIRE_FALSE(read.failed);
  CHECK(read.says("which lie on a line between its neighbours"));
  CHECK(read.world.sites[0].racks == 60);
  CHECK(read.world.sites[1].racks == 180);
  CHECK(read.world.official.racks == 0);
}

TEST_CASE("after the data a date is refused, or projected and no observation") {
  Folder folder;
  CHECK(folder.read("2026-06-30").failed);
  CHECK(folder.read("2026-06-30").says("with project: linear"));
  const WorldCase read = folder.read("2026-06-30", "./w/", VintageChoice::Projection::linear);
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.says("nothing of it was observed"));
  CHECK(read.world.sites[0].racks == 150);  // (400 + 200) / 4
  CHECK(read.world.official.racks == 0);    // 900 is a target
  REQUIRE(read.world.published.size() == 1);
  CHECK(read.world.published[0].kind == "target");
}

TEST_CASE("a projection goes as far ahead as the vintages reach back, or as the world says") {
  Folder folder;
  const auto linear = VintageChoice::Projection::linear;
  // 2024-06-30 is 365 days before the tables' date, 2026-06-30 as many after it.
  CHECK_FALSE(folder.read("2026-06-30", "./w/", linear).failed);
  CHECK(folder.read("2026-06-30", "./w/", linear).world.name == "small, projected");
  CHECK(folder.read("2025-06-30", "./w/", linear).world.name == "small");
  const WorldCase far = folder.read("2026-07-01", "./w/", linear);
  CHECK(far.failed);
  CHECK(
      far.says("as_of 2026-07-01 is too far beyond the data of world 'small', which end at "
               "2025-06-30: a projection reaches to 2026-06-30"));
  CHECK(far.says("write as_of: 2026-06-30 or an earlier date"));
  folder.general("project_until: 2025-12-31\n");
  CHECK_FALSE(folder.read("2025-12-31", "./w/", linear).failed);
  CHECK(folder.read("2026-01-01", "./w/", linear).says("a projection reaches to 2025-12-31"));
  CHECK(folder.read("2026-01-01").says("is beyond the data"));  // nobody asked for a projection
  folder.general("project_until: 2025-06-29\n");
  CHECK(folder.read("2025-06-30").says("project_until: 2025-06-29 is before as_of, 2025-06-30"));
}

TEST_CASE("vintages that cannot be read are no reason to complain about the date") {
  Folder folder;
  folder.write("vintages.csv", "as_of;racks\n");
  const WorldCase read = folder.read("2026-06-30", "./w/", VintageChoice::Projection::linear);
  INFO(read.messages);
  CHECK(read.says("the cells are separated by semicolons"));
  CHECK_FALSE(read.says("2026-06-30"));
}

TEST_CASE("before the data a date is refused") {
  Folder folder;
  const WorldCase read = folder.read("2024-06-29");
  CHECK(read.failed);
  CHECK(read.says("is before the data of world 'small', which begin at 2024-06-30"));
}

TEST_CASE("edge pools are carved out of their province and keep its totals") {
  Folder folder;
  const WorldCase read = folder.read({}, "{base: ./w/, edge_share: 10 %}");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  const std::vector<Site>& sites = read.world.sites;
  REQUIRE(sites.size() == 5);
  CHECK(sites[0].accelerators == 900);
  CHECK(sites[2].id == "a-edge");
  CHECK(sites[2].kind == SiteKind::edge);
  CHECK(sites[2].accelerators == 100);
  CHECK(sites[2].racks == 10);
  CHECK(sites[2].pue == sites[0].pue);
  // 200 accelerators and 30 racks of the east by 0.5 : 0.25.
  CHECK(sites[3].accelerators == 133);
  CHECK(sites[4].accelerators == 67);
  CHECK(sites[3].racks == 20);
  CHECK(sites[4].racks == 10);
  const Accounts books = accounts(read.world);
  CHECK(books.national.accelerators == 3000);
  CHECK(books.national.racks == 400);
  CHECK(books.national.storage_eb == 3);
  CHECK(books.national.pue == Approx(1.35));
  CHECK(books.ports_400g == 40);
  CHECK(books.by_tier[2].pools.sites == 3);
}

TEST_CASE("local claims replace what is allocated where there is one") {
  Folder folder;
  const WorldCase read = folder.read({}, "{base: ./w/, allocation: local_claims}");
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.sites[0].accelerators == 2000);  // 0.6e6 / 300
  // The other claim is of all computing: it is left out, and that is told.
  CHECK(read.world.sites[1].accelerators == 2000);  // 0.6e6 / 300 as allocated
  CHECK(read.world.sites[1].claim.eflops == 9);
  CHECK(read.says("leaves out what is claimed for y (scope total, precision not stated)"));
}

TEST_CASE("a change of one site leaves the ports of the base as they are") {
  Folder folder;
  const World base = folder.read().world;
  const World changed =
      folder.read({}, "{base: ./w/, sites: {x: {accelerators: 1}, z: {node: c, accelerators: 9}}}")
          .world;
  CHECK(changed.trunks[0].ports == base.trunks[0].ports);
  CHECK(changed.trunks[1].ports == base.trunks[1].ports);
  CHECK(changed.sites[1].uplink_ports == base.sites[1].uplink_ports);
}

TEST_CASE("base load is what the racks draw beside the accelerators") {
  Folder folder;
  folder.general("rack: {kilowatts: 2, load: 50 %}\n");
  const World world = folder.read().world;
  CHECK(ai_it_kilowatts(world.sites[0]) == 500);  // 1000 x 500 W
  // 100 racks x 0.5 x 2 kW is less than that; 300 x 0.5 x 2 = 300 kW is less than 1000 kW too.
  CHECK(base_it_kilowatts(world, world.sites[0]) == 0);
  World large = world;
  large.sites[0].racks = 1000;
  CHECK(base_it_kilowatts(large, large.sites[0]) == 250);  // (1000 x 0.5 x 2 - 500) x 0.5
}

TEST_CASE("every month of a province needs its tariff") {
  Folder folder;
  folder.write("tariffs.csv",
               "province,months,hours,sharp,peak,flat,valley\n"
               "west,1;2,VVVVVVVVFFFFPPPPFFFFSSFF,2,1.5,1,0.5\n"
               "west,2,VVVVVVVVFFFFPPPPFFFFSSFF,2,1.5,1,0.5\n");
  const WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.says("tariffs.csv:3:6: error: months: province 'west' has 2 tariffs in month 2"));
  CHECK(read.says("province 'west' has 0 tariffs in month 3"));
}

TEST_CASE("mistakes of the accompanying tables are told with their place") {
  Folder folder;
  folder.write("vintages.csv",
               "as_of,racks,ai_eflops_fp16,storage_eb,pue,ports_400g\n"
               "2024-06-30,1,1,1,1.4,\n2024-06-30,1,1,1,1.4,\n,1,1,1,1.4,\n");
  folder.write("tariffs.csv",
               "province,months,hours,sharp,peak,flat,valley\n"
               "west,1;2;13,VVVVVVVVFFFFPPPPFFFFSSFF,2,1.5,1,0.5\n"
               "west,1;2,VVX,2,1.5,1,0.5\nnorth,1,VV,1,1,1,1\n");
  folder.write("points.csv",
               "kind,id,name,city,province,in_service,mark\n"
               "port,d,D,a,west,,guessed\nplatform,d,P,nowhere,east,,\n");
  const WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.failed);
  CHECK(read.says("vintages.csv:3:1: error: as_of: vintage 2024-06-30 stands here twice"));
  CHECK(read.says("vintages.csv:4:1: error: as_of: the cell is empty"));
  CHECK(read.says("'1;2;13' is no list of months"));
  CHECK(read.says("'VVX' is no day of tariffs"));
  CHECK_FALSE(read.says("0 tariffs in month"));  // they may be those of '1;2;13'
  CHECK(read.says("there is no province 'north'"));
  CHECK(read.says("points.csv:2:1: error: kind: 'port' is not allowed here"));
  CHECK(read.says("mark: 'guessed' is not allowed here"));
  CHECK(read.says("points.csv:3:10: error: id: 'd' stands in line 2 already"));
}

TEST_CASE("ports that nobody gives and no rule allocates are an error") {
  Folder folder;
  folder.write("world.yaml", std::string("name: small\nas_of: 2025-06-30\n") + kTables);
  const WorldCase read = folder.read();
  CHECK(read.failed);
  CHECK(read.says("trunk 'ab' has no waves"));
  CHECK(read.says("site 'x' has no uplink ports"));
  Folder few;
  CHECK(few.read({}, "{base: ./w/, ports: {total: 5}}").says("5 ports are not enough"));
}

TEST_CASE("a province whose figures are not the sums of its sites is told") {
  Folder folder;
  folder.write("provinces.csv",
               "id,name,hub,side,racks_total\nwest,West,none,West,101\neast,East,none,East,300\n");
  const WorldCase read = folder.read();
  CHECK_FALSE(read.failed);
  CHECK(read.says("province 'west' has 101 racks, its sites add up to 100.00"));
}

TEST_CASE("rules of completion need a base") {
  const WorldCase read = world_case("{edge_share: 5 %, sites: {m: {accelerators: 1}}}");
  CHECK(read.failed);
  CHECK(read.says("'edge_share' is about a base world, and there is none"));
}
