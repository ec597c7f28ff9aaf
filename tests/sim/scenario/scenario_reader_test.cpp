// Whole scenario files: defaults, overlays, strategies, the command line, and hostile input.
#include "sim/scenario/scenario_reader.hpp"

#include <string>
#include <vector>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/fake_catalogue.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

const FakeCatalogue kCatalogue;

const std::string kWorld =
    "world:\n  nodes: {a: {lon: 100, lat: 30}, b: {lon: 110, lat: 30}}\n"
    "  sites: {s: {node: a, accelerators: 8}}\n  trunks: {t: {from: a, to: b, waves: 1}}\n";
const std::string kRest =
    "name: test\nstart: 2025-07-07\nduration: 7 d\nworkload: {w: {kind: stream, rate: 40 /d}}\n";

LoadedScenario load(const std::string& text, const ScenarioOverrides& overrides = {}) {
  const TemporaryFolder folder;
  return load_scenario(folder.write("s.yaml", text), overrides, kCatalogue);
}

/// The mistakes of a file, without the folder's name.
std::string mistakes_in_file(const TemporaryFolder& folder, const std::string& file,
                             const ScenarioOverrides& overrides = {}) {
  std::string text;
  try {
    static_cast<void>(load_scenario(file, overrides, kCatalogue));
  } catch (const ScenarioError& error) {
    text = error.what();
  }
  const std::string prefix = folder.path().string() + "/";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
    text.erase(at, prefix.size());
  }
  return text;
}

std::string mistakes(const std::string& text, const ScenarioOverrides& overrides = {}) {
  const TemporaryFolder folder;
  return mistakes_in_file(folder, folder.write("s.yaml", text), overrides);
}

std::string set_mistake(const std::string& assignment) {
  const std::string text = mistakes(kWorld + kRest, {.sets = {assignment}});
  return text.substr(0, text.find('\n'));
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a short scenario gets every default, and resolves to a document that reads the same") {
  const LoadedScenario loaded = load(kWorld + kRest);
  const Scenario& scenario = loaded.scenario;
  CHECK(scenario.name == "test");
  CHECK(scenario.strategy == "unified-nearest");
  CHECK(scenario.platform.name == "nation");
  CHECK(scenario.dispatch.name == "scored");
  CHECK(scenario.schedule.name == "fcfs");
  CHECK(scenario.estimates.name == "requested");
  CHECK(scenario.network.name == "fluid");
  CHECK(scenario.duration == std::chrono::hours(7 * 24));
  CHECK(scenario.warm_up == Duration(0));
  CHECK(scenario.warm_start);
  CHECK(scenario.seed == 1);
  CHECK(scenario.results.jobs == ResultsChoice::Jobs::csv);
  CHECK(scenario.results.timeline_step == std::chrono::hours(1));
  REQUIRE(scenario.workloads.size() == 1);
  CHECK(scenario.workloads[0].model.parameters.group("scale").number("load") == 1);
  CHECK(loaded.world.sites.size() == 1);
  REQUIRE(loaded.inputs.size() == 1);
  CHECK(loaded.inputs[0].path == "s.yaml");
  CHECK(has(loaded.resolved,
            "strategy: unified-nearest\nplatform:\n  scope: nation\n  refresh: 5 min\n"));
  CHECK(load(loaded.resolved).resolved == loaded.resolved);
}

TEST_CASE("all mistakes of a file are told at once, in the order of the file") {
  const std::string text = mistakes(
      "name: a/b\nstrat: 2025\nduration: 7\nwarm_up: 36 h\nworkload: {w: {kind: steam}}\n"
      "network: {model: simgrid, routes: 9}\nresults: {jobs: cvs}\n");
  for (const char* part :
       {"s.yaml:1:1: error: the key 'world' is missing", "the key 'start' is missing",
        "s.yaml:1:7: error: name: 'a/b' cannot name a folder",
        "s.yaml:2:1: error: strat: there is no key 'strat' here\n  strat: 2025\n  ^\n  hint: did "
        "you "
        "mean 'start'?",
        "s.yaml:3:11: error: duration: \"7\" has no unit",
        "s.yaml:4:10: error: warm_up: '36 h' is not a whole number of days",
        "s.yaml:5:22: error: workload.w.kind: there is no kind of workload 'steam'",
        "did you mean 'stream'?", "s.yaml:6:35: error: network.routes: '9' is out of range",
        "s.yaml:7:17: error: results.jobs: 'cvs' is none of the choices"}) {
    INFO(text);
    CHECK(has(text, part));
  }
}

