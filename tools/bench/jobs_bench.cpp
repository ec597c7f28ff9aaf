// The jobs benchmark: a log against a bare Python loop, streams of up to ten million jobs, and what
// a pass costs with a long queue.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/elementary.hpp"
#include "sim/text/csv_reader.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/text/json.hpp"
#include "tools/bench/child_cpu.hpp"
#include "tools/bench/jobs_passes.hpp"

namespace eastwest::bench {
namespace {

namespace fs = std::filesystem;

struct Settings {
  std::string program = "build/release/bin/eastwest";
  std::string log;
  std::int64_t nodes = 256;
  std::string json;
  std::string only;
  int pairs = 5;
};

/// A folder for logs and results, gone at the end.
class WorkFolder {
 public:
  WorkFolder() : path_(fs::temp_directory_path() / fmt::format("eastwest-bench-{}", ::getpid())) {
    fs::create_directories(path_);
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Json row_of(const std::string& name, const std::vector<double>& ratios, double goal,
            const std::string& note) {
  return {{"name", name},
          {"ratio_median", median(ratios)},
          {"ratio_min", *std::min_element(ratios.begin(), ratios.end())},
          {"ratio_max", *std::max_element(ratios.begin(), ratios.end())},
          {"goal", goal > 0 ? Json(goal) : Json()},
          {"note", note}};
}

/// A log of ten times 10,000 jobs: the one in the tree, again and again.
void write_long_log(const std::string& file) {
  constexpr int kRepetitions = 10;
  constexpr std::int64_t kSecondsApart = 12'800'000;
  CsvWriter rows(FileWriter(file), {"job_id", "submit", "procs", "run_time", "walltime"});
  for (int repetition = 0; repetition < kRepetitions; ++repetition) {
    Diagnostics diagnostics;
    CsvReader table("scenarios/bench/backfilling-10000.csv", diagnostics);
    while (table.next()) {
      rows.text(fmt::format("{}{}", repetition, table.text(table.column("job_id"))));
      rows.integer(table.integer(table.column("submit")).value() + repetition * kSecondsApart);
      for (const char* name : {"procs", "run_time", "walltime"}) {
        rows.text(table.text(table.column(name)));
      }
      rows.end_row();
    }
    diagnostics.throw_if_errors();
  }
  rows.commit();
}

std::map<std::string, std::string> starts_of(const std::string& file, const char* column) {
  Diagnostics diagnostics;
  CsvReader table(file, diagnostics);
  const CsvColumn id = table.required_column("job_id");
  const CsvColumn start = table.required_column(column);
  std::map<std::string, std::string> starts;
  while (table.next()) {
    if (!table.text(start).empty()) starts.emplace(table.text(id), table.text(start));
  }
  diagnostics.throw_if_errors();
  return starts;
}

Json backfilling(const Settings& settings, const WorkFolder& folder) {
  std::string log = settings.log;
  if (log.empty()) write_long_log(log = folder.file("log.csv"));
  const std::string nodes = std::to_string(settings.nodes);
  const std::vector<std::string> loop{"/usr/bin/python3", "tools/bench/backfilling_loop.py", log,
                                      nodes, folder.file("loop.csv")};
  std::vector<double> ratios;
  std::vector<double> own;
  for (int pair = 0; pair < settings.pairs; ++pair) {
    // Into a new folder each time: to remove the former results is no part of a run.
    const std::string out = folder.file(fmt::format("easy-{}", pair));
    const std::vector<std::string> program{settings.program,
                                           "run",
                                           "scenarios/bench/backfilling.yaml",
                                           "--set",
                                           "workload.log.file=" + log,
                                           "--set",
                                           "world.sites.machine.nodes=" + nodes,
                                           "--set",
                                           "schedule=easy",
                                           "--quiet",
                                           "--out",
                                           out};
    double ours = 0;
    if (pair % 2 == 0) ours = run_child(program).cpu_seconds;
    const double yardstick = std::stod(run_child(loop).output);
    if (pair % 2 == 1) ours = run_child(program).cpu_seconds;
    ratios.push_back(yardstick / ours);
    own.push_back(ours);
    if (pair > 0) continue;
    EW_CHECK(starts_of(out + "/jobs.csv", "start_s") == starts_of(folder.file("loop.csv"), "start"),
             "the program and the loop do not agree on {}", log);
  }
  return row_of("jobs/backfilling-easy", ratios, 3,
                fmt::format("whole process {:.3f} CPU-seconds, against the bare loop in Python",
                            median(own)));
}

struct StreamRun {
  double cpu_seconds = 0;
  double peak_bytes = 0;
};

StreamRun run_stream(const Settings& settings, const WorkFolder& folder, const std::string& load,
                     std::int64_t jobs) {
  static_cast<void>(run_child({settings.program, "run", "scenarios/bench/fit-first.yaml", "--set",
                               fmt::format("workload.stream.arrivals.jobs={}", jobs), "--set",
                               "workload.stream.arrivals.load=" + load, "--quiet", "--force",
                               "--out", folder.file("stream")}));
  const Json resources = parse_json_file(folder.file("stream/run.json"))["resources"];
  return {resources["cpu_s"].get<double>(), resources["peak_memory_bytes"].get<double>()};
}

void streams(const Settings& settings, const WorkFolder& folder, Json& rows) {
  for (const std::string load : {"85 %", "120 %"}) {
    constexpr std::int64_t kMillion = 1'000'000;
    std::vector<double> speeds;
    StreamRun million;
    for (int i = 0; i < settings.pairs; ++i) {
      million = run_stream(settings, folder, load, kMillion);
      speeds.push_back(1 / million.cpu_seconds);
    }
    rows.push_back(row_of("jobs/fit-first/" + load, speeds, 1,
                          fmt::format("a million jobs in {:.2f} CPU-seconds, {:.0f} MB at most",
                                      1 / median(speeds), million.peak_bytes / 1e6)));
    std::string sizes;
    std::vector<double> seconds;
    for (const std::int64_t jobs : {kMillion / 100, kMillion / 10, kMillion, 10 * kMillion}) {
      const StreamRun run = run_stream(settings, folder, load, jobs);
      seconds.push_back(run.cpu_seconds);
      sizes += fmt::format("{} {:.3f} s {:.0f} MB; ", jobs, run.cpu_seconds, run.peak_bytes / 1e6);
    }
    // Three decades from first to last.
    const double exponent = portable_log(seconds.back() / seconds.front()) / portable_log(1e3);
    rows.push_back(row_of("jobs/growth/" + load, {1.05 / exponent}, 1,
                          fmt::format("exponent {:.3f}: {}", exponent, sizes)));
  }
}

/// Once: the run is long enough to be known to a few percent.
void national_month(const Settings& settings, const WorkFolder& folder, Json& rows) {
  constexpr double kSecondsMax = 180;
  constexpr double kBytesMax = 0x1p30;
  const std::string out = folder.file("month");
  static_cast<void>(run_child(
      {settings.program, "run", "scenarios/bench/national-month.yaml", "--quiet", "--out", out}));
  const Json resources = parse_json_file(out + "/run.json")["resources"];
  const Json jobs = parse_json_file(out + "/summary.json")["jobs"];
  const auto seconds = resources["cpu_s"].get<double>();
  const auto bytes = resources["peak_memory_bytes"].get<double>();
  const std::string what = fmt::format("{} jobs submitted", jobs["submitted"].dump());
  rows.push_back(row_of("jobs/national-month/cpu", {kSecondsMax / seconds}, 1,
                        fmt::format("{} in {:.1f} CPU-seconds", what, seconds)));
  rows.push_back(row_of("jobs/national-month/memory", {kBytesMax / bytes}, 1,
                        fmt::format("{}, {:.0f} MB at most", what, bytes / 1e6)));
}

void passes(const Settings& settings, Json& rows) {
  struct Case {
    const char* schedule;
    Pass pass;
    const char* what;
    double goal;  ///< 0: the rule itself looks at every job, or at every gap between reservations
    int passes;
    std::int64_t backlog;
  };
  // To give 100,000 jobs a reservation one by one takes `conservative` many minutes.
  constexpr std::int64_t kLong = 100'000;
  constexpr std::int64_t kReserved = 10'000;
  const std::vector<Case> cases{
      {"easy", Pass::ends_on_time, "a job ends on time", 1, 2000, kLong},
      {"easy", Pass::ends_early, "a job ends early", 1, 2000, kLong},
      {"easy", Pass::arrival, "a job comes", 1, 2000, kLong},
      {"conservative", Pass::ends_on_time, "a job ends on time", 1, 500, kReserved},
      {"conservative", Pass::arrival, "a job comes", 0, 500, kReserved},
      {"conservative", Pass::ends_early, "a job ends early", 0, 1, kReserved}};
  for (const Case& one : cases) {
    std::vector<double> ratios;
    double small = 0;
    double large = 0;
    for (int pair = 0; pair < settings.pairs; ++pair) {
      small = pass_cost(one.schedule, 1'000, one.pass, one.passes).cpu_seconds;
      large = pass_cost(one.schedule, one.backlog, one.pass, one.passes).cpu_seconds;
      ratios.push_back(3 * small / large);
    }
    rows.push_back(row_of(fmt::format("jobs/pass/{}/{}", one.schedule, one.what), ratios, one.goal,
                          fmt::format("{:.2f} us with 1,000 waiting, {:.2f} us with {}",
                                      small * 1e6, large * 1e6, one.backlog)));
  }
}

void measure_all(const Settings& settings) {
  const WorkFolder folder;
  Json rows = Json::array();
  const auto wanted = [&](const std::string& part) {
    return part.find(settings.only) != std::string::npos;
  };
  if (wanted("backfilling")) rows.push_back(backfilling(settings, folder));
  if (wanted("streams")) streams(settings, folder, rows);
  if (wanted("passes")) passes(settings, rows);
  if (wanted("month")) national_month(settings, folder, rows);
  for (const Json& row : rows) {
    std::cout << fmt::format("{:42} {:7.2f} x ({:.2f} to {:.2f}; goal {}) {}\n",
                             row["name"].get<std::string>(), row["ratio_median"].get<double>(),
                             row["ratio_min"].get<double>(), row["ratio_max"].get<double>(),
                             row["goal"].dump(), row["note"].get<std::string>());
  }
  if (!settings.json.empty()) write_file(settings.json, to_pretty(rows));
}

}  // namespace
}  // namespace eastwest::bench

int main(int count, char** arguments) {
  CLI::App program("What jobs cost: a log, streams of jobs, passes with a long queue.");
  eastwest::bench::Settings settings;
  program.add_option("--program", settings.program, "The program that is measured.");
  program.add_option("--log", settings.log,
                     "job_id, submit, procs, run_time, walltime; without it, ten times the log of "
                     "scenarios/bench.");
  program.add_option("--nodes", settings.nodes, "Of the machine that the log is played on.");
  program.add_option("--json", settings.json, "Also write the rows to this file.");
  program.add_option("--only", settings.only, "One of backfilling, streams, passes, month.");
  program.add_option("--pairs", settings.pairs, "Alternating pairs of runs.");
  CLI11_PARSE(program, count, arguments);
  try {
    eastwest::bench::measure_all(settings);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "jobs_bench: " << error.what() << '\n';
    return 1;
  }
}
