// Every scenario of scenarios/tour is a test: the arithmetic of its header, and its approved
// tables.
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/golden/tour_runs.hpp"

using namespace tour;

namespace {

std::vector<fs::path> tour_scenarios() {
  std::vector<fs::path> scenarios;
  for (const auto& entry : fs::directory_iterator(source("scenarios/tour"))) {
    if (entry.path().extension() == ".yaml") scenarios.push_back(entry.path());
  }
  std::sort(scenarios.begin(), scenarios.end());
  return scenarios;
}

/// The options that choose each of a scenario's variants, and none.
std::vector<std::string> choices_of(const fs::path& scenario) {
  std::vector<std::string> choices = {""};
  std::istringstream lines(read_file(scenario));
  bool is_inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != ' ' && line.front() != '#') {
      is_inside = line.starts_with("variants:");
    } else if (is_inside && line.starts_with("  ") && line[2] != ' ' && line[2] != '#') {
      choices.push_back("--variant " + line.substr(2, line.find(':') - 2));
    }
  }
  return choices;
}

/// Dates and durations agree to 1e-9 or 2 ns for each of a job's two transfers; all else is equal.
void check_same_dates(const Table& one, const Table& other) {
  REQUIRE(one.size() == other.size());
  for (const auto& [job, cells] : one) {
    for (const auto& [column, cell] : cells) {
      INFO(job << ", " << column);
      if (column.ends_with("_s") && !cell.empty()) {
        CHECK(number(other, job, column) ==
              Approx(number(one, job, column)).epsilon(1e-9).margin(4e-9));
      } else {
        CHECK(other.at(job).at(column) == cell);
      }
    }
  }
}

}  // namespace

TEST_CASE("tour 010: one job starts when it is submitted") {
  const Table jobs = run_tour("010-one-job.yaml");
  CHECK(jobs.at("first").at("start_s") == "600");
  CHECK(jobs.at("first").at("end_s") == "7800");
  CHECK(jobs.at("first").at("wait_s") == "0");
}

TEST_CASE("tour 020: bytes over one wave plus light in fibre") {
  const Table jobs = run_tour("020-two-sites-and-a-trunk.yaml");
  // 10 TB / 400 Gb/s = 200 s; 1200 km x 4.9 us = 5.88 ms.
  CHECK(jobs.at("remote").at("start_s") == "200.00588");
  CHECK(jobs.at("remote").at("staging_s") == "200.00588");
  // 3600 s later it ends; 500 GB travel back in 10 s + 5.88 ms.
  CHECK(jobs.at("remote").at("end_s") == "3800.00588");
  CHECK(jobs.at("remote").at("finished_s") == "3810.01176");
}

TEST_CASE("tour 030: a queue under three schedules") {
  const Table fcfs = run_tour("030-a-queue.yaml");
  CHECK(number(fcfs, "big", "start_s") == 0);
  CHECK(number(fcfs, "wide", "start_s") == 1000);
  CHECK(number(fcfs, "narrow", "start_s") == 1500);
  CHECK(number(fcfs, "late", "start_s") == 1500);
  // Shortest first: narrow (2) fits beside big (6) at 20; at 1000 the shortest waiting is late (200
  // s).
  const Table sjf = run_tour("030-a-queue.yaml", "--variant shortest");
  CHECK(number(sjf, "narrow", "start_s") == 20);
  CHECK(number(sjf, "late", "start_s") == 1000);
  CHECK(number(sjf, "wide", "start_s") == 1200);
  // Whatever fits: narrow at 20; at 1000 wide is first in the queue and fits.
  const Table fit_first = run_tour("030-a-queue.yaml", "--variant fit_first");
  CHECK(number(fit_first, "narrow", "start_s") == 20);
  CHECK(number(fit_first, "wide", "start_s") == 1000);
  CHECK(number(fit_first, "late", "start_s") == 1500);
}

TEST_CASE("tour 040: two transfers share a wave, unless sharing is switched off") {
  const Table shared = run_tour("040-a-full-trunk.yaml");
  // 1000 km x 4.9 us = 4.9 ms. 100 s alone, 200 s at half rate; then 100 s alone for the other.
  CHECK(shared.at("early").at("start_s") == "300.0049");
  CHECK(shared.at("late").at("start_s") == "400.0049");
  const Table alone = run_tour("040-a-full-trunk.yaml", "--variant nothing_shared");
  CHECK(alone.at("early").at("start_s") == "200.0049");
  CHECK(alone.at("late").at("start_s") == "300.0049");
}

