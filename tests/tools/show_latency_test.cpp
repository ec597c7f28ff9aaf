// show circles and show route: the keys that scripts rely on, and mistakes of the command line.
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string national() { return source_file("scenarios/national-2025.yaml"); }

Json shown(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"show", national()});
  arguments.insert(arguments.end(), {"--format", "json"});
  const EndedProgram ended = eastwest_with(arguments);
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  return parse_json(ended.out, "stdout");
}

/// The exit code must be 2; gives what was said.
std::string refused(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"show", national()});
  const EndedProgram ended = eastwest_with(arguments);
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  return ended.error;
}

}  // namespace

TEST_CASE("show circles has the keys that scripts rely on", "[program]") {
  const Json circles = shown({"circles"});
  const Json& hubs = circles.at("hub_to_hub_one_way_ms");
  CHECK(hubs.at("mean").get<double>() == Approx(9.7).epsilon(0.05));
  CHECK(hubs.at("max").get<double>() == Approx(17.1).epsilon(0.15));
  const Json& cities = circles.at("cities_within_ms");
  CHECK(cities.at("1").get<double>() < cities.at("5").get<double>());
  CHECK(cities.at("5").get<double>() == Approx(10).margin(2));
  CHECK(cities.at("20").get<double>() == Approx(77).margin(4));
  REQUIRE(circles.at("by_hub").size() == 10);
  double sum = 0;
  for (const Json& row : circles.at("by_hub")) {
    CHECK(row.at("hub").is_string());
    const Json& near = row.at("within_ms").at("20");
    sum += static_cast<double>(near.at("cities").size());
    for (const char* share : {"gdp_share", "demand_share", "capacity_share"}) {
      CHECK(near.at(share).get<double>() > 0.9);
      CHECK(near.at(share).get<double>() <= 1 + 1e-9);
    }
    CHECK(near.at("population").get<double>() > 5e8);
  }
  CHECK(sum / 10 == Approx(cities.at("20").get<double>()));
  REQUIRE(circles.at("by_city").size() == 82);
  for (const Json& row : circles.at("by_city")) {
    const Json& tiers = row.at("sites_within_ms").at("20");
    CHECK(tiers.contains("national_hub"));
    CHECK(tiers.contains("regional_centre"));
    CHECK(tiers.contains("city_edge"));
  }
}

TEST_CASE("show circles keeps fitted and checked figures apart", "[program]") {
  const Json circles = shown({"circles"});
  int fitted = 0;
  int checked = 0;
  for (const Json& row : circles.at("published")) {
    if (row.at("layer") != "optical") continue;
    ++(row.at("role") == "fitted" ? fitted : checked);
    if (row.at("role") == "fitted") CHECK(row.at("published_low") == 9.7);
  }
  CHECK(fitted == 1);
  CHECK(checked == 3);
  // Traffic between operators that has to go over Chengdu and back: 2 x (2 x 1021.0 km x 4.9 us/km
  // x layer) + 3 ms. Neither Yunnan's 39.47 ms nor its layer was used for anything.
  int over_chengdu = 0;
  for (const Json& row : circles.at("published")) {
    if (row.at("what") != "kunming - chengdu - kunming and back, ms") continue;
    ++over_chengdu;
    const double layer = row.at("layer") == "ip-private" ? 1.5 : 1.7;
    CHECK(row.at("model").get<double>() == Approx(4 * 1021.0 * 4.9e-3 * layer + 3).margin(0.01));
    CHECK(row.at("published_low") == 39.47);
    CHECK(row.at("role") == "checked");
    CHECK(has(row.at("definition").get<std::string>(), "taken as a round trip"));
  }
  CHECK(over_chengdu == 2);
  const std::string text = eastwest_with({"show", national(), "circles"}).out;
  CHECK(text.find("Fitted (agreement is no evidence)") < text.find("Not fitted"));
  // Circles and the published comparison are optical whatever layer the world is simulated on.
  const Json upper =
      shown({"circles", "--set", "world={base: china, latency: {layer: ip-public}}"});
  CHECK(upper.at("hub_to_hub_one_way_ms") == circles.at("hub_to_hub_one_way_ms"));
}

TEST_CASE("cities and points are the same whether operators divide them or not", "[program]") {
  const std::string operators = source_file("scenarios/study/operators.yaml");
  const auto shown_of = [&](const std::string& file, const std::string& topic) {
    const EndedProgram ended = eastwest_with({"show", file, topic, "--format", "json"});
    REQUIRE(ended.code == 0);
    return parse_json(ended.out, "stdout");
  };
  const Json divided = shown_of(operators, "circles");
  const Json whole = shown_of(national(), "circles");
  // Every city has a node of each of three operators: published figures are of one network.
  CHECK(divided.at("published") == whole.at("published"));
  CHECK(divided.at("cities_within_ms") == whole.at("cities_within_ms"));
  CHECK(shown_of(operators, "accounts").at("points") ==
        shown_of(national(), "accounts").at("points"));
}

TEST_CASE("show route gives ways with kilometres, milliseconds and corridors", "[program]") {
  const Json shortest = shown({"route", "beijing", "guian", "--alternatives", "4"});
  const Json& routes = shortest.at("routes");
  REQUIRE(routes.size() == 4);
  for (std::size_t rank = 0; rank < routes.size(); ++rank) {
    const Json& route = routes[rank];
    CHECK(route.at("nodes").front() == "beijing");
    CHECK(route.at("nodes").back() == "guian");
    CHECK(route.at("cables_by_hop").size() + 1 == route.at("nodes").size());
    // No equipment delay in this world: km x 4.9 us, rounded up to a nanosecond cable by cable.
    CHECK(route.at("one_way_ms").get<double>() ==
          Approx(route.at("km").get<double>() * 4.9e-3).margin(1e-6 * 20));
    if (rank == 0) continue;
    CHECK(route.at("one_way_ms").get<double>() >= routes[rank - 1].at("one_way_ms").get<double>());
    CHECK(route.at("nodes") != routes[rank - 1].at("nodes"));
  }
  const Json& apart = shortest.at("disjoint");
  CHECK(apart.at("shared_with_shortest").empty());
  for (const Json& corridor : apart.at("corridors")) {
    for (const Json& used : routes[0].at("corridors")) CHECK(corridor != used);
  }
  const Json avoiding = shown({"route", "beijing", "guian", "--avoid", "beijing--baoding"});
  CHECK(avoiding.at("routes")[0].at("one_way_ms").get<double>() >
        routes[0].at("one_way_ms").get<double>());
  const EndedProgram csv =
      eastwest_with({"show", national(), "route", "beijing", "guian", "--format", "csv"});
  CHECK(csv.out.rfind("way,one_way_ms,length_km,narrowest_bps,nodes,corridors\n1,", 0) == 0);
}

TEST_CASE("mistakes of show route", "[program]") {
  CHECK(has(refused({"route", "beijing"}), "route needs two places"));
  CHECK(has(refused({"route", "beijing", "guiann"}), "there is no node or site 'guiann'"));
  CHECK(has(refused({"route", "beijing", "guiann"}), "did you mean 'guian'?"));
  CHECK(has(refused({"route", "beijing", "guian", "--avoid", "nothing"}),
            "there is no corridor 'nothing'"));
  CHECK(has(refused({"sites", "beijing", "guian"}), "'sites' takes no places"));
}

}  // namespace eastwest
