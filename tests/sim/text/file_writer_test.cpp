// Files and results folders: nothing half-written ever stands under its final name.
#include "sim/text/file_writer.hpp"

#include <filesystem>
#include <string>
#include <utility>

#include "sim/base/diagnostic.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/results_folder.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;
namespace fs = std::filesystem;

TEST_CASE("a file appears at commit, and not at all without it") {
  const TemporaryFolder folder;
  {
    FileWriter writer(folder.file("a.txt"));
    writer.write("one ");
    FileWriter moved(std::move(writer));
    moved.write("two");
    CHECK_FALSE(fs::exists(folder.file("a.txt")));
    moved.commit();
    CHECK(folder.read("a.txt") == "one two");
  }
  {
    FileWriter writer(folder.file("b.txt"));
    writer.write(std::string(200'000, 'x'));
  }
  CHECK(folder.entries() == 1);
  write_file(folder.file("a.txt"), "new");
  CHECK(folder.read("a.txt") == "new");
}

TEST_CASE("a file that the user named is looked at before anything is computed") {
  const TemporaryFolder folder;
  const std::string taken = folder.write("taken.txt", "precious");
  const auto refusal = [](const std::string& path, ExistingFile existing) -> std::string {
    try {
      require_place_for_file(path, existing);
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal(folder.file("free.txt"), ExistingFile::refuse).empty());
  CHECK(refusal(taken, ExistingFile::replace).empty());
  CHECK(refusal(taken, ExistingFile::refuse) ==
        taken +
            ": error: the file exists already\n"
            "  hint: name another one, or replace it with --force");
  // A rename would replace the device or the link (such as /dev/stdout) itself by a plain file.
  fs::create_symlink(taken, folder.file("link"));
  for (const std::string& path :
       {std::string("/dev/null"), folder.path().string(), folder.file("link")}) {
    CHECK(refusal(path, ExistingFile::replace).find("is no regular file") != std::string::npos);
  }
  CHECK(refusal(folder.file("none/a.txt"), ExistingFile::replace).find("there is no folder") !=
        std::string::npos);
  CHECK(folder.read("taken.txt") == "precious");
}

TEST_CASE("gzip files hold neither name nor date, and unpack to what was written") {
  const TemporaryFolder folder;
  std::string content;
  for (int i = 0; i < 50'000; ++i) content += std::to_string(i * 7919) + ",";
  for (const char* name : {"a.gz", "b.gz"}) {
    FileWriter writer(folder.file(name), Compression::gzip);
    writer.write(content);
    writer.commit();
  }
  const std::string packed = folder.read("a.gz");
  CHECK(packed == folder.read("b.gz"));
  CHECK(packed.size() < content.size() / 2);
  // RFC 1952: magic, method 8, no flags (so no name), four bytes of date.
  CHECK(packed.substr(0, 8) == std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
  CHECK(read_whole_file(folder.file("a.gz"), 1 << 20) == content);
}

TEST_CASE("what the machine refuses is an EnvironmentError with the path") {
  const TemporaryFolder folder;
  try {
    FileWriter writer(folder.file("no/such/folder.txt"));
    FAIL("opened a file in a folder that does not exist");
  } catch (const EnvironmentError& error) {
    CHECK(std::string(error.what()).find("folder.txt: error: cannot be created") !=
          std::string::npos);
  }
  if (!fs::exists("/dev/full")) return;
  // A link to the device that is always full, under the temporary name that the writer opens.
  const std::string name = folder.file(".full.txt.partial-" + std::to_string(::getpid()));
  fs::create_symlink("/dev/full", name);
  FileWriter writer(folder.file("full.txt"));
  writer.write("too much");
  try {
    writer.commit();
    FAIL("wrote to a full disk");
  } catch (const EnvironmentError& error) {
    CHECK(std::string(error.what()).find("full.txt: error: cannot be written: the disk is full") !=
          std::string::npos);
  }
  CHECK_FALSE(fs::exists(folder.file("full.txt")));
}

TEST_CASE("a results folder appears at commit with the files that were committed") {
  const TemporaryFolder folder;
  {
    ResultsFolder results(folder.path() / "results" / "run-1");
    FileWriter complete = results.file("summary.json");
    complete.write("{}");
    complete.commit();
    FileWriter torn = results.file("jobs.csv");
    torn.write("half a r");
    CHECK_FALSE(fs::exists(folder.path() / "results" / "run-1"));
    { const FileWriter gone = std::move(torn); }
    results.commit();
  }
  CHECK(folder.read("results/run-1/summary.json") == "{}");
  CHECK_FALSE(fs::exists(folder.file("results/run-1/jobs.csv")));
}

TEST_CASE("a results folder that is not committed leaves nothing, not even its parents") {
  const TemporaryFolder folder;
  {
    ResultsFolder results(folder.path() / "results" / "deep" / "run-1");
    results.file("a").commit();
    CHECK(fs::exists(results.partial() / "a"));
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE(
    "an existing folder is replaced only with force, only at commit, only if it holds results") {
  const TemporaryFolder folder;
  folder.write("out/run.json", "old");
  folder.write("out/extra.csv", "old");
  const fs::path out = folder.path() / "out";
  CHECK_THROWS_AS(ResultsFolder(out), ScenarioError);
  {
    ResultsFolder results(out / "", {.force = true});
    CHECK(folder.read("out/run.json") == "old");
    FileWriter file = results.file("run.json");
    file.write("new");
    file.commit();
    results.commit();
  }
  CHECK(folder.read("out/run.json") == "new");
  CHECK_FALSE(fs::exists(out / "extra.csv"));
  CHECK(folder.entries() == 1);

  folder.write("home/thesis.tex", "precious");
  CHECK_THROWS_AS(ResultsFolder(folder.path() / "home", {.force = true}), ScenarioError);
  CHECK_THROWS_AS(ResultsFolder(folder.path() / "home/thesis.tex", {.force = true}), ScenarioError);
  CHECK_THROWS_AS(ResultsFolder("/", {.force = true}), ScenarioError);
  CHECK_THROWS_AS(ResultsFolder("", {.force = true}), ScenarioError);
}
