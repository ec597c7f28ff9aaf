// What happens when stdout cannot be written, and when the user stops the program.
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Waits until the folder exists under the name that it has while a run writes it.
bool run_has_begun(const fs::path& folder, pid_t process) {
  const fs::path partial = folder.string() + ".partial-" + std::to_string(process);
  for (int i = 0; i < 600; ++i) {
    if (fs::exists(partial)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

int files_named_partial(const fs::path& folder) {
  int count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (has(name, "partial") || has(name, "tmp")) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a stdout that cannot be written is told and ends with 4", "[program]") {
  for (const char* out : {"/dev/full", ProgramCall::kBrokenPipe, ProgramCall::kClosed}) {
    INFO(out);
    const EndedProgram list =
        run_to_end({.arguments = {"list"}, .folder = {}, .environment = {}, .out = out});
    CHECK(list.code == 4);
    // A reader that has seen enough (`| head`) need not be told.
    const bool told = out != std::string(ProgramCall::kBrokenPipe);
    CHECK(has(list.error, "error: cannot write to stdout") == told);
    CHECK(list.error.empty() != told);
    const EndedProgram help =
        run_to_end({.arguments = {"--help"}, .folder = {}, .environment = {}, .out = out});
    CHECK(help.code == 4);
  }
}

TEST_CASE("a run whose stdout is closed has written its files, and nothing into them",
          "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run =
      run_to_end({.arguments = {"run", source_file("scenarios/tour/010-one-job.yaml"), "--out",
                                folder.file("r"), "--format", "json"},
                  .folder = {},
                  .environment = {},
                  .out = ProgramCall::kClosed});
  CHECK(run.code == 4);
  CHECK_NOTHROW(parse_json_file(folder.file("r/summary.json")));
}

TEST_CASE("Ctrl-C ends a national run with complete files and 130", "[program]") {
  for (const int number : {SIGINT, SIGTERM}) {
    INFO("signal " << number);
    const TemporaryFolder folder;
    const fs::path results = folder.path() / "results";
    ProgramProcess run({.arguments = {"run", source_file("scenarios/national-2025.yaml"), "--out",
                                      results.string()},
                        .folder = folder.path().string(),
                        .environment = {},
                        .out = {}});
    REQUIRE(run_has_begun(results, run.number()));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    run.send(number);
    const EndedProgram ended = run.wait();
    INFO(ended.error);
    CHECK(ended.code == 130);
    CHECK(has(ended.error, "interrupted"));
    CHECK_FALSE(ended.out.empty());
    const Json summary = parse_json_file((results / "summary.json").string());
    CHECK(summary.at("interrupted") == true);
    // Seven days were asked for.
    CHECK(summary.at("duration_s").get<double>() < 7 * 86400);
    for (const char* file : {"jobs.csv", "sites.csv", "trunks.csv", "flows.csv", "run.json"}) {
      CHECK(fs::exists(results / file));
    }
    CHECK(folder.read("results/jobs.csv").ends_with('\n'));
    CHECK(files_named_partial(folder.path()) == 0);
  }
}

TEST_CASE("Ctrl-C ends a comparison with nothing written and no child left", "[program]") {
  const TemporaryFolder folder;
  const fs::path results = folder.path() / "results";
  ProgramProcess compare({.arguments = {"compare", source_file("scenarios/national-2025.yaml"),
                                        "--strategies", "siloed-fcfs,unified-nearest",
                                        "--replications", "20", "--out", results.string()},
                          .folder = folder.path().string(),
                          .environment = {},
                          .out = {}});
  REQUIRE(run_has_begun(results, compare.number()));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto begun = std::chrono::steady_clock::now();
  compare.send(SIGINT);
  const EndedProgram ended = compare.wait();
  CHECK(ended.code == 130);
  CHECK(ended.out.empty());
  CHECK(folder.entries() == 0);
  // The children are killed, not waited for: twenty replications take minutes.
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(30));
}

}  // namespace eastwest
