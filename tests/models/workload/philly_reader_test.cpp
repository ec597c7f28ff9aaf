// The Philly reader: order, clusters, and every wrong cell at its place.
#include "models/workload/philly_reader.hpp"

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

TEST_CASE("rows are sorted by date, then by their place in the file", "[philly]") {
  const TemporaryFolder folder;
  const Trace trace = read_philly(folder.write("trace.csv",
                                               "timestamp,duration,num_gpus,gpu_time,cluster\n"
                                               "2017-10-09 07:01:55,66.0,1,66.0,b\n"
                                               "2017-10-08 07:01:55,7200.5,8,57604.0,a\n"
                                               "2017-10-09 07:01:55,1.0,2,2.0,a\n"
                                               "2017-10-08 07:02:05,10.0,1,10.0,b\n"));
  REQUIRE(trace.rows.size() == 4);
  const std::uint32_t numbers[] = {2, 4, 1, 3};
  for (std::size_t i = 0; i < 4; ++i) CHECK(trace.rows[i].number == numbers[i]);
  CHECK(trace.rows[0].submitted == Duration{0});
  CHECK(trace.rows[1].submitted == std::chrono::seconds{10});
  CHECK(trace.rows[3].submitted == std::chrono::hours{24});
  CHECK(trace.rows[0].run_time == std::chrono::milliseconds{7'200'500});
  CHECK(trace.rows[0].accelerators == 8);
  CHECK(trace.groups == 2);
  CHECK(trace.rows[0].group == trace.rows[3].group);
  CHECK(trace.rows[0].group != trace.rows[1].group);
  CHECK(trace.span() == std::chrono::hours{24});
  // 8 x 7200.5 + 10 + 66 + 2 accelerator-seconds over a day
  CHECK(trace.mean_busy() == Approx((57604.0 + 78) / 86400));
}

TEST_CASE("a trace of one date has a span of a second", "[philly]") {
  const TemporaryFolder folder;
  const Trace trace = read_philly(folder.write(
      "trace.csv", "cluster,num_gpus,duration,timestamp\nx,4,10,2017-10-09 00:00:00\n"));
  CHECK(trace.span() == std::chrono::seconds{1});
  CHECK(trace.mean_busy() == Approx(40));
}

TEST_CASE("every wrong cell is reported, with line and column", "[philly]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("trace.csv",
                                        "timestamp,duration,num_gpus,gpu_time,cluster\n"
                                        "2017-10-09 07:01:55,66.0,1,66.0,b\n"
                                        "2017-13-09 07:01:55,66.0,1,66.0,b\n"
                                        "2017-10-09 07:01:55,-5,0,66.0,b\n"
                                        "2017-10-09 07:01:55,ten,1.5,66.0,b\n"
                                        "2017-10-09 07:01:55,0,-1,66.0,b\n");
  try {
    (void)read_philly(file);
    FAIL("no error");
  } catch (const ScenarioError& error) {
    std::vector<std::pair<int, int>> places;
    for (const Diagnostic& one : error.diagnostics().all()) {
      CHECK(one.position.file == file);
      places.emplace_back(one.position.line, one.position.column);
    }
    CHECK(places == std::vector<std::pair<int, int>>{
                        {3, 1}, {4, 21}, {4, 24}, {5, 21}, {5, 25}, {6, 21}, {6, 23}});
  }
}

TEST_CASE("a missing column, an empty table and a missing file are errors", "[philly]") {
  const TemporaryFolder folder;
  for (const std::string& file :
       {folder.write("no-column.csv", "timestamp,duration,cluster\n2017-10-09 07:01:55,66.0,b\n"),
        folder.write("no-rows.csv", "timestamp,duration,num_gpus,cluster\n"),
        folder.file("no-file.csv")}) {
    CAPTURE(file);
    REQUIRE_THROWS_AS(read_philly(file), ScenarioError);
  }
}

}  // namespace eastwest
