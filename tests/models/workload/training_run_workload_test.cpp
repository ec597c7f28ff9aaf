// Training runs: when they come, what they are told to need, and what they need at a site.
#include <cmath>

#include "sim/base/diagnostic.hpp"
#include "sim/world/elastic_terms.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

const Registered<WorkFactory>& work_model(const std::string& level) {
  static const ModelRegistries models = builtin_models();
  return models.works.at(level);
}

Parameters::Value group(const Schema& schema, const std::string& name, const Values& values) {
  return group_with_defaults(schema, name, values);
}

/// 6 x 1e9 x 20e9 = 1.2e20 FLOP at an MFU of 40 %.
Parameters declared(Values more = {}) {
  const Schema& schema = work_model("declared").description.schema;
  Values values{{"accelerators", Law(Law::Constant{100})},
                {"mfu", 0.4},
                {"attention", std::string("none")},
                {"model", group(schema, "model", {{"parameters", 1e9}})},
                {"tokens", 20e9}};
  for (auto& [key, value] : more) values[key] = value;
  return with_defaults(schema, values);
}

Site site_at(const char* id, NodeId node, std::int64_t accelerators, double flops) {
  Site site;
  site.id = id;
  site.node = node;
  site.accelerators = accelerators;
  site.accelerator_speed = Flops(flops);
  return site;
}

/// 300 accelerators of 250 TFLOPS and 100 of 125.
World two_speeds() {
  World world = three_homes();
  world.sites = {site_at("fast", NodeId{0}, 300, 250e12), site_at("slow", NodeId{1}, 100, 125e12)};
  return world;
}

WorkloadContext context_with_models(const World& world) {
  static const ModelRegistries models = builtin_models();
  WorkloadContext context = context_of(world, 400);
  context.models = &models;
  return context;
}

Values runs(const Values& arrivals, Parameters work = declared(),
            const std::string& level = "declared") {
  const Schema& schema = workload_model("training-run").description.schema;
  return {{"work", std::vector<ModelChoice>{{level, std::move(work)}}},
          {"arrivals", group(schema, "arrivals", arrivals)}};
}

Job job_of(std::int64_t accelerators) {
  Job job;
  job.accelerators = accelerators;
  return job;
}

}  // namespace

