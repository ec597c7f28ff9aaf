// Each score and filter by itself, on candidates made by hand.
#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/policy/dispatch/dispatch_stage.hpp"
#include "tests/sim/world/drawn_world.hpp"

namespace eastwest {

namespace {

const ModelRegistries& models() {
  static const ModelRegistries all = builtin_models();
  return all;
}

/// A and B in province p, C in q, D in none; sites at B, C and D.
World two_provinces() {
  World world = drawn_world(
      "A --400G 1000km-- B --400G 1000km-- C --400G 2000km-- D\n"
      "B [10]\n"
      "C [20]\n"
      "D [40]\n");
  world.provinces = {{.id = "p", .name = "P", .hub = "none"},
                     {.id = "q", .name = "Q", .hub = "none"}};
  for (const auto& [node, province] : {std::pair{0, 0}, {1, 0}, {2, 1}}) {
    world.nodes[static_cast<std::size_t>(node)].province = ProvinceId{province};
  }
  world.sites[0].province = ProvinceId{0};
  world.sites[1].province = ProvinceId{1};
  return world;
}

double score_of(const std::string& name, const DispatchStage& stage, const WaitingJob& job,
                std::size_t site) {
  const auto& entry = models().scores.at(name);
  const Score score = entry.make(with_defaults(entry.description.schema), stage.world());
  return score({stage, job, stage.pictures[site], stage.world().sites[site]});
}

bool passes(const std::string& name, const Values& values, const DispatchStage& stage,
            const WaitingJob& job, std::size_t site) {
  const auto& entry = models().filters.at(name);
  const Filter filter = entry.make(with_defaults(entry.description.schema, values), stage.world());
  return filter({stage, job, stage.pictures[site], stage.world().sites[site]});
}

}  // namespace

TEST_CASE("score nearest is the one-way latency in seconds", "[scores]") {
  DispatchStage stage(two_provinces());
  const WaitingJob& job = stage.add(1);
  CHECK(score_of("nearest", stage, job, 0) == Approx(4.9e-3));   // 1000 km x 4.9 us/km
  CHECK(score_of("nearest", stage, job, 2) == Approx(19.6e-3));  // 4000 km
}

TEST_CASE("score cheapest is price times PUE", "[scores]") {
  World world = two_provinces();
  world.sites[1].electricity_price = CnyPerKwh(0.4);
  world.sites[1].pue = Pue::checked(1.25);
  DispatchStage stage(world);
  CHECK(score_of("cheapest", stage, stage.add(1), 1) == Approx(0.5));
}

TEST_CASE("score home knows provinces, and nodes without one", "[scores]") {
  DispatchStage stage(two_provinces());
  const NodeId a{0}, d{3};
  const WaitingJob from_a = stage.add(1, a);
  const WaitingJob from_d = stage.add(1, d);
  CHECK(score_of("home", stage, from_a, 0) == 0);
  CHECK(score_of("home", stage, from_a, 1) == 1);
  CHECK(score_of("home", stage, from_a, 2) == 1);
  CHECK(score_of("home", stage, from_d, 0) == 1);
  CHECK(score_of("home", stage, from_d, 2) == 0);
}

TEST_CASE("score least-loaded is the committed share", "[scores]") {
  DispatchStage stage(two_provinces());
  stage.pictures[1].allocated = 5;
  stage.pictures[1].incoming = 3;
  stage.pictures[1].queued = 22;
  CHECK(score_of("least-loaded", stage, stage.add(1), 1) == Approx(1.5));  // 30 of 20
}

TEST_CASE("score random is the same for the same job and site, and even over jobs", "[scores]") {
  DispatchStage stage(two_provinces());
  const WaitingJob job = stage.add(1);
  CHECK(score_of("random", stage, job, 1) == score_of("random", stage, job, 1));
  CHECK(score_of("random", stage, job, 1) != score_of("random", stage, job, 2));
  const auto policy = scored(models(), stage.world(), {}, {{"random", 1}}, "queue");
  stage.jobs.clear();
  constexpr int kJobs = 3000;
  for (int i = 0; i < kJobs; ++i) stage.add(1);
  const std::string decided = stage.ask(*policy);
  int at_b = 0;
  for (std::size_t at = decided.find("-> B"); at != std::string::npos;
       at = decided.find("-> B", at + 1)) {
    ++at_b;
  }
  // Binomial(3000, 1/3): mean 1000, standard deviation sqrt(3000 / 3 x 2 / 3) = 25.8; 4 of them.
  CHECK(std::abs(at_b - 1000) < 104);
}

TEST_CASE("filter fits looks at the uncommitted accelerators of the picture", "[filters]") {
  DispatchStage stage(two_provinces());
  stage.pictures[0].allocated = 4;
  stage.pictures[0].queued = 3;
  const WaitingJob three = stage.add(3);
  const WaitingJob four = stage.add(4);
  CHECK(passes("fits", {}, stage, three, 0));
  CHECK_FALSE(passes("fits", {}, stage, four, 0));
}

TEST_CASE("filter circle: the job's own, a limit, and a factor on the latency", "[filters]") {
  struct Case {
    double own_ms, limit_ms, factor;
    bool at_b, at_c;  // 4.9 ms and 9.8 ms from A
  };
  const Case cases[] = {
      {0, 0, 1, true, true},     // no circle at all
      {4.9, 0, 1, true, false},  // the edge belongs to it
      {4.8, 0, 1, false, false}, {0, 5, 1, true, false},  {20, 5, 1, true, false},
      {5, 20, 1, true, false},   {10, 0, 2, true, false},  // 9.8 ms and 19.6 ms
      {9, 0, 2, false, false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.own_ms, one.limit_ms, one.factor);
    DispatchStage stage(two_provinces());
    WaitingJob job = stage.add(1);
    job.circle = from_seconds(one.own_ms / 1e3);
    Values values{{"latency_factor", one.factor}};
    if (one.limit_ms > 0) values["limit"] = one.limit_ms / 1e3;
    CHECK(passes("circle", values, stage, job, 0) == one.at_b);
    CHECK(passes("circle", values, stage, job, 1) == one.at_c);
  }
}

TEST_CASE("filter circle keeps out what cannot be reached", "[filters]") {
  DispatchStage stage(drawn_world("A --400G 10km-- B\nC [8]\n"));
  CHECK_FALSE(passes("circle", {}, stage, stage.add(1), 0));
}

}  // namespace eastwest
