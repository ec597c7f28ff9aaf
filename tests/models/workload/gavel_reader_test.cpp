// Gavel's traces: tabs, commands with blanks and place-holders, work in steps.
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

using std::chrono::seconds;

namespace {

Trace sample_with(const ThroughputSource& throughput) {
  return read_trace(
      trace_format("gavel"),
      {.file = sample_trace("gavel-sample.trace"), .columns = {}, .throughput = throughput});
}

}  // namespace

TEST_CASE("steps become seconds by the throughput of model and GPUs", "[gavel]") {
  const Trace trace = sample_with(sample_throughput());
  CHECK(ids_of(trace) == "1 2 3");
  CHECK(trace.rows[0].run_time == seconds{1800});  // 36000 steps at 20 a second
  CHECK(trace.rows[1].run_time == seconds{2000});  // 72000 at 36, on 4 GPUs
  CHECK(trace.rows[2].run_time == seconds{2000});  // 5000 at 2.5
  CHECK(trace.rows[1].accelerators == 4);
  CHECK(trace.rows[2].submitted == std::chrono::milliseconds{900'500});
  // ResNet-18 on 16 GPUs has no row, CycleGAN a throughput of 0.
  CHECK(trace.input.rows == 5);
  CHECK(rows_that_are(trace.input.left_out, "without a throughput") == 2);
}

TEST_CASE("a table without numbers of accelerators holds for any", "[gavel]") {
  const TemporaryFolder folder;
  const Trace trace = sample_with(
      {.file = folder.write("rates.csv",
                            "model,steps_per_second\nResNet-18 (batch size 32),10\nA3C,5\n"),
       .columns = {}});
  CHECK(ids_of(trace) == "1 3 4");
  CHECK(trace.rows[0].run_time == seconds{3600});
  CHECK(trace.rows[2].run_time == seconds{3600});
  CHECK(trace.rows[2].accelerators == 16);
}

TEST_CASE("rows of Gavel that no job can be are mistakes with their place", "[gavel]") {
  const TemporaryFolder folder;
  const std::string text =
      mistakes_of("gavel", folder.write("x.trace",
                                        "A3C\tcmd\t-n\t1\t100\t0.0\t1\n"
                                        "A3C\tcmd\t-n\t1\t100\t0.0\n"
                                        "A3C cmd -n 1 100 0.0 1\n"
                                        "A3C\tcmd\t-n\t1\t-100\t0.0\t1\n"
                                        "A3C\tcmd\t-n\t1\t1000000000000000000\t0.0\t1\n"
                                        "A3C\tcmd\t-n\t1\tmany\t-5\t0\n"));
  for (const char* part :
       {":2: error: the row has 6 cells", ":3: error: the row has 1 cell,", ":4:14: error: steps",
        ":5:14: error: steps: at 2.5 steps a second", ":6:14: ", ":6:19: ", ":6:22: "}) {
    CAPTURE(text, part);
    CHECK(says(text, part));
  }
}

TEST_CASE("mistakes in a throughput table come first", "[gavel]") {
  const TemporaryFolder folder;
  const auto mistakes = [&](const std::string& text) {
    Diagnostics diagnostics;
    const ThroughputTable table({.file = folder.write("t.csv", text), .columns = {}}, diagnostics);
    return diagnostics.text();
  };
  CHECK(says(mistakes("model,steps_per_second\n"), "the table has no throughputs"));
  CHECK(says(mistakes("model,steps\nA,1\n"), "no column is called 'steps_per_second'"));
  CHECK(says(mistakes("model,steps_per_second\nA,-1\n"), ":2:3: "));
  CHECK(says(mistakes("model,steps_per_second\nA,1\nA,2\n"), ":3:1: "));
  CHECK(says(mistakes("model,steps_per_second,accelerators\nA,1,0\n"), ":2:5: "));
  CHECK(mistakes("model,steps_per_second,accelerators\nA,1,1\nA,2,2\n").empty());
}

}  // namespace eastwest
