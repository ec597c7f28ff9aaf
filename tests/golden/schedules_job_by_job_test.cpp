// Schedules job by job: the project's own log against its independent replica, and, where they are
// at hand, Batsim's schedules of other people's logs.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_reader.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/text/json.hpp"
#include "sim/text/seconds_text.hpp"
#include "tests/catch.hpp"
#include "tests/schedule_replica.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

namespace fs = std::filesystem;
using replica::LogJob;
using replica::Rule;
using Columns = std::vector<std::string>;
/// job_id -> the cells asked for.
using Cells = std::map<std::string, std::vector<std::string>>;

const fs::path kLog = fs::path(EASTWEST_SOURCE_DIR) / "scenarios/bench/backfilling-10000.csv";
const fs::path kStarts =
    fs::path(EASTWEST_SOURCE_DIR) / "tests/approved/schedules/backfilling-10000.csv.gz";
const std::vector<std::pair<std::string, Rule>> kRules{{"fcfs", Rule::fcfs},
                                                       {"easy", Rule::easy},
                                                       {"easy-nodes", Rule::easy_nodes},
                                                       {"conservative", Rule::conservative}};

bool approves() { return std::getenv("EASTWEST_APPROVE") != nullptr; }

Cells cells_of(const fs::path& file, const Columns& wanted) {
  Diagnostics diagnostics;
  CsvReader table(file.string(), diagnostics);
  const CsvColumn id = table.required_column("job_id");
  std::vector<CsvColumn> columns;
  for (const std::string& name : wanted) columns.push_back(table.required_column(name));
  Cells cells;
  while (table.next()) {
    auto& row = cells[std::string(table.text(id))];
    for (const CsvColumn column : columns) row.emplace_back(table.text(column));
  }
  diagnostics.throw_if_errors();
  return cells;
}

struct Outcome {
  Cells jobs;  ///< start_s, state, submit_s, end_s
  std::string bytes;
  Json summary;
};

Outcome run(const fs::path& log, std::int64_t nodes, const std::string& schedule,
            const std::string& options = "") {
  const TemporaryFolder folder;
  const std::string command = fmt::format(
      "'{}' run '{}/scenarios/bench/backfilling.yaml' --quiet --set 'workload.log.file={}' --set "
      "world.sites.machine.nodes={} --set schedule={} --out '{}' {} > /dev/null",
      EASTWEST_PROGRAM, EASTWEST_SOURCE_DIR, log.string(), nodes, schedule, folder.file("out"),
      options);
  REQUIRE(std::system(command.c_str()) == 0);
  return {.jobs = cells_of(folder.file("out/jobs.csv"), {"start_s", "state", "submit_s", "end_s"}),
          .bytes = read_whole_file(folder.file("out/jobs.csv"), std::size_t{1} << 30),
          .summary = parse_json_file(folder.file("out/summary.json"))};
}

/// Jobs of the run whose start differs from `starts`, in seconds (no start: empty).
std::vector<std::string> differing(const Outcome& outcome, const Cells& starts) {
  std::vector<std::string> jobs;
  for (const auto& [id, cells] : starts) {
    const auto found = outcome.jobs.find(id);
    if (found == outcome.jobs.end() || found->second[0] != cells[0]) jobs.push_back(id);
  }
  return jobs;
}

void write_own_log() {
  CsvWriter rows(FileWriter(kLog), {"job_id", "submit", "procs", "run_time", "walltime"});
  for (const LogJob& job : replica::own_log()) {
    rows.text(job.id).integer(job.submit).integer(job.procs);
    rows.integer(job.run_time).integer(job.walltime).end_row();
  }
  rows.commit();
}

std::string start_text(const replica::Starts& starts, const std::string& id) {
  const auto found = starts.find(id);
  return found == starts.end() ? "" : std::to_string(found->second);
}

void write_own_starts() {
  std::vector<replica::Starts> all;
  for (const auto& [name, rule] : kRules) {
    all.push_back(replica::schedule(replica::own_log(), 256, rule));
  }
  fs::create_directories(kStarts.parent_path());
  CsvWriter rows(FileWriter(kStarts, Compression::gzip),
                 {"job_id", "fcfs", "easy", "easy-nodes", "conservative"});
  for (const LogJob& job : replica::own_log()) {
    rows.text(job.id);
    for (const replica::Starts& starts : all) rows.text(start_text(starts, job.id));
    rows.end_row();
  }
  rows.commit();
}

