// Traces and their copies: ids, homes, cyclic shifts, the number of copies, order of submission.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/workload/philly_reader.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

std::string sample_file() { return EASTWEST_SOURCE_DIR "/scenarios/study/philly-sample.csv"; }

Values sample(const Values& scale) {
  Values values{{"format", std::string("philly")}, {"file", sample_file()}};
  if (scale.empty()) return values;
  const Schema& schema = workload_model("trace").description.schema;
  values["scale"] = group_with_defaults(schema, "scale", scale);
  return values;
}

WorkloadContext endless(const World& world, std::int64_t accelerators = 1000) {
  WorkloadContext context = context_of(world, accelerators);
  context.horizon = kNever;
  return context;
}

/// Row number and copy of an id such as 17 or 17#3.
std::pair<std::uint32_t, std::uint32_t> row_and_copy(const Job& job) {
  const std::size_t mark = job.id.find('#');
  const auto number = [](const std::string& text) {
    return static_cast<std::uint32_t>(std::stoul(text));
  };
  if (mark == std::string::npos) return {number(job.id), 0};
  return {number(job.id.substr(0, mark)), number(job.id.substr(mark + 1))};
}

}  // namespace

TEST_CASE("the trace itself: every row once, in order, from date 0", "[trace]") {
  const World world = three_homes();
  const Trace trace = read_philly(sample_file());
  const auto jobs = all_jobs(*workload_of("trace", sample({}), endless(world)));
  REQUIRE(jobs.size() == trace.rows.size());
  REQUIRE(jobs.size() == 400);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    CHECK(jobs[i].id == std::to_string(trace.rows[i].number));
    CHECK(jobs[i].submitted == kStart + trace.rows[i].submitted);
    CHECK(jobs[i].run_time == trace.rows[i].run_time);
    CHECK(jobs[i].accelerators == trace.rows[i].accelerators);
  }
  CHECK(jobs.front().submitted == kStart);
  CHECK(jobs.front().class_name == "work");
}

TEST_CASE("copies: all rows of each, shifted cyclically, merged in order", "[trace]") {
  const World world = three_homes();
  const Trace trace = read_philly(sample_file());
  std::map<std::uint32_t, TraceRow> rows;
  for (const TraceRow& row : trace.rows) rows[row.number] = row;
  constexpr std::uint32_t kCopies = 7;
  const auto jobs =
      all_jobs(*workload_of("trace", sample({{"copies", std::int64_t{kCopies}}}), endless(world)));
  REQUIRE(jobs.size() == kCopies * trace.rows.size());
  CHECK(std::is_sorted(jobs.begin(), jobs.end(),
                       [](const Job& a, const Job& b) { return a.submitted < b.submitted; }));
  std::set<std::string> ids;
  std::map<std::uint32_t, std::set<std::int64_t>> shifts;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::int32_t>> homes;
  for (const Job& job : jobs) {
    ids.insert(job.id);
    const auto [number, copy] = row_and_copy(job);
    const TraceRow& row = rows.at(number);
    CHECK(job.run_time == row.run_time);
    CHECK(job.submitted >= kStart);
    CHECK(job.submitted <= kStart + trace.span());
    const Duration moved = job.submitted - kStart - row.submitted;
    shifts[copy].insert((moved < Duration{0} ? moved + trace.span() : moved).count());
    homes[{copy, row.group}].insert(job.home.value);
  }
  CHECK(ids.size() == jobs.size());
  std::set<std::int64_t> all_shifts;
  for (std::uint32_t copy = 0; copy < kCopies; ++copy) {
    // The last row of a turned copy may be a whole span away, which is the same turn.
    shifts[copy].erase(trace.span().count());
    REQUIRE(shifts[copy].size() == 1);
    all_shifts.insert(*shifts[copy].begin());
  }
  CHECK(shifts[0] == std::set<std::int64_t>{0});
  CHECK(all_shifts.size() == kCopies);
  std::set<std::int32_t> seen;
  for (const auto& [key, nodes] : homes) {
    REQUIRE(nodes.size() == 1);  // one home for each cluster of each copy
    seen.insert(*nodes.begin());
  }
  CHECK(homes.size() == kCopies * trace.groups);
  CHECK(seen.size() == 3);
}

TEST_CASE("a load takes the nearest whole number of copies", "[trace]") {
  const World world = three_homes();
  const double busy = read_philly(sample_file()).mean_busy();
  for (const double copies : {1.0, 1.4, 3.0, 12.6}) {
    CAPTURE(copies);
    const auto accelerators = static_cast<std::int64_t>(std::floor(busy * copies / 0.3));
    const auto workload =
        workload_of("trace", sample({{"load", 0.3}}), endless(world, accelerators));
    const double whole = std::floor(copies + 0.5);
    CHECK(static_cast<double>(all_jobs(*workload).size()) == 400 * whole);
    const auto offered = workload->offered_accelerators();
    CHECK(offered[0] + offered[1] + offered[2] == Approx(busy * whole));
  }
}

TEST_CASE("a load of less than half a copy is refused with what is possible", "[trace]") {
  const World world = three_homes();
  const double busy = read_philly(sample_file()).mean_busy();
  const auto accelerators = static_cast<std::int64_t>(busy);  // one copy is a load of about 100 %
  REQUIRE_THROWS_AS(workload_of("trace", sample({{"load", 0.4}}), endless(world, accelerators)),
                    ScenarioError);
  const auto& description = workload_model("trace").description;
  const auto both = sample({{"load", 0.4}, {"copies", std::int64_t{2}}});
  CHECK(description.check(with_defaults(description.schema, both)).size() == 1);
}

TEST_CASE("the horizon cuts the trace", "[trace]") {
  const World world = three_homes();
  WorkloadContext context = context_of(world, 1000);
  context.horizon = kStart + std::chrono::hours{48};
  const auto jobs = all_jobs(*workload_of("trace", sample({}), context));
  REQUIRE_FALSE(jobs.empty());
  CHECK(jobs.size() < 400);
  CHECK(jobs.back().submitted < context.horizon);
  CHECK(workload_of("trace", sample({}), context)->warm_start().empty());
}

TEST_CASE("more copies leave the jobs of the others as they are", "[trace]") {
  const World world = three_homes();
  const auto by_id = [&world](std::int64_t copies) {
    Values values = sample({{"copies", copies}});
    values["input"] = Law(Law::Uniform{1e9, 1e12});
    std::map<std::string, Job> jobs;
    for (const Job& job : all_jobs(*workload_of("trace", values, endless(world)))) {
      jobs[job.id] = job;
    }
    return jobs;
  };
  const auto few = by_id(2);
  const auto many = by_id(3);
  CHECK(few.size() == 800);
  for (const auto& [id, job] : few) {
    const Job& other = many.at(id);
    REQUIRE(other.submitted == job.submitted);
    REQUIRE(other.home == job.home);
    REQUIRE(other.input == job.input);
  }
}

}  // namespace eastwest
