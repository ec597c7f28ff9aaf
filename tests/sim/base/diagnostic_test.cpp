// The text of mistakes is an interface: its format, carets, order, limits and suggestions.
#include "sim/base/diagnostic.hpp"

#include "tests/catch.hpp"

using namespace eastwest;

namespace {

Diagnostic mistake(std::string source_line, int column) {
  return {.severity = Severity::error,
          .position = {"a.yaml", 3, column},
          .path = "sites[3].pue",
          .message = "0.9 is below 1",
          .hint = "write a number from 1 to 10",
          .source_line = std::move(source_line)};
}

/// The column, from 0, of the caret in the line under the source line.
std::size_t caret_column(const std::string& text) {
  const std::size_t caret = text.find('^');
  REQUIRE(caret != std::string::npos);
  return caret - text.rfind('\n', caret) - 1;
}

}  // namespace

TEST_CASE("a diagnostic shows place, path, message, line, caret and hint") {
  CHECK(to_text(mistake("    pue: 0.9", 10)) ==
        "a.yaml:3:10: error: sites[3].pue: 0.9 is below 1\n"
        "      pue: 0.9\n"
        "           ^\n"
        "  hint: write a number from 1 to 10");
}

TEST_CASE("parts of a diagnostic that are missing are left out") {
  Diagnostic diagnostic{.severity = Severity::warning,
                        .position = {"a.yaml", 3, 0},
                        .path = "",
                        .message = "odd",
                        .hint = "",
                        .source_line = "x: 1"};
  CHECK(to_text(diagnostic) == "a.yaml:3: warning: odd\n  x: 1");
  diagnostic.position = {"a.yaml", 0, 0};
  diagnostic.source_line = "";
  CHECK(to_text(diagnostic) == "a.yaml: warning: odd");
  diagnostic.position = {};
  CHECK(to_text(diagnostic) == "warning: odd");
}

TEST_CASE("the caret stands under its character whatever the width of the text before") {
  // Byte columns: each Chinese character has 3 bytes and 2 columns. Two spaces stand in front.
  CHECK(caret_column(to_text(mistake("贵安: 0.9", 9))) == 2 + 2 * 2 + 2);
  // e with a combining accent: 3 bytes, one column.
  CHECK(caret_column(to_text(mistake("e\u0301: 0.9", 6))) == 2 + 1 + 2);
  // A tab is shown as one space.
  CHECK(caret_column(to_text(mistake("a\tb", 3))) == 2 + 2);
  // Beyond the end of the line: after its last character.
  CHECK(caret_column(to_text(mistake("abc", 99))) == 2 + 3);
}

TEST_CASE("a long line is cut around the caret") {
  const std::string line = std::string(5'000, 'a') + "X" + std::string(5'000, 'b');
  const std::string text = to_text(mistake(line, 5'001));
  CHECK(text.size() < 300);
  const std::size_t shown = text.find('\n') + 1;
  const std::string cut = text.substr(shown, text.find('\n', shown) - shown);
  CHECK(display_width(cut) <= 104);
  // The marks "…" are one column and three bytes each.
  CHECK(cut.find('X') - 2 == caret_column(text));
}

TEST_CASE("control characters and broken UTF-8 do not reach the terminal") {
  Diagnostic diagnostic = mistake("a\x1b[31mb\xff", 1);
  diagnostic.message = "bad \x1b]0;title\x07 \xc0\xaf text\nnext";
  const std::string text = to_text(diagnostic);
  for (const char c : {'\x1b', '\x07', '\xff', '\xc0', '\xaf'}) {
    CHECK(text.find(c) == std::string::npos);
  }
  CHECK(text.find("bad  ]0;title  \uFFFD\uFFFD text next\n") != std::string::npos);
}

TEST_CASE("display width counts columns") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("东数西算") == 8);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("ｆ") == 2);
  CHECK(display_width("…µ") == 2);
}

TEST_CASE("mistakes come in the order of the file, each once") {
  Diagnostics diagnostics;
  diagnostics.error({"b.yaml", 1, 1}, "", "third");
  diagnostics.error({"a.yaml", 10, 1}, "", "second");
  diagnostics.warning({"a.yaml", 9, 5}, "", "first");
  diagnostics.error({"a.yaml", 10, 1}, "", "second");
  CHECK(diagnostics.error_count() == 3);
  CHECK(diagnostics.text() ==
        "a.yaml:9:5: warning: first\n"
        "a.yaml:10:1: error: second\n"
        "b.yaml:1:1: error: third");
}

TEST_CASE("a flood of mistakes is cut, and errors displace warnings") {
  Diagnostics diagnostics;
  const int kept = static_cast<int>(Diagnostics::kKeptMax);
  for (int line = 1; line <= kept; ++line) diagnostics.warning({"a.yaml", line, 1}, "", "odd");
  for (int line = 1; line <= 7; ++line) diagnostics.error({"a.yaml", 1'000 + line, 1}, "", "bad");
  CHECK(diagnostics.all().size() == Diagnostics::kKeptMax);
  CHECK(diagnostics.error_count() == 7);
  const std::string text = diagnostics.text();
  CHECK(text.find("a.yaml:1007:1: error: bad") != std::string::npos);
  CHECK(text.substr(text.rfind('\n') + 1) == "and 7 more");
}

TEST_CASE("only errors are thrown") {
  Diagnostics diagnostics;
  diagnostics.warning({"a.yaml", 1, 1}, "", "odd");
  CHECK_NOTHROW(diagnostics.throw_if_errors());
  diagnostics.error({"a.yaml", 2, 1}, "", "bad");
  CHECK_THROWS_AS(diagnostics.throw_if_errors(), ScenarioError);
  const ScenarioError error("b.csv", "cannot be read", "check the path");
  CHECK(std::string(error.what()) == "b.csv: error: cannot be read\n  hint: check the path");
  CHECK(error.diagnostics().error_count() == 1);
}

TEST_CASE("the closest candidate is suggested when it is close") {
  const std::vector<std::string> candidates{"fcfs", "sjf", "least-loaded", "cheapest", "贵安"};
  CHECK(closest("fcsf", candidates) == "fcfs");  // two letters swapped
  CHECK(closest("leastloaded", candidates) == "least-loaded");
  CHECK(closest("CHEAPEST", candidates) == "cheapest");  // only the case differs
  CHECK(closest("chepest", candidates) == "cheapest");
  CHECK(closest("random", candidates) == "");
  CHECK(closest("ab", candidates) == "");
  CHECK(closest("", candidates) == "");
  CHECK(closest("贵庵", candidates) == "贵安");  // one of two characters, not of six bytes
  CHECK(closest(std::string(100'000, 'c'), candidates) == "");
}
