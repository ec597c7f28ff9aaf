// The files of a run, byte by byte: rows of near and far, empty cells, the order of rows.
#include "sim/results/result_tables.hpp"

#include <sstream>

#include "sim/results/jobs_table.hpp"
#include "sim/results/timeline.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Runs a stage with the streamed tables attached and returns the lines of jobs.csv.
std::vector<std::string> jobs_of(ResultsStage& stage, const TemporaryFolder& folder) {
  JobsTable jobs(FileWriter(folder.file("jobs.csv")), stage.stage.world, stage.scenario);
  const RunResults& results = stage.prepare();
  Timeline timeline(FileWriter(folder.file("timeline.csv")), stage.stage.world, stage.scenario,
                    results.links(), results.sites());
  stage.run({&jobs, &timeline});
  jobs.commit();
  timeline.commit();
  return lines_of(folder.read("jobs.csv"));
}

}  // namespace

TEST_CASE("jobs.csv of near and far", "[results]") {
  const TemporaryFolder folder;
  ResultsStage stage(near_and_far());
  const auto rows = jobs_of(stage, folder);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] ==
        "job_id,workload,class,kind,home,site,submit_s,start_s,end_s,finished_s,accelerators,state,"
        "wait_s,deferred_s,matching_s,staging_s,queued_s,run_time_s,requested_s,estimate_s,"
        "input_bytes,result_bytes,refusals,rejection");
  CHECK(rows[1] == "near,list,small,trace,a,left,0,0,3600,3600,4,done,0,0,0,0,0,3600,,3600,0,0,0,");
  CHECK(rows[2] ==
        "far,list,large,trace,b,left,0,3600,10800,10900.00049,8,done,3600,0,0,200.00049,"
        "3399.99951,7200,,7200,10000000000000,5000000000000,0,");
}

TEST_CASE("alive jobs follow with their state and empty cells", "[results]") {
  // At 100 s near runs, far is being staged, and nobody was interested in later jobs.
  const TemporaryFolder folder;
  ResultsStage stage(near_and_far());
  stage.scenario.duration = span(100);
  const auto rows = jobs_of(stage, folder);
  REQUIRE(rows.size() == 3);
  CHECK(rows[1] == "near,list,small,trace,a,left,0,0,,,4,running,0,0,0,0,0,3600,,3600,0,0,0,");
  CHECK(rows[2] ==
        "far,list,large,trace,b,left,0,,,,8,staging,,0,0,,,7200,,7200,10000000000000,"
        "5000000000000,0,");
}

TEST_CASE("rows stand in order of their end, waits have a matching part", "[results]") {
  const TemporaryFolder folder;
  Job limited = job("limited", 1, 1, 100);
  limited.requested = span(20);
  ResultsStage stage({job("long", 0, 1, 50), limited, job("before", -10, 1, 1)});
  stage.stage.parts->first = at(-10);
  // Jobs of a list come in order of submission.
  stage.stage.parts->workloads[0] = std::make_unique<engine_test::ListWorkload>(
      std::vector<Job>{job("before", -10, 1, 1), job("long", 0, 1, 50), limited});
  stage.stage.parts->platform.matching_delay = span(5);
  const auto rows = jobs_of(stage, folder);
  REQUIRE(rows.size() == 3);
  CHECK(rows[1] == "limited,list,,trace,a,left,1,6,26,26,1,killed,5,0,5,0,0,100,20,100,0,0,0,");
  CHECK(rows[2] == "long,list,,trace,a,left,0,5,55,55,1,done,5,0,5,0,0,50,,50,0,0,0,");
}

TEST_CASE("sites, trunks and flows of near and far", "[results]") {
  const TemporaryFolder folder;
  ResultsStage stage(near_and_far());
  const RunResults& results = stage.run();
  write_sites_table(FileWriter(folder.file("sites.csv")), results);
  write_trunks_table(FileWriter(folder.file("trunks.csv")), results);
  write_flows_table(FileWriter(folder.file("flows.csv")), results);

  const auto sites = lines_of(folder.read("sites.csv"));
  REQUIRE(sites.size() == 3);
  // 8 x 3e14 FLOP/s = 0.0024 EFLOPS; 20 h / (8 x 10900.00049 s); 8 queued for 3399.99951 s.
  CHECK(sites[1].starts_with("left,left,provincial,,west,a,8,0.0024,0.8256880"));
  CHECK(sites[1].ends_with(",stable,10000000000000,5000000000000"));
  CHECK(sites[2] == "right,right,provincial,,east,b,4,0.0012,0,0,0,0,,0,0,0,,stable,0,0");

  const auto trunks = lines_of(folder.read("trunks.csv"));
  REQUIRE(trunks.size() == 3);
  CHECK(trunks[1].starts_with("a-b,a-b,a,b,100,400000000000,1,5000000000000,0,5000000000000,"));
  CHECK(trunks[2].starts_with("a-b,a-b,b,a,100,400000000000,1,10000000000000,10000000000000,0,"));
  // This network does not know what sets the pace.
  CHECK(trunks[2].ends_with(",0.05555555555555555,,") +
            trunks[2].ends_with(",0.05555555555555556,,") ==
        1);

  CHECK(folder.read("flows.csv") ==
        "home_province,site_province,workload,class,jobs,accelerator_hours,bytes\n"
        "west,west,list,small,1,4,0\n"
        "east,west,list,large,1,16,15000000000000\n");
}

