// Reads, compares and writes pages of docs/.
#include "tests/golden/written_page.hpp"

#include <cstdlib>

#include "sim/text/byte_source.hpp"
#include "sim/text/file_writer.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

constexpr std::size_t kPageBytesMax = std::size_t{1} << 22;

}  // namespace

void check_page(const std::filesystem::path& page, const std::string& text) {
  if (std::getenv("EASTWEST_APPROVE") != nullptr) write_file(page, text);
  REQUIRE(std::filesystem::exists(page));
  CHECK(read_whole_file(page.string(), kPageBytesMax) == text);
}

void check_section(const std::filesystem::path& page, const std::string& name,
                   const std::string& text) {
  const std::string document = read_whole_file(page.string(), kPageBytesMax);
  const std::size_t mark = document.find("<!-- " + name + ": written");
  REQUIRE(mark != std::string::npos);
  const std::size_t begin = document.find('\n', mark) + 1;
  const std::size_t end = document.find("<!-- " + name + ": end -->", begin);
  REQUIRE(end != std::string::npos);
  check_page(page, document.substr(0, begin) + text + document.substr(end));
}
