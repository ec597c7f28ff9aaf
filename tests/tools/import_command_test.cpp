// eastwest import: one table a trace, its counts on stderr, nothing half-written.
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string sample(const std::string& name) {
  return source_file("scenarios/study/traces/" + name);
}

}  // namespace

TEST_CASE("import writes a table and tells what became of the rows", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram ended =
      eastwest_with({"import", "swf", sample("sample.swf"), "-o", folder.file("jobs.csv")});
  INFO(ended.error);
  CHECK(ended.code == 0);
  CHECK(ended.out.empty());
  CHECK(has(ended.error, "14 rows, 8 used"));
  CHECK(has(ended.error, "left out: 1 without a run time (-1), the first in line 14"));
  CHECK(has(ended.error, "MaxProcs: 64"));
  // Rows as they stand in the file; an unknown request is an empty cell.
  const std::string table = folder.read("jobs.csv");
  CHECK(has(table,
            "job_id,submit,accelerators,run_time,requested,group\n"
            "1,0,16,3600,7200,1\n"
            "2,60,8,120,300,2\n"));
  CHECK(has(table, "\n12,1800,64,86400,,3\n"));
  CHECK(has(table, "\n14,1200,1,10.5,60,3\n"));
}

TEST_CASE("import does not write over a file without --force, and packs .gz", "[program]") {
  const TemporaryFolder folder;
  const std::vector<std::string> call = {"import", "pai", sample("pai-sample.csv"), "--out",
                                         folder.file("jobs.csv.gz")};
  CHECK(eastwest_with(call).code == 0);
  const EndedProgram again = eastwest_with(call);
  CHECK(again.code == 2);
  CHECK(has(again.error, "the file exists already"));
  std::vector<std::string> forced = call;
  forced.emplace_back("--force");
  CHECK(eastwest_with(forced).code == 0);
  // The packed table is read as any trace.
  CHECK(eastwest_with({"import", "csv", folder.file("jobs.csv.gz"), "-o", folder.file("b.csv")})
            .code == 0);
  CHECK(has(folder.read("b.csv"), "\n2,1800,2,301,,\n"));
}

TEST_CASE("import takes a map for any table, and a throughput table for Gavel", "[program]") {
  const TemporaryFolder folder;
  const std::string log = folder.write("log.csv", "id,at,gpus,length\nx,1500,4,60000\n");
  const EndedProgram mapped =
      eastwest_with({"import", "csv", log, "-o", folder.file("a.csv"), "--columns",
                     "job_id=id,submit=at,accelerators=gpus,run_time=length", "--units",
                     "submit=ms,run_time=ms"});
  INFO(mapped.error);
  CHECK(mapped.code == 0);
  CHECK(has(folder.read("a.csv"), "\nx,1.5,4,60,,\n"));
  const EndedProgram gavel =
      eastwest_with({"import", "gavel", sample("gavel-sample.trace"), "-o", folder.file("g.csv"),
                     "--throughput", sample("gavel-throughput.csv"), "--throughput-columns",
                     "model=job_type,accelerators=gpus,steps_per_second=rate"});
  INFO(gavel.error);
  CHECK(gavel.code == 0);
  CHECK(has(gavel.error, "left out: 2 without a throughput"));
  CHECK(has(folder.read("g.csv"), "\n2,600,4,2000,,\n"));
}

