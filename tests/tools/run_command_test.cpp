// eastwest run: files, summary, names of folders, and what bad input leaves behind: nothing.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "sim/experiment/metric_catalogue.hpp"
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

std::string one_job() { return source_file("scenarios/tour/010-one-job.yaml"); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a run writes a folder named after scenario, strategy and seed", "[program]") {
  const TemporaryFolder folder;
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"run", one_job()});
    return eastwest_with(more, folder.path().string());
  };
  const EndedProgram first = run({"--strategy", "unified-nearest", "--seed", "7"});
  INFO(first.error);
  REQUIRE(first.code == 0);
  const std::string name = "results/tour-010-unified-nearest-7";
  CHECK(fs::exists(folder.path() / name / "summary.json"));
  CHECK(has(first.error, name));
  CHECK(has(first.out, "Verdict: "));

  SECTION("an existing folder is refused, and replaced with --force") {
    const EndedProgram again = run({"--strategy", "unified-nearest", "--seed", "7"});
    CHECK(again.code == 2);
    CHECK(again.out.empty());
    CHECK(has(again.error, "--force"));
    CHECK(run({"--strategy", "unified-nearest", "--seed", "7", "--force"}).code == 0);
  }
  SECTION("a replication index is part of the name") {
    REQUIRE(
        run({"--strategy", "unified-nearest", "--seed", "7", "--replication-index", "2"}).code ==
        0);
    const Json summary = parse_json_file(folder.file(name + "-r2/summary.json"));
    CHECK(summary.at("replication") == 2);
    CHECK(summary.at("seed") == 7);
  }
}

TEST_CASE("option --format json prints summary.json's content, --quiet nothing else", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run = eastwest_with(
      {"run", one_job(), "--out", folder.file("r"), "--format", "json", "--quiet", "--audit"});
  CHECK(run.code == 0);
  CHECK(run.error.empty());
  CHECK(run.out == folder.read("r/summary.json"));
  CHECK(run.out.starts_with("{\n"));
}

TEST_CASE("option --decisions logs one JSON object a line", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run = eastwest_with(
      {"run", one_job(), "--out", folder.file("r"), "--decisions", folder.file("d.jsonl")});
  REQUIRE(run.code == 0);
  const std::string log = folder.read("d.jsonl");
  REQUIRE_FALSE(log.empty());
  CHECK(parse_json(log.substr(0, log.find('\n')), "first line").is_object());

  // What stands there already is kept, and nothing runs; --force replaces both.
  folder.write("d.jsonl", "precious");
  const std::vector<std::string> again = {
      "run", one_job(), "--out", folder.file("again"), "--decisions", folder.file("d.jsonl")};
  const EndedProgram refused = eastwest_with(again);
  CHECK(refused.code == 2);
  CHECK(has(refused.error, "d.jsonl: error: the file exists already"));
  CHECK(folder.read("d.jsonl") == "precious");
  CHECK_FALSE(fs::exists(folder.path() / "again"));
  std::vector<std::string> forced = again;
  forced.emplace_back("--force");
  CHECK(eastwest_with(forced).code == 0);
  CHECK(folder.read("d.jsonl") == log);
  // The results folder appears as a whole: a log inside it would go with the folder it replaces.
  forced[5] = folder.file("again/d.jsonl");
  const EndedProgram inside = eastwest_with(forced);
  CHECK(inside.code == 2);
  CHECK(has(inside.error, "the results folder takes no other files"));
}

TEST_CASE("run.json's resolved scenario has the seed as a number", "[program]") {
  const EndedProgram shown = eastwest_with({"show", one_job(), "resolved", "--seed", "77"});
  CHECK(shown.code == 0);
  CHECK(has(shown.out, "\nseed: 77\n"));
}

TEST_CASE("option --until and --set reach the scenario", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run =
      eastwest_with({"run", one_job(), "--out", folder.file("r"), "--until", "2h", "--set",
                     "results.jobs=none", "--network", "uncontended"});
  INFO(run.error);
  REQUIRE(run.code == 0);
  const Json summary = parse_json_file(folder.file("r/summary.json"));
  CHECK(summary.at("duration_s") == 7200);
  CHECK(summary.at("choices").at("network") == "uncontended");
  CHECK_FALSE(fs::exists(folder.path() / "r/jobs.csv"));
}

