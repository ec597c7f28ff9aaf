// A small folder of tables: what is read, and every mistake with its line and column.
#include "sim/scenario/world_tables.hpp"

#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

/// A folder with a correct small world; tests overwrite single files.
class Folder {
 public:
  Folder() {
    write("world.yaml", R"(
name: small
as_of: 2025-06-30
background_share: 50 %
tables: {provinces: provinces.csv, sites: sites.csv, cities: cities.csv, trunks: trunks.csv,
         accelerators: accelerators.csv}
)");
    write("provinces.csv", "id,name,hub,side\nwest,West,none,West\neast,East,none,East\n");
    write("cities.csv",
          "id,name,province,lon_deg,lat_deg,demand_weight,roles\n"
          "a,A,west,0,0,0.25,demand\n"
          "b,B,east,1,0,0.75,demand;core\n"
          "c,C,hong-kong,2,0,0,relay;gateway\n");
    write("accelerators.csv", "id,fp16_tflops\nmix,300\n");
    write("sites.csv", site_header +
                           "x,X,city,west,none,a,100,0.5,mix,1.5,1.3,0.4,10,\n"
                           "y,Y,city,east,none,b,100,0.1,mix,1.50,1.3,0.4,10,2025-01-31\n");
    write("trunks.csv", trunk_header +
                            "ab,a,b,176,2022-12-31,60,120\n"
                            "bc,b,c,,2025-05-31,2,\n");
  }
  void write(const std::string& name, const std::string& text) { folder_.write("w/" + name, text); }
  WorldCase read(const std::string& as_of = {}, const std::string& world = "./w/") {
    return world_case(world, as_of, folder_.file("scenario.yaml"));
  }

  const std::string site_header =
      "id,name,kind,province,hub,city,racks,ai_eflops_fp16,accelerator,storage_eb,pue,"
      "electricity_price_cny_per_kwh,uplink_ports,in_service\n";
  const std::string trunk_header = "id,a,b,length_km,in_service,waves,ports_400g\n";

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a folder of tables is read") {
  Folder folder;
  const WorldCase read = folder.read();
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  const World& world = read.world;
  CHECK(world.name == "small");
  CHECK(world.as_of == "2025-06-30");
  CHECK(world.background_share == 0.5);
  REQUIRE(world.sites.size() == 2);
  CHECK(world.sites[0].accelerators == 1667);  // 0.5e6 / 300 = 1666.7
  CHECK(world.sites[0].storage == Terabytes(1'500'000));
  CHECK(world.nodes[2].province == ProvinceId());  // a gateway outside the provinces
  CHECK(world.trunks[0].ports == 120);
  CHECK(world.trunks[1].ports == 4);                 // two ends of two waves
  CHECK(world.trunks[1].length.value() == 178.110);  // 111.319 km x 1.6, to the metre
  CHECK(read.inputs.size() == 6);                    // world.yaml and five tables
}

TEST_CASE("rows that come into service later are left out") {
  Folder folder;
  const WorldCase read = folder.read("2025-01-30");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.sites.size() == 1);
  CHECK(read.world.trunks.size() == 1);
  CHECK(read.world.as_of == "2025-01-30");
  CHECK(read.says("left out"));
  CHECK(folder.read("2025-05-31").world.trunks.size() == 2);  // in service on that day
}

TEST_CASE("dates beyond the data are refused") {
  Folder folder;
  const WorldCase read = folder.read("2025-07-01");
  CHECK(read.failed);
  CHECK(read.says("as_of 2025-07-01 is beyond the data of world 'small', which end at 2025-06-30"));
  CHECK(read.says("scenario.yaml:1:1"));
}

TEST_CASE("mistakes of all tables are reported at once with line and column") {
  Folder folder;
  folder.write("sites.csv", folder.site_header +
                                "x,X,town,west,none,a,100,0.5,mixx,1.5,0.9,0.4,10,\n"
                                "x,X,city,wset,none,nowhere,1.5,0.5,mix,1.5,1.3,-1,0,2025-13-01\n"
                                "y,Y,city,wset,none,nowhere,1,0.5,mix,1.5,1.3,1,1,\n"
                                "z,Z,city,west\n");
  folder.write("trunks.csv", folder.trunk_header +
                                 "aa,a,a,176,,60,120\n"
                                 "ab,a,b,much,,60,119\n");
  folder.write("provinces.csv", "id,name,hubb,side\nwest,West,none,Wset\n");
  const WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.failed);
  CHECK(read.says("sites.csv:2:5: error: kind: 'town' is not allowed here"));
  CHECK(read.says("did you mean 'mix'?"));
  CHECK(read.says("0.9 is out of range"));
  CHECK(read.says("sites.csv:3:1: error: id: 'x' stands in line 2 already"));
  CHECK(read.says("racks: '1.5' is not a whole number"));
  CHECK(read.says("-1 is out of range"));
  CHECK(read.says("'2025-13-01' is not a date"));
  CHECK(read.says("sites.csv:4:10: error: province: there is no province 'wset'"));
  CHECK(read.says("  y,Y,city,wset,none,nowhere,"));  // the line is shown
  CHECK(read.says("sites.csv:4:20: error: city: there is no node 'nowhere'"));
  CHECK(read.says("sites.csv:5: error: the row has 4 cells"));
  CHECK(read.says("trunk 'aa' begins and ends at 'a'"));
  CHECK(read.says("trunks.csv:3:8: error: length_km"));
  CHECK(read.says("119 is out of range"));
  CHECK(read.says("no column is called 'hub'"));
  CHECK(read.says("provinces.csv:2:16: error: side: 'Wset' is not allowed here"));
}

