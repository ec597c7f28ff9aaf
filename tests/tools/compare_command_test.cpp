// eastwest compare from the command line: the same answer for any number of processes.
#include <filesystem>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string silos_and_nation() {
  return source_file("scenarios/tour/060-silos-against-a-nation.yaml");
}

const Json& metric_of(const Json& comparison, const char* key) {
  for (const Json& metric : comparison.at("metrics")) {
    if (metric.at("metric") == key) return metric;
  }
  throw std::out_of_range(key);
}

}  // namespace

TEST_CASE("silos against a nation, as the tour works it out by hand", "[program]") {
  // Four jobs of 1000 s: one after another waits are 0, 1000, 2000 and 3000 s, mean 1500 s; two at
  // a time 0, 0, 1000 and 1000 s, mean 500 s. Nothing is random: no spread, the same difference.
  const EndedProgram ended =
      eastwest_with({"compare", silos_and_nation(), "--variants", "none,nation", "--replications",
                     "3", "--metric", "jobs.wait_s.mean,shift.home_share", "--format", "json"});
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  const Json comparison = parse_json(ended.out, "comparison");
  CHECK(comparison.at("scenario") == "tour-060");
  CHECK(comparison.at("baseline") == "none");
  CHECK(comparison.at("replications") == 3);
  const Json& wait = metric_of(comparison, "jobs.wait_s.mean");
  CHECK(wait.at("better") == "lower");
  const Json& silos = wait.at("by_choice").at(0);
  const Json& nation = wait.at("by_choice").at(1);
  CHECK(silos.at("values") == Json{1500.0, 1500.0, 1500.0});
  CHECK(silos.at("verdict") == "baseline");
  CHECK(nation.at("mean") == 500);
  CHECK(nation.at("difference").at("mean") == -1000);
  CHECK(nation.at("verdict") == "better");
  // Half of the work leaves its home; that is neither good nor bad.
  const Json& home = metric_of(comparison, "shift.home_share").at("by_choice").at(1);
  CHECK(home.at("mean") == 0.5);
  CHECK(home.at("verdict") == "lower");
}

TEST_CASE("mistakes name the option that they stand in", "[program]") {
  const auto say = [](const std::vector<std::string>& options) {
    std::vector<std::string> call = {"compare", silos_and_nation()};
    call.insert(call.end(), options.begin(), options.end());
    const EndedProgram ended = eastwest_with(call);
    CHECK(ended.code == 2);
    return ended.error;
  };
  CHECK(has(say({"--strategies", "siloed-fcfs,unified-neerest"}),
            "--strategies unified-neerest: error: strategy: there is no strategy"));
  CHECK(has(say({"--variants", "none,nowhere"}), "--variants nowhere: error: there is no variant"));
  CHECK(has(say({"--vary", "seed=1,two"}), "--vary seed=two: error: seed: 'two' is not"));
  CHECK(has(say({"--vary", "strategy=siloed-fcfs,nothing"}), "--vary strategy=nothing: error: "));
  CHECK(has(say({"--variants", "none,nation", "--set", "seed=two"}), "--set seed=two: error: "));
  const EndedProgram run = eastwest_with({"run", silos_and_nation(), "--strategy", "nothing"});
  CHECK(has(run.error, "--strategy nothing: error: strategy: there is no strategy"));
  const EndedProgram guard = eastwest_with(
      {"guard", silos_and_nation() + "@nowhere", "--baseline", "nosuch.json", "--update"});
  CHECK(has(guard.error, "060-silos-against-a-nation.yaml@nowhere: error: there is no variant"));
}

