// The parameters of the network `reserved`: defaults, and the mistake that no schema can state.
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/models/network/reserved_stage.hpp"

namespace eastwest::network_test {

TEST_CASE("the defaults of the network reserved are what its description says", "[reserved]") {
  const Registered<NetworkFactory> entry = reserved_network();
  const Parameters defaults = with_defaults(entry.description.schema);
  CHECK(entry.description.check(defaults).empty());
  const std::unique_ptr<Network> network = entry.make(defaults);
  CHECK(network->traits().links_share_capacity);
  ScriptedRun run(drawn_world("West --800G 1000km-- East\nEast [8]\n"), *network, {});
  // 1 TB reserves four waves of 100 Gb/s after a minute: 60 s + 20 s. A byte less shares 800 Gb/s:
  // 10 s.
  run.send(at(0), 0, "West", "East", kTerabyte);
  run.send(at(0), 1, "West", "East", kTerabyte - Bytes{1});
  run.run();
  CHECK(run.ends() == std::map<int, Date>{{0, at(80)}, {1, at(10)}});
}

TEST_CASE("a set-up beyond the calendar is refused", "[reserved]") {
  const Registered<NetworkFactory> entry = reserved_network();
  const Parameters late =
      with_defaults(entry.description.schema, {{"setup", 3600.0}, {"ahead", 3600.0}});
  const std::vector<ParameterProblem> problems = entry.description.check(late);
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().key == "setup");
}

TEST_CASE("a wave that no trunk has room for is told before the run", "[reserved]") {
  const Registered<NetworkFactory> entry = reserved_network();
  const World world = drawn_world("West --800G 1000km-- East\nEast [8 2ports]\n");
  const std::vector<BitsPerSecond> best = {kGigabit * 800, kGigabit * 800};
  const auto concerns = [&](double wave) {
    return reserved_concerns(
        with_defaults(entry.description.schema, {{"wave", wave}, {"share", 0.5}}), world, best);
  };
  // Half of 800 Gb/s is one wave of 400 Gb/s, and none of a bit more.
  CHECK(concerns(400e9).empty());
  const std::vector<ParameterProblem> problems = concerns(400e9 + 1);
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().key == "wave");
  CHECK(problems.front().message ==
        "no trunk can ever carry a reserved wave of 400 Gb/s: of the widest, 50 % are 400 Gb/s");
  // A trunk wide enough, and an uplink that is not.
  const auto narrow =
      reserved_concerns(with_defaults(entry.description.schema, {{"wave", 600e9}, {"share", 1.0}}),
                        world, {kGigabit * 800, kGigabit * 400});
  REQUIRE(narrow.size() == 1);
  CHECK(narrow.front().message.starts_with("no site's uplink can ever carry"));
  CHECK(reserved_concerns(with_defaults(entry.description.schema), World{}, {}).empty());
}

}  // namespace eastwest::network_test
