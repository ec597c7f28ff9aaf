// Names and words that the style forbids, and what every C++ file must begin with.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "tests/catch.hpp"
#include "tests/tidy/source_tree.hpp"

namespace eastwest::tidy {
namespace {

constexpr std::array<std::string_view, 7> kVagueNames = {"util",  "utils",  "common", "misc",
                                                         "stuff", "helper", "helpers"};
constexpr std::array<std::string_view, 4> kUnfinished = {"TODO", "FIXME", "XXX", "HACK"};

std::vector<std::string> name_mistakes(const SourceFile& file) {
  std::vector<std::string> mistakes;
  std::string path = file.path;
  std::replace(path.begin(), path.end(), '_', ' ');
  for (const Word& word : words_of(path)) {
    if (std::find(kVagueNames.begin(), kVagueNames.end(), word.text) == kVagueNames.end()) continue;
    mistakes.push_back(violation(file, 1, fmt::format("'{}' names no concept", word.text)));
  }
  return mistakes;
}

/// A comment that ends like a statement is code that was switched off; documentation may show code.
bool reads_like_code(std::string_view comment) {
  if (comment.find("///") != std::string_view::npos) return false;
  const std::size_t end = comment.find_last_not_of(' ');
  if (end == std::string_view::npos) return false;
  comment = comment.substr(0, end + 1);
  return comment.ends_with(");") || comment.ends_with(") {") || comment.ends_with("};");
}

std::vector<std::string> comment_mistakes(const SourceFile& file) {
  std::vector<std::string> mistakes;
  const std::string comments = comments_of(file.text);
  std::size_t number = 0;
  for (const std::string_view line : lines_of(comments)) {
    ++number;
    if (reads_like_code(line)) {
      mistakes.push_back(violation(file, number, "commented-out code"));
    }
    for (const Word& word : words_of(line)) {
      if (std::find(kUnfinished.begin(), kUnfinished.end(), word.text) == kUnfinished.end())
        continue;
      mistakes.push_back(violation(file, number, fmt::format("'{}' in a comment", word.text)));
    }
  }
  return mistakes;
}

std::vector<std::string> head_mistakes(const SourceFile& file) {
  std::vector<std::string> mistakes;
  const bool header = file.path.ends_with(".hpp");
  if (!file.text.starts_with("// ")) {
    mistakes.push_back(violation(file, 1, "the first line must say what the file is for"));
  }
  if (header && file.text.find("\n#pragma once\n") == std::string::npos) {
    mistakes.push_back(violation(file, 1, "#pragma once is missing"));
  }
  if (header && code_of(file.text).find("using namespace") != std::string::npos) {
    mistakes.push_back(violation(file, 1, "a header opens no namespace for its readers"));
  }
  return mistakes;
}

/// Catch2 2 hands test names to ctest as a list, whose separator is ';', and ctest hands them back
/// as arguments, where '-' begins an option.
std::vector<std::string> test_name_mistakes(const SourceFile& file) {
  std::vector<std::string> mistakes;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (!line.starts_with("TEST_CASE(")) continue;
    if (line.starts_with("TEST_CASE(\"-") ||
        line.substr(0, line.rfind('"')).find(';') != line.npos) {
      mistakes.push_back(violation(file, number, "a test's name has a ';' or begins with '-'"));
    }
  }
  return mistakes;
}

/// The same file name in two folders of C++ confuses readers and debuggers.
std::vector<std::string> basename_mistakes(const std::vector<SourceFile>& files) {
  std::vector<std::string> mistakes;
  std::map<std::string, std::string> first;
  for (const SourceFile& file : files) {
    const std::string basename = file.path.substr(file.path.find_last_of('/') + 1);
    const auto [place, is_new] = first.emplace(basename, file.path);
    if (!is_new) {
      mistakes.push_back(violation(file, 1, fmt::format("same name as {}", place->second)));
    }
  }
  return mistakes;
}

/// Paths that exist on one machine only. Written apart here, so that this file passes itself.
std::vector<std::string> machine_mistakes(const SourceFile& file) {
  static const std::array<std::string, 3> places = {
      std::string("/wo") + "rk/", std::string("/ho") + "me/", std::string("/tm") + "p/"};
  std::vector<std::string> mistakes;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    for (const std::string& place : places) {
      if (line.find(place) == std::string_view::npos) continue;
      mistakes.push_back(violation(file, number, fmt::format("'{}' is one machine's", place)));
    }
  }
  return mistakes;
}

}  // namespace

TEST_CASE("forbidden names and words are found", "[tidy]") {
  CHECK(name_mistakes({"sim/base/quantity.hpp", ""}).empty());
  CHECK(name_mistakes({"sim/utils/quantity.hpp", ""}).size() == 1);
  CHECK(name_mistakes({"sim/base/csv_util.hpp", ""}).size() == 1);

  const std::string unfinished = fmt::format("// TO{}: later\n", "DO");
  CHECK(comment_mistakes({"a.cpp", unfinished}).size() == 1);
  CHECK(comment_mistakes({"a.cpp", "const char* text = \"TODO\";  // a string may\n"}).empty());
  CHECK(comment_mistakes({"a.cpp", "// start(job);\n"}).size() == 1);
  CHECK(comment_mistakes({"a.cpp", "/// start(job);\n"}).empty());
  CHECK(comment_mistakes({"a.cpp", "// 1 TB / 400 Gb/s = 20 s (see above)\n"}).empty());

  CHECK(head_mistakes({"a.hpp", "// What it is for.\n#pragma once\n"}).empty());
  CHECK(head_mistakes({"a.hpp", "// What it is for.\n"}).size() == 1);
  CHECK(head_mistakes({"a.cpp", "#include <vector>\n"}).size() == 1);

  CHECK(test_name_mistakes({"a.cpp", "TEST_CASE(\"one, two\", \"[a]\") { f(); }\n"}).empty());
  CHECK(test_name_mistakes({"a.cpp", "TEST_CASE(\"one; two\") {\n"}).size() == 1);
  CHECK(test_name_mistakes({"a.cpp", "TEST_CASE(\"--set\") {\n"}).size() == 1);

  CHECK(basename_mistakes({{"sim/base/a.hpp", ""}, {"sim/base/b.hpp", ""}}).empty());
  CHECK(basename_mistakes({{"sim/base/a.hpp", ""}, {"sim/text/a.hpp", ""}}).size() == 1);

  CHECK(machine_mistakes({"a.md", "in the /home\n"}).empty());
  CHECK(machine_mistakes({"a.md", std::string("in /ho") + "me/jo\n"}).size() == 1);
}

TEST_CASE("no file has a forbidden name, word or beginning", "[tidy]") {
  std::vector<std::string> mistakes = basename_mistakes(cpp_files());
  const auto add = [&](const std::vector<std::string>& found) {
    mistakes.insert(mistakes.end(), found.begin(), found.end());
  };
  for (const SourceFile& file : source_tree()) {
    add(name_mistakes(file));
    add(machine_mistakes(file));
  }
  for (const SourceFile& file : cpp_files()) {
    add(comment_mistakes(file));
    add(head_mistakes(file));
    add(test_name_mistakes(file));
  }
  INFO(join(mistakes));
  CHECK(mistakes.empty());
}

}  // namespace eastwest::tidy
