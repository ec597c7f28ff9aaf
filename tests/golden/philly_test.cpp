// The Philly study: every job of every copy is accounted for, as one nation and as provinces.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

Json summary_of(const std::string& options) {
  const TemporaryFolder folder;
  const std::string command = fmt::format(
      "'{}' run '{}/scenarios/study/philly-nation.yaml' --quiet --out '{}' {} > /dev/null",
      EASTWEST_PROGRAM, EASTWEST_SOURCE_DIR, folder.file("out"), options);
  REQUIRE(std::system(command.c_str()) == 0);
  return parse_json_file(folder.file("out/summary.json"));
}

/// `rows` jobs a copy, all of them over at the end.
void check_both_scopes(std::int64_t rows, std::int64_t copies, const std::string& options) {
  for (const char* scope : {"nation", "province"}) {
    CAPTURE(scope);
    const Json summary = summary_of(fmt::format("--set platform.scope={} {}", scope, options));
    CHECK(summary["jobs"]["submitted"].get<std::int64_t>() == rows * copies);
    CHECK(summary["jobs"]["completed"].get<std::int64_t>() +
              summary["jobs"]["rejected"].get<std::int64_t>() ==
          rows * copies);
    CHECK(summary["jobs"]["alive"].get<std::int64_t>() == 0);
    if (std::string(scope) == "nation") CHECK(summary["verdict"] == "stable");
  }
}

}  // namespace

TEST_CASE("the sample of the Philly study loses no job") {
  // Ten whole copies of its 400 rows.
  check_both_scopes(400, 10, "--set 'workload.philly.scale={copies: 10}'");
}

TEST_CASE("the real Philly trace loses no job, where it is at hand") {
  const char* data = std::getenv("EASTWEST_DATA");
  if (data == nullptr) {
    WARN("not tested: EASTWEST_DATA names no folder of traces");
    return;
  }
  const std::filesystem::path trace =
      std::filesystem::path(data) / "gpu" / "philly_sia_before_2017-10-23.csv.gz";
  if (!std::filesystem::exists(trace)) {
    WARN("not tested: EASTWEST_DATA has no Philly trace");
    return;
  }
  // 20 % of 51,774 accelerators = 10,355; a copy keeps 423 busy: 24.5, and with its ends 24 copies.
  check_both_scopes(44250, 24, fmt::format("--set 'workload.philly.file={}'", trace.string()));
}
