// `scored` with jobs across sites: the best that can talk to each other, or the queues of those
// that could.
#include "models/builtin.hpp"
#include "sim/world/spread_terms.hpp"
#include "tests/catch.hpp"
#include "tests/models/policy/dispatch/dispatch_stage.hpp"
#include "tests/sim/world/drawn_world.hpp"

namespace eastwest {
namespace {

/// From A: B at 0.49 ms, C at 0.98 ms, D at 1.47 ms; B and C are 1.47 ms apart, C and D 0.49 ms.
World world_of_four() {
  return drawn_world(R"(
    A --400G 100km-- B
    A --400G 200km-- C --400G 100km-- D
    B [8 1ports]
    C [8 1ports]
    D [8 1ports])");
}

SpreadTerms two_parts(double latency) {
  SpreadTerms terms;
  terms.parts = {4, 4};
  terms.latency = from_seconds(latency);
  return terms;
}

}  // namespace

TEST_CASE("the nearest sites that may talk to each other compute a job together", "[dispatch]") {
  const ModelRegistries models = builtin_models();
  const World world = world_of_four();
  DispatchStage stage(world);
  const auto policy = scored(models, world, {"fits"}, {{"nearest", 1}}, "queue");
  const SpreadTerms anywhere = two_parts(0);
  const SpreadTerms near = two_parts(0.0005);
  stage.add(4).spread = &anywhere;
  CHECK(stage.ask(*policy) == "0 -> B+C now");
  stage.add(4).spread = &near;
  CHECK(stage.ask(*policy) == "1 -> C+D now");
  // B has 4 left, C none and D 4.
  stage.add(4).spread = &anywhere;
  CHECK(stage.ask(*policy) == "2 -> B+D now");
  // Nobody has room: the queues, the least committed first.
  stage.add(4).spread = &near;
  CHECK(stage.ask(*policy) == "3 -> C+D queue");
}

TEST_CASE("with `wait` a job across sites stays until all of them have room", "[dispatch]") {
  const ModelRegistries models = builtin_models();
  const World world = world_of_four();
  DispatchStage stage(world);
  const auto policy = scored(models, world, {"fits"}, {{"nearest", 1}}, "wait");
  SpreadTerms named = two_parts(0);
  named.sites = {site_of(world, "B"), site_of(world, "D")};
  stage.pictures[2].allocated = 8;
  stage.add(4).spread = &named;
  CHECK(stage.ask(*policy).empty());
  stage.pictures[2].allocated = 4;
  CHECK(stage.ask(*policy, true) == "0 -> B+D now");
}

TEST_CASE("named sites need room for their own parts only", "[dispatch]") {
  const ModelRegistries models = builtin_models();
  const World world = world_of_four();
  DispatchStage stage(world);
  const auto policy = scored(models, world, {"fits"}, {{"nearest", 1}}, "queue");
  SpreadTerms uneven = two_parts(0);
  uneven.sites = {site_of(world, "B"), site_of(world, "C")};
  uneven.parts = {6, 2};
  stage.pictures[1].allocated = 6;
  stage.add(6).spread = &uneven;
  CHECK(stage.ask(*policy) == "0 -> B+C now");
}

TEST_CASE("a job across sites that can never talk to each other is rejected", "[dispatch]") {
  const ModelRegistries models = builtin_models();
  const World world = world_of_four();
  DispatchStage stage(world);
  const auto policy = scored(models, world, {"fits"}, {{"nearest", 1}}, "queue");
  const SpreadTerms alone = two_parts(0.0001);
  stage.add(4).spread = &alone;
  CHECK(stage.ask(*policy) == "0 rejected");
  SpreadTerms large = two_parts(0);
  large.parts = {9, 9};
  stage.add(9).spread = &large;
  CHECK(stage.ask(*policy) == "1 rejected");
}

}  // namespace eastwest