TEST_CASE("what one more wave is worth, as the tour works it out by hand", "[program]") {
  // On one wave each of two data sets is there 300 s after its job came; on two waves each has one
  // for itself, all that its cap of 400 Gb/s allows: 200 s. There are no results to send home.
  const EndedProgram ended =
      eastwest_with({"compare", source_file("scenarios/tour/040-a-full-trunk.yaml"), "--network",
                     "fluid", "--widen", "1", "--replications", "1", "--format", "json"});
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  const Json comparison = parse_json(ended.out, "comparison");
  CHECK(comparison.at("choices") == Json{"as it is", "shanghai-zhongwei +1 wave"});
  CHECK(has(comparison.at("limits").at(0).get<std::string>(), "Routes stay as they are"));
  const Json& wait = metric_of(comparison, "jobs.wait_parts_s.staging").at("by_choice").at(1);
  CHECK(wait.at("difference").at("mean").get<double>() == Approx(-100));
  // The same 300 s and 200 s, of two transfers.
  const Json& hours = metric_of(comparison, "network.transfer_hours").at("by_choice");
  CHECK(hours.at(0).at("mean").get<double>() == Approx(600.0 / 3600));
  CHECK(hours.at(1).at("mean").get<double>() == Approx(400.0 / 3600));

  // Another network does not tell what sets the pace: that is left out, the gain is the same.
  const EndedProgram alone =
      eastwest_with({"compare", source_file("scenarios/tour/040-a-full-trunk.yaml"), "--network",
                     "reserved", "--widen", "1", "--replications", "1", "--format", "json"});
  INFO(alone.error);
  REQUIRE(alone.code == 0);
  CHECK_FALSE(has(alone.out, "network.transfer_hours"));
  CHECK_FALSE(has(alone.out, "network.saturated_share"));
  CHECK(has(alone.out, "jobs.wait_parts_s.staging"));

  // Of the three that are asked for there is one.
  const EndedProgram fewer =
      eastwest_with({"compare", source_file("scenarios/tour/040-a-full-trunk.yaml"), "--network",
                     "fluid", "--widen", "3", "--replications", "1"});
  CHECK(fewer.code == 0);
  CHECK(has(fewer.error,
            "--widen 3: only one trunk carried anything in the first replication; widened: "
            "shanghai-zhongwei"));
  CHECK_FALSE(has(ended.error, "only one trunk"));
  CHECK_FALSE(has(ended.error, "no trunk set the pace"));
  // At 100 Gb/s each the two data sets leave half of the wave: nothing to gain from another.
  const EndedProgram idle =
      eastwest_with({"compare", source_file("scenarios/tour/040-a-full-trunk.yaml"), "--network",
                     "fluid", "--widen", "1", "--replications", "1", "--set",
                     "workload.both.transfer_rate_cap=100 Gb/s", "--format", "json"});
  INFO(idle.error);
  CHECK(idle.code == 0);
  CHECK(has(idle.error, "no trunk set the pace of any transfer"));
  CHECK(has(idle.out, "no trunk set the pace of any transfer"));

  const EndedProgram unknown =
      eastwest_with({"compare", source_file("scenarios/tour/040-a-full-trunk.yaml"), "--widen",
                     "shanghai-zhongwey"});
  CHECK(unknown.code == 2);
  CHECK(has(unknown.error, "--widen: error: there is no trunk 'shanghai-zhongwey'"));
  CHECK(has(unknown.error, "did you mean 'shanghai-zhongwei'?"));
}

TEST_CASE("a comparison of outages shows them without being asked", "[program]") {
  const EndedProgram ended =
      eastwest_with({"compare", source_file("scenarios/tour/070-a-cut-trunk.yaml"), "--variants",
                     "none,waiting,failing", "--replications", "1", "--format", "json"});
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  const Json comparison = parse_json(ended.out, "comparison");
  const auto value = [&](const char* key, int choice) {
    return metric_of(comparison, key).at("by_choice").at(choice).at("mean").get<double>();
  };
  // 10 s until the way round is set up, or an hour until the repair; failing moves 5 TB twice, at
  // 0.1 CNY/GB.
  CHECK(value("network.failures.stood_still_s", 0) == 10);
  CHECK(value("network.failures.stood_still_s", 1) == 3600);
  CHECK(value("network.failures.bytes_wasted", 2) == 5e12);
  CHECK(value("money.network_cny", 2) - value("money.network_cny", 0) == Approx(500));
}