TEST_CASE("duration: a span or until done, until of the command line replaces it") {
  CHECK_FALSE(load(kWorld + kRest, {.until = "until done"}).scenario.duration.has_value());
  // Numbers and spans of the command line resolve to what a file would say.
  CHECK(has(load(kWorld + kRest, {.seed = 77}).resolved, "\nseed: 77\n"));
  CHECK(has(load(kWorld + kRest, {.until = "3d"}).resolved, "\nduration: 3d\n"));
  CHECK(load(kWorld + kRest, {.until = "3d"}).scenario.duration == std::chrono::hours(72));
  CHECK(mistakes(kWorld + kRest, {.until = "3"}).substr(0, 47) ==
        "--until 3: error: duration: \"3\" has no unit\n  h");
  CHECK(has(mistakes(kWorld + "name: a\nstart: 2025-07-07\nduration: -1 d\n"), "out of range"));
}

TEST_CASE("a strategy sets three parts, keys written beside it override them") {
  const LoadedScenario siloed = load(kWorld + kRest + "strategy: siloed\n");
  CHECK(siloed.scenario.platform.parameters.number("refresh") == 60);
  CHECK(siloed.scenario.schedule.name == "sjf");
  CHECK(siloed.scenario.dispatch.parameters.weights("score").size() == 2);

  const Scenario mixed =
      load(kWorld + kRest + "strategy: siloed\nplatform: {refresh: 2 min}\nschedule: fcfs\n")
          .scenario;
  CHECK(mixed.strategy == "siloed");
  CHECK(mixed.platform.name == "province");
  CHECK(mixed.platform.parameters.number("refresh") == 120);
  CHECK(mixed.schedule.name == "fcfs");

  const Scenario custom = load(kWorld + kRest + "platform: {scope: province}\n").scenario;
  CHECK(custom.strategy == "custom");
  CHECK(custom.platform.name == "province");
  CHECK(custom.schedule.name == "fcfs");

  // A strategy of the command line replaces what the file says about the three parts.
  const Scenario over =
      load(kWorld + kRest + "platform: {scope: nation, refresh: 9 min}\n", {.strategy = "siloed"})
          .scenario;
  CHECK(over.strategy == "siloed");
  CHECK(over.platform.parameters.number("refresh") == 60);
  CHECK(has(mistakes(kWorld + kRest + "strategy: silod\n"), "did you mean 'siloed'?"));
  CHECK(has(mistakes(kWorld + kRest, {.strategy = "x"}),
            "--strategy x: error: strategy: there is no"));
}

TEST_CASE("a network of the command line keeps the parameters of the same model") {
  const std::string text = kWorld + kRest + "network: {model: simgrid, routes: 3}\n";
  CHECK(load(text, {.network = "simgrid"}).scenario.network.parameters.number("routes") == 3);
  CHECK(load(text, {.network = "fluid"}).scenario.network.name == "fluid");
  CHECK(has(mistakes(text, {.network = "fluit"}),
            "--network fluit: error: network.model: there is no"));
}

