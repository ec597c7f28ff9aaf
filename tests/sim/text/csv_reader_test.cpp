// CSV in: what RFC 4180 allows, what is refused, and where.
#include "sim/text/csv_reader.hpp"

#include <string>
#include <vector>

#include "sim/text/file_writer.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

/// All cells, rows joined by '|', cells by ';', then the mistakes without the folder.
struct Outcome {
  std::string cells;
  std::string mistakes;
};

Outcome read_all(const TemporaryFolder& folder, const std::string& file) {
  Diagnostics diagnostics;
  Outcome outcome;
  {
    CsvReader reader(file, diagnostics);
    for (const std::string& name : reader.header()) outcome.cells += name + ";";
    while (reader.next()) {
      outcome.cells += "|";
      for (std::size_t i = 0; i < reader.header().size(); ++i) {
        outcome.cells += std::string(reader.text({static_cast<std::ptrdiff_t>(i)})) + ";";
      }
    }
  }
  outcome.mistakes = diagnostics.text();
  const std::string prefix = folder.path().string() + "/";
  for (auto at = outcome.mistakes.find(prefix); at != std::string::npos;
       at = outcome.mistakes.find(prefix)) {
    outcome.mistakes.erase(at, prefix.size());
  }
  return outcome;
}

Outcome read_text(const std::string& content) {
  const TemporaryFolder folder;
  return read_all(folder, folder.write("t.csv", content));
}

std::string gzip_of(const TemporaryFolder& folder, const std::string& content) {
  FileWriter writer(folder.file("packed.gz"), Compression::gzip);
  writer.write(content);
  writer.commit();
  return folder.read("packed.gz");
}

}  // namespace

TEST_CASE("line ends, byte order mark, blank lines and a missing last newline change nothing") {
  const std::string expected = "a;b;|1;2;|3;4;";
  CHECK(read_text("a,b\n1,2\n3,4\n").cells == expected);
  CHECK(read_text("a,b\r\n1,2\r\n3,4\r\n").cells == expected);
  CHECK(read_text("a,b\n1,2\r\n3,4").cells == expected);
  CHECK(read_text("\xEF\xBB\xBF\n\na, b \n\n1,2\n\r\n3,4\n\n").cells == expected);
}

TEST_CASE("quoted cells hold commas, quotes and line ends") {
  CHECK(read_text("a,b\n\"x,y\",\"say \"\"no\"\"\"\n\"two\nlines\",\"\"\n5\" disk,z\n").cells ==
        "a;b;|x,y;say \"no\";|two\nlines;;|5\" disk;z;");
  CHECK(read_text("a,b\n\"two\r\nlines\",x\n").cells == "a;b;|two\nlines;x;");
}

TEST_CASE("rows of another width are reported and skipped") {
  const Outcome outcome = read_text("a,b\n1\n1,2\n1,2,3\n");
  CHECK(outcome.cells == "a;b;|1;2;");
  CHECK(outcome.mistakes ==
        "t.csv:2: error: the row has 1 cell, the header has 2\n  1\n"
        "  hint: put cells that contain commas in double quotes\n"
        "t.csv:4: error: the row has 3 cells, the header has 2\n  1,2,3\n"
        "  hint: put cells that contain commas in double quotes");
}

TEST_CASE("damage ends the table with one mistake") {
  CHECK(read_text("").mistakes ==
        "t.csv: error: the table is empty\n  hint: its first row must name the columns");
  CHECK(read_text("a\n\"x\n").mistakes ==
        "t.csv:2: error: a quote that opens in this row is never closed");
  CHECK(read_text("a\n\"x\"y\n").mistakes ==
        "t.csv:2: error: text follows the closing quote of a cell\n"
        "  hint: write a quote inside a quoted cell twice");
  CHECK(read_text("a\nx\n\xff\xfe\n").mistakes.substr(0, 29) == "t.csv:3: error: not valid UTF");
  CHECK(read_text(std::string("a\nx\0\n", 5)).mistakes.substr(0, 27) ==
        "t.csv:2: error: a NUL byte\n");
  CHECK(read_text("a\rb\r1\r2\r").mistakes.find("carriage return") != std::string::npos);
  CHECK(read_text("a,b,a\n").mistakes.substr(0, 44) ==
        "t.csv:1:5: error: two columns are called 'a'");
  const TemporaryFolder folder;
  CHECK(read_all(folder, folder.file("none.csv")).mistakes == "none.csv: error: no such file");
  CHECK(read_all(folder, folder.path().string()).mistakes.find("it is a folder, not a file") !=
        std::string::npos);
}