TEST_CASE("the answer does not depend on the number of processes", "[program]") {
  const TemporaryFolder folder;
  const auto compare = [&](const std::string& jobs) {
    return eastwest_with({"compare", silos_and_nation(), "--vary", "platform.refresh=1 s,1 h",
                          "--vary", "schedule=fcfs,sjf", "--baseline",
                          "platform.refresh=1 h, schedule=sjf", "--replications", "2", "--jobs",
                          jobs, "--out", folder.file("jobs-" + jobs)});
  };
  const EndedProgram one = compare("1");
  const EndedProgram four = compare("4");
  INFO(one.error);
  REQUIRE(one.code == 0);
  CHECK(one.out == four.out);
  CHECK(has(one.out, "4 choices, 2 replications each"));
  CHECK(has(one.out, "Differences are to the baseline platform.refresh=1 h, schedule=sjf."));
  CHECK(folder.read("jobs-1/comparison.json") == folder.read("jobs-4/comparison.json"));
  int summaries = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "jobs-1/runs")) {
    if (!entry.is_regular_file()) continue;
    ++summaries;
    CHECK_NOTHROW(parse_json_file(entry.path().string()));
  }
  CHECK(summaries == 8);

  SECTION("an existing folder is refused before anything runs, and replaced with --force") {
    const EndedProgram again = compare("1");
    CHECK(again.code == 2);
    CHECK(again.out.empty());
  }
}

TEST_CASE("replications of one index are the same work for every choice", "[program]") {
  const TemporaryFolder folder;
  const std::string scenario = source_file("scenarios/national-2025.yaml");
  const EndedProgram ended =
      eastwest_with({"compare", scenario, "--strategies", "siloed-fcfs,unified-nearest",
                     "--replications", "2", "--until", "3h", "--set", "warm_up=0 d", "--metric",
                     "jobs.submitted,jobs.wait_s.mean", "--format", "json", "--quiet"});
  REQUIRE(ended.code == 0);
  CHECK(ended.error.empty());
  const Json comparison = parse_json(ended.out, "comparison");
  const Json& submitted = metric_of(comparison, "jobs.submitted").at("by_choice");
  CHECK(submitted.at(0).at("values") == submitted.at(1).at("values"));
  CHECK(submitted.at(0).at("values").at(0) != submitted.at(0).at("values").at(1));
  CHECK(submitted.at(1).at("verdict") == "no difference shown");
  // A third of the provinces is overloaded by their own work: their waits are no numbers.
  const Json& waits = metric_of(comparison, "jobs.wait_s.mean").at("by_choice");
  CHECK_FALSE(waits.at(0).contains("mean"));
  CHECK(waits.at(1).at("verdict") == "not compared");
  CHECK(has(waits.at(1).at("reason"), "siloed-fcfs is overloaded in "));
}

TEST_CASE("a choice that fails is named, and nothing is written", "[program][simgrid]") {
  const TemporaryFolder folder;
  // SimGrid's clock is too coarse after 90 days; a run finds that out, not the reading.
  const EndedProgram ended =
      eastwest_with({"compare", silos_and_nation(), "--variants", "none,nation", "--until", "100 d",
                     "--set", "network=simgrid", "--out", folder.file("results")});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  // The place and the hint, as if the program had run it alone.
  CHECK(
      has(ended.error, "--until 100 d: error: duration: the network 'simgrid' simulates at most"));
  CHECK(has(ended.error, "(in none, replication 0)"));
  CHECK(has(ended.error, "\n  hint: its clock gets too coarse in a longer run"));
  CHECK(folder.entries() == 0);
}

TEST_CASE("choices that cannot be compared are refused", "[program]") {
  const TemporaryFolder folder;
  const std::string other =
      folder.write("other.yaml", "base: " + silos_and_nation() + "\nname: other\nseed: 99\n");
  const EndedProgram ended =
      eastwest_with({"compare", silos_and_nation(), other, "--replications", "1"});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(has(ended.error, "the choices have different seeds"));
  const EndedProgram same =
      eastwest_with({"compare", silos_and_nation(), other, "--replications", "1", "--seed", "5"});
  INFO(same.error);
  CHECK(same.code == 0);
  CHECK(has(same.out, "One replication gives no interval"));
}

}  // namespace eastwest
