// docs/sources.md is written from the tables of the national world; it must not be stale. With
// EASTWEST_APPROVE=1 in the environment the test writes it: look at the change.
#include <cstdlib>
#include <filesystem>
#include <string>

#include "sim/scenario/world_sources.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/file_writer.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

const std::filesystem::path kRoot(EASTWEST_SOURCE_DIR);

std::vector<SourceNote> notes() {
  Diagnostics mistakes;
  std::vector<SourceNote> all =
      read_sources((kRoot / "scenarios/world/china/world.yaml").string(), mistakes);
  CHECK_FALSE(mistakes.has_errors());
  return all;
}

}  // namespace

TEST_CASE("docs/sources.md says what the tables say") {
  const std::filesystem::path page = kRoot / "docs" / "sources.md";
  const std::string text = sources_page(notes(), "china");
  if (std::getenv("EASTWEST_APPROVE") != nullptr) write_file(page, text);
  REQUIRE(std::filesystem::exists(page));
  CHECK(read_whole_file(page.string(), 1 << 22) == text);
}

TEST_CASE("every row of the national tables has a mark and a source") {
  const std::vector<SourceNote> all = notes();
  CHECK(all.size() > 600);
  for (const SourceNote& note : all) {
    INFO(note.table << " " << note.row << " " << note.column);
    CHECK_FALSE(note.mark.empty());
    CHECK_FALSE(note.source.empty());
  }
}