TEST_CASE("limits hold against hostile tables") {
  CHECK(read_text("a\n" + std::string(2'000'000, 'x')).mistakes.substr(0, 48) ==
        "t.csv:2: error: a row of more than 1048576 bytes");
  CHECK(read_text("a\n\"" + std::string(2'000'000, '\n')).mistakes.find("1048576") !=
        std::string::npos);
  CHECK(read_text(std::string(5000, ',')).mistakes.find("more than 4096 cells") !=
        std::string::npos);
  // 5,000 bad rows: reading stops after kMistakesMax of them.
  std::string bad = "a,b\n";
  for (int i = 0; i < 5000; ++i) bad += "x\n";
  CHECK(read_text(bad).mistakes.find("and 900 more") != std::string::npos);
}

TEST_CASE("typed cells and places") {
  const TemporaryFolder folder;
  const std::string file = folder.write(
      "t.csv", "id,贵安,x\n1,-2.5e3,9223372036854775807\n\"a\nb\",nan, 12 \n,1e400,1.5\n");
  Diagnostics diagnostics;
  CsvReader reader(file, diagnostics);
  const CsvColumn id = reader.required_column("id");
  const CsvColumn number = reader.required_column("贵安");
  const CsvColumn x = reader.required_column("x");
  REQUIRE(reader.next());
  CHECK(reader.integer(id) == 1);
  CHECK(reader.number(number) == -2500.0);
  CHECK(reader.integer(x) == 9223372036854775807);
  CHECK(diagnostics.error_count() == 0);
  REQUIRE(reader.next());
  CHECK(reader.line() == 3);
  CHECK_FALSE(reader.integer(id).has_value());
  CHECK_FALSE(reader.number(number).has_value());
  CHECK(reader.integer(x) == 12);
  CHECK(reader.position(number).line == 4);    // the quoted cell before it holds a newline
  CHECK(reader.position(number).column == 4);  // b",
  REQUIRE(reader.next());
  CHECK_FALSE(reader.integer(id).has_value());
  CHECK_FALSE(reader.number(number).has_value());
  CHECK_FALSE(reader.integer(x).has_value());
  CHECK_FALSE(reader.next());
  CHECK(diagnostics.error_count() == 5);
  const std::string text = diagnostics.text();
  CHECK(text.find("t.csv:4:4: error: 贵安: 'nan' is not a number\n  b\",nan, 12 \n     ^") !=
        std::string::npos);
  CHECK(text.find("t.csv:5:1: error: id: the cell is empty, it needs a whole number") !=
        std::string::npos);
  CHECK(text.find("t.csv:5:2: error: 贵安: '1e400' is out of range") != std::string::npos);
  CHECK(text.find("t.csv:5:8: error: x: '1.5' is not a whole number") != std::string::npos);
}

TEST_CASE("columns are found by name, with a suggestion or the list") {
  const TemporaryFolder folder;
  const std::string file = folder.write("t.csv", "duration,gpus\n1,2\n");
  Diagnostics diagnostics;
  CsvReader reader(file, diagnostics);
  CHECK_FALSE(reader.column("absent").valid());
  CHECK(diagnostics.error_count() == 0);
  CHECK_FALSE(reader.required_column("durations").valid());
  const CsvColumn none = reader.required_column("zzz");
  CHECK(diagnostics.text().find("did you mean 'duration'?") != std::string::npos);
  CHECK(diagnostics.text().find("the table has the columns duration, gpus") != std::string::npos);
  REQUIRE(reader.next());
  CHECK(reader.text(none).empty());
  CHECK_FALSE(reader.integer(none).has_value());
  CHECK(diagnostics.error_count() == 2);
}

