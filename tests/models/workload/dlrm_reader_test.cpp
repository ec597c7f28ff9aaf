// Instances of disaggregated DLRM: dates outside the trace, nodes without a GPU.
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

using std::chrono::seconds;

TEST_CASE("instances that begin before or end after the trace are cut", "[dlrm]") {
  const Trace trace =
      read_trace(trace_format("dlrm"),
                 {.file = sample_trace("dlrm-sample.csv"), .columns = {}, .throughput = {}});
  CHECK(ids_of(trace) == "instance_0 instance_1 instance_3 instance_4");
  CHECK(rows_that_are(trace.input.left_out, "without a GPU") == 2);
  CHECK(rows_that_are(trace.input.left_out, "never scheduled") == 1);
  CHECK(rows_that_are(trace.input.remarks, "when the trace begins") == 2);
  CHECK(rows_that_are(trace.input.remarks, "when the trace ends") == 2);
  // The last date of the file is 8000 s, of an instance that is left out.
  CHECK(trace.rows[0].run_time == seconds{8000});
  CHECK(trace.rows[1].run_time == seconds{1000});
  // Created at 500 s, it runs from 523.5 s to 5647 s.
  CHECK(trace.rows[2].submitted == seconds{500});
  CHECK(trace.rows[2].run_time == std::chrono::milliseconds{5'123'500});
  CHECK(trace.rows[3].run_time == seconds{8000 - 600});
  // app_0 and app_1.
  CHECK(trace.groups == 2);
}

TEST_CASE("instances that cannot be are mistakes with their place", "[dlrm]") {
  const TemporaryFolder folder;
  const std::string text = mistakes_of(
      "dlrm",
      folder.write("dlrm.csv",
                   "instance_sn,app_name,gpu_request,creation_time,scheduled_time,deletion_time\n"
                   "i,a,1,10,20,15\n"
                   "j,a,x,-1,1e18,\n"
                   ",a,1,,,\n"));
  for (const char* place : {":2:13: ", ":3:5: ", ":3:7: ", ":3:10: ", ":4:1: "}) {
    CAPTURE(text, place);
    CHECK(says(text, place));
  }
}

}  // namespace eastwest
