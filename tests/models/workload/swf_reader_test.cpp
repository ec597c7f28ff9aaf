// The Standard Workload Format: what is missing, which rows are jobs, both widths, Unix times.
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

using std::chrono::seconds;

TEST_CASE("a log of 18 columns: jobs, and rows left out by reason", "[swf]") {
  const Trace trace = read_trace(
      trace_format("swf"), {.file = sample_trace("sample.swf"), .columns = {}, .throughput = {}});
  // Job 14 stands below 13 in the file.
  CHECK(ids_of(trace) == "1 2 3 8 11 14 12 13");
  CHECK(trace.input.rows == 14);
  CHECK(trace.input.used == 8);
  REQUIRE(trace.input.left_out.size() == 6);
  for (const char* why : {"run time (-1)", "without processors", "cancelled", "parts of a job",
                          "without an end", "without a submission"}) {
    CAPTURE(why);
    CHECK(rows_that_are(trace.input.left_out, why) == 1);
  }
  // The header has 10 lines; job 4 is the fourth row below it.
  CHECK(trace.input.left_out[0].first_line == 14);

  const std::int32_t accelerators[] = {16, 8, 32, 4, 1, 1, 64, 4};
  for (std::size_t i = 0; i < 8; ++i) CHECK(trace.rows[i].accelerators == accelerators[i]);
  // With UnixStartTime in the header submissions are seconds from there.
  CHECK(trace.rows[0].submitted == Duration{0});
  CHECK(trace.rows[1].submitted == seconds{60});
  CHECK(trace.rows[5].run_time == std::chrono::milliseconds{10'500});
  CHECK(trace.rows[0].requested == seconds{7200});
  CHECK(trace.rows[6].requested == Duration{0});
  // Users 1, 2 and 3.
  CHECK(trace.groups == 3);
  CHECK(trace.rows[0].group == trace.rows[2].group);
  CHECK(trace.rows[0].group != trace.rows[1].group);
}

TEST_CASE("what is used, but worth knowing, is counted too", "[swf]") {
  const Trace trace = read_trace(
      trace_format("swf"), {.file = sample_trace("sample.swf"), .columns = {}, .throughput = {}});
  CHECK(rows_that_are(trace.input.remarks, "run time of 0 s") == 1);
  CHECK(rows_that_are(trace.input.remarks, "without a requested time") == 1);
  CHECK(rows_that_are(trace.input.remarks, "longer than requested") == 1);
}

TEST_CASE("a log of 21 columns without a header has Unix times", "[swf]") {
  const Trace trace =
      read_trace(trace_format("swf"),
                 {.file = sample_trace("sample-with-nodes.swf"), .columns = {}, .throughput = {}});
  CHECK(ids_of(trace) == "1 0");
  CHECK(trace.rows[0].submitted == Duration{0});
  CHECK(trace.rows[1].submitted == seconds{100});
  CHECK(trace.rows[0].accelerators == 12);
  // 1751821200 + 1 - 1751821201 = 0: the end was recorded as date 0.
  CHECK(rows_that_are(trace.input.left_out, "without an end") == 1);
  CHECK(trace.input.rows == 3);
}

TEST_CASE("small numbers without a header count from the trace's 0", "[swf]") {
  const std::string row = "1 500 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n";
  CHECK(trace_of("swf", row).rows[0].submitted == seconds{500});
  // 1e8 s after 1970 is a date of 1973; with a start in the header it is no date.
  const std::string late = "1 100000001 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n";
  CHECK(trace_of("swf", late).rows[0].submitted == Duration{0});
  CHECK(trace_of("swf", "; UnixStartTime: 0\n" + late).rows[0].submitted == seconds{100'000'001});
}

TEST_CASE("a log without any request or processors asked for has jobs", "[swf]") {
  // As NASA and lublin: requested time and processors all -1; all waits unknown.
  const Trace trace = trace_of("swf",
                               "1 0 -1 1451 128 -1 -1 -1 -1 -1 -1 1 1 -1 -1 -1 -1 -1\n"
                               "2 1460 -1 0 64 -1 -1 -1 -1 -1 -1 1 1 -1 -1 -1 -1 -1\n");
  CHECK(trace.input.used == 2);
  CHECK(rows_that_are(trace.input.remarks, "without a requested time") == 2);
  CHECK(trace.rows[0].accelerators == 128);
  CHECK(trace.rows[1].run_time == Duration{0});
}

TEST_CASE("comments may hold any bytes, rows only text", "[swf]") {
  const std::string row = "1 0 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n";
  CHECK(trace_of("swf", "; Acknowledge: \xC5ke\n" + row + "; end\n").input.used == 1);
  const TemporaryFolder folder;
  CHECK(says(mistakes_of("swf", folder.write("x", row + "2\xC5" + row)), ":2: error: not valid"));
}

TEST_CASE("cells that no job can have are mistakes with their place", "[swf]") {
  const TemporaryFolder folder;
  const std::string good = "1 0 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n";
  const auto mistake = [&](const std::string& row) {
    return mistakes_of("swf", folder.write("log.swf", good + row + "\n"));
  };
  CHECK(
      says(mistake("2 -60 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1"), ":2:3: error: submit: -60"));
  CHECK(says(mistake("2 60 0 -60.5 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1"), ":2:8: error: run_time"));
  CHECK(
      says(mistake("2 60 0 1e18 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1"), "1e+18 s is not possible"));
  CHECK(says(mistake("2 60 0 60 2 -1 -1 2 1e18 -1 1 1 1 -1 1 -1 -1 -1"), "requested_time: 1e+18"));
  CHECK(says(mistake("2 60 0 60 -2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1"), "-2 accelerators"));
  CHECK(says(mistake("2 60 0 60 2 -1 -1 9000000000 -1 -1 1 1 1 -1 1 -1 -1 -1"), "9000000000"));
  CHECK(says(mistake("2 soon 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1"), "'soon' is not a number"));
  CHECK(says(mistake("2 60 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1"), "the row has 17 cells"));
  // All rows are as wide as the first.
  CHECK(says(mistake("2 60 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1 {1,1} q 1"),
             "the row has 21 cells, the rows before it have 18"));
  CHECK(mistake("") == "");
}

}  // namespace eastwest