TEST_CASE("base files: mappings merge, lists replace, places stay those of each file") {
  const TemporaryFolder folder;
  folder.write("lib/base.yaml",
               kWorld + kRest +
                   "network: {routes: 9}\ndispatch: {filter: [fits, circle], score: "
                   "{nearest: 1}}\nseed: 7\n");
  const std::string file = folder.write(
      "s.yaml",
      "base: lib/base.yaml\nname: top\nseed: null\ndispatch: {filter: [fits], score: {cheapest: "
      "2}}\n"
      "network: {routes: 2}\nworkload: {w: {rate: 50 /d}, v: {kind: stream, rate: 1 /d}}\n");
  const LoadedScenario loaded = load_scenario(file, {}, kCatalogue);
  CHECK(loaded.scenario.name == "top");
  CHECK(loaded.scenario.seed == 1);
  CHECK(loaded.scenario.dispatch.parameters.models("filter").size() == 1);
  CHECK(loaded.scenario.dispatch.parameters.weights("score").size() == 2);
  CHECK(loaded.scenario.network.parameters.number("routes") == 2);
  CHECK(loaded.scenario.workloads.size() == 2);
  CHECK(loaded.scenario.workloads[0].model.parameters.number("rate") == Approx(50 / 86400.0));
  CHECK(loaded.inputs[1].path == "lib/base.yaml");

  const std::string bad = folder.write("bad.yaml", "base: lib/base.yaml\nschedule: zzz\n");
  const std::string text = mistakes_in_file(folder, bad);
  CHECK(has(text, "lib/base.yaml:9:19: error: network.routes: '9' is out of range"));
  CHECK(has(text, "bad.yaml:2:11: error: schedule: there is no schedule policy 'zzz'"));

  const std::string circle = folder.write("c1.yaml", "base: c2.yaml\n");
  folder.write("c2.yaml", "base: ./c1.yaml\n");
  CHECK(has(mistakes_in_file(folder, circle),
            "c2.yaml:1:7: error: base: the base 'c1.yaml' leads back"));
  const std::string lost = folder.write("lost.yaml", "base: none.yaml\n");
  CHECK(
      has(mistakes_in_file(folder, lost), "lost.yaml:1:7: error: base: 'none.yaml': no such file"));
  for (int i = 0; i < 20; ++i) {
    folder.write("d" + std::to_string(i) + ".yaml", "base: d" + std::to_string(i + 1) + ".yaml\n");
  }
  CHECK(has(mistakes_in_file(folder, folder.file("d0.yaml")), "more than 16 files"));
}

TEST_CASE("a law or model of another kind replaces, it does not merge") {
  const TemporaryFolder folder;
  folder.write("base.yaml", kWorld + kRest + "platform: {scope: nation, refresh: 9 min}\n");
  const std::string file =
      folder.write("s.yaml",
                   "base: base.yaml\nworkload: {w: {run_time: {exponential: {mean: 1 h}}}}\n"
                   "platform: {scope: province}\n"
                   "variants: {v: {workload: {w: {run_time: {uniform: [1 h, 2 h]}}}}}\n");
  const Scenario scenario = load_scenario(file, {.variant = "v"}, kCatalogue).scenario;
  CHECK(scenario.platform.parameters.number("refresh") == 300);
  const Law& law = scenario.workloads[0].model.parameters.law("run_time");
  CHECK(std::holds_alternative<Law::Uniform>(law.kind()));
}

TEST_CASE("variants: the chosen one is laid over, all are checked") {
  const std::string text =
      kWorld + kRest +
      "variants:\n  silos: {strategy: siloed}\n  slow: {platform: {refresh: 1 h}}\n";
  const LoadedScenario loaded = load(text, {.variant = "silos"});
  CHECK(loaded.scenario.strategy == "siloed");
  CHECK(loaded.variants == std::vector<std::string>{"silos", "slow"});
  CHECK(load(text, {.variant = "slow"}).scenario.platform.parameters.number("refresh") == 3600);
  CHECK(has(mistakes(text, {.variant = "slo"}), "--variant slo: error: there is no variant 'slo'"));
  const std::string wrong =
      mistakes(kWorld + kRest + "variants: {x: {platform: {refrsh: 1 h}}, y: 3}\n");
  CHECK(has(wrong, "s.yaml:9:27: error: platform.refrsh: there is no key 'refrsh' here"));
  CHECK(has(wrong, "variants.y: a mapping is needed"));
}

TEST_CASE("option --set gives, changes and removes values") {
  const auto with = [](std::vector<std::string> sets) {
    return load(kWorld + kRest, {.sets = std::move(sets)}).scenario;
  };
  CHECK(with({"seed=7"}).seed == 7);
  CHECK(with({"workload.w.rate=*1.5"}).workloads[0].model.parameters.number("rate") ==
        Approx(60 / 86400.0));
  CHECK(with({"workload.w.rate=+30%"}).workloads[0].model.parameters.number("rate") ==
        Approx(52 / 86400.0));
  CHECK(with({"workload.w.rate=-10 %"}).workloads[0].model.parameters.number("rate") ==
        Approx(36 / 86400.0));
  CHECK(with({"workload.w.scale.load=50 %"})
            .workloads[0]
            .model.parameters.group("scale")
            .number("load") == 0.5);
  // Parts given by name are written out first.
  const Scenario refreshed = with({"platform.refresh=1 min", "dispatch.score.cheapest=0.5"});
  CHECK(refreshed.platform.parameters.number("refresh") == 60);
  CHECK(refreshed.dispatch.parameters.weights("score").size() == 2);
  CHECK(with({"platform=province"}).platform.name == "province");
  CHECK(with({"strategy=siloed", "schedule=fcfs"}).schedule.name == "fcfs");
  CHECK(with({"strategy=siloed", "dispatch.score.cheapest=null"})
            .dispatch.parameters.weights("score")
            .size() == 1);
  CHECK(with({"dispatch.filter=[fits, circle]", "dispatch.filter[1]=fits"})
            .dispatch.parameters.models("filter")[1]
            .name == "fits");
  CHECK(load(kWorld + kRest, {.sets = {"world.sites.s.accelerators=*2"}})
            .world.sites[0]
            .accelerators == 16);
}

