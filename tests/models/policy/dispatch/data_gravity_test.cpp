// Scores and filters that look at data sets and cold pools, in a whole run of two sites.
#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/policy/dispatch/dispatch_stage.hpp"
#include "tests/sim/engine/data_stage.hpp"

namespace eastwest {

namespace {

using namespace engine_test;

/// Lets `scored` decide with one filter besides `fits`, and one score.
void decide_by(DataStage& data, const std::string& filter, const std::string& score,
               const std::string& when_full = "queue") {
  const ModelRegistries models = builtin_models();
  std::vector<std::string> filters = {"fits"};
  if (!filter.empty()) filters.push_back(filter);
  data.stage.parts->dispatchers[0] =
      scored(models, data.stage.world, filters, {{score, 1.0}}, when_full);
}

}  // namespace

TEST_CASE("least-staging takes a job to its data", "[dispatch]") {
  // The owner of a and b is at node a, where left stands: 2 s over its uplink, 20.00049 s to right.
  DataStage data(
      {job_with("fresh", 0, {0}), job_with("held", 100, {1}), job_with("both", 200, {0, 1})});
  data.add_set("a", 1);
  data.add_set("b", 1);
  data.plan.sets[1].hot = {SiteId{1}};
  data.set_capacity(0, PoolKind::hot, 5);
  data.set_capacity(1, PoolKind::hot, 5);
  decide_by(data, "", "least-staging");
  const Recorder& seen = data.run();
  CHECK(seen.ended.at("fresh").site == SiteId{0});
  CHECK(seen.ended.at("held").site == SiteId{1});
  // a is at left by now, b 2 s from there; right has b, a would take 20 s.
  CHECK(seen.ended.at("both").site == SiteId{0});
}

TEST_CASE("jobs that store go West, to the cheapest cold pool, and never wait for accelerators",
          "[dispatch]") {
  const auto run = [](const std::string& filter, const std::string& score) {
    Job busy = job("busy", 0, 8, 1000, 1);
    Job waits = job("waits", 1, 8, 1000, 1);
    DataStage data({busy, waits, job("too", 2, 8, 10, 1), job("all", 3, 8, 10, 1),
                    job_that_stores("stores", 5, 1)});
    for (const int site : {0, 1}) data.set_capacity(site, PoolKind::cold, 10);
    data.pool(0, PoolKind::cold).monthly_price = 0.2;
    data.pool(1, PoolKind::cold).monthly_price = 0.1;
    decide_by(data, filter, score);
    const Recorder& seen = data.run();
    CHECK(seen.finishes.at("stores") < 50);
    return seen.ended.at("stores").site;
  };
  // Left is in the West, right in the East; the home of all is a or b.
  CHECK(run("", "cheapest-storage") == SiteId{1});
  CHECK(run("stores", "cheapest-storage") == SiteId{0});
  CHECK(run("", "nearest") == SiteId{0});
}

TEST_CASE("a job that stores waits for room, or is rejected where there can be none",
          "[dispatch]") {
  DataStage data({job_that_stores("first", 0, 8, {}, span(300)), job_that_stores("second", 1, 8),
                  job_that_stores("huge", 2, 11)});
  data.set_capacity(0, PoolKind::cold, 10);
  decide_by(data, "", "nearest");
  const Recorder& seen = data.run();
  // 8 TB over left's uplink of 4 Tb/s: 16 s; dropped at 316 s; then the other.
  CHECK(seen.finishes.at("first") == 16);
  CHECK(seen.finishes.at("second") == 316 + 16);
  CHECK(std::find(seen.lines.begin(), seen.lines.end(), "2 rejected huge") != seen.lines.end());
}

}  // namespace eastwest
