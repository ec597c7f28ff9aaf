// CSV out: quotes only where needed, numbers that read back to the same bits.
#include "sim/text/csv_writer.hpp"

#include <cmath>
#include <limits>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_reader.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

TEST_CASE("cells are quoted only where a reader needs it") {
  const TemporaryFolder folder;
  CsvWriter writer(FileWriter(folder.file("a.csv")), {"a", "b, c", "d"});
  writer.text("plain text").text("say \"no\"").text("two\nlines").end_row();
  writer.integer(-7).empty().text("贵安").end_row();
  writer.commit();
  CHECK(folder.read("a.csv") ==
        "a,\"b, c\",d\nplain text,\"say \"\"no\"\"\",\"two\nlines\"\n-7,,贵安\n");
}

TEST_CASE("a letter that needs quotes is found at every place of a text of any length") {
  const TemporaryFolder folder;
  CsvWriter writer(FileWriter(folder.file("a.csv")), {"x", "y"});
  std::string expected = "x,y\n";
  for (std::size_t size = 1; size < 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string quoted(size, 'a');
      std::string bare = quoted;
      quoted[at] = ',';
      bare[at] = at % 2 == 0 ? '#' : ' ';  // below the comma, and harmless
      writer.text(quoted).text(bare).end_row();
      expected += '"' + quoted + "\"," + bare + '\n';
    }
  }
  writer.commit();
  CHECK(folder.read("a.csv") == expected);
}

TEST_CASE("a span that stood in another cell stands as before") {
  const TemporaryFolder folder;
  CsvWriter writer(FileWriter(folder.file("s.csv")), {"a", "b", "c", "d"});
  const Duration minute = std::chrono::minutes{1};
  writer.seconds(minute).seconds(Duration{0}).seconds(minute).seconds(-minute).end_row();
  writer.seconds(-minute).seconds(Duration{1}).seconds(Duration{1}).seconds(minute).end_row();
  writer.commit();
  CHECK(folder.read("s.csv") == "a,b,c,d\n60,0,60,-60\n-60,0.000000001,0.000000001,60\n");
}

TEST_CASE("numbers stand in their shortest exact form") {
  const TemporaryFolder folder;
  const double values[] = {0.1,
                           1e21,
                           120,
                           1.0 / 3,
                           -0.0,
                           5e-324,
                           9007199254740993.0,
                           std::numeric_limits<double>::max()};
  CsvWriter writer(FileWriter(folder.file("n.csv")), {"x"});
  for (const double value : values) writer.number(value).end_row();
  writer.commit();
  CHECK(folder.read("n.csv").substr(0, 16) == "x\n0.1\n1e+21\n120\n");
  Diagnostics diagnostics;
  CsvReader reader(folder.file("n.csv"), diagnostics);
  const CsvColumn column = reader.required_column("x");
  for (const double value : values) {
    REQUIRE(reader.next());
    const auto read = reader.number(column);
    REQUIRE(read.has_value());
    CHECK(*read == value);
    CHECK(std::signbit(*read) == std::signbit(value));
  }
  CHECK_FALSE(reader.next());
  CHECK(diagnostics.text().empty());
}

TEST_CASE("what is written is what is read, through gzip too") {
  const TemporaryFolder folder;
  CsvWriter writer(FileWriter(folder.file("a.csv.gz"), Compression::gzip), {"id", "text"});
  for (int i = 0; i < 20'000; ++i) writer.integer(i).text(i % 3 == 0 ? "a,\"b\"\n" : "").end_row();
  writer.commit();
  Diagnostics diagnostics;
  CsvReader reader(folder.file("a.csv.gz"), diagnostics);
  const CsvColumn id = reader.required_column("id");
  const CsvColumn text = reader.required_column("text");
  for (int i = 0; i < 20'000; ++i) {
    REQUIRE(reader.next());
    REQUIRE(reader.integer(id) == i);
    REQUIRE(reader.text(text) == (i % 3 == 0 ? "a,\"b\"\n" : ""));
  }
  CHECK_FALSE(reader.next());
  CHECK(diagnostics.text().empty());
}

TEST_CASE("a row of another width, or a number that is none, is a defect") {
  const TemporaryFolder folder;
  CsvWriter writer(FileWriter(folder.file("a.csv")), {"a", "b"});
  CHECK_THROWS_AS(writer.number(std::numeric_limits<double>::infinity()), Defect);
  writer.integer(1);
  CHECK_THROWS_AS(writer.end_row(), Defect);
  writer.integer(2);
  CHECK_THROWS_AS(writer.integer(3), Defect);
}