TEST_CASE("option --set mistakes name the option") {
  CHECK(set_mistake("seed") == "--set seed: error: a path and a value are needed");
  CHECK(set_mistake("sed=1") == "--set sed=1: error: sed: there is no key 'sed' here");
  CHECK(set_mistake("seed=x") == "--set seed=x: error: seed: 'x' is not a whole number");
  CHECK(set_mistake("seed=*2") ==
        "--set seed=*2: error: seed: nothing is written there that could be changed");
  CHECK(set_mistake("workload.w=*2") ==
        "--set workload.w=*2: error: workload.w: a mapping is not a number that could be changed");
  CHECK(set_mistake("workload.w.kind=*2").find("'stream' is not a number") != std::string::npos);
  CHECK(set_mistake("workload.v.rate=1 /d") ==
        "--set workload.v.rate=1 /d: error: workload.v: there is no workload 'v'");
  CHECK(set_mistake("workload.w.scale.lod=1 %") ==
        "--set workload.w.scale.lod=1 %: error: workload.w.scale.lod: there is no key 'lod' here");
  CHECK(set_mistake("seed.x=1").find("seed.x") != std::string::npos);
  CHECK(set_mistake("a..b=1").find("'a..b' is no path") != std::string::npos);
  CHECK(set_mistake("seed=[1").find("no valid YAML") != std::string::npos);
  CHECK(set_mistake("base=x.yaml").find("cannot be set") != std::string::npos);
  CHECK(has(mistakes(kWorld + kRest + "dispatch: {filter: [fits]}\n",
                     {.sets = {"dispatch.filter[5]=fits"}}),
            "dispatch.filter[5]: the list has no such item"));
}

TEST_CASE("hostile scenarios end in an error, quickly") {
  CHECK(has(mistakes(""), "the file is empty"));
  CHECK(has(mistakes("[1, 2]"), "a scenario is a mapping, here is a list"));
  std::string many = kWorld + "name: a\nstart: 2025-07-07\nduration: 1 d\nworkload:\n";
  for (int i = 0; i < 1001; ++i)
    many += "  w" + std::to_string(i) + ": {kind: stream, rate: 1 /d}\n";
  CHECK(has(mistakes(many), "workload: more than 1000 entries"));
  std::string variants = kWorld + kRest + "variants:\n";
  for (int i = 0; i < 1001; ++i) variants += "  v" + std::to_string(i) + ": {seed: 1}\n";
  CHECK(has(mistakes(variants), "variants: more than 1000 entries"));
  std::string keys;
  for (int i = 0; i < 50'000; ++i) keys += "  k" + std::to_string(i) + ": {a: 1}\n";
  CHECK(has(mistakes("a: 1\n" + keys), "no valid YAML"));
  std::string top;
  for (int i = 0; i < 50'000; ++i) top += "k" + std::to_string(i) + ": {a: 1}\n";
  CHECK(has(mistakes(top), "more than 1000 keys at the top"));
  // Two mappings of 50,000 keys laid over each other: linear, not quadratic.
  const TemporaryFolder folder;
  folder.write("b.yaml", kWorld + kRest + "results:\n" + keys);
  const std::string file = folder.write("s.yaml", "base: b.yaml\nresults:\n" + keys);
  CHECK(has(mistakes_in_file(folder, file), "more unknown keys follow"));
}

TEST_CASE("the JSON Schema is JSON, and knows the families") {
  const Json schema = parse_json(json_schema(kCatalogue), "schema");
  CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
  CHECK(schema["properties"].contains("warm_up"));
  CHECK(schema["definitions"].contains("workload"));
  CHECK(schema["additionalProperties"] == false);
}
