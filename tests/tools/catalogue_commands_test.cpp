// validate, show, list, describe, schema, new and completion: what exists, told without running.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "models/builtin.hpp"
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"
#include "tools/eastwest/catalogue_text.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string national() { return source_file("scenarios/national-2025.yaml"); }

Json shown(const std::vector<std::string>& arguments) {
  const EndedProgram ended = eastwest_with(arguments);
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  return parse_json(ended.out, "stdout");
}

/// What bash offers after these words.
std::string completed(const TemporaryFolder& folder, const std::string& words, int place) {
  const std::string script =
      folder.write("try.sh", "source " + folder.file("completion.bash") + "\nCOMP_WORDS=(" + words +
                                 ")\nCOMP_CWORD=" + std::to_string(place) +
                                 "\n_eastwest\nprintf '%s ' \"${COMPREPLY[@]}\" > " +
                                 folder.file("offered") + "\n");
  REQUIRE(std::system(("bash --norc " + script).c_str()) == 0);
  return folder.read("offered");
}

}  // namespace

TEST_CASE("validate tells ok for every file, or all mistakes of all files", "[program]") {
  const std::string good = source_file("scenarios/tour/010-one-job.yaml");
  const EndedProgram ok = eastwest_with({"validate", good, national()});
  CHECK(ok.code == 0);
  CHECK(ok.out == good + ": ok\n" + national() + ": ok\n");

  const TemporaryFolder folder;
  const std::string one = folder.write("one.yaml", "name: one\nsites: 3\n");
  const std::string two = folder.write("two.yaml", "name: two\nworkloads: {}\n");
  const EndedProgram bad = eastwest_with({"validate", one, good, two});
  CHECK(bad.code == 2);
  CHECK(bad.out.empty());
  CHECK(has(bad.error, one + ":2:1: error: "));
  CHECK(has(bad.error, two + ":2:1: error: "));
}

TEST_CASE("validate knows how long a network can go on", "[program][simgrid]") {
  const TemporaryFolder folder;
  // A day of warm-up and 90 days are one more than SimGrid's clock resolves.
  const std::string text = "base: " + national() + "\nname: long\nwarm_up: 1 d\nduration: 90 d\n";
  const std::string simgrid = folder.write("s.yaml", text + "network: {model: simgrid}\n");
  const std::string fluid = folder.write("f.yaml", text + "network: {model: fluid}\n");
  const EndedProgram ended = eastwest_with({"validate", fluid, simgrid});
  CHECK(ended.code == 2);
  CHECK(has(ended.error, simgrid + ":4:11: error: duration: the network 'simgrid' simulates at "
                                   "most 90 d, warm-up and duration are 91 d\n"));
  CHECK_FALSE(has(ended.error, fluid));
  CHECK(eastwest_with({"validate", fluid}).code == 0);
}

TEST_CASE("list worlds: those of the current folder, or where it looked", "[program]") {
  const TemporaryFolder folder;
  const fs::path bin = folder.path() / "bin";
  fs::create_directories(bin);
  fs::copy_file(EASTWEST_PROGRAM, bin / "eastwest");
  const auto listed = [&](const fs::path& here) {
    const std::string out = folder.file("listed");
    REQUIRE(std::system(("cd '" + here.string() + "' && '" + (bin / "eastwest").string() +
                         "' list worlds > '" + out + "'")
                            .c_str()) == 0);
    return folder.read("listed");
  };
  const std::string none = listed(bin);
  CHECK(has(none, "(none; looked in "));
  CHECK(has(none, (folder.path() / "share/eastwest/scenarios/world").string()));
  CHECK(has(none, ", scenarios/world"));
  // A copied program in the source tree, and one with its data installed beside it.
  CHECK(has(listed(EASTWEST_SOURCE_DIR), "china  in scenarios/world/china"));
  const fs::path data = folder.path() / "share/eastwest/scenarios/world/atlantis";
  fs::create_directories(data);
  folder.write("share/eastwest/scenarios/world/atlantis/world.yaml", "name: atlantis\n");
  CHECK(has(listed(bin), "atlantis  in " + data.string()));
}