std::optional<fs::path> outside_data(const std::string& name) {
  const char* data = std::getenv("EASTWEST_DATA");
  if (data == nullptr) {
    WARN("not tested: EASTWEST_DATA names no folder of traces");
    return std::nullopt;
  }
  if (!fs::exists(fs::path(data) / "ground_truth" / name)) {
    WARN("not tested: EASTWEST_DATA has no ground_truth/" + name);
    return std::nullopt;
  }
  return fs::path(data) / "ground_truth" / name;
}

}  // namespace

TEST_CASE("the own log is what its generator makes") {
  if (approves()) write_own_log();
  const Cells committed = cells_of(kLog, {"submit", "procs", "run_time", "walltime"});
  REQUIRE(committed.size() == replica::own_log().size());
  std::int64_t larger = 0;
  std::int64_t killed = 0;
  for (const LogJob& job : replica::own_log()) {
    const Columns expected{std::to_string(job.submit), std::to_string(job.procs),
                           std::to_string(job.run_time), std::to_string(job.walltime)};
    REQUIRE(committed.at(job.id) == expected);
    larger += job.procs > 256 ? 1 : 0;
    killed += job.run_time >= job.walltime ? 1 : 0;
  }
  // It holds what the rules speak of.
  CHECK(larger > 0);
  CHECK(killed > 100);
}

TEST_CASE("the replica still gives the schedules committed with the own log", "[.full]") {
  if (approves()) write_own_starts();
  for (const auto& [name, rule] : kRules) {
    CAPTURE(name);
    const replica::Starts starts = replica::schedule(replica::own_log(), 256, rule);
    const Cells committed = cells_of(kStarts, {name});
    std::int64_t different = 0;
    for (const auto& [id, cells] : committed) different += start_text(starts, id) != cells[0];
    CHECK(different == 0);
  }
}

TEST_CASE("in the own log every start of every schedule is the replica's") {
  for (const auto& [name, rule] : kRules) {
    CAPTURE(name);
    const Cells starts = cells_of(kStarts, {name});
    const Outcome outcome = run(kLog, 256, name);
    REQUIRE(outcome.jobs.size() == starts.size());
    CHECK(differing(outcome, starts).empty());
    const auto rejected = outcome.summary["jobs"]["rejected"].get<std::int64_t>();
    std::int64_t larger = 0;
    for (const LogJob& job : replica::own_log()) larger += job.procs > 256 ? 1 : 0;
    CHECK(rejected == larger);
  }
}

TEST_CASE("an audited run prints the same jobs.csv") {
  CHECK(run(kLog, 256, "easy", "--audit").bytes == run(kLog, 256, "easy").bytes);
}

TEST_CASE("Batsim's schedules of HPC2N and Lublin logs, where they are at hand") {
  const auto folder = outside_data("backfilling");
  if (!folder) return;
  for (const auto& [log, nodes] :
       {std::pair{"hpc2n_1000", 240}, std::pair{"hpc2n_10000", 240}, std::pair{"hpc2n_100000", 240},
        std::pair{"lublin_10000", 256}}) {
    for (const char* schedule : {"fcfs", "easy"}) {
      const Outcome outcome = run(*folder / fmt::format("{}__jobs.csv.gz", log), nodes, schedule);
      const Cells batsim =
          cells_of(*folder / fmt::format("{}__{}.csv.gz", log, schedule), {"start", "state"});
      REQUIRE(outcome.jobs.size() == batsim.size());
      std::int64_t other_state = 0;
      for (const auto& [id, cells] : batsim) {
        const bool killed = outcome.jobs.at(id)[1] == "killed";
        other_state += killed != (cells[1] == "killed") ? 1 : 0;
      }
      const auto different = differing(outcome, batsim).size();
      fmt::print(
          "schedules | {} | {} nodes | {} | {} jobs | {} different starts | {} different "
          "ends\n",
          log, nodes, schedule, batsim.size(), different, other_state);
      CHECK(different == 0);
      CHECK(other_state == 0);
    }
  }
}