TEST_CASE("the timeline has exact means of each step", "[results]") {
  const TemporaryFolder folder;
  ResultsStage stage(near_and_far());
  stage.scenario.results.timeline_step = span(7200);
  (void)jobs_of(stage, folder);
  const auto rows = lines_of(folder.read("timeline.csv"));
  // Two steps; nation has four metrics, each of two sites two; one direction of the trunk moved
  // data in each.
  REQUIRE(rows.size() == 1 + 2 * 9);
  CHECK(rows[0] == "time,time_s,entity,metric,value");
  // In the first two hours near holds 4 for one, far 8 for the other: 6 of 12.
  CHECK(rows[1] == "2025-07-07 00:00,0,nation,allocated_share,0.5");
  CHECK(rows[3] == "2025-07-07 00:00,0,nation,running_jobs,1");
  CHECK(rows[5] == "2025-07-07 00:00,0,left,allocated_share,0.75");
  CHECK(rows[8] == "2025-07-07 00:00,0,right,queued_accelerators,0");
  // 10 TB of the 360 TB that 400 Gb/s carry in two hours.
  CHECK(rows[9].starts_with("2025-07-07 00:00,0,a-b b>a,utilisation,0.02777777777777"));
  CHECK(rows[10].starts_with("2025-07-07 02:00,7200,nation,allocated_share,0.6486"));
  CHECK(rows[18].starts_with("2025-07-07 02:00,7200,a-b a>b,utilisation,0.027"));
}

TEST_CASE("tables tell how long a trunk was full and set the pace, if the network knows",
          "[results]") {
  const TemporaryFolder folder;
  ResultsStage stage(near_and_far());
  stage.know_limits();
  stage.scenario.results.timeline_step = span(100);
  (void)jobs_of(stage, folder);
  write_trunks_table(FileWriter(folder.file("trunks.csv")), *stage.results);
  // Of 10900.00049 s the data sets took 200 s (1/18 h), the results 100 s.
  const auto trunks = lines_of(folder.read("trunks.csv"));
  CHECK(trunks[2].ends_with(fmt::format(",{},{}", 200 / kEnd, 200.0 / 3600)));
  CHECK(trunks[1].ends_with(fmt::format(",{},{}", 100 / kEnd, 100.0 / 3600)));
  const std::string timeline = folder.read("timeline.csv");
  for (const char* row : {"2025-07-07 00:00,0,a-b b>a,utilisation,1\n",
                          "2025-07-07 00:00,0,a-b b>a,saturated_share,1\n",
                          "2025-07-07 00:01:40,100,a-b b>a,limited_transfers,1\n",
                          "2025-07-07 03:00,10800,a-b a>b,limited_transfers,1\n"}) {
    CAPTURE(row);
    CHECK(timeline.find(row) != std::string::npos);
  }
  // Nothing moves from 200 s to 10800 s.
  CHECK(timeline.find(",200,a-b") == std::string::npos);
  CHECK(timeline.find(",10700,a-b") == std::string::npos);
}

TEST_CASE("two runs give the same bytes", "[results]") {
  const TemporaryFolder one;
  const TemporaryFolder two;
  for (const TemporaryFolder* folder : {&one, &two}) {
    ResultsStage stage(near_and_far());
    (void)jobs_of(stage, *folder);
    write_sites_table(FileWriter(folder->file("sites.csv")), *stage.results);
    write_trunks_table(FileWriter(folder->file("trunks.csv")), *stage.results);
  }
  for (const char* name : {"jobs.csv", "timeline.csv", "sites.csv", "trunks.csv"}) {
    CHECK(one.read(name) == two.read(name));
    CHECK_FALSE(one.read(name).empty());
  }
}

}  // namespace eastwest::results_test