TEST_CASE("show accounts reconciles the nation with the official totals", "[program]") {
  const Json accounts = shown({"show", national(), "accounts", "--format", "json"});
  const Json& nation = accounts.at("national");
  CHECK(nation.at("racks") == 10'850'000);
  CHECK(nation.at("ports_400g") == 14'060);
  CHECK(nation.at("eflops_fp16_intelligent").get<double>() == Approx(788).epsilon(1e-4));
  CHECK(nation.at("storage_eb").get<double>() == Approx(1680).epsilon(1e-9));
  CHECK(nation.at("pue").get<double>() == Approx(1.42).epsilon(1e-3));
  for (const auto& [key, value] : nation.items()) {
    INFO(key);
    CHECK(accounts.at("official").contains(key));
  }
  CHECK(accounts.at("official").at("racks") == 10'850'000);
  std::int64_t racks = 0;
  for (const Json& province : accounts.at("by_province")) {
    racks += province.at("racks").get<std::int64_t>();
    if (province.at("province") != "shanxi") continue;
    CHECK(province.at("racks") == 514'000);
    CHECK(province.at("eflops_fp16_intelligent").get<double>() == Approx(32).epsilon(1e-4));
  }
  CHECK(racks == 10'850'000);
  CHECK(has(eastwest_with({"show", national()}).out, "reconciliation, not validation"));
  // No noise of sums: nine significant digits.
  CHECK(nation.at("pue") == 1.42);
  CHECK(has(eastwest_with({"show", national(), "accounts", "--format", "csv"}).out,
            "\nbeijing,jing-jin-ji,750000,41.9998944,116.13,1.4567,"));
  for (const Json& claim : accounts.at("local_claims")) {
    const bool is_used = claim.at("scope") == "intelligent" && claim.at("precision") == "FP16";
    CHECK(claim.at("used_by_local_claims") == is_used);
  }
}

TEST_CASE("a difference is of observations: a target is drawn without one", "[program]") {
  const auto line = [](const Json& accounts, const char* key) {
    for (const Json& row : accounts.at("reconciliation")) {
      if (row.at("key") == key) return row;
    }
    return Json();
  };
  const Json now = shown({"show", national(), "accounts", "--format", "json"});
  CHECK(line(now, "racks").at("relative_difference") == 0);
  CHECK(line(now, "trunks").at("model") == 186);
  CHECK(line(now, "trunks").at("official").is_null());
  CHECK(line(now, "trunks_planned_and_built").at("official") == 250);
  CHECK(line(now, "trunks_planned_and_built").at("kind") == "target");
  CHECK(line(now, "trunks_planned_and_built").at("relative_difference").is_null());
  const Json operators = shown({"show", source_file("scenarios/study/operators.yaml"), "accounts",
                                "--set", "as_of=2023-12-31", "--format", "json"});
  // The model's direct connections stand beside the figure at its date.
  CHECK(line(operators, "interconnection_tbps").at("model") == 40);
  CHECK(line(operators, "interconnection_tbps").at("official") == 40);
  CHECK(line(operators, "interconnection_tbps").at("relative_difference") == 0);
  CHECK(line(operators, "trunks").at("model") == 180);
  CHECK(operators.at("national").at("cities") == 82);
}

TEST_CASE("show load tells who is overloaded before anything runs", "[program]") {
  const Json silos =
      shown({"show", national(), "load", "--strategy", "siloed-fcfs", "--format", "json"});
  const Json nation =
      shown({"show", national(), "load", "--strategy", "unified-nearest", "--format", "json"});
  REQUIRE(nation.at("by_scope").size() == 1);
  CHECK(nation.at("by_scope").at(0).at("offered_share").get<double>() < 1);
  // The same work: what the silos are offered adds up to what the nation is offered.
  double offered = 0;
  int overloaded = 0;
  for (const Json& scope : silos.at("by_scope")) {
    offered += scope.at("offered_accelerators").get<double>();
    if (scope.at("offered_share").is_number() && scope.at("offered_share") > 1) ++overloaded;
  }
  CHECK(offered == Approx(nation.at("by_scope").at(0).at("offered_accelerators").get<double>()));
  CHECK(overloaded > 5);
  // By workload: the shares that the scenario declares, and means from the laws of its generators.
  const Json& foundation = nation.at("by_workload").at(0);
  CHECK(foundation.at("workload") == "foundation");
  CHECK(foundation.at("offered_share").get<double>() == Approx(0.15));
  // 0.3 x 512 + 0.4 x 1024 + 0.2 x 2048 + 0.08 x 4096 + 0.02 x 8192.
  CHECK(foundation.at("accelerators_mean").get<double>() == Approx(1464.32));
  CHECK(foundation.at("jobs_per_day").get<double>() *
            foundation.at("accelerator_seconds_mean").get<double>() / 86400 ==
        Approx(foundation.at("offered_accelerators").get<double>()));
  CHECK(nation.at("by_workload").at(2).at("jobs_per_day").get<double>() == Approx(10'000));
  // By province, three allocations of the same work: all of it is offered by some province, and
  // what is divided by demand is the whole nation.
  double offered_by_provinces = 0;
  double by_demand = 0;
  for (const Json& province : nation.at("by_province")) {
    offered_by_provinces += province.at("offered_accelerators").get<double>();
    by_demand += province.at("by_demand").at("accelerators").get<double>();
    CHECK(province.contains("allocated"));
    if (province.at("province") != "hebei") continue;
    // Zhangjiakou claims 255 EFLOPS, 113.6 are allocated: the other 141.4 at 304.4 TFLOPS each.
    const double more = province.at("local_claims").at("accelerators").get<double>() -
                        province.at("allocated").at("accelerators").get<double>();
    CHECK(more == Approx(141.4e6 / 304.4).margin(1));
  }
  // Guizhou's claim is of all computing, those of Qingyang and Zhongwei do not say of what.
  REQUIRE(nation.at("claims_left_out").size() == 3);
  for (const Json& claim : nation.at("claims_left_out")) CHECK(claim.at("scope") != "intelligent");
  CHECK(offered_by_provinces == Approx(offered));
  CHECK(by_demand == Approx(nation.at("by_scope").at(0).at("accelerators").get<double>()));
}

TEST_CASE("show sources tells where figures are from, in every format", "[program]") {
  const Json sources = shown({"show", national(), "sources", "--format", "json"});
  CHECK(sources.at("sources").size() > 600);
  CHECK(sources.at("sources").at(0).contains("mark"));
  CHECK(has(eastwest_with({"show", national(), "sources"}).out, "# Sources of the world `china`"));
  CHECK(has(eastwest_with({"show", national(), "sources", "--format", "csv"}).out,
            "table,row,column,note,source,date,scope,precision,mark"));
}

TEST_CASE("show accounts of an earlier vintage keeps scopes and precisions apart", "[program]") {
  const Json accounts =
      shown({"show", national(), "accounts", "--set", "as_of=2023-06-30", "--format", "json"});
  CHECK(accounts.at("national").at("racks") == 7'600'000);
  CHECK(accounts.at("national").at("trunks") == 130);
  CHECK(accounts.at("official").at("racks") == 7'600'000);
  CHECK(accounts.at("official").at("trunks") == 130);
  CHECK(accounts.at("official").at("eflops_fp16_intelligent").is_null());
  bool has_total = false;
  for (const Json& figure : accounts.at("published")) {
    if (figure.at("key") != "eflops_fp32_total") continue;
    has_total = true;
    CHECK(figure.at("value") == 197);
    CHECK(figure.at("scope") == "total");
    CHECK(figure.at("precision") == "FP32");
  }
  CHECK(has_total);
  // Claims are of mid-2025: Zhangjiakou's 255 x 291.6 / 788 is no claim of 2023, which is said.
  const Json& claim = accounts.at("local_claims").at(0);
  CHECK(claim.at("site") == "zhangjiakou");
  CHECK(claim.at("claimed_eflops").get<double>() == Approx(255 * 291.6 / 788).epsilon(1e-6));
  const std::string text =
      eastwest_with({"show", national(), "accounts", "--set", "as_of=2023-06-30"}).out;
  CHECK(has(text, "assumed and claimed by nobody"));
  for (const Json& line : accounts.at("reconciliation")) {
    if (line.at("relative_difference").is_null()) continue;
    CHECK(std::fabs(line.at("relative_difference").get<double>()) < 1e-4);  // 291.6 / 5.951
  }
}

TEST_CASE("books without noise, and without reconciliation where nothing is published",
          "[program]") {
  const Json accounts = shown({"show", national(), "accounts", "--format", "json"});
  for (const Json& line : accounts.at("reconciliation")) {
    if (line.at("key") == "pue") CHECK(line.at("relative_difference") == 0.0);
  }
  const std::string own =
      eastwest_with({"show", source_file("scenarios/study/own-graph.yaml"), "accounts"}).out;
  CHECK(has(own, "Nothing is published"));
  CHECK_FALSE(has(own, "reconciliation"));
}

TEST_CASE("show sites and trunks have a row for each, in every format", "[program]") {
  const Json accounts = shown({"show", national(), "accounts", "--format", "json"});
  for (const std::string topic : {"sites", "trunks"}) {
    INFO(topic);
    const auto count = accounts.at("national").at(topic).get<std::size_t>();
    CHECK(shown({"show", national(), topic, "--format", "json"}).at(topic).size() == count);
    const std::string csv = eastwest_with({"show", national(), topic, "--format", "csv"}).out;
    CHECK(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) == count + 1);
    const std::string text = eastwest_with({"show", national(), topic}).out;
    CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == count + 1);
  }
}

TEST_CASE("the resolved scenario has the choice and the defaults in it", "[program]") {
  const std::string original = source_file("scenarios/tour/060-silos-against-a-nation.yaml");
  const EndedProgram shown_text =
      eastwest_with({"show", original, "resolved", "--variant", "nation", "--seed", "77"});
  REQUIRE(shown_text.code == 0);
  CHECK(has(shown_text.out, "scope: nation"));
  CHECK(has(shown_text.out, "77"));
  CHECK(has(shown_text.out, "refresh: "));
}

TEST_CASE("everything that is listed can be described", "[program]") {
  const ModelRegistries models = builtin_models();
  const auto catalogue = catalogue_of(models);
  const std::string everything = eastwest_with({"list"}).out;
  for (const std::string& topic : list_topics()) {
    INFO(topic);
    const std::string part = eastwest_with({"list", topic}).out;
    CHECK_FALSE(part.empty());
    CHECK(has(everything, part));
    if (topic == "formats" || topic == "worlds") continue;
    for (const CatalogueSection& section : list_sections(topic, *catalogue)) {
      for (const auto& [name, sentence] : section.entries) {
        INFO(name);
        CHECK(has(part, name));
        CHECK_FALSE(sentence.empty());
        REQUIRE(description_of(name, *catalogue));
        CHECK(has(*description_of(name, *catalogue), name));
      }
    }
  }
  CHECK(has(eastwest_with({"list", "worlds"}, source_file("scenarios")).out, "china"));
  CHECK(has(eastwest_with({"list", "formats"}).out, "philly"));
}

TEST_CASE("descriptions tell parameters with unit, default and range", "[program]") {
  const std::string scenario = eastwest_with({"describe", "scenario"}).out;
  for (const char* key : {"name", "world", "start", "duration", "(required)"}) {
    INFO(key);
    CHECK(has(scenario, key));
  }
  const std::string metric = eastwest_with({"describe", "jobs.wait_s.mean"}).out;
  CHECK(has(metric, "unit: s; better: lower is better"));
  const std::string platform = eastwest_with({"describe", "nation"}).out;
  CHECK(has(platform, "refresh"));
  CHECK(has(platform, "ns us ms s min h d w"));
  const std::string strategy = eastwest_with({"describe", "siloed-fcfs"}).out;
  CHECK(has(strategy, "platform: province"));
}

TEST_CASE("schema prints a JSON Schema", "[program]") {
  const Json schema = shown({"schema"});
  CHECK(schema.contains("$schema"));
  CHECK(schema.at("properties").contains("world"));
}

TEST_CASE("new writes a scenario that is valid, and overwrites nothing", "[program]") {
  const TemporaryFolder folder;
  const std::string here = folder.path().string();
  const EndedProgram made = eastwest_with({"new", "my-scenario"}, here);
  INFO(made.error);
  REQUIRE(made.code == 0);
  const std::string text = folder.read("my-scenario.yaml");
  CHECK(has(text, "name: my-scenario"));
  CHECK(eastwest_with({"validate", "my-scenario.yaml"}, here).code == 0);

  folder.write("my-scenario.yaml", "mine");
  const EndedProgram again = eastwest_with({"new", "my-scenario.yaml"}, here);
  CHECK(again.code == 2);
  CHECK(folder.read("my-scenario.yaml") == "mine");
  CHECK(eastwest_with({"new", "my-scenario", "--force"}, here).code == 0);
  CHECK(folder.read("my-scenario.yaml") == text);
  CHECK(folder.entries() == 1);
}

TEST_CASE("completion completes commands, options and names in bash", "[program]") {
  const TemporaryFolder folder;
  folder.write("completion.bash", eastwest_with({"completion", "bash"}).out);
  CHECK(completed(folder, "eastwest va", 1) == "validate ");
  CHECK(completed(folder, "eastwest run --strat", 2) == "--strategy ");
  CHECK(completed(folder, "eastwest run --strategy siloed-f", 3) == "siloed-fcfs ");
  CHECK(completed(folder, "eastwest compare --format j", 3) == "json ");
  CHECK(completed(folder, "eastwest list met", 2) == "metrics ");
  CHECK(completed(folder, "eastwest describe jobs.wait_s.p9", 2) ==
        "jobs.wait_s.p95 jobs.wait_s.p99 ");
  // Files where files are meant.
  CHECK(completed(folder, "eastwest run " + folder.file("compl"), 2) ==
        folder.file("completion.bash") + " ");
}

TEST_CASE("completion for zsh and fish knows every command and option", "[program]") {
  for (const std::string shell : {"zsh", "fish"}) {
    INFO(shell);
    const EndedProgram script = eastwest_with({"completion", shell});
    CHECK(script.code == 0);
    for (const char* word : {"compare", "describe", "replication-index", "siloed-fcfs", "junit"}) {
      INFO(word);
      CHECK(has(script.out, word));
    }
  }
}

}  // namespace eastwest