TEST_CASE("batsim_medium_late under easy-nodes, where it is at hand") {
  const auto folder = outside_data("batsim_medium_late");
  if (!folder) return;
  const Json workload = parse_json_file((*folder / "workload.json").string());
  const TemporaryFolder own;
  std::vector<LogJob> jobs_in_nanoseconds;
  {
    CsvWriter rows(FileWriter(own.file("log.csv")),
                   {"job_id", "submit", "procs", "run_time", "walltime"});
    for (const Json& job : workload["jobs"]) {
      const Json& profile = workload["profiles"][job["profile"].get<std::string>()];
      rows.text(job["id"].dump()).number(job["subtime"].get<double>());
      rows.integer(job["res"].get<std::int64_t>()).number(profile["delay"].get<double>());
      rows.number(job["walltime"].get<double>()).end_row();
      const auto nanoseconds = [](const Json& seconds) {
        return from_seconds(seconds.get<double>()).count();
      };
      jobs_in_nanoseconds.push_back({.id = fmt::format("{:09}", job["id"].get<std::int64_t>()),
                                     .submit = nanoseconds(job["subtime"]),
                                     .procs = job["res"].get<std::int64_t>(),
                                     .run_time = nanoseconds(profile["delay"]),
                                     .walltime = nanoseconds(job["walltime"])});
    }
    rows.commit();
  }
  const auto different_starts = [&](const Outcome& outcome) {
    std::int64_t different = 0;
    const Cells batsim = cells_of(*folder / "easy_out_jobs.csv", {"starting_time"});
    REQUIRE(outcome.jobs.size() == batsim.size());
    for (const auto& [id, cells] : batsim) {
      // Batsim prints six decimals.
      const double off = std::stod(cells[0]) - std::stod(outcome.jobs.at(id)[0]);
      different += off > 1e-6 || off < -1e-6 ? 1 : 0;
    }
    return different;
  };
  const Outcome outcome = run(own.file("log.csv"), 32, "easy-nodes");
  const std::int64_t different = different_starts(outcome);
  CHECK(different == 0);
  const Json& jobs = outcome.summary["jobs"];
  const double makespan = jobs["makespan_s"].get<double>();
  // Machines draw 95 W whether they compute or not: easy_out_schedule.csv says 48909070.4 J.
  const double joules = 95.0 * 32 * makespan;
  CHECK(makespan == Approx(16088.51).epsilon(1e-12));
  CHECK(jobs["wait_s"]["mean"].get<double>() == Approx(9.516326).margin(1e-6));
  CHECK(jobs["wait_s"]["max"].get<double>() == Approx(316.742718).margin(1e-6));
  CHECK(jobs["flow_time_s"]["mean"].get<double>() == Approx(160.927071).margin(1e-6));
  double slowdowns = 0;
  for (const auto& [id, cells] : outcome.jobs) {
    const double end = std::stod(cells[3]);
    slowdowns += (end - std::stod(cells[2])) / (end - std::stod(cells[0]));
  }
  CHECK(slowdowns / 801 == Approx(1.391621).margin(1e-6));
  CHECK(joules == Approx(48909070.4).epsilon(1e-12));
  // By counts the schedule is another one, and the replica's.
  const Outcome easy = run(own.file("log.csv"), 32, "easy");
  const std::int64_t by_counts = different_starts(easy);
  CHECK(by_counts > 0);
  for (const auto& [id, start] : replica::schedule(jobs_in_nanoseconds, 32, Rule::easy)) {
    REQUIRE(easy.jobs.at(std::to_string(std::stoll(id)))[0] == seconds_text(Duration{start}));
  }
  fmt::print(
      "schedules | batsim_medium_late | 32 nodes | easy-nodes | 801 jobs | {} different starts | "
      "makespan {} s, mean wait {:.6f} s, max wait {:.6f} s, mean turnaround {:.6f} s, "
      "mean slowdown {:.6f}, {} J; under easy {} starts differ\n",
      different, makespan, jobs["wait_s"]["mean"].get<double>(),
      jobs["wait_s"]["max"].get<double>(), jobs["flow_time_s"]["mean"].get<double>(),
      slowdowns / 801, joules, by_counts);
}