TEST_CASE("world.yaml is checked like a scenario") {
  Folder folder;
  folder.write("world.yaml", "name: small\nas_off: 2025-06-30\ntables: {sites: nosuch.csv}\n");
  const WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.failed);
  CHECK(read.says("world.yaml:2:"));
  CHECK(read.says("did you mean 'as_of'?"));
  CHECK(read.says("nosuch.csv"));
}

TEST_CASE("a profile needs its 24 hours") {
  Folder folder;
  folder.write("world.yaml", R"(
name: small
as_of: 2025-06-30
tables: {provinces: provinces.csv, sites: sites.csv, cities: cities.csv, trunks: trunks.csv,
         accelerators: accelerators.csv, daily_profile: profile.csv}
)");
  std::string profile = "hour,training_submit\n";
  for (int hour = 0; hour < 24; ++hour)
    profile += std::to_string(hour) + (hour < 12 ? ",1\n" : ",3\n");
  SECTION("divided by the mean") {
    folder.write("profile.csv", profile);
    const WorldCase read = folder.read();
    REQUIRE(read.world.training_profile.size() == 24);
    CHECK(read.world.training_profile[0] == 0.5);  // 1 over the mean 2
    CHECK(read.world.training_profile[23] == 1.5);
  }
  SECTION("an hour twice") {
    folder.write("profile.csv", profile + "5,1\n");
    CHECK(folder.read().says("profile.csv:26:1: error: hour: hour 5 stands here twice"));
  }
  SECTION("hours missing") {
    folder.write("profile.csv", "hour,training_submit\n3,1\n");
    CHECK(folder.read().says("the profile must have 24 hours"));
  }
}

namespace {

std::size_t errors_of(const WorldCase& read) {
  std::size_t count = 0;
  for (auto at = read.messages.find(": error: "); at != std::string::npos;
       at = read.messages.find(": error: ", at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a table that cannot be read is the only thing that is wrong") {
  // Cities are named by sites, trunks and the scenario; kinds of accelerators and provinces by
  // sites.
  Folder folder;
  const std::string file = GENERATE("cities.csv", "accelerators.csv", "provinces.csv", "sites.csv");
  const auto [text, message] = GENERATE(table<std::string, std::string>(
      {{"", "the table is empty"},
       {"id;name;province\n1;2;3\n", "the cells are separated by semicolons"},
       {"id\tname\tprovince\n", "the cells are separated by tabs"},
       {"\xff\xfe", "not valid UTF-8"},
       {"\"id,name\n", "a quote that opens in this row is never closed"}}));
  folder.write(file, text);
  const WorldCase read = folder.read();
  INFO(file << ": " << read.messages);
  CHECK(read.failed);
  CHECK(read.says(message));
  CHECK(errors_of(read) == 1);
}

TEST_CASE("a table that is not there is the only thing that is wrong, in the scenario as well") {
  Folder folder;
  folder.write("world.yaml", R"(
name: small
as_of: 2025-06-30
tables: {provinces: provinces.csv, sites: sites.csv, cities: city.csv, trunks: trunks.csv,
         accelerators: accelerators.csv}
)");
  WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.says("no such file"));
  CHECK(errors_of(read) == 1);
  folder.write("world.yaml", R"(
name: small
as_of: 2025-06-30
tables: {provinces: provinces.csv, sites: site.csv, cities: cities.csv, trunks: trunk.csv,
         accelerators: accelerators.csv}
)");
  read = folder.read({}, "{base: ./w/, sites: {x: {pue: 1.2}, y: null}, trunks: {ab: {waves: 3}}}");
  INFO(read.messages);
  CHECK(errors_of(read) == 2);  // site.csv and trunk.csv
}

TEST_CASE("a row that cannot be read hides no mistakes elsewhere") {
  Folder folder;
  folder.write("cities.csv",
               "id,name,province,lon_deg,lat_deg,demand_weight\n"
               "a,A,west,0,north,0.25\n"
               "b,B,east,1\n");
  folder.write("sites.csv", folder.site_header +
                                "x,X,city,west,none,a,100,0.5,mix,1.5,0.3,0.4,10,\n"
                                "y,Y,city,east,none,b,100,0.1,mix,1.50,1.3,0.4,10,2025-01-31\n");
  const WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.says("cities.csv:2:12: error: lat_deg: 'north' is not a number"));
  CHECK(read.says("cities.csv:3: error: the row has 4 cells"));
  CHECK(read.says("sites.csv:2:38: error: pue: 0.3 is out of range"));
  CHECK(errors_of(read) == 3);  // not that trunks and sites name 'b' and 'c'
}

TEST_CASE("a number that cannot be read does not hide names that do not exist") {
  Folder folder;
  folder.write("cities.csv",
               "id,name,province,lon_deg,lat_deg,demand_weight\n"
               "a,A,west,0,north,0.25\nb,B,east,1,0,0.75\n");
  const WorldCase read = folder.read();
  INFO(read.messages);
  CHECK(read.says("'north' is not a number"));
  CHECK(read.says("there is no node 'c'"));
  CHECK(errors_of(read) == 2);
}
