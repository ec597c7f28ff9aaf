// Lines across blocks, with and without ends, over the limit, and of files that cannot be read.
#include "sim/text/line_source.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

constexpr std::size_t kLimit = 1'000'000;

std::vector<std::string> lines_of(const std::string& text) {
  const TemporaryFolder folder;
  const std::string file = folder.write("lines.txt", text);
  LineSource source(file);
  std::vector<std::string> lines;
  while (true) {
    std::string line;
    const LineSource::Taken taken = source.append_to(line, kLimit);
    if (taken == LineSource::Taken::nothing) return lines;
    REQUIRE(taken == LineSource::Taken::line);
    lines.push_back(line);
  }
}

}  // namespace

TEST_CASE("lines end with LF or CRLF, the last one perhaps with neither", "[lines]") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("one") == std::vector<std::string>{"one"});
  CHECK(lines_of("one\r\n\ntwo\nthree\r\n") == std::vector<std::string>{"one", "", "two", "three"});
  // Only one of them belongs to the line's end.
  CHECK(lines_of("one\r\r\n") == std::vector<std::string>{"one\r"});
}

TEST_CASE("lines that lie across the blocks in which a file is read", "[lines]") {
  std::vector<std::string> expected;
  std::string text;
  for (std::size_t size = 1; size < 1400; size += 3) {
    expected.emplace_back(size, static_cast<char>('a' + size % 26));
    text += expected.back() + "\n";
  }
  // More than one block of 256 KiB, whose ends fall inside lines.
  REQUIRE(text.size() > 300'000);
  CHECK(lines_of(text) == expected);
}

TEST_CASE("a line is appended, and the limit holds for all of the text", "[lines]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("lines.txt", "three\nfour\n");
  LineSource source(file);
  std::string text = "one two ";
  REQUIRE(source.append_to(text, 13) == LineSource::Taken::line);
  CHECK(text == "one two three");
  CHECK(source.append_to(text, 16) == LineSource::Taken::too_long);
}

TEST_CASE("a file that is not there, and one that is cut off", "[lines]") {
  const TemporaryFolder folder;
  LineSource missing(folder.file("missing.txt"));
  std::string text;
  CHECK(missing.append_to(text, kLimit) == LineSource::Taken::fault);
  CHECK(missing.bytes().fault().message == "no such file");

  // The header of gzip, and nothing behind it.
  const std::string file = folder.write("cut.gz", std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10));
  LineSource cut(file);
  CHECK(cut.append_to(text, kLimit) == LineSource::Taken::fault);
  CHECK_FALSE(cut.bytes().fault().message.empty());
}

}  // namespace eastwest
