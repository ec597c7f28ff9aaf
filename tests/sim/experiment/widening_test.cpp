// The choices that differ from a scenario by one wave of one trunk.
#include "sim/experiment/widening.hpp"

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"

namespace eastwest {
namespace {

using Texts = std::vector<std::string>;

/// Two trunks, one of which is to have 12 waves from the third day on.
LoadedScenario two_trunks() {
  LoadedScenario loaded;
  loaded.scenario.start = CivilTime{.year = 2025, .month = 7, .day = 7};
  loaded.scenario.warm_up = std::chrono::hours{24};
  for (const char* id : {"north", "south"}) {
    Trunk trunk;
    trunk.id = id;
    trunk.waves = 8;
    loaded.world.trunks.push_back(trunk);
  }
  loaded.scenario.network_plan.upgrades = {{.name = "second_phase",
                                            .span = SpanId{1},
                                            .date = kStart + std::chrono::hours{48},
                                            .waves = 12}};
  return loaded;
}

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "accepted";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a wider trunk has one wave more from the first date on, and after its upgrades",
          "[comparison]") {
  Choice base{.label = "", .file = "a.yaml", .overrides = {}};
  base.overrides.sets = {"seed=1"};
  const auto choices = widened_choices(base, two_trunks(), {"south", "north"});
  REQUIRE(choices.size() == 3);
  CHECK(choices[0].label == "as it is");
  CHECK(choices[0].overrides.sets == Texts{"seed=1"});
  CHECK(choices[1].label == "south +1 wave");
  CHECK(choices[1].overrides.sets ==
        Texts{"seed=1", "upgrades.widened={trunk: 'south', start: 2025-07-06 00:00, waves: 9}",
              "upgrades.second_phase.waves=13"});
  CHECK(choices[2].overrides.sets ==
        Texts{"seed=1", "upgrades.widened={trunk: 'north', start: 2025-07-06 00:00, waves: 9}"});
  CHECK(choices[2].file == "a.yaml");
}

TEST_CASE("the name of the upgrade is one that the scenario does not use", "[comparison]") {
  LoadedScenario loaded = two_trunks();
  loaded.scenario.network_plan.upgrades[0].name = "widened";
  const auto choices = widened_choices({}, loaded, {"north"});
  CHECK(choices[1].overrides.sets.front().starts_with("upgrades.widened-too={trunk: 'north'"));
}

TEST_CASE("what is said of a wave is true for the trunks that get one", "[comparison]") {
  World world = two_trunks().world;
  world.port_rate = BitsPerSecond{400'000'000'000};
  CHECK(has(widening_limits(world, {"north", "south"}),
            "from the first date on: 400 Gb/s and a port at each end. Routes stay as they are, and "
            "other traffic"));
  // 1 Tb/s need three waves of 400 Gb/s; a fourth one adds a third of the speed.
  world.trunks[1].speed = BitsPerSecond{1'000'000'000'000};
  world.trunks[1].waves = 3;
  CHECK(has(widening_limits(world, {"south"}),
            "from the first date on: 333 Gb/s for south, whose speed of 1 Tb/s is taken for 3 "
            "waves, without ports. Routes"));
  CHECK(has(widening_limits(world, {"north", "south"}),
            ": 400 Gb/s and a port at each end; 333 Gb/s for south, whose"));
  world.trunks[1].speed = BitsPerSecond{10'000'000'000};
  world.trunks[1].waves = 1;
  CHECK(has(widening_limits(world, {"south"}),
            ": 10 Gb/s for south, whose speed of 10 Gb/s is taken for one wave, without ports."));
}

TEST_CASE("what --widen takes", "[comparison]") {
  CHECK(read_widening("5").count == 5);
  CHECK(read_widening("north").trunks == Texts{"north"});
  CHECK(read_widening("north, south").trunks == Texts{"north", "south"});
  CHECK(read_widening("north, south").count == 0);
  CHECK(has(refusal([] { (void)read_widening("0"); }), "0 trunks cannot be widened"));
  CHECK(has(refusal([] { (void)read_widening("101"); }), "1 to 100 of the busiest"));
  CHECK(has(refusal([] { (void)read_widening("north,"); }), "has an empty name"));
  CHECK(has(refusal([] { (void)widened_choices({}, two_trunks(), {"nroth"}); }),
            "did you mean 'north'?"));
  CHECK(has(refusal([] { (void)widened_choices({}, two_trunks(), read_widening("-2").trunks); }),
            "1 to 100 of the busiest, or ids: eastwest show SCENARIO trunks"));
  CHECK(has(refusal([] {
              (void)widened_choices({}, two_trunks(), {"north", "north"});
            }),
            "stands there twice"));
}

TEST_CASE("what is widened is one scenario", "[comparison]") {
  ComparisonRequest request;
  request.scenarios = {"a.yaml"};
  request.strategies = {"x"};
  CHECK(only_choice(request, "--widen").overrides.strategy == "x");
  request.strategies = {"x", "y"};
  CHECK(has(refusal([&] { (void)only_choice(request, "--widen"); }),
            "makes its own choices, and there are 2 others"));
}

}  // namespace eastwest
