// The project's own job table: columns, order, what is absent, what is wrong.
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

TEST_CASE("all columns of a job table", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file = folder.write(
      "jobs.csv",
      "home,job_id,submit_s,accelerators,run_time_s,class,input_bytes,result_bytes,requested_s,"
      "circle_ms\n"
      "B,late,10.5,8,3600,big,1000000000000,5000000000,7200,20\n"
      "A,early,0,1,0.25,,,,,\n");
  const auto jobs = all_jobs(*workload_of("table", {{"file", file}}, context_of(world, 100)));
  REQUIRE(jobs.size() == 2);
  const Job& early = jobs[0];
  CHECK(early.id == "early");
  CHECK(early.home == NodeId{0});
  CHECK(early.class_name == "work");
  CHECK(early.submitted == kStart);
  CHECK(early.run_time == std::chrono::milliseconds{250});
  CHECK(early.input == Bytes{0});
  CHECK(early.requested == Duration{0});
  CHECK(early.circle == Duration{0});
  const Job& late = jobs[1];
  CHECK(late.home == NodeId{1});
  CHECK(late.class_name == "big");
  CHECK(late.submitted == kStart + std::chrono::milliseconds{10500});
  CHECK(late.accelerators == 8);
  CHECK(late.input == Bytes{1'000'000'000'000});
  CHECK(late.result == Bytes{5'000'000'000});
  CHECK(late.requested == std::chrono::hours{2});
  CHECK(late.circle == std::chrono::milliseconds{20});
  CHECK(late.transfer_rate_cap == BitsPerSecond{100'000'000'000});
}

TEST_CASE("jobs of one date keep the order of their rows, the horizon cuts", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file = folder.write("jobs.csv",
                                        "job_id,submit_s,accelerators,run_time_s,home\n"
                                        "z,5,1,1,A\n"
                                        "y,604800,1,1,A\n"
                                        "x,5,1,1,A\n"
                                        "w,0,1,1,A\n");
  const auto workload = workload_of("table", {{"file", file}}, context_of(world, 100));
  std::string order;
  for (const Job& job : all_jobs(*workload)) order += job.id;
  CHECK(order == "wzx");
  // 3 accelerator-seconds in a week
  CHECK(workload->offered_accelerators()[0] == Approx(3.0 / 604800));
}

TEST_CASE("the workload's circle is for rows that have none", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file = folder.write("jobs.csv",
                                        "job_id,submit_s,accelerators,run_time_s,home,circle_ms\n"
                                        "a,0,1,1,A,\n"
                                        "b,0,1,1,A,7.5\n");
  const auto jobs =
      all_jobs(*workload_of("table", {{"file", file}, {"circle", 0.02}}, context_of(world, 100)));
  CHECK(jobs.at(0).circle == std::chrono::milliseconds{20});
  CHECK(jobs.at(1).circle == std::chrono::microseconds{7500});
}

TEST_CASE("every wrong cell and column of a job table is reported", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file = folder.write("jobs.csv",
                                        "job_id,submit_s,accelerators,run_time_s,home,input_byte\n"
                                        "a,-1,1,1,A,\n"
                                        "b,0,0,1,A,\n"
                                        "b,0,1,0,Z,\n"
                                        ",0,1,,A,\n");
  try {
    (void)workload_of("table", {{"file", file}}, context_of(world, 100));
    FAIL("no error");
  } catch (const ScenarioError& error) {
    std::vector<int> lines;
    for (const Diagnostic& one : error.diagnostics().all()) lines.push_back(one.position.line);
    // The column; submit; accelerators; id twice, run time and home; no id and no run time.
    CHECK(lines == std::vector<int>{1, 2, 3, 4, 4, 4, 5, 5});
    CHECK(std::string(error.what()).find("did you mean 'input_bytes'?") != std::string::npos);
  }
}

TEST_CASE("a job table needs its columns", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file = folder.write("jobs.csv", "job_id,submit_s,home\na,0,A\n");
  try {
    (void)workload_of("table", {{"file", file}}, context_of(world, 100));
    FAIL("no error");
  } catch (const ScenarioError& error) {
    CHECK(error.diagnostics().error_count() == 2);
  }
}

}  // namespace eastwest
