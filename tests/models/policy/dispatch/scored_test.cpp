// The scored dispatch policy: candidates, scaling, ties, full sites, waiting and rejection.
#include <limits>

#include "models/builtin.hpp"
#include "sim/engine/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/models/policy/dispatch/dispatch_stage.hpp"
#include "tests/sim/world/drawn_world.hpp"

namespace eastwest {

namespace {

/// From A: B is 1 ms away (204 km / 204.08 km per ms), C 2 ms, D 3 ms.
World chain() {
  return drawn_world(
      "A --400G 204km-- B --400G 204km-- C --400G 204km-- D\n"
      "B [16]\n"
      "C [16]\n"
      "D [64]\n");
}

const ModelRegistries& models() {
  static const ModelRegistries all = builtin_models();
  return all;
}

}  // namespace

TEST_CASE("nearest with room: each placement takes the room of the next", "[scored]") {
  DispatchStage stage(chain());
  const auto policy = scored(models(), stage.world(), {"fits"}, {{"nearest", 1}}, "queue");
  for (int i = 0; i < 3; ++i) stage.add(16);
  CHECK(stage.ask(*policy) == "0 -> B now, 1 -> C now, 2 -> D now");
}

TEST_CASE("a picture that forgets own decisions sends all jobs to the same site", "[scored]") {
  DispatchStage stage(chain());
  stage.remember_own = false;
  const auto policy = scored(models(), stage.world(), {"fits"}, {{"nearest", 1}}, "queue");
  for (int i = 0; i < 3; ++i) stage.add(16);
  CHECK(stage.ask(*policy) == "0 -> B now, 1 -> B now, 2 -> B now");
}

TEST_CASE("scores are scaled between least and greatest, weighted and added", "[scored]") {
  World world = chain();
  const double prices[] = {0.8, 0.5, 0.3};
  for (std::size_t i = 0; i < 3; ++i) {
    world.sites[i].electricity_price = CnyPerKwh(prices[i]);
    world.sites[i].pue = Pue::checked(1.0);
  }
  DispatchStage stage(world);
  // cheapest scaled: B (0.8 - 0.3) / 0.5 = 1, C 0.4, D 0. nearest scaled: B 0, C 0.5, D 1.
  SECTION("0.7 and 0.3: B 0.7, C 0.43, D 0.3") {
    const auto policy =
        scored(models(), world, {"fits"}, {{"cheapest", 0.7}, {"nearest", 0.3}}, "queue");
    stage.add(1);
    CHECK(stage.ask(*policy) == "0 -> D now");
  }
  SECTION("0.5 and 0.5: B 0.5, C 0.45, D 0.5") {
    const auto policy =
        scored(models(), world, {"fits"}, {{"cheapest", 0.5}, {"nearest", 0.5}}, "queue");
    stage.add(1);
    CHECK(stage.ask(*policy) == "0 -> C now");
  }
  SECTION("the scale is that of the candidates: without D, C 0 + 1 against B 1 + 0") {
    stage.pictures[2].allocated = 64;
    // Equal weights tie, 0.6 for cheapest gives B 0.6, C 0.4.
    const auto policy =
        scored(models(), world, {"fits"}, {{"cheapest", 0.6}, {"nearest", 0.4}}, "queue");
    stage.add(1);
    CHECK(stage.ask(*policy) == "0 -> C now");
  }
}

TEST_CASE("a score that is the same everywhere decides nothing, ties go by site id", "[scored]") {
  DispatchStage stage(chain());  // all prices are 0.5
  SECTION("alone") {
    const auto policy = scored(models(), stage.world(), {"fits"}, {{"cheapest", 1}}, "queue");
    stage.add(1);
    CHECK(stage.ask(*policy) == "0 -> B now");
  }
  SECTION("beside another") {
    const auto policy = scored(models(), stage.world(), {"fits"},
                               {{"cheapest", 100}, {"least-loaded", 0.1}}, "queue");
    stage.pictures[0].allocated = 8;
    stage.pictures[1].allocated = 1;
    stage.pictures[2].allocated = 5;  // 1/16 < 5/64 < 8/16
    stage.add(1);
    CHECK(stage.ask(*policy) == "0 -> C now");
  }
}

TEST_CASE("without room anywhere: the queue of the least committed possible site", "[scored]") {
  struct Case {
    std::int64_t size, committed_b, committed_c, committed_d;
    const char* expected;
  };
  const Case cases[] = {
      {16, 16, 12, 60, "0 -> C queue"},   // 1.0, 0.75, 0.94
      {16, 32, 40, 96, "0 -> D queue"},   // 2.0, 2.5, 1.5
      {16, 16, 16, 64, "0 -> B queue"},   // all 1.0: the smaller id
      {32, 16, 16, 640, "0 -> D queue"},  // only D has 32 installed
      {65, 0, 0, 0, "0 rejected"},        // nobody has
  };
  for (const Case& one : cases) {
    CAPTURE(one.size, one.committed_b, one.committed_c, one.committed_d);
    DispatchStage stage(chain());
    const auto policy = scored(models(), stage.world(), {"fits"}, {{"nearest", 1}}, "queue");
    stage.pictures[0].allocated = one.committed_b / 2;
    stage.pictures[0].queued = one.committed_b - one.committed_b / 2;
    stage.pictures[1].incoming = one.committed_c;
    stage.pictures[2].queued = one.committed_d;
    stage.add(one.size);
    CHECK(stage.ask(*policy) == one.expected);
  }
}

TEST_CASE("without the filter fits the best site takes the job into its queue", "[scored]") {
  DispatchStage stage(chain());
  const auto policy = scored(models(), stage.world(), {}, {{"nearest", 1}}, "queue");
  stage.pictures[0].queued = 1000;
  stage.add(16);
  stage.add(17);
  CHECK(stage.ask(*policy) == "0 -> B queue, 1 -> D now");
}

TEST_CASE("a job's own circle holds with or without the filter", "[scored]") {
  for (const bool filtered : {false, true}) {
    CAPTURE(filtered);
    DispatchStage stage(chain());
    const std::vector<std::string> filters =
        filtered ? std::vector<std::string>{"circle", "fits"} : std::vector<std::string>{"fits"};
    const auto policy = scored(models(), stage.world(), filters, {{"cheapest", 1}}, "queue");
    for (const int limit_us : {500, 1500, 2500}) {
      stage.add(16).circle = std::chrono::microseconds{limit_us};
    }
    stage.add(64).circle = std::chrono::microseconds{2500};  // D lies outside
    CHECK(stage.ask(*policy) == "0 rejected, 1 -> B now, 2 -> C now, 3 rejected");
  }
}

TEST_CASE("a site without a route for the data is no candidate", "[scored]") {
  const World world = drawn_world("A --400G 10km-- B\nB [8 0ports]\n");
  DispatchStage stage(world);
  const auto policy = scored(models(), world, {"fits"}, {{"nearest", 1}}, "queue");
  stage.add(1).input = Bytes{1};
  stage.add(1).result = Bytes{1};
  stage.add(1);
  CHECK(stage.ask(*policy) == "0 rejected, 1 rejected, 2 -> B now");
}

TEST_CASE("a scope without sites rejects everything", "[scored]") {
  DispatchStage stage(drawn_world("A --400G 10km-- B\n"));
  const auto policy = scored(models(), stage.world(), {"fits"}, {{"nearest", 1}}, "wait");
  stage.add(1);
  CHECK(stage.ask(*policy) == "0 rejected");
}

TEST_CASE("wait: jobs stay until a picture shows room, smaller ones pass", "[scored]") {
  DispatchStage stage(chain());
  const auto policy = scored(models(), stage.world(), {"fits"}, {{"nearest", 1}}, "wait");
  stage.pictures[0].allocated = 16;
  stage.pictures[1].allocated = 16;
  stage.pictures[2].allocated = 60;
  stage.add(16);
  stage.add(4);
  stage.add(65);
  CHECK(stage.ask(*policy) == "1 -> D now, 2 rejected");
  stage.add(2);
  CHECK(stage.ask(*policy).empty());
  stage.pictures[1].allocated = 10;  // 6 free, too few for job 0
  CHECK(stage.ask(*policy, true) == "3 -> C now");
  stage.pictures[0].allocated = 0;
  CHECK(stage.ask(*policy, true) == "0 -> B now");
}

TEST_CASE("wait: a job that comes back after a refusal is judged again at once", "[scored]") {
  DispatchStage stage(chain());
  const auto policy = scored(models(), stage.world(), {"fits"}, {{"nearest", 1}}, "wait");
  for (SitePicture& site : stage.pictures) site.allocated = site.accelerators;
  stage.pictures[0].allocated = 8;
  const WaitingJob refused = stage.add(8);
  stage.add(16);
  CHECK(stage.ask(*policy) == "0 -> B now");
  stage.pictures[0].incoming = 0;
  stage.add(1);
  // Job 0 was refused and stands again at its old place, in front of job 1.
  stage.put_back(refused);
  CHECK(stage.ask(*policy) == "0 -> B now");
}

TEST_CASE("waiting jobs that cannot fit cost no look at any site", "[scored]") {
  ModelRegistries registries = builtin_models();
  int asked = 0;
  Registered<FilterFactory> counting;
  counting.description.name = "counting";
  counting.make = [&asked](const Parameters&, const World&) -> Filter {
    return [&asked](const Candidate& candidate) {
      ++asked;
      return candidate.site.uncommitted() >= candidate.job.accelerators;
    };
  };
  registries.filters.add(counting);
  DispatchStage stage(chain());
  const auto policy = scored(registries, stage.world(), {"counting"}, {{"nearest", 1}}, "wait");
  for (SitePicture& site : stage.pictures) site.allocated = site.accelerators - 1;
  for (int i = 0; i < 1000; ++i) stage.add(2);
  CHECK(stage.ask(*policy).empty());
  asked = 0;
  CHECK(stage.ask(*policy, true).empty());
  CHECK(asked == 0);
  stage.add(2);
  CHECK(stage.ask(*policy).empty());
  CHECK(asked <= 6);  // the new job only: three sites, as they are and as if empty
}

TEST_CASE("a score that is no number stops the run and names the score", "[scored]") {
  ModelRegistries registries = builtin_models();
  Registered<ScoreFactory> broken;
  broken.description.name = "broken";
  broken.make = [](const Parameters&, const World&) -> Score {
    return [](const Candidate&) { return std::numeric_limits<double>::quiet_NaN(); };
  };
  registries.scores.add(broken);
  DispatchStage stage(chain());
  const auto policy = scored(registries, stage.world(), {"fits"}, {{"broken", 1}}, "queue");
  stage.add(1);
  REQUIRE_THROWS_AS(stage.ask(*policy), PolicyError);
}

}  // namespace eastwest