TEST_CASE("tour 050: a tight circle goes near, a loose one goes cheap") {
  const Table jobs = run_tour("050-a-circle.yaml");
  CHECK(jobs.at("job@tight").at("site") == "shaoguan");
  CHECK(jobs.at("job@loose").at("site") == "guian");
}

TEST_CASE("tour 060: a nation halves the queue of a silo") {
  const auto waits = [](const Table& jobs) {
    std::vector<double> all;
    for (const char* name : {"one", "two", "three", "four"}) {
      all.push_back(number(jobs, name, "wait_s"));
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  CHECK(waits(run_tour("060-silos-against-a-nation.yaml")) ==
        std::vector<double>{0, 1000, 2000, 3000});
  CHECK(waits(run_tour("060-silos-against-a-nation.yaml", "--variant nation")) ==
        std::vector<double>{0, 0, 1000, 1000});
}

TEST_CASE("tour 070: a cut trunk: the way round, patience, a new beginning") {
  // 5 TB in 100 s; then over 1500 km (7.35 ms) from 110 s on, or over 1000 km from 3700 s on.
  const auto staged = [](const std::string& options) {
    return run_tour("070-a-cut-trunk.yaml", options).at("remote").at("start_s");
  };
  CHECK(staged("") == "210.00735");
  CHECK(staged("--variant waiting") == "3800.0049");
  CHECK(staged("--variant failing") == "310.00735");
}

TEST_CASE("tour 080: large data sets reserve, also on the way round") {
  const Table reserved = run_tour("080-a-reserved-wave.yaml");
  CHECK(reserved.at("corpus").at("start_s") == "210.01029");
  CHECK(reserved.at("archive").at("start_s") == "210.01029");
  CHECK(reserved.at("images").at("start_s") == "330.00882");
  CHECK(reserved.at("notes").at("start_s") == "30.00882");
  const Table shared = run_tour("080-a-reserved-wave.yaml", "--variant shared");
  CHECK(shared.at("notes").at("start_s") == "80.00882");
  CHECK(shared.at("images").at("start_s") == "500.00882");
  CHECK(shared.at("corpus").at("start_s") == "580.00882");
  CHECK(shared.at("archive").at("start_s") == "580.00882");
}

TEST_CASE("tour 090: what opens and closes during a run") {
  const Table jobs = run_tour("090-a-site-opens.yaml");
  CHECK(jobs.at("first").at("site") == "beijing");
  // From 01:00 on, 40 s, and 900 km x 4.9 us/km over Datong, because the direct trunk is dark.
  CHECK(jobs.at("second").at("site") == "horinger");
  CHECK(jobs.at("second").at("start_s") == "3640.00441");
  // Beijing is cheaper and idle, but closed since noon.
  CHECK(jobs.at("third").at("site") == "horinger");
  CHECK(jobs.at("third").at("start_s") == "45000");
  // 40 s, and 500 km over the trunk that opened at 02:00.
  CHECK(jobs.at("fourth").at("start_s") == "45640.00245");
}

TEST_CASE("tour 100: the shortest way, the widest, and one each") {
  const Table widest = run_tour("100-two-ways.yaml");
  CHECK(widest.at("one").at("staging_s") == "100.01029");  // 20 TB over 1.6 Tb/s, 2100 km
  CHECK(widest.at("other").at("staging_s") == "100.01029");
  const Table shortest = run_tour("100-two-ways.yaml", "--variant shortest");
  CHECK(shortest.at("one").at("staging_s") == "400.00882");  // 20 TB over 400 Gb/s, 1800 km
  CHECK(shortest.at("other").at("staging_s") == "400.00882");
  // Seed 1 draws different ways: 10 TB over 400 Gb/s and over 1.6 Tb/s.
  const Table one_each = run_tour("100-two-ways.yaml", "--variant one_each");
  const std::string first = one_each.at("one").at("staging_s");
  const std::string second = one_each.at("other").at("staging_s");
  CHECK(std::min(first, second) == "200.00882");
  CHECK(std::max(first, second) == "50.01029");
}

TEST_CASE("tour 110: a running job makes way, and what that costs") {
  const Table jobs = run_tour("110-preemption.yaml");
  CHECK(jobs.at("tune").at("start_s") == "2100");
  CHECK(jobs.at("tune").at("end_s") == "3300");
  CHECK(jobs.at("tune").at("missed") == "0");
  CHECK(jobs.at("train").at("end_s") == "9300");
  CHECK(jobs.at("train").at("useful_s") == "7200");
  CHECK(jobs.at("train").at("overhead_s") == "900");
  CHECK(jobs.at("train").at("suspended_s") == "1200");
  CHECK(jobs.at("report").at("submit_s") == "9300");
  const Table checkpoints = run_tour("110-preemption.yaml", "--variant checkpoints");
  CHECK(checkpoints.at("tune").at("start_s") == "1800");
  CHECK(checkpoints.at("train").at("end_s") == "9800");
  CHECK(checkpoints.at("train").at("lost_s") == "800");
  CHECK(checkpoints.at("train").at("overhead_s") == "600");
  const Table in_turn = run_tour("110-preemption.yaml", "--variant in_turn");
  CHECK(in_turn.at("tune").at("end_s") == "8400");
  CHECK(in_turn.at("tune").at("missed") == "1");
  CHECK(in_turn.at("report").at("end_s") == "9000");
  const Table given_up = run_tour("110-preemption.yaml", "--variant given_up");
  CHECK(given_up.at("tune").at("state") == "expired");
  CHECK(given_up.at("tune").at("finished_s") == "7200");
  CHECK(given_up.at("report").at("state") == "rejected");
  const Table by_deadline = run_tour("110-preemption.yaml", "--variant by_deadline");
  CHECK(by_deadline.at("train").at("end_s") == "9300");
}

TEST_CASE("tour 120: training jobs take as long as their site's accelerators need") {
  const Table jobs = run_tour("120-a-training-job.yaml");
  CHECK(jobs.at("quick-1").at("site") == "horinger");
  // 6 x 1e9 x 20e9 / (100 x 250e12 x 0.4)
  CHECK(jobs.at("quick-1").at("end_s") == "12000");
  CHECK(jobs.at("quick-1").at("run_time_s") == "12000");
  CHECK(jobs.at("safe-1").at("end_s") == "12001.2");
  CHECK(number(jobs, "failing-1", "end_s") ==
        Approx(12 * 86400 * std::exp(600 / 86400.0) * std::expm1(1000.1 / 86400)));
  CHECK(jobs.at("measured-1").at("end_s") == "20000");
  // Before a site is chosen: the mean of 12,000 s and 24,000 s; what it is told at the site is
  // exact.
  CHECK(jobs.at("quick-1").at("estimate_s") == "12000");
  const Table near = run_tour("120-a-training-job.yaml", "--variant near");
  CHECK(near.at("quick-1").at("site") == "beijing");
  CHECK(near.at("quick-1").at("end_s") == "24000");
}

TEST_CASE("the tour has the same dates under SimGrid's network", "[simgrid]") {
  for (const fs::path& scenario : tour_scenarios()) {
    const std::string file = scenario.filename().string();
    for (const std::string& choice : choices_of(scenario)) {
      INFO(scenario.filename() << " " << choice);
      check_same_dates(run_tour(file, choice + " --network fluid"),
                       run_tour(file, choice + " --network simgrid"));
    }
  }
}

TEST_CASE("every tour scenario gives its approved tables") {
  const std::vector<fs::path> scenarios = tour_scenarios();
  REQUIRE(scenarios.size() >= 10);
  for (const fs::path& scenario : scenarios) {
    const eastwest::TemporaryFolder folder;
    const fs::path out = fs::path(folder.path()) / "out";
    REQUIRE(run_program(fmt::format("run '{}' --quiet --out '{}' > /dev/null", scenario.string(),
                                    out.string())) == 0);
    for (const char* table : {"jobs.csv", "sites.csv", "trunks.csv", "flows.csv", "failures.csv",
                              "tenants.csv", "storage.csv", "summary.json"}) {
      const fs::path approved = source("tests/approved/tour") / scenario.stem() / table;
      // Some tables are written only where there is something to say.
      if (!fs::exists(out / table) && !fs::exists(approved)) continue;
      if (std::getenv("EASTWEST_APPROVE") != nullptr) {
        fs::create_directories(approved.parent_path());
        std::ofstream(approved, std::ios::binary) << read_file(out / table);
      }
      INFO(scenario.filename() << ": " << table);
      CHECK(read_file(out / table) == read_file(approved));
    }
  }
}