TEST_CASE("mistakes of the command line are told", "[program]") {
  const TemporaryFolder folder;
  const auto error = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "import");
    arguments.insert(arguments.end(), {"-o", folder.file("jobs.csv")});
    const EndedProgram ended = eastwest_with(arguments);
    CHECK(ended.code == 2);
    return ended.error;
  };
  const std::string swf = sample("sample.swf");
  CHECK(has(error({"swff", swf}), "swf"));
  CHECK(has(error({"swf", swf, "--shake", "100%"}), "below 100 %"));
  CHECK(has(error({"swf", swf, "--shake", "much"}), "--shake"));
  CHECK(has(error({"swf", swf, "--seed", "-1"}), "not a whole number"));
  CHECK(has(error({"swf", swf, "--columns", "submit=at"}), "format swf has no use for it"));
  CHECK(has(error({"csv", swf, "--columns", "submit"}), "is no pair"));
  CHECK(has(error({"csv", swf, "--columns", "submt=a"}), "did you mean 'submit'?"));
  CHECK(has(error({"csv", swf, "--columns", "submit=a,submit=b"}), "given twice"));
  CHECK(has(error({"csv", swf, "--units", "submit=GB"}), "no unit of time"));
  CHECK(has(error({"gavel", sample("gavel-sample.trace")}), "work in steps"));
  CHECK(folder.entries() == 0);
}

TEST_CASE("a bad trace ends import and run with 2 and leaves nothing behind", "[program]") {
  const TemporaryFolder folder;
  const std::string bad = folder.write("bad.swf",
                                       "1 0 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n"
                                       "2 -60 0 1e18 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n");
  const EndedProgram ended = eastwest_with({"import", "swf", bad, "-o", folder.file("jobs.csv")});
  CHECK(ended.code == 2);
  CHECK(has(ended.error, "bad.swf:2:3: error: submit: -60 s is not possible here"));
  CHECK(has(ended.error, "bad.swf:2:9: error: run_time: 1e+18 s is not possible here"));
  const std::string scenario = folder.write(
      "run.yaml", "base: " + source_file("scenarios/tour/010-one-job.yaml") +
                      "\nworkload: {log: {kind: trace, format: swf, file: bad.swf}}\n");
  const EndedProgram run = eastwest_with({"run", scenario, "--out", folder.file("out")});
  INFO(run.error);
  CHECK(run.code == 2);
  CHECK(has(run.error, "bad.swf:2:3: error: submit"));
  CHECK(folder.entries() == 2);
}

TEST_CASE("a pipe cannot be read twice, and says so", "[program]") {
  const TemporaryFolder folder;
  const int status = std::system(
      fmt::format("cat '{}' | '{}' import swf /dev/stdin -o '{}' 2> '{}'", sample("sample.swf"),
                  EASTWEST_PROGRAM, folder.file("jobs.csv"), folder.file("errors"))
          .c_str());
  CHECK(WEXITSTATUS(status) == 2);
  CHECK(has(folder.read("errors"), "a pipe can be read only once"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a run tells the rows of its trace on stderr and in its summary", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run = eastwest_with(
      {"run", source_file("scenarios/study/trace-formats.yaml"), "--out", folder.file("out")});
  INFO(run.error);
  REQUIRE(run.code == 0);
  CHECK(has(run.error, "workload log: 14 rows, 8 used\n  left out: 1 without a run time (-1)"));
  CHECK(has(run.out, "  log: 14 rows, 8 used\n    left out: 1 without a run time (-1)\n"));
  const Json summary = parse_json_file(folder.file("out/summary.json"));
  CHECK(summary["traces"][0]["workload"] == "log");
  CHECK(summary["traces"][0]["rows"] == 14);
  CHECK(summary["traces"][0]["used"] == 8);
  CHECK(summary["traces"][0]["left_out"].size() == 6);
  CHECK(summary["jobs"]["submitted"] == 8);
  for (const char* format : {"openb", "pai", "dlrm", "gavel", "with-nodes"}) {
    CAPTURE(format);
    const EndedProgram other =
        eastwest_with({"run", source_file("scenarios/study/trace-formats.yaml"), "--variant",
                       format, "--out", folder.file(format)});
    INFO(other.error);
    CHECK(other.code == 0);
    const Json rows = parse_json_file(folder.file(std::string(format) + "/summary.json"));
    CHECK(rows["jobs"]["submitted"] == rows["traces"][0]["used"]);
    CHECK(rows["jobs"]["alive"] == 0);
  }
}

}  // namespace eastwest
