// When `scored` migrates a job: the wait, the gain, the limit of journeys, and compatibility.
#include "models/policy/dispatch/migration_rule.hpp"
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

/// A site of 8 at B, one of 16 at C.
World two_sites() { return drawn_world("A --400G 204km-- B --400G 204km-- C\nB [8]\nC [16]\n"); }

std::unique_ptr<DispatchPolicy> migrating(const World& world, Values values) {
  const auto& entry = models().dispatches.at("scored");
  const Schema& schema = entry.description.schema;
  const auto none = std::vector<ModelChoice>{};
  const std::vector<std::pair<ModelChoice, double>> nearest = {
      {{"nearest", with_defaults(models().scores.at("nearest").description.schema)}, 1}};
  return entry.make(
      with_defaults(schema,
                    {{"filter", none},
                     {"score", nearest},
                     {"migrate", group_with_defaults(schema, "migrate", std::move(values))}}),
      models(), world);
}

/// A job of 8 that has stood in the queue of B for so long.
PlacedJob standing(double hours, PlacedJob::Phase phase = PlacedJob::Phase::queued) {
  PlacedJob placed;
  placed.site = SiteId{0};
  placed.phase = phase;
  placed.since = kStart - from_seconds(hours * 3600);
  placed.job.slot = JobSlot{7};
  placed.job.home = NodeId{0};
  placed.job.accelerators = 8;
  return placed;
}

std::string review(DispatchStage& stage, DispatchPolicy& policy) {
  stage.reviews = true;
  return stage.ask(policy);
}

}  // namespace

TEST_CASE("a job goes where it is worth the declared gain, and only then", "[scored][migration]") {
  DispatchStage stage(two_sites());
  stage.pictures[0].allocated = 8;
  stage.pictures[0].queued = 16;  // B is committed 24 / 8 = 3 times over
  stage.at_sites = {standing(2)};
  const auto policy = migrating(stage.world(), {{"after", 3600.0}, {"gain", 3.0}});
  CHECK(policy->review_interval() == std::chrono::minutes{10});
  SECTION("C would be (8 + 8) / 16 = 1 with it: 3 >= 3 x 1") {
    stage.pictures[1].allocated = 8;
    CHECK(review(stage, *policy) == "7 to C");
  }
  SECTION("one more there: 3 < 3 x 17 / 16") {
    stage.pictures[1].allocated = 9;
    CHECK(review(stage, *policy).empty());
  }
  SECTION("it has not waited long enough") {
    stage.at_sites = {standing(0.99)};
    CHECK(review(stage, *policy).empty());
  }
  SECTION("it has gone once already") {
    stage.at_sites[0].migrations = 1;
    CHECK(review(stage, *policy).empty());
  }
  SECTION("nobody waits at B: whoever stands there starts next") {
    stage.pictures[0].queued = 0;
    CHECK(review(stage, *policy).empty());
  }
  SECTION("it runs: only if running jobs move") {
    stage.at_sites = {standing(2, PlacedJob::Phase::running)};
    CHECK(review(stage, *policy).empty());
    const auto bold =
        migrating(stage.world(), {{"after", 3600.0}, {"gain", 3.0}, {"running", true}});
    CHECK(review(stage, *bold) == "7 to C");
  }
  SECTION("C's accelerators are not for it") {
    MobilityTerms terms;
    terms.sites = {{}, {.fit = MobilityTerms::Fit::none, .family = 1}};
    stage.at_sites[0].job.mobility = &terms;
    CHECK(review(stage, *policy).empty());
  }
  SECTION("without a review nobody moves") { CHECK(stage.ask(*policy).empty()); }
}

TEST_CASE("no job that has just gone is worth its way back", "[scored][migration][property]") {
  const RandomSource random(5, 0);
  int moves = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const auto draw = [&](std::uint32_t what, std::int64_t most) {
      return static_cast<std::int64_t>(random.uniform(0, i, Purpose::job_class, what) *
                                       static_cast<double>(most + 1));
    };
    const MigrationRule rule{.gain = 1.0001 + static_cast<double>(draw(0, 100)) / 50};
    const std::int64_t size = 1 + draw(1, 20);
    SitePicture from{.site = SiteId{0},
                     .accelerators = 1 + size + draw(2, 50),
                     .allocated = draw(3, 50),
                     .queued = size + draw(4, 80)};
    SitePicture to{.site = SiteId{1},
                   .accelerators = 1 + size + draw(5, 50),
                   .allocated = draw(6, 50),
                   .queued = draw(7, 80)};
    if (!rule.is_better(from, to, size)) continue;
    ++moves;
    from.queued -= size;
    to.queued += size;
    CHECK_FALSE(rule.is_better(to, from, size));
  }
  CHECK(moves > 1000);
}

TEST_CASE("the filter compatible and the score native", "[filters][migration]") {
  DispatchStage stage(two_sites());
  MobilityTerms terms;
  terms.sites = {{.fit = MobilityTerms::Fit::other, .family = 0},
                 {.fit = MobilityTerms::Fit::none, .family = 1}};
  WaitingJob job = stage.add(4);
  const auto filter = [&](const char* family) {
    const auto& entry = models().filters.at("compatible");
    return entry.make(with_defaults(entry.description.schema, {{"family", std::string(family)}}),
                      stage.world());
  };
  const auto& score_entry = models().scores.at("native");
  const Score score =
      score_entry.make(with_defaults(score_entry.description.schema), stage.world());
  const auto candidate = [&](std::size_t site) {
    return Candidate{stage, job, stage.pictures[site], stage.world().sites[site]};
  };
  CHECK(filter("own")(candidate(1)));
  CHECK(score(candidate(1)) == 0);
  job.mobility = &terms;
  CHECK(filter("any")(candidate(0)));
  CHECK_FALSE(filter("own")(candidate(0)));
  CHECK_FALSE(filter("any")(candidate(1)));
  CHECK(score(candidate(0)) == 1);
}

}  // namespace eastwest
