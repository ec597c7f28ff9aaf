// eastwest guard from the command line: a baseline is made, kept, and found broken.
#include <regex>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Guards two scenarios, one of them in two variants.
EndedProgram guard(const TemporaryFolder& folder, std::vector<std::string> more) {
  const std::string silos = source_file("scenarios/tour/060-silos-against-a-nation.yaml");
  std::vector<std::string> arguments = {
      "guard",      source_file("scenarios/tour/010-one-job.yaml"),
      silos,        silos + "@nation",
      "--baseline", folder.file("base.json")};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return eastwest_with(arguments, folder.path().string());
}

void replace(const TemporaryFolder& folder, const std::string& from, const std::string& to) {
  const std::string text = folder.read("base.json");
  REQUIRE(std::regex_search(text, std::regex(from)));
  folder.write("base.json", std::regex_replace(text, std::regex(from), to));
}

}  // namespace

TEST_CASE("a guard passes until a result moves", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram none = guard(folder, {});
  CHECK(none.code == 2);
  CHECK(has(none.error, "there is no such baseline"));

  const EndedProgram made = guard(folder, {"--update"});
  INFO(made.error);
  REQUIRE(made.code == 0);
  const Json baseline = parse_json_file(folder.file("base.json"));
  REQUIRE(baseline.size() == 1);
  CHECK(baseline.begin().key() == "fluid");
  CHECK(baseline.begin().value().contains("tour-060@nation"));

  const EndedProgram kept = guard(folder, {"--junit", folder.file("junit.xml"), "--github"});
  CHECK(kept.code == 0);
  CHECK(has(kept.out, "tour-060@nation: "));
  CHECK(has(kept.out, "none moved"));
  CHECK_FALSE(has(kept.out, "::error"));
  CHECK(has(folder.read("junit.xml"), "tests=\"3\" failures=\"0\""));

  SECTION("a number that moved") {
    // The tour's own number: as a nation the mean wait is 500 s.
    replace(folder, "\"mean\": 500.0", "\"mean\": 400.0");
    const EndedProgram moved = guard(folder, {"--junit", folder.file("junit.xml"), "--github"});
    CHECK(moved.code == 1);
    CHECK(has(moved.out, "tour-010: "));
    CHECK(std::regex_search(moved.out, std::regex("tour-060@nation +jobs.wait_s.mean +400.0 +500.0 "
                                                  "+\\+25 %")));
    CHECK(has(moved.out, "::error file="));
    CHECK(has(folder.read("junit.xml"), "failures=\"1\""));
    // The baseline is as it was.
    CHECK(has(folder.read("base.json"), "\"mean\": 400.0"));
    CHECK(guard(folder, {"--update"}).code == 0);
    CHECK(guard(folder, {}).code == 0);
  }
  SECTION("a key that came and one that went") {
    replace(folder, "\"rejected\"", "\"refused_for_good\"");
    const EndedProgram moved = guard(folder, {});
    CHECK(moved.code == 1);
    CHECK(has(moved.out, "(missing)"));
    CHECK(has(moved.out, "(new key)"));
  }
  SECTION("another network: nothing is compared, and that is no success") {
    replace(folder, "\"fluid\"", "\"simgrid-0.1\"");
    const EndedProgram other = guard(folder, {});
    CHECK(other.code == 2);
    CHECK(other.out.empty());
    CHECK(has(other.error, "there is no section 'fluid'"));
    CHECK(has(other.error, "--update"));
    CHECK(guard(folder, {"--update"}).code == 0);
    CHECK(parse_json_file(folder.file("base.json")).size() == 2);
    CHECK(guard(folder, {}).code == 0);
  }
}

TEST_CASE("results of SimGrid's network are kept by its release", "[program][simgrid]") {
  const TemporaryFolder folder;
  const std::string scenario =
      folder.write("own.yaml", "base: " + source_file("scenarios/tour/010-one-job.yaml") +
                                   "\nnetwork: simgrid\n");
  REQUIRE(
      eastwest_with({"guard", scenario, "--baseline", folder.file("base.json"), "--update"}).code ==
      0);
  const Json baseline = parse_json_file(folder.file("base.json"));
  REQUIRE(baseline.size() == 1);
  // e.g. simgrid-3.32: releases may round differently.
  CHECK(std::regex_match(baseline.begin().key(), std::regex("simgrid-[0-9]+\\.[0-9]+")));
}

TEST_CASE("two scenarios of one name cannot share a baseline", "[program]") {
  const TemporaryFolder folder;
  const std::string twin = folder.write(
      "twin.yaml", "base: " + source_file("scenarios/tour/010-one-job.yaml") + "\nseed: 2\n");
  const EndedProgram ended =
      eastwest_with({"guard", source_file("scenarios/tour/010-one-job.yaml"), twin, "--baseline",
                     folder.file("base.json"), "--update"});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(has(ended.error, "is called 'tour-010' too"));
}

}  // namespace eastwest
