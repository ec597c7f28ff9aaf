// How long a file, a line and a function may be.
#include <fmt/format.h>

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/tidy/source_tree.hpp"

namespace eastwest::tidy {
namespace {

constexpr std::size_t kLinesMax = 400;
constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kFunctionLinesMax = 69;

/// Characters, not bytes: those that do not continue a UTF-8 sequence.
std::size_t columns_of(std::string_view line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::vector<std::string> length_mistakes(const SourceFile& file) {
  std::vector<std::string> mistakes;
  const auto lines = lines_of(file.text);
  if (lines.size() > kLinesMax) {
    mistakes.push_back(violation(file, kLinesMax + 1, fmt::format("{} lines", lines.size())));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (columns_of(lines[i]) <= kColumnsMax) continue;
    mistakes.push_back(violation(file, i + 1, fmt::format("{} columns", columns_of(lines[i]))));
  }
  return mistakes;
}

bool contains_word(std::string_view text, std::string_view wanted) {
  const auto words = words_of(text);
  return std::any_of(words.begin(), words.end(),
                     [&](const Word& word) { return word.text == wanted; });
}

/// Reads the braces of formatted code: a block with parameters directly in a namespace or a type
/// is a function. Tests are lists of cases and may be longer.
class FunctionFinder {
 public:
  explicit FunctionFinder(const SourceFile& file) : file_(file), code_(code_of(file.text)) {}

  std::vector<std::string> too_long() {
    for (const char c : code_) {
      if (c == '\n') ++line_;
      if (c == '{') {
        open();
      } else if (c == '}') {
        close();
      } else if (c == ';') {
        head_.clear();
      } else {
        if (head_.find_first_not_of(" \n") == std::string::npos) head_line_ = line_;
        head_ += c;
      }
    }
    return std::move(mistakes_);
  }

 private:
  struct Block {
    bool scope;
    bool function;
    std::size_t line;
  };

  void open() {
    const bool outside = blocks_.empty() || blocks_.back().scope;
    const bool parameters = head_.find(')') != std::string::npos;
    const bool scope =
        outside &&
        (contains_word(head_, "namespace") || contains_word(head_, "extern") ||
         (!parameters && (contains_word(head_, "class") || contains_word(head_, "struct") ||
                          contains_word(head_, "union"))));
    const bool test = contains_word(head_, "TEST_CASE");
    blocks_.push_back({scope, outside && parameters && !scope && !test, head_line_});
    head_.clear();
  }

  void close() {
    head_.clear();
    if (blocks_.empty()) return;
    const Block block = blocks_.back();
    blocks_.pop_back();
    const std::size_t length = line_ - block.line + 1;
    if (!block.function || length <= kFunctionLinesMax) return;
    mistakes_.push_back(violation(file_, block.line, fmt::format("function of {} lines", length)));
  }

  const SourceFile& file_;
  std::string code_;
  std::string head_;
  std::size_t line_ = 1;
  std::size_t head_line_ = 1;
  std::vector<Block> blocks_;
  std::vector<std::string> mistakes_;
};

bool has_length_limit(const SourceFile& file) {
  return is_cpp(file.path) || file.path.ends_with(".sh") || file.path.ends_with(".cmake") ||
         file.path.ends_with("CMakeLists.txt") || file.path.starts_with(".ci/");
}

}  // namespace

TEST_CASE("too long files, lines and functions are found", "[tidy]") {
  const auto text_of_lines = [](std::size_t count) { return std::string(count, '\n'); };
  CHECK(length_mistakes({"a.cpp", text_of_lines(400)}).empty());
  CHECK(length_mistakes({"a.cpp", text_of_lines(401)}).size() == 1);
  CHECK(length_mistakes({"a.cpp", std::string(100, 'x')}).empty());
  CHECK(length_mistakes({"a.cpp", std::string(101, 'x')}).size() == 1);
  CHECK(length_mistakes({"a.cpp", std::string(98, 'x') + "\xE4\xB8\xAD"}).empty());

  // The head and the closing brace are two lines more than the body.
  const auto function = [&](std::size_t body) {
    const SourceFile file{"a.cpp", "namespace n {\nclass C {\n  int f(int a) const {\n" +
                                       text_of_lines(body) + "  }\n};\n}  // namespace n\n"};
    return FunctionFinder(file).too_long();
  };
  CHECK(function(67).empty());
  CHECK(function(68) == std::vector<std::string>{"a.cpp:3: function of 70 lines"});
}

TEST_CASE("files have at most 400 lines of 100 columns, functions less than 70", "[tidy]") {
  std::vector<std::string> mistakes;
  for (const SourceFile& file : source_tree()) {
    if (!has_length_limit(file)) continue;
    for (const auto& one : length_mistakes(file)) mistakes.push_back(one);
  }
  for (const SourceFile& file : cpp_files()) {
    for (const auto& one : FunctionFinder(file).too_long()) mistakes.push_back(one);
  }
  INFO(join(mistakes));
  CHECK(mistakes.empty());
}

}  // namespace eastwest::tidy
