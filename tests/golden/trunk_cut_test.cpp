// The study of the cut corridor, shortened to a day: the same cut and the same work under three
// choices, and every byte accounted for.
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "sim/text/byte_source.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

struct Outcome {
  Json summary;
  std::string failures;
};

/// The cut on Monday, from 10:00 on.
constexpr const char* kOnMonday =
    "--set 'failures.cuts.beijing-zhangjiakou.start=2025-07-07 10:00'";

/// Monday instead of the week, with the audit.
Outcome day_with(const std::string& options) {
  const TemporaryFolder folder;
  const std::string command = fmt::format(
      "'{}' run '{}/scenarios/study/trunk-cut.yaml' --quiet --audit --out '{}' --until 22h --set "
      "'warm_up=0 d' "
      "--network fluid {} > /dev/null",
      EASTWEST_PROGRAM, EASTWEST_SOURCE_DIR, folder.file("out"), options);
  REQUIRE(std::system(command.c_str()) == 0);
  return {parse_json_file(folder.file("out/summary.json")), folder.read("out/failures.csv")};
}

std::int64_t count(const Json& summary, const char* key) {
  return summary["network"]["failures"][key].get<std::int64_t>();
}

}  // namespace

TEST_CASE("a day with the corridor Beijing-Zhangjiakou cut") {
  const Outcome reroute = day_with(kOnMonday);
  const Outcome wait = day_with(fmt::format("--variant waiting {}", kOnMonday));
  const Outcome fail = day_with(fmt::format("--variant failing {}", kOnMonday));
  // Up to the cut the three runs are the same.
  const std::int64_t hit = count(reroute.summary, "transfers_hit");
  REQUIRE(hit > 0);
  for (const Json* summary : {&wait.summary, &fail.summary}) {
    CHECK(count(*summary, "transfers_hit") == hit);
    for (const char* bytes : {"bytes_moved", "bytes_left"}) {
      CHECK(count(*summary, bytes) == count(reroute.summary, bytes));
    }
  }
  CHECK(count(reroute.summary, "rerouted") == hit);
  CHECK(count(reroute.summary, "bytes_wasted") == 0);
  CHECK(count(wait.summary, "waited") == hit);
  CHECK(wait.summary["network"]["failures"]["stood_still_s"].get<double>() ==
        36000.0 * static_cast<double>(hit));
  CHECK(count(fail.summary, "failed") == hit);
  CHECK(count(fail.summary, "bytes_wasted") == count(fail.summary, "bytes_moved"));
  CHECK(count(reroute.summary, "detoured") > 0);

  const std::string approved =
      std::string(EASTWEST_SOURCE_DIR) + "/tests/approved/trunk-cut/failures.csv";
  if (std::getenv("EASTWEST_APPROVE") != nullptr) write_file(approved, reroute.failures);
  CHECK(reroute.failures == read_whole_file(approved, 1 << 20));
}

TEST_CASE("without outages the study is the national scenario, to the byte") {
  const TemporaryFolder folder;
  const auto run = [&](const std::string& scenario, const std::string& options) {
    const std::string out = folder.file(scenario.substr(scenario.find('/') + 1));
    const std::string command = fmt::format(
        "'{}' run '{}/scenarios/{}' --quiet --out '{}' --until 6h --set 'warm_up=0 d' {} "
        "> /dev/null",
        EASTWEST_PROGRAM, EASTWEST_SOURCE_DIR, scenario, out, options);
    REQUIRE(std::system(command.c_str()) == 0);
    return out;
  };
  const std::string study = run("study/trunk-cut.yaml", "--variant undisturbed");
  // All that else is the study's own: its name, and the price of transfers.
  const std::string nation =
      run("national-2025.yaml",
          "--set name=trunk-cut --set \"world={base: china, transfer_price: 0.1 CNY/GB}\"");
  for (const char* name : {"summary.json", "jobs.csv", "trunks.csv", "sites.csv", "flows.csv",
                           "failures.csv", "timeline.csv"}) {
    INFO(name);
    const std::string file = std::string("/") + name;
    CHECK(read_whole_file(study + file, 1 << 28) == read_whole_file(nation + file, 1 << 28));
  }
  const Json summary = parse_json_file(study + "/summary.json");
  CHECK(summary["network"]["transfers"].get<std::int64_t>() > 100);
  CHECK_FALSE(summary["network"].contains("failures"));
}

TEST_CASE("a day with many failures passes the audit whatever transfers do") {
  // 55,000 km of corridors, 100 cuts a year and 1000 km: 15 a day; 14,060 ports, one a year: 38.
  for (const char* choice : {"reroute", "wait", "fail"}) {
    CAPTURE(choice);
    const Outcome day = day_with(
        fmt::format("{} --set 'failures.random_cuts={{rate: 100 /y, repair: 2 h}}' --set "
                    "'failures.random_ports={{rate: 1 /y}}' --set failures.in_flight={} --set "
                    "world.background_swing=15%",
                    kOnMonday, choice));
    CHECK(count(day.summary, "cuts") > 1);
    CHECK(count(day.summary, "ports") > 10);
    CHECK(count(day.summary, "transfers_hit") > 1);
  }
}
