// What the key `across` makes of a training run: bytes, intervals, parts and blocks, by hand.
#include "models/workload/across_sites.hpp"

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

/// 1e9 parameters of width 2,048, steps of 64 x 1,000 tokens, 20,000 of them.
Parameters work() {
  Parameters model;
  model.set("parameters", 1e9);
  model.set("hidden", std::int64_t{2048});
  Parameters work;
  work.set("model", std::make_shared<const Parameters>(model));
  work.set("batch", std::int64_t{64});
  work.set("sequence", std::int64_t{1000});
  work.set("tokens", 20'000 * 64e3);
  return work;
}

World three_sites() {
  World world = three_homes();
  for (const char* id : {"left", "middle", "right"}) {
    Site site;
    site.id = id;
    site.node = NodeId{0};
    site.accelerators = 64;
    world.sites.push_back(site);
  }
  return world;
}

AcrossSites across(const World& world, const Values& values) {
  Parameters parameters;
  const Parameters group = with_defaults(AcrossSites::parameter().group, values);
  parameters.set("across", std::make_shared<const Parameters>(group));
  parameters.set("work", std::vector<ModelChoice>{{"declared", work()}});
  return {parameters, context_of(world, 192)};
}

Values method(const char* name, Values more = {}) {
  more["method"] = std::string(name);
  if (more.count("named") == 0) more["sites"] = std::int64_t{3};
  return more;
}

std::int64_t whole(double value) { return static_cast<std::int64_t>(value); }

}  // namespace

TEST_CASE("nothing is asked for without the key", "[training]") {
  const World world = three_sites();
  const AcrossSites none(Parameters{}, context_of(world, 192));
  CHECK_FALSE(none.is_asked_for());
  CHECK(none.terms(8) == nullptr);
  CHECK(none.accelerators_least() == 1);
}

TEST_CASE("data parallel: two thirds of twice the gradients, each step", "[training]") {
  const World world = three_sites();
  const AcrossSites sites = across(
      world,
      method("data-parallel", {{"overlap", 0.6}, {"nic_rate", 2e11}, {"convergence", 32.0}}));
  REQUIRE(sites.is_asked_for());
  const auto terms = sites.terms(64);
  CHECK(terms->method == SpreadMethod::data);
  CHECK(terms->parts == std::vector<std::int64_t>{22, 21, 21});
  CHECK(terms->steps == 20'000);
  CHECK(terms->steps_per_exchange == 1);
  // 2 x 2/3 x 2 B x 1e9
  CHECK(terms->bytes_per_exchange == Approx(8e9 / 3));
  // Of the backward pass, two thirds of a step.
  CHECK(terms->hidden_steps == Approx(0.4));
  CHECK(terms->rate_per_accelerator.value() == whole(200e9 / 32));
  CHECK(terms->exchanges_per_block == 20);
}

TEST_CASE("local steps: fragments, and tokens that they cost more", "[training]") {
  const World world = three_sites();
  const AcrossSites sites = across(world, method("local-steps", {{"local_steps", std::int64_t{100}},
                                                                 {"fragments", std::int64_t{4}},
                                                                 {"steps_behind", 2.0},
                                                                 {"bytes_per_parameter", 1.0},
                                                                 {"token_multiplier", 1.05},
                                                                 {"block", std::int64_t{3}}}));
  CHECK(sites.token_multiplier() == 1.05);
  const auto terms = sites.terms(64);
  CHECK(terms->method == SpreadMethod::local_steps);
  CHECK(terms->steps == 21'000);
  CHECK(terms->steps_per_exchange == 25);
  CHECK(terms->bytes_per_exchange == Approx(4e9 / 3 / 4));
  CHECK(terms->hidden_steps == 2);
  CHECK(terms->exchanges_per_block == 3);
}

TEST_CASE("a pipeline: the activations of a batch", "[training]") {
  const World world = three_sites();
  const auto terms =
      across(world, method("pipeline", {{"micro_batches", std::int64_t{16}}})).terms(63);
  CHECK(terms->method == SpreadMethod::pipeline);
  CHECK(terms->bytes_per_exchange == 2.0 * 64e3 * 2048);
  CHECK(terms->micro_batches == 16);
  CHECK(terms->micro_batches_ahead == 1);
}

TEST_CASE("named sites stand in the order of their ids, with their shares", "[training]") {
  const World world = three_sites();
  const AcrossSites sites =
      across(world, method("data-parallel", {{"named", std::vector<std::string>{"right", "left"}},
                                             {"split", std::vector<double>{3, 1}},
                                             {"latency", 0.01}}));
  const auto terms = sites.terms(64);
  CHECK(terms->sites == std::vector<SiteId>{SiteId{0}, SiteId{2}});
  CHECK(terms->parts == std::vector<std::int64_t>{16, 48});
  CHECK(terms->latency == std::chrono::milliseconds{10});
  CHECK(sites.accelerators_least() == 4);
  const auto named = [&](std::vector<std::string> ids) {
    return across(world, method("data-parallel", {{"named", std::move(ids)}}));
  };
  REQUIRE_THROWS_AS(named({"left", "rihgt"}), ScenarioError);
  REQUIRE_THROWS_AS(named({"left", "left"}), ScenarioError);
}

}  // namespace eastwest
