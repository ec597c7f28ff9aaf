// Route rules: which of several ways the data of a job take.
#include <map>

#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/policy/dispatch/dispatch_stage.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

namespace {

/// Home to Site: 400 km over A (1 wave), 400 km over B (2 waves), 440 km over C (4 waves).
World three_ways() {
  return drawn_world(R"(
    Home --400G 200km-- A --400G 200km-- Site
    Home --800G 200km-- B --800G 200km-- Site
    Home --1600G 220km-- C --1600G 220km-- Site
    Site [100000])");
}

const ModelRegistries& models() {
  static const ModelRegistries all = builtin_models();
  return all;
}

std::unique_ptr<DispatchPolicy> scored_with(const ModelChoice& route, const World& world) {
  const auto& entry = models().dispatches.at("scored");
  const std::vector<ModelChoice> filters = {{"fits", Parameters{}}};
  const std::vector<std::pair<ModelChoice, double>> scores = {{{"nearest", Parameters{}}, 1.0}};
  return entry.make(with_defaults(entry.description.schema, {{"filter", filters},
                                                             {"score", scores},
                                                             {"route", std::vector{route}},
                                                             {"when_full", std::string("queue")}}),
                    models(), world);
}

ModelChoice rule(const std::string& name, double within = 0) {
  Parameters parameters;
  if (name == "ecmp") parameters.set("within", within);
  return {name, parameters};
}

/// How many of 300 jobs took each way there.
std::map<std::size_t, int> ways_of_jobs(const ModelChoice& route) {
  DispatchStage stage(three_ways(), 3);
  const auto policy = scored_with(route, stage.world());
  for (int job = 0; job < 300; ++job) stage.add(1);
  stage.ask(*policy);
  std::map<std::size_t, int> count;
  for (const auto& [job, way] : stage.ways) ++count[way.first];
  return count;
}

}  // namespace

TEST_CASE("shortest chooses nothing, and the engine takes the first way") {
  CHECK(ways_of_jobs(rule("shortest")).empty());
  CHECK_FALSE(scored_with(rule("shortest"), three_ways())->chooses_ways());
  CHECK(scored_with(rule("ecmp"), three_ways())->chooses_ways());
}

TEST_CASE("ecmp spreads over equally short ways, each as likely as the other") {
  const std::map<std::size_t, int> equal = ways_of_jobs(rule("ecmp"));
  REQUIRE(equal.size() == 2);  // A and B; C is 10 % longer
  // 150 each; 6 standard deviations of a fair coin over 300 jobs are 52
  CHECK(equal.at(0) > 98);
  CHECK(equal.at(1) > 98);
  const std::map<std::size_t, int> nearly = ways_of_jobs(rule("ecmp", 0.1));
  REQUIRE(nearly.size() == 3);
  for (const auto& [way, count] : nearly) CHECK(count > 51);  // 100 - 6 sqrt(300 x 1/3 x 2/3)
  CHECK(ways_of_jobs(rule("ecmp", 0.09)).size() == 2);
}

TEST_CASE("ecmp gives a job the same way each time, and its way back is its own draw") {
  const auto ways = [] {
    DispatchStage stage(three_ways(), 3);
    const auto policy = scored_with(rule("ecmp", 0.2), stage.world());
    for (int job = 0; job < 100; ++job) stage.add(1);
    stage.ask(*policy);
    return stage.ways;
  };
  CHECK(ways() == ways());
  int different = 0;
  for (const auto& [job, way] : ways()) different += way.first != way.second ? 1 : 0;
  CHECK(different > 20);
}

TEST_CASE("widest takes the way with the widest narrowest cable") {
  const std::map<std::size_t, int> count = ways_of_jobs(rule("widest"));
  REQUIRE(count.size() == 1);
  CHECK(count.begin()->first == 2);  // over C: 1600 Gb/s
  // With two ways, C is none of them, and B is wider than A.
  DispatchStage two(three_ways(), 2);
  const auto policy = scored_with(rule("widest"), two.world());
  two.add(1);
  two.ask(*policy);
  const std::size_t way = two.ways.begin()->second.first;
  const Route& route = two.topology().route(two.topology().node_to_site(NodeId(0), SiteId(0), way));
  CHECK(two.topology().links()[route.links.front().index()].capacity ==
        BitsPerSecond(800'000'000'000));
}
