// PAI in GAIA's form: hours become seconds, `cpus` accelerators.
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

using std::chrono::seconds;

TEST_CASE("hours of PAI become whole seconds again", "[pai]") {
  const Trace trace =
      read_trace(trace_format("pai"),
                 {.file = sample_trace("pai-sample.csv"), .columns = {}, .throughput = {}});
  REQUIRE(trace.rows.size() == 4);
  CHECK(trace.input.used == 4);
  CHECK(trace.input.left_out.empty());
  CHECK(trace.rows[0].run_time == seconds{91800});  // 25.5 h
  CHECK(trace.rows[1].submitted == seconds{1800});
  CHECK(trace.rows[1].run_time == seconds{301});  // 0.0836111… h
  CHECK(trace.rows[3].submitted == seconds{31'534'021});
  CHECK(trace.rows[3].run_time == seconds{256'093});
  CHECK(trace.rows[3].accelerators == 100);
  CHECK(trace.groups == 1);
}

TEST_CASE("cells of PAI that no job can have are mistakes", "[pai]") {
  const TemporaryFolder folder;
  const std::string text = mistakes_of("pai", folder.write("pai.csv",
                                                           "arrival_time,length,cpus\n"
                                                           "-1.0,1.0,1\n"
                                                           "0.0,1e18,0\n"
                                                           "0.0,one,1.5\n"));
  for (const char* place : {":2:1: ", ":3:5: ", ":3:10: ", ":4:5: ", ":4:9: "}) {
    CAPTURE(text, place);
    CHECK(says(text, place));
  }
}

}  // namespace eastwest
