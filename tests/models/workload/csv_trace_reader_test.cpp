// Any table of jobs as a trace: columns by name, units, order of ids, and every wrong cell.
#include "models/workload/csv_trace_reader.hpp"

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

Parameters mapped(std::map<std::string, std::string> columns,
                  std::map<std::string, std::string> units = {}) {
  Parameters parameters;
  if (!columns.empty()) parameters.set("columns", std::move(columns));
  if (!units.empty()) parameters.set("units", std::move(units));
  return parameters;
}

Trace read(const std::string& text, const Parameters& parameters) {
  const TemporaryFolder folder;
  std::vector<ParameterProblem> problems;
  const CsvTraceColumns columns = CsvTraceColumns::read(parameters, problems);
  REQUIRE(problems.empty());
  return read_csv_trace(folder.write("log.csv", text), columns);
}

}  // namespace

TEST_CASE("a log in columns of its own", "[trace]") {
  const Trace trace = read(
      "id,at,gpus,ms,limit,team\n"
      "b,120,4,1500,,x\n"
      "a,60,8,0,2,y\n"
      "c,120,2,1,3,x\n",
      mapped({{"job_id", "id"},
              {"submit", "at"},
              {"accelerators", "gpus"},
              {"run_time", "ms"},
              {"requested", "limit"},
              {"group", "team"}},
             {{"run_time", "ms"}, {"requested", "h"}}));
  REQUIRE(trace.rows.size() == 3);
  // In order of submission, then id; numbers for dates keep their 0.
  CHECK(trace.id(trace.rows[0]) == "a");
  CHECK(trace.id(trace.rows[1]) == "b");
  CHECK(trace.id(trace.rows[2]) == "c");
  CHECK(trace.rows[0].submitted == std::chrono::seconds{60});
  CHECK(trace.rows[0].run_time == Duration{0});
  CHECK(trace.rows[0].requested == std::chrono::hours{2});
  CHECK(trace.rows[1].run_time == std::chrono::milliseconds{1500});
  CHECK(trace.rows[1].requested == Duration{0});
  CHECK(trace.rows[1].accelerators == 4);
  CHECK(trace.rows[1].number == 1);
  CHECK(trace.groups == 2);
  CHECK(trace.rows[1].group == trace.rows[2].group);
  CHECK(trace.rows[1].group != trace.rows[0].group);
}

TEST_CASE("without a map the columns have the names of what they say", "[trace]") {
  const Trace trace = read("submit,accelerators,run_time,job_id\n5,1,10,z\n", mapped({}));
  REQUIRE(trace.rows.size() == 1);
  CHECK(trace.rows[0].submitted == std::chrono::seconds{5});
  CHECK(trace.id(trace.rows[0]) == "z");
  CHECK(trace.rows[0].requested == Duration{0});
  CHECK(trace.groups == 1);
}

TEST_CASE("decimals of seconds are exact where a double would not be", "[trace]") {
  // 123456789.123456789 s have 18 digits, a double holds 15 to 16.
  const Trace trace =
      read("submit,accelerators,run_time\n123456789.123456789,1,0.000000001\n", mapped({}));
  CHECK(trace.rows[0].submitted == Duration{123'456'789'123'456'789});
  CHECK(trace.rows[0].run_time == Duration{1});
}

TEST_CASE("times of another unit: Muri's milliseconds", "[trace]") {
  const Trace trace = read(
      "job_id,num_gpu,submit_time,iterations,model_name,batch_size,duration,interval\n"
      "0,1,0,5853661,dqn,128,2868294000,46122000\n"
      "1,8,201694000,8787693,dqn,128,4472936000,201694000\n",
      mapped({{"submit", "submit_time"}, {"accelerators", "num_gpu"}, {"run_time", "duration"}},
             {{"submit", "ms"}, {"run_time", "ms"}}));
  CHECK(trace.rows[1].submitted == std::chrono::seconds{201694});
  CHECK(trace.rows[0].run_time == std::chrono::seconds{2868294});
}

TEST_CASE("ids are ordered as numbers, then as texts", "[trace]") {
  CHECK(id_before("9", "10"));
  CHECK(id_before("0009", "10"));
  CHECK_FALSE(id_before("10", "0010"));
  CHECK_FALSE(id_before("0010", "10"));
  CHECK(id_before("10", "a1"));
  CHECK_FALSE(id_before("a1", "10"));
  CHECK(id_before("a10", "a9"));  // texts by their bytes
  CHECK(id_before("99999999999999999999", "100000000000000000000"));
  CHECK(id_before("10", ""));
}

TEST_CASE("what a map may not say", "[trace]") {
  std::vector<ParameterProblem> problems;
  static_cast<void>(CsvTraceColumns::read(
      mapped({{"walltim", "x"}}, {{"accelerators", "s"}, {"submit", "GB"}}), problems));
  CHECK(problems.size() == 3);  // walltim; accelerators is no time; GB is no unit of time
}

TEST_CASE("every wrong cell of a mapped table is reported", "[trace]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("log.csv",
                                        "submit,accelerators,run_time\n"
                                        "0,1,1\n"
                                        "-1,0,x\n"
                                        "1e18,2000000000,-1\n");
  std::string text;
  try {
    static_cast<void>(read_csv_trace(file, {}));
  } catch (const ScenarioError& error) {
    text = error.diagnostics().text();
  }
  for (const char* place : {":3:1: ", ":3:4: ", ":3:6: ", ":4:1: ", ":4:6: ", ":4:17: "}) {
    CAPTURE(text, place);
    CHECK(text.find(place) != std::string::npos);
  }
}

}  // namespace eastwest