TEST_CASE("two options that choose the network are a mistake", "[program]") {
  for (const char* set : {"network=simgrid", "network.model=uncontended", "network={routes: 3}"}) {
    const EndedProgram ended =
        eastwest_with({"run", one_job(), "--network", "fluid", "--set", set});
    CHECK(ended.code == 2);
    CHECK(has(ended.error, std::string("--network fluid: error: '") + set +
                               "' chooses the network, too\n  hint: give one of the two"));
  }
  const TemporaryFolder folder;
  const EndedProgram both = eastwest_with({"run", one_job(), "--network", "fluid", "--set",
                                           "network.routes=2", "--out", folder.file("r")});
  INFO(both.error);
  CHECK(both.code == 0);
  // The other ways are for a rule that takes them.
  CHECK(has(both.error, "warning: network.routes: no transfer takes any way but the first"));
  CHECK(has(both.error, "hint: write dispatch: {route: widest}"));
}

TEST_CASE("what a network cannot use in this world is told by validate and run", "[program]") {
  const TemporaryFolder folder;
  const std::string base = source_file("scenarios/tour/080-a-reserved-wave.yaml");
  // Of four waves of 400 Gb/s 50 % may be reserved.
  const std::string wide =
      folder.write("wide.yaml", "base: " + base + "\nname: wide\nnetwork: {wave: 801 Gb/s}\n");
  const std::string told =
      "wide.yaml:3:17: warning: network.wave: no trunk can ever carry a reserved wave of 801 Gb/s: "
      "of the widest, 50 % are 800 Gb/s";
  const EndedProgram checked = eastwest_with({"validate", wide});
  CHECK(checked.code == 0);
  CHECK(has(checked.error, told));
  CHECK(has(checked.error, "hint: nothing is reserved as it is: give waves of at most 800 Gb/s"));
  const EndedProgram run = eastwest_with({"run", wide, "--out", folder.file("r")});
  CHECK(run.code == 0);
  CHECK(has(run.error, told));
  CHECK(has(run.out, "0 given, 3 declined"));
  // An upgrade to come makes room.
  const EndedProgram later =
      eastwest_with({"run", wide, "--out", folder.file("l"), "--set",
                     "upgrades.more={trunk: shanghai-xian, start: 2025-07-08, waves: 5}"});
  INFO(later.error);
  CHECK(later.code == 0);
  CHECK_FALSE(has(later.error, "no trunk can ever carry"));
}

TEST_CASE("an upgrade after which there is no more than before is warned of", "[program]") {
  const TemporaryFolder folder;
  const std::string file = folder.write(
      "upgrades.yaml", "base: " + source_file("scenarios/tour/080-a-reserved-wave.yaml") +
                           "\nname: upgrades\nupgrades:\n"
                           "  first: {trunk: shanghai-xian, start: 2025-07-07 00:10, waves: 6}\n"
                           "  second: {trunk: shanghai-xian, start: 2025-07-07 00:20, waves: 5}\n"
                           "  third: {trunk: shanghai-xian, start: 2025-07-07 00:30, waves: 5}\n"
                           "  fourth: {trunk: xian-zhongwei, start: 2025-07-07 00:05, waves: 1}\n");
  const EndedProgram ended = eastwest_with({"validate", file});
  INFO(ended.error);
  CHECK(ended.code == 0);
  // There are four waves on both.
  CHECK_FALSE(has(ended.error, "upgrades.first"));
  CHECK(has(ended.error,
            "upgrades.yaml:5:66: warning: upgrades.second.waves: 'shanghai-xian' has "
            "6 before, and 5 from then on: fewer"));
  CHECK(has(ended.error, "upgrades.third.waves: 'shanghai-xian' has 5 before, too: nothing"));
  CHECK(has(ended.error, "upgrades.fourth.waves: 'xian-zhongwei' has 4 before, and 1 from then"));
  CHECK(has(ended.error, "`waves` is how many there are from then on, not how many are added"));
}

