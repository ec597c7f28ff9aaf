// Tables for terminals: what stands left, what right, and how wide Chinese is.
#include "sim/text/text_table.hpp"

#include "tests/catch.hpp"

using namespace eastwest;

TEST_CASE("numbers stand right, texts left, no line ends in blanks") {
  TextTable table({"site", "jobs", "wait"});
  table.row({"guian", "12", "1.5 h"});
  table.row({"zhongwei", "3", "-"});
  table.row({"ulanqab", "", "12 min"});
  CHECK(table.text() ==
        "site      jobs    wait\n"
        "guian       12   1.5 h\n"
        "zhongwei     3       -\n"
        "ulanqab         12 min\n");
}

TEST_CASE("a Chinese character is two columns wide") {
  TextTable table({"hub", "share"});
  table.row({"贵州", "12 %"});
  table.row({"beijing", "3 %"});
  CHECK(table.text() ==
        "hub      share\n"
        "贵州      12 %\n"
        "beijing    3 %\n");
}

TEST_CASE("dates and ids are texts, a table may lack a header, rows may be short") {
  TextTable table;
  table.row({"2025-07-07", "x"});
  table.row({"a"});
  table.row({"12:30"});
  CHECK(table.text(2) == "  2025-07-07  x\n  a\n  12:30\n");
  CHECK(TextTable().text().empty());
}
