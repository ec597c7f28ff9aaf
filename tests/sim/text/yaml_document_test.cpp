// YAML in: the tree, the places, the mistakes, and the printed form that reads back.
#include "sim/text/yaml_document.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

std::string mistake_in(const std::string& text) {
  try {
    static_cast<void>(parse_yaml(text, "s.yaml"));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "no mistake";
}

/// "line:column" of the value at a key of the top mapping.
std::string place(const YamlNode& document, std::string_view key) {
  const Position position = document.find(key)->position();
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

/// The tree in one line: quotes kept, so that "1" differs from 1.
std::string flat(const YamlNode& node) {
  if (node.is_null()) return "null";
  if (node.is_scalar()) return node.quoted() ? "\"" + node.text() + "\"" : node.text();
  std::string text = node.is_sequence() ? "[" : "{";
  for (const YamlNode& item : node.items()) text += flat(item) + ",";
  for (const YamlNode::Entry& entry : node.entries()) {
    text += entry.key.text() + ":" + flat(entry.value) + ",";
  }
  return text + (node.is_sequence() ? "]" : "}");
}

}  // namespace

TEST_CASE("values keep their kind, their order and whether they stood in quotes") {
  const YamlNode document = parse_yaml(
      "b: 20 ms\na: [1, \"1\", ~, {x: }]\n'c': |\n  two\n  lines\nd: {}\ne: []\n", "s.yaml");
  CHECK(flat(document) == "{b:20 ms,a:[1,\"1\",null,{x:null,},],c:\"two\nlines\n\",d:{},e:[],}");
  CHECK(document.find("b")->text() == "20 ms");
  CHECK(document.find("none") == nullptr);
  CHECK(parse_yaml("", "s.yaml").is_null());
  CHECK(parse_yaml("# nothing\n", "s.yaml").is_null());
  CHECK(parse_yaml("---\nx\n...\n", "s.yaml").text() == "x");
}

TEST_CASE("places count lines and bytes from one, behind Chinese, CRLF and a byte order mark too") {
  const YamlNode document = parse_yaml(
      "\xEF\xBB\xBF"
      "a: 1\r\n# note\r\n贵安: {x: 1, y: 2}\r\nlist:\r\n  - q\r\n",
      "s.yaml");
  CHECK(place(document, "a") == "1:4");
  CHECK(place(document, "贵安") == "3:9");  // two characters of three bytes, ": "
  CHECK(place(*document.find("贵安"), "y") == "3:19");
  CHECK(document.find("list")->items()[0].position().line == 5);
  CHECK(document.find("贵安")->source_line() == "贵安: {x: 1, y: 2}");
  CHECK(document.find("a")->file() == "s.yaml");
}

TEST_CASE("aliases and merge keys are resolved by copies that keep their place") {
  const YamlNode document = parse_yaml(
      "base: &b {x: 1, y: 2}\nlist: &l [a]\nuse:\n  <<: *b\n  y: 3\nboth:\n  <<: [{x: 9}, *b]\n"
      "same: *l\n",
      "s.yaml");
  CHECK(flat(*document.find("use")) == "{y:3,x:1,}");
  CHECK(flat(*document.find("both")) == "{x:9,y:2,}");
  CHECK(flat(*document.find("same")) == "[a,]");
  CHECK(place(document, "same") == "2:7");
  CHECK(mistake_in("a: &a [*a]\n").find("an alias stands inside its own anchor") !=
        std::string::npos);
  CHECK(mistake_in("a: *none\n").find("an anchor that does not exist") != std::string::npos);
  CHECK(mistake_in("<<: 1\n").find("'<<' needs a mapping") != std::string::npos);
}

TEST_CASE("a key that is written twice is a mistake that names the first place") {
  CHECK(mistake_in("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n") ==
        "s.yaml:2:17: error: b.c: the key 'c' is written twice\n  b: {c: 1, d: 2, c: 3}\n"
        "                  ^\n  hint: it stands first in line 2: remove one of the two\n"
        "s.yaml:3:1: error: a: the key 'a' is written twice\n  a: 2\n  ^\n"
        "  hint: it stands first in line 1: remove one of the two");
}

TEST_CASE("what is no YAML is told in plain words with its place") {
  CHECK(mistake_in("a:\n\tb: 1\n").substr(0, 63) ==
        "s.yaml:2:1: error: no valid YAML: a tab is used for indentation");
  CHECK(mistake_in("a: [1, 2\nb: 3\n").find("no valid YAML") != std::string::npos);
  for (const char* open : {"a: 'x\n", "a: \"x\\\"\nb: 1\n", "a: &n 'it''s\n", "a: b\n'c: d\n"}) {
    CHECK(mistake_in(open).find("a quote is not closed") != std::string::npos);
  }
  for (const char* closed :
       {"a: 'it''s'", "a: \"x\\\\\"\n", "a: |\n  'x\n", "a: &n 'x' # '\n", "a: it's"}) {
    CHECK(mistake_in(closed) == "no mistake");
  }
  CHECK(mistake_in("a: b: c\n").find("no valid YAML") != std::string::npos);
  CHECK(mistake_in("a: 1\n---\nb: 2\n").substr(0, 51) ==
        "s.yaml:2:1: error: a second document begins here\n  ");
  CHECK(mistake_in("- a\nb: 1\n").find("does not belong to what stands above") !=
        std::string::npos);
  CHECK(mistake_in("a: !!int 1\n").find("a tag ('!…') is not understood here") !=
        std::string::npos);
  CHECK(mistake_in("[a]: 1\n").find("a key must be a text") != std::string::npos);
  CHECK(mistake_in("~: 1\n").find("a key must be a text") != std::string::npos);
  CHECK(mistake_in(std::string("a: b\0\n", 6)).substr(0, 28) == "s.yaml:1:5: error: a NUL byt");
  CHECK(mistake_in("a: 1\nb: \xC3(\n").substr(0, 52) ==
        "s.yaml:2:4: error: byte 0xc3 is not valid UTF-8\n  b:");
}

TEST_CASE("a command-line value has a name but no place") {
  CHECK(parse_yaml_value("{a: 1}", "--set x={a: 1}").find("a")->position().line == 0);
  try {
    static_cast<void>(parse_yaml_value("[1", "--set x=[1"));
    FAIL("an open list was read");
  } catch (const ScenarioError& error) {
    CHECK(std::string(error.what()).substr(0, 33) == "--set x=[1: error: no valid YAML:");
  }
}

TEST_CASE("hostile documents end in one error") {
  CHECK(mistake_in(std::string(100'000, '[')).find("nested deeper than 64") != std::string::npos);
  CHECK(mistake_in(std::string(100'000, '{')).find("nested deeper than 64") != std::string::npos);
  std::string dashes;
  for (int i = 0; i < 50'000; ++i) dashes += "- ";
  CHECK(mistake_in(dashes).find("nested deeper than 64") != std::string::npos);
  // Nine aliases a level, nine levels: 9^9 = 387 million values.
  std::string bomb = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 9; ++level) {
    const std::string above = "*l" + std::to_string(level - 1);
    const std::string name = "l" + std::to_string(level);
    bomb += name + ": &" + name + " [";
    for (int i = 0; i < 9; ++i) bomb += above + ",";
    bomb += "]\n";
  }
  CHECK(mistake_in(bomb).find("once aliases are expanded") != std::string::npos);
  // Aliases that nest: 60 levels in 60 levels.
  const std::string sixty(60, '[');
  const std::string closed(60, ']');
  CHECK(mistake_in("a: &a " + sixty + closed + "\nb: " + sixty + "*a" + closed + "\n")
            .find("nested deeper than 64") != std::string::npos);
  // A long text that is repeated: 1 MB a thousand times.
  std::string repeated = "a: &a \"" + std::string(1'000'000, 'x') + "\"\nb:\n";
  for (int i = 0; i < 1000; ++i) repeated += "  - *a\n";
  CHECK(mistake_in(repeated).find("once aliases are expanded") != std::string::npos);
  CHECK(mistake_in("a: " + std::string(2'000'000, 'x')).find("a value of 2000000 bytes") !=
        std::string::npos);
  CHECK(mistake_in(std::string(300, 'k') + ": 1").find("a key of 300 bytes") != std::string::npos);
  CHECK(mistake_in(std::string(17'000'000, '#')).find("bytes of YAML") != std::string::npos);
}

TEST_CASE("files that cannot be read are the user's mistake") {
  const TemporaryFolder folder;
  CHECK(read_yaml_file(folder.write("e.yaml", "")).is_null());
  CHECK(read_yaml_file(folder.write("a.yaml", "x: 1")).find("x")->text() == "1");
  CHECK_THROWS_AS(read_yaml_file(folder.file("none.yaml")), ScenarioError);
  CHECK_THROWS_AS(read_yaml_file(folder.path().string()), ScenarioError);
  CHECK_THROWS_AS(read_yaml_file(folder.write("big.yaml", std::string(17 << 20, ' '))),
                  ScenarioError);
}

TEST_CASE("mappings are edited in place") {
  YamlNode node;
  node.set("b", YamlNode::scalar("1"));
  node.set("a", YamlNode::scalar("2"));
  node.set("b", YamlNode::quoted_scalar("3"));
  CHECK(flat(node) == "{b:\"3\",a:2,}");
  node.remove("b");
  node.remove("none");
  CHECK(flat(node) == "{a:2,}");
}

TEST_CASE("the printed form is canonical") {
  const YamlNode document = parse_yaml(
      "a: {x: 40 /d, y: [1, 2], z: {}}\nlist: [{k: 1, l: 2}, [[p], q]]\nt: 'yes, no'\nn:\ne: ''\n"
      "neg: -3\nminus: '- 3'\n",
      "s.yaml");
  CHECK(to_yaml(document) ==
        "a:\n  x: 40 /d\n  y: [1, 2]\n  z: {}\nlist:\n  -\n    k: 1\n    l: 2\n  -\n    - [p]\n"
        "    - q\nt: \"yes, no\"\nn: null\ne: \"\"\nneg: -3\nminus: \"- 3\"\n");
}

TEST_CASE("the printed form reads back to the same tree") {
  // 2,000 random trees from an alphabet of trouble; the same on every machine.
  std::uint64_t state = 20250707;
  const auto draw = [&](std::uint64_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33U) % below;
  };
  const std::string_view pieces[] = {
      "a", "1", " ", ":", "-", "#", "'", "\"",   "\\",   "{",  "]", ",",        "\n", "\t",   "&",
      "*", "!", "|", ">", "%", "@", "~", "null", "true", "贵", "…", "\xC2\xA0", "?",  "\x01", "<<"};
  const auto word = [&] {
    std::string text;
    for (std::uint64_t i = draw(5); i > 0; --i) text += pieces[draw(std::size(pieces))];
    return text;
  };
  const auto tree = [&](const auto& self, int depth) -> YamlNode {
    const std::uint64_t kind = draw(depth > 3 ? 2 : 4);
    if (kind == 0) return YamlNode();
    if (kind == 1) return YamlNode::quoted_scalar(word());
    YamlNode node(kind == 2 ? YamlNode::Kind::sequence : YamlNode::Kind::mapping);
    for (std::uint64_t i = draw(4); i > 0; --i) {
      if (kind == 2) {
        node.append(self(self, depth + 1));
      } else {
        node.set(YamlNode::quoted_scalar(word()), self(self, depth + 1));
      }
    }
    return node;
  };
  for (int i = 0; i < 2000; ++i) {
    const YamlNode made = tree(tree, 0);
    const std::string printed = to_yaml(made);
    INFO(printed);
    REQUIRE(flat(parse_yaml(printed, "printed")) == flat(made));
    // Plain scalars: whatever is printed without quotes must come back as the same text.
    const YamlNode plain = parse_yaml(to_yaml(YamlNode::scalar(word() + "x" + word())), "plain");
    REQUIRE(plain.is_scalar());
  }
}

TEST_CASE("plain values come back as they were, with quotes only where YAML needs them") {
  for (const char* text :
       {"20 ms", "a b: c",           "x #y", "null", "-",   "-1",   "a:", " a",  "a ", "[x", "*1.2",
        "+30 %", "2025-07-07 00:00", "a,b",  "~",    "0.1", "贵安", "=",  "a'b", "%x"}) {
    YamlNode node;
    node.set("k", YamlNode::scalar(text));
    const YamlNode back = parse_yaml(to_yaml(node), "printed");
    CHECK(back.find("k")->text() == text);
  }
}
