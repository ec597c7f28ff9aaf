// Pods of openb: never scheduled, without GPUs, shares of one GPU, lists without times.
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

using std::chrono::seconds;

TEST_CASE("pods that were scheduled and have GPUs are jobs", "[openb]") {
  const Trace trace =
      read_trace(trace_format("openb"),
                 {.file = sample_trace("openb-sample.csv"), .columns = {}, .throughput = {}});
  CHECK(ids_of(trace) ==
        "openb-pod-0000 openb-pod-0001 openb-pod-0005 openb-pod-0002 openb-pod-0006");
  CHECK(trace.input.rows == 7);
  CHECK(rows_that_are(trace.input.left_out, "never scheduled") == 1);
  CHECK(rows_that_are(trace.input.left_out, "without a GPU") == 1);
  // Seconds from the trace's beginning; a run lasts from scheduled_time to deletion_time.
  CHECK(trace.rows[1].submitted == seconds{300});
  CHECK(trace.rows[1].run_time == seconds{4000 - 400});
  CHECK(trace.rows[1].requested == Duration{0});
  CHECK(trace.rows[3].accelerators == 8);
  CHECK(trace.rows[4].run_time == Duration{0});
  CHECK(trace.groups == 1);
  // 460 and 250 thousandths of one GPU.
  CHECK(rows_that_are(trace.input.remarks, "share of one GPU") == 2);
  CHECK(trace.rows[1].accelerators == 1);
  // V100M16|V100M32, and T4.
  CHECK(rows_that_are(trace.input.remarks, "certain GPU models") == 2);
  CHECK(rows_that_are(trace.input.remarks, "when the trace begins") == 1);
}

TEST_CASE("a list of pods without times is refused", "[openb]") {
  const TemporaryFolder folder;
  const std::string text = mistakes_of(
      "openb", folder.write("multigpu.csv",
                            "name,cpu_milli,memory_mib,num_gpu,gpu_milli\na,6000,12288,1,460\n"));
  CHECK(says(text, "this list of pods has no times"));
}

TEST_CASE("pods that cannot be are mistakes with their place", "[openb]") {
  const TemporaryFolder folder;
  const std::string text = mistakes_of(
      "openb", folder.write("pods.csv",
                            "name,num_gpu,gpu_milli,creation_time,deletion_time,scheduled_time\n"
                            "a,1,1000,0,10,20\n"
                            "b,-1,1000,0,20,10\n"
                            "c,1,1000,-5,1e18,10\n"
                            "d,1,1000,,20,10\n"
                            ",1,1000,5,20,10\n"));
  for (const char* place : {":2:12: ", ":3:3: ", ":4:10: ", ":4:13: ", ":5:10: ", ":6:1: "}) {
    CAPTURE(text, place);
    CHECK(says(text, place));
  }
}

}  // namespace eastwest