TEST_CASE("bad input ends with 2, prints nothing and leaves nothing", "[program]") {
  const TemporaryFolder folder;
  const std::string broken = folder.write("broken.yaml", "name: broken\nworlds: china\n");
  const std::vector<std::vector<std::string>> calls = {
      {"run", "none.yaml"},
      {"run", folder.path().string()},
      {"run", broken},
      {"run", one_job(), "--strategy", "unified-neerest"},
      {"run", one_job(), "--variant", "none-such"},
      {"run", one_job(), "--network", "carrier-pigeon"},
      {"run", one_job(), "--network", "fluid", "--set", "network=simgrid"},
      {"compare", one_job(), "--network", "fluid", "--vary", "network.model=fluid,simgrid"},
      {"run", one_job(), "--set", "platfrom.refresh=1 min"},
      {"run", one_job(), "--set", "nonsense"},
      {"run", one_job(), "--until", "3"},
      {"run", one_job(), "--seed", "-1"},
      {"run", one_job(), "--replication-index", "x"},
      {"validate", broken, one_job()},
      {"show", broken},
      {"show", one_job(), "galaxies"},
      {"show", one_job(), "resolved", "--format", "json"},
      {"compare", one_job()},
      {"compare", one_job(), "--strategies", "unified-nearest,siloed-fcsf"},
      {"compare", one_job(), "--strategies", "unified-nearest,siloed-fcfs", "--metric", "speed"},
      {"compare", one_job(), "--strategies", "unified-nearest,siloed-fcfs", "--baseline", "x"},
      {"guard", one_job(), "--baseline", "none.json"},
      {"guard", broken, "--baseline", "none.json", "--update"},
      {"describe", "nothing-of-that-name"},
      {"list", "galaxies"},
      {"new", "../no-such-folder/x"},
      {"new", "with blank"},
      {"completion", "tcsh"}};
  for (const auto& arguments : calls) {
    INFO(arguments[0] << " " << arguments[1] << " " << arguments.back());
    const EndedProgram ended = eastwest_with(arguments, folder.path().string());
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(has(ended.error, "error: "));
    // Only the file that the test itself wrote.
    CHECK(folder.entries() == 1);
  }
}

TEST_CASE("every number of a summary is a metric, and every metric is documented", "[program]") {
  const TemporaryFolder folder;
  // The nation for most, outages, a price and reservations besides.
  const std::vector<std::vector<std::string>> runs = {
      {"national-2025.yaml", "--until", "1d", "--set", "warm_up=0 d"},
      {"tour/070-a-cut-trunk.yaml"},
      {"tour/080-a-reserved-wave.yaml"},
      // Whose job is too large for its site.
      {"tour/010-one-job.yaml", "--set", "world.sites.guian.accelerators=1"}};
  std::set<std::string> keys;
  for (const std::vector<std::string>& one : runs) {
    INFO(one.front());
    std::vector<std::string> arguments = {"run", source_file("scenarios/" + one.front()), "--out",
                                          folder.file("r"), "--force"};
    arguments.insert(arguments.end(), one.begin() + 1, one.end());
    const EndedProgram ended = eastwest_with(arguments);
    INFO(ended.error);
    REQUIRE(ended.code == 0);
    const auto found = metric_keys(parse_json_file(folder.file("r/summary.json")));
    CHECK(found.size() > 30);
    for (const std::string& key : found) {
      INFO(key);
      CHECK(find_metric(key) != nullptr);
      keys.insert(key);
    }
  }
  for (const char* key : {"network.failures.cuts", "network.reservations.given",
                          "money.network_cny", "jobs.rejected_by.no_site_fits"}) {
    INFO(key);
    CHECK(keys.contains(key));
  }
  std::ifstream file(source_file("docs/results.md"));
  const std::string documentation(std::istreambuf_iterator<char>(file), {});
  for (const Metric& metric : metric_catalogue()) {
    // The sum over the reasons is no key of its own.
    if (metric.key == "platform.refused") continue;
    INFO(metric.key);
    CHECK(has(documentation, "`" + metric.key + "`"));
  }
}

}  // namespace eastwest
