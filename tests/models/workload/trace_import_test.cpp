// Imported tables are the traces they came from, and shaken ones are shaken by the law.
#include "models/workload/trace_import.hpp"

#include <cmath>
#include <stdexcept>

#include "models/workload/trace_shake.hpp"
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

namespace {

Trace imported(const TraceSample& sample, const ImportOptions& options,
               const TemporaryFolder& folder) {
  const std::string file = folder.file("jobs.csv");
  import_trace(trace_format(sample.format), sample.source, options, FileWriter(file));
  return read_csv_trace(file, {});
}

}  // namespace

TEST_CASE("an imported table, read without a map, is the trace itself", "[import]") {
  for (const TraceSample& sample : trace_samples()) {
    CAPTURE(sample.source.file);
    const TemporaryFolder folder;
    const Trace direct = read_trace(trace_format(sample.format), sample.source);
    const Trace again = imported(sample, {}, folder);
    CHECK(ids_of(again) == ids_of(direct));
    CHECK(again.groups == direct.groups);
    REQUIRE(again.rows.size() == direct.rows.size());
    for (std::size_t i = 0; i < direct.rows.size(); ++i) {
      CHECK(again.rows[i].submitted == direct.rows[i].submitted);
      CHECK(again.rows[i].run_time == direct.rows[i].run_time);
      CHECK(again.rows[i].requested == direct.rows[i].requested);
      CHECK(again.rows[i].accelerators == direct.rows[i].accelerators);
      CHECK(again.rows[i].group == direct.rows[i].group);
    }
  }
}

TEST_CASE("an import tells what became of the rows and what the file says of itself", "[import]") {
  const TemporaryFolder folder;
  const ImportedTrace swf = import_trace(trace_format("swf"), trace_samples()[2].source, {},
                                         FileWriter(folder.file("a")));
  CHECK(swf.rows.rows == 14);
  CHECK(swf.rows.used == 8);
  CHECK(swf.facts.size() == 5);
  CHECK(swf.origin == Duration{0});
  CHECK(swf.span == std::chrono::seconds{1800});
  const ImportedTrace dated = import_trace(trace_format("swf"), trace_samples()[3].source, {},
                                           FileWriter(folder.file("b")));
  CHECK(dated.origin == std::chrono::seconds{1'751'817'600});
  CHECK(dated.span == std::chrono::seconds{100});
}

TEST_CASE("a trace with mistakes writes nothing", "[import]") {
  const TemporaryFolder folder;
  TraceSource source;
  source.file = folder.write("bad.swf", "1 0 0 1e18 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n");
  CHECK_THROWS_AS(
      import_trace(trace_format("swf"), source, {}, FileWriter(folder.file("jobs.csv"))),
      ScenarioError);
  CHECK(folder.entries() == 1);  // neither the table nor a temporary file
}

TEST_CASE("an import that is interrupted writes nothing", "[import]") {
  const TemporaryFolder folder;
  const TraceSample sample = trace_samples()[1];  // 10,000 jobs: called twice a reading
  int calls = 0;
  const ImportOptions options{.between_jobs = [&calls] {
    if (++calls == 3) throw std::runtime_error("enough");
  }};
  CHECK_THROWS_AS(import_trace(trace_format(sample.format), sample.source, options,
                               FileWriter(folder.file("jobs.csv"))),
                  std::runtime_error);
  CHECK(calls == 3);
  CHECK(folder.entries() == 0);
}

TEST_CASE("shaking stays within its bounds and is the same every time", "[import]") {
  const TraceSample sample = trace_samples()[1];  // 10,000 jobs with requests
  const TemporaryFolder folder;
  const Trace plain = read_trace(trace_format(sample.format), sample.source);
  const Trace shaken = imported(sample, {.shake = 0.05, .seed = 7}, folder);
  const std::string bytes = folder.read("jobs.csv");
  REQUIRE(shaken.rows.size() == plain.rows.size());
  std::map<std::string, TraceRow, std::less<>> rows;
  for (const TraceRow& row : plain.rows) rows.emplace(plain.id(row), row);
  const double gap = to_seconds(plain.rows.back().submitted - plain.rows.front().submitted) /
                     static_cast<double>(plain.rows.size() - 1);
  double moved = 0;
  double stretched = 0;
  std::int64_t run = 0;
  constexpr double kMicrosecond = 1.1e-6;
  for (const TraceRow& row : shaken.rows) {
    const TraceRow& before = rows.at(std::string(shaken.id(row)));
    const double shift = to_seconds(row.submitted - before.submitted);
    REQUIRE(row.submitted >= Duration{0});
    REQUIRE(std::fabs(shift) <= 0.05 * gap + kMicrosecond);
    moved += shift;
    REQUIRE(row.accelerators == before.accelerators);
    REQUIRE((row.run_time >= row.requested) == (before.run_time >= before.requested));
    if (before.run_time < std::chrono::seconds{60}) continue;
    const double factor = to_seconds(row.run_time) / to_seconds(before.run_time);
    REQUIRE(factor == Approx(1).margin(0.05 + 1e-6));
    REQUIRE(to_seconds(row.requested) / to_seconds(before.requested) ==
            Approx(factor).margin(1e-6));
    stretched += factor;
    ++run;
  }
  // Means of uniform draws: standard error 0.05 / sqrt(3 n), five of them allowed.
  const auto error = [](std::int64_t n) {
    return 5 * 0.05 / std::sqrt(3.0 * static_cast<double>(n));
  };
  CHECK(run > 1000);
  CHECK(stretched / static_cast<double>(run) == Approx(1).margin(error(run)));
  CHECK(moved / gap / 10000 == Approx(0).margin(error(10000)));

  imported(sample, {.shake = 0.05, .seed = 7}, folder);
  CHECK(folder.read("jobs.csv") == bytes);
  imported(sample, {.shake = 0.05, .seed = 8}, folder);
  CHECK(folder.read("jobs.csv") != bytes);
}

TEST_CASE("one job's shaking does not depend on the others", "[import]") {
  const TraceShake shake(0.2, 1, std::chrono::seconds{10});
  TracedJob job{.submitted = std::chrono::seconds{100},
                .run_time = std::chrono::seconds{1000},
                .requested = Duration{0}};
  TracedJob same = job;
  shake.apply(job, 5);
  shake.apply(same, 5);
  CHECK(job.submitted == same.submitted);
  CHECK(job.run_time == same.run_time);
  CHECK(job.requested == Duration{0});
  // u and v as documented.
  const RandomSource random(1, 0);
  const double u = random.uniform(0, 5, Purpose::trace_shift, 1);
  const double v = random.uniform(0, 5, Purpose::trace_shift, 2);
  CHECK(to_seconds(job.submitted) == Approx(100 + 0.2 * 10 * (2 * u - 1)).margin(1e-6));
  CHECK(to_seconds(job.run_time) == Approx(1000 * (1 + 0.2 * (2 * v - 1))).margin(1e-6));
  CHECK(job.submitted.count() % 1000 == 0);

  TracedJob first{.submitted = Duration{0}, .run_time = Duration{0}, .requested = Duration{1}};
  for (std::uint32_t number = 0; number < 100; ++number) {
    TracedJob shaken = first;
    shake.apply(shaken, number);
    CHECK(shaken.submitted >= Duration{0});
    CHECK(shaken.run_time == Duration{0});
    CHECK(shaken.requested > Duration{0});
  }
}

}  // namespace eastwest