TEST_CASE("gzip is unpacked on the way, damage is told with its row") {
  const TemporaryFolder folder;
  std::string content = "a,b\n";
  for (int i = 0; i < 100'000; ++i) {
    content += std::to_string(i) + "," + std::to_string(i * 31L % 97) + "\n";
  }
  const std::string packed = gzip_of(folder, content);
  const Outcome plain = read_text(content);
  CHECK(read_all(folder, folder.write("t.csv.gz", packed)).cells == plain.cells);
  // Two gzip files one after the other are one file.
  const std::string twice = gzip_of(folder, "a,b\n") + gzip_of(folder, content.substr(4));
  CHECK(read_all(folder, folder.write("u.csv.gz", twice)).cells == plain.cells);

  const Outcome cut = read_all(folder, folder.write("t.gz", packed.substr(0, packed.size() / 2)));
  INFO(cut.mistakes);
  CHECK(cut.mistakes.find("error: the gzip data end too early") != std::string::npos);
  CHECK(cut.mistakes.substr(0, 5) == "t.gz:");
  CHECK(read_all(folder, folder.write("t.gz", packed.substr(0, 5))).mistakes ==
        "t.gz: error: the gzip data end too early\n  hint: copy or download the file again");
  std::string flipped = packed;
  flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 0x55);
  CHECK_FALSE(read_all(folder, folder.write("t.gz", flipped)).mistakes.empty());
  CHECK(read_all(folder, folder.write("t.gz", gzip_of(folder, ""))).mistakes.find("empty") !=
        std::string::npos);
}

TEST_CASE("a plain number is read at any length and place, and a letter in it is found") {
  const TemporaryFolder folder;
  // Digits 9, 8, 7…: the number of the first n of them, in the first and in the last cell.
  const std::string digits = "987654321098765432";
  std::string table = "a,b\n";
  for (std::size_t size = 0; size <= digits.size(); ++size) {
    const std::string number = digits.substr(0, size);
    table += number + "," + number + "\n";
    for (std::size_t at = 0; at < size; ++at) {
      std::string spoilt = number;
      spoilt[at] = at % 2 == 0 ? ':' : '/';  // the neighbours of 9 and 0
      table += spoilt + "," + spoilt + "\n";
    }
  }
  write_file(folder.file("n.csv"), table);
  Diagnostics diagnostics;
  CsvReader reader(folder.file("n.csv"), diagnostics);
  const CsvColumn columns[] = {reader.required_column("a"), reader.required_column("b")};
  for (std::size_t size = 0; size <= digits.size(); ++size) {
    for (std::size_t spoilt = 0; spoilt <= size; ++spoilt) {  // the first row of each is not
      REQUIRE(reader.next());
      for (const CsvColumn column : columns) {
        CAPTURE(size, spoilt);
        const auto read = reader.plain_integer(column);
        REQUIRE(read.has_value() == (size >= 1 && size <= 15 && spoilt == 0));
        if (read) CHECK(std::to_string(*read) == digits.substr(0, size));
      }
    }
  }
  CHECK_FALSE(reader.next());
  CHECK(diagnostics.text().empty());
}

TEST_CASE("a byte that is no UTF-8 is found at the end of a row of any length") {
  const TemporaryFolder folder;
  for (std::size_t size = 1; size <= 20; ++size) {
    write_file(folder.file("u.csv"), "a\n" + std::string(size - 1, 'x') + "\xff\n");
    Diagnostics diagnostics;
    CsvReader reader(folder.file("u.csv"), diagnostics);
    CHECK_FALSE(reader.next());
    CHECK(diagnostics.error_count() == 1);
  }
}