TEST_CASE("one run by default, at the start, from a home by demand", "[training]") {
  const World world = two_speeds();
  const auto workload = workload_of("training-run", runs({}), context_with_models(world));
  const auto jobs = all_jobs(*workload);
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].id == "work-1");
  CHECK(jobs[0].submitted == kStart);
  CHECK(jobs[0].accelerators == 100);
  // 12,000 s on 300 accelerators, 24,000 s on 100: 15,000 s.
  CHECK(jobs[0].run_time == std::chrono::seconds{15'000});
  CHECK(workload->run_time_at(jobs[0], SiteId{0}) == std::chrono::seconds{12'000});
  CHECK(workload->run_time_at(jobs[0], SiteId{1}) == std::chrono::seconds{24'000});
  // The mean leaves out sites that are too small.
  Parameters wide = declared({{"accelerators", Law(Law::Constant{200})}});
  const auto large = workload_of("training-run", runs({}, wide), context_with_models(world));
  CHECK(all_jobs(*large)[0].run_time == std::chrono::seconds{6'000});
}

TEST_CASE("runs at fixed dates, or as a Poisson process", "[training]") {
  const World world = two_speeds();
  const auto fixed = workload_of(
      "training-run", runs({{"first", 3600.0}, {"every", 7200.0}, {"jobs", std::int64_t{3}}}),
      context_with_models(world));
  const auto jobs = all_jobs(*fixed);
  REQUIRE(jobs.size() == 3);
  CHECK(jobs[2].submitted == kStart + std::chrono::hours{5});
  // 100 x 15,000 s every 7,200 s.
  double busy = 0;
  for (const double node : fixed->offered_accelerators()) busy += node;
  CHECK(busy == Approx(100 * 15'000 / 7'200.0));

  const auto poisson =
      workload_of("training-run", runs({{"rate", 1 / 600.0}}), context_with_models(world));
  const auto arrived = all_jobs(*poisson);
  // One in 10 minutes for a week: 1008, standard deviation 31.7, 4 of them.
  CHECK(std::fabs(static_cast<double>(arrived.size()) - 1008) < 127);
  CHECK(arrived.back().submitted < kStart + std::chrono::hours{168});
}

TEST_CASE("failures that happen are expected to cost what expected failures do", "[training]") {
  const World world = two_speeds();
  const auto with = [&](const char* failures) {
    const Schema& schema = work_model("declared").description.schema;
    const Parameters work =
        declared({{"failures", std::string(failures)},
                  {"checkpoints", group(schema, "checkpoints", {{"stall", 5.0}})},
                  {"reliability", group(schema, "reliability", {{"rate", 1 / (13 * 86'400.0)}})}});
    return workload_of("training-run", runs({}, work), context_with_models(world));
  };
  const auto expected = with("expected");
  const auto events = with("events");
  const Job job = all_jobs(*events).at(0);
  CHECK(events->attributes().failures);
  CHECK_FALSE(expected->attributes().failures);
  CHECK(all_jobs(*expected).at(0).failures == nullptr);
  REQUIRE(job.failures != nullptr);
  const SiteId fast{0};
  // Computing alone; with what is expected of its failures it is the other's run time.
  CHECK(events->run_time_at(job, fast) == std::chrono::seconds{12'000});
  CHECK(to_seconds(job.failures->expected(std::chrono::seconds{12'000}, 100)) ==
        Approx(to_seconds(expected->run_time_at(job, fast))));
  // And so is the load that both offer.
  const auto sum = [](const std::vector<double>& parts) {
    double all = 0;
    for (const double part : parts) all += part;
    return all;
  };
  CHECK(sum(events->offered_accelerators()) ==
        Approx(sum(expected->offered_accelerators())).epsilon(1e-3));
}

TEST_CASE("failures lengthen a run, and refuse one that would never end", "[training]") {
  const Schema& schema = work_model("declared").description.schema;
  const auto with_rate = [&](double per_second) {
    return declared(
        {{"failures", std::string("expected")},
         {"checkpoints", group(schema, "checkpoints", {{"interval", 1000.0}, {"stall", 5.0}})},
         {"reliability", group(schema, "reliability", {{"rate", per_second}})}});
  };
  const World world = two_speeds();
  // 13 nodes of 8; M = 86,400 s; restarts of 10 min by default.
  const auto workload = workload_of("training-run", runs({}, with_rate(1 / (13 * 86'400.0))),
                                    context_with_models(world));
  const double segment = 86'400 * std::exp(600 / 86'400.0) * std::expm1(1005 / 86'400.0);
  CHECK(to_seconds(workload->run_time_at(job_of(100), SiteId{0})) == Approx(12 * segment));
  REQUIRE_THROWS_AS(
      workload_of("training-run", runs({}, with_rate(1.0)), context_with_models(world)),
      ScenarioError);
}

TEST_CASE("a throughput table is scaled by the speed of the chip", "[training]") {
  const Schema& schema = work_model("table").description.schema;
  const Parameters work =
      with_defaults(schema, {{"accelerators", Law(Law::Constant{64})},
                             {"at", std::vector<double>{32, 64}},
                             {"tokens_per_second", std::vector<double>{6e5, 1e6}},
                             {"measured_on", 250e12},
                             {"model", group(schema, "model", {{"parameters", 1e9}})},
                             {"tokens", 20e9}});
  const auto table = work_model("table").make(work);
  const World world = two_speeds();
  CHECK(table->run_seconds(64, world.sites[0]) == Approx(20'000));
  CHECK(table->run_seconds(32, world.sites[1]) == Approx(20e9 / 3e5));
  CHECK(table->basis(world.sites[0]) == RunTimeBasis::published);
  CHECK(table->basis(world.sites[1]) == RunTimeBasis::derived);
}

TEST_CASE("an HFU counts what is computed again", "[training]") {
  const Schema& schema = work_model("declared").description.schema;
  // 1000 layers-parameters beside an output layer of 10 x 20: (6 x 1200 + 2 x 1000) / 6 x 1200.
  const Parameters::Value model = group(
      schema, "model",
      {{"parameters", 1200.0}, {"hidden", std::int64_t{10}}, {"vocabulary", std::int64_t{20}}});
  const auto by_model = work_model("declared").make(declared({{"model", model}}));
  Values values{{"accelerators", Law(Law::Constant{100})},
                {"hfu", 0.4},
                {"attention", std::string("none")},
                {"recompute", std::string("full")},
                {"model", model},
                {"tokens", 20e9}};
  const auto by_hardware = work_model("declared").make(with_defaults(schema, values));
  const World world = two_speeds();
  const Site& site = world.sites[0];
  CHECK(by_hardware->run_seconds(100, site) / by_model->run_seconds(100, site) ==
        Approx((6 * 1200 + 2 * 1000) / (6 * 1200.0)));
}

TEST_CASE("a home by name, and one that does not exist", "[training]") {
  const World world = two_speeds();
  Values values = runs({{"every", 60.0}, {"jobs", std::int64_t{20}}});
  values["home"] = world.nodes[2].id;
  for (const Job& job :
       all_jobs(*workload_of("training-run", values, context_with_models(world)))) {
    CHECK(job.home == NodeId{2});
  }
  values["home"] = std::string("nowhere");
  REQUIRE_THROWS_AS(workload_of("training-run", values, context_with_models(world)), ScenarioError);
}

TEST_CASE("an elastic training run is as fast at a width as its work says", "[training-run]") {
  const World world = two_speeds();
  const Schema& schema = workload_model("training-run").description.schema;
  const auto elastic_run = [&](Parameters work, const std::string& level) {
    Values values = runs({}, std::move(work), level);
    values["elastic"] =
        group(schema, "elastic", {{"widths", std::vector<double>{32, 64, 100, 128}}});
    return workload_of("training-run", values, context_with_models(world));
  };
  const auto speed = [](const ElasticTerms& terms, std::int64_t width) {
    return static_cast<double>(terms.rate_of(width)) / static_cast<double>(terms.reference_rate);
  };
  // An MFU that does not move: in proportion. 16 B x 1e9 at 1.6 Tb/s: 80 ms.
  const auto plain = elastic_run(declared(), "declared");
  const auto widths = plain->elastic_at(job_of(100), SiteId{0});
  CHECK(speed(*widths, 32) == Approx(0.32).epsilon(1e-11));
  CHECK(speed(*widths, 128) == Approx(1.28).epsilon(1e-11));
  CHECK(widths->checkpoint == std::chrono::milliseconds{80});
  CHECK(widths == plain->elastic_at(job_of(100), SiteId{0}));
  // Measured: 0.6, 1 and 1.5 million tokens/s; the width of 100 would lie on the curve between.
  const Schema& table = work_model("table").description.schema;
  const auto measured =
      elastic_run(with_defaults(table, {{"accelerators", Law(Law::Constant{64})},
                                        {"at", std::vector<double>{64, 128, 256}},
                                        {"tokens_per_second", std::vector<double>{1e6, 1.5e6, 2e6}},
                                        {"measured_on", 250e12},
                                        {"model", group(table, "model", {{"parameters", 1e9}})},
                                        {"tokens", 20e9}}),
                  "table");
  const auto points = measured->elastic_at(job_of(64), SiteId{1});
  CHECK(points->find(32) == nullptr);  // not measured
  CHECK(speed(*points, 128) == Approx(1.5).epsilon(1e-11));
  CHECK(points->find(100) != nullptr);
}

TEST_CASE("more or fewer copies of a laid-out model, as the batch allows", "[training-run]") {
  const World world = two_speeds();
  const Schema& analytic = work_model("analytic").description.schema;
  const auto work =
      work_model("analytic")
          .make(with_defaults(
              analytic,
              {{"parallelism", group(analytic, "parallelism",
                                     {{"data", std::int64_t{2}}, {"tensor", std::int64_t{8}}})},
               {"overlap", group(analytic, "overlap", {})},
               {"constants", group(analytic, "constants", {})},
               {"model", group(analytic, "model",
                               {{"parameters", 7.5e9},
                                {"layers", std::int64_t{36}},
                                {"hidden", std::int64_t{4096}},
                                {"vocabulary", std::int64_t{51200}}})},
               {"sequence", std::int64_t{2048}},
               {"batch", std::int64_t{64}},
               {"tokens", 1e9}}));
  CHECK(work->runs_on(8));
  CHECK_FALSE(work->runs_on(24));  // 64 sequences do not divide by 3
  CHECK_FALSE(work->runs_on(12));  // no whole number of copies
  CHECK_FALSE(work->runs_on(4));
  CHECK(work->runs_on(32));
  // Twice the copies: less than twice as fast, because gradients are exchanged by more.
  const Site& site = world.sites[0];
  const double faster = work->run_seconds(16, site) / work->run_seconds(32, site);
  CHECK(faster > 1.5);
  CHECK(faster < 2);
}

}  // namespace eastwest
