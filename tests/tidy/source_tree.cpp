// Reads the project's files and takes C++ text apart as far as the tidy tests need.
#include "tests/tidy/source_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace eastwest::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kFolders = {
    ".ci", "cmake", "docs", "models", "scenarios", "sim", "tests", "tools", "examples"};
constexpr std::array<std::string_view, 12> kExtensions = {
    ".cpp", ".hpp", ".h", ".txt", ".cmake", ".json", ".md", ".sh", ".yaml", ".csv", ".py", ""};

bool is_text(const fs::path& path) {
  // In a second worktree of one repository .git is a file of git's.
  if (path.filename() == ".git") return false;
  return std::find(kExtensions.begin(), kExtensions.end(), path.extension().string()) !=
         kExtensions.end();
}

SourceFile read(const fs::path& root, const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {fs::relative(path, root).generic_string(),
          std::string(std::istreambuf_iterator<char>(stream), {})};
}

std::vector<SourceFile> read_tree(const fs::path& root) {
  std::vector<SourceFile> files;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.is_regular_file() && is_text(entry.path())) files.push_back(read(root, entry.path()));
  }
  for (const std::string_view folder : kFolders) {
    if (!fs::is_directory(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && is_text(entry.path())) {
        files.push_back(read(root, entry.path()));
      }
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

enum class Part { code, comment, literal };

/// Finds where each part of a C++ text ends, beginning in code.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  /// Keeps the characters of one part; all others but line ends become blanks.
  std::string keep(Part wanted) {
    std::string kept(text_.size(), ' ');
    while (position_ < text_.size()) {
      const Part part = next_part();
      const std::size_t end = end_of(part);
      for (; position_ < end; ++position_) {
        const char c = text_[position_];
        if (c == '\n' || part == wanted) kept[position_] = c;
      }
    }
    return kept;
  }

 private:
  Part next_part() const {
    if (starts("//") || starts("/*")) return Part::comment;
    // A quote inside a number separates its digits: 1'000.
    const bool separator = text_[position_] == '\'' && position_ > 0 &&
                           is_word(text_[position_ - 1]) && !starts_raw_string();
    if (starts("\"") || (starts("'") && !separator)) return Part::literal;
    return Part::code;
  }

  std::size_t end_of(Part part) const {
    if (part == Part::code) return position_ + 1;
    if (starts("//")) return find("\n", position_);
    if (starts("/*")) return past("*/", position_ + 2);
    if (starts_raw_string()) {
      const std::size_t open = text_.find('(', position_);
      const std::string delimiter(text_.substr(position_ + 1, open - position_ - 1));
      return past(")" + delimiter + "\"", open);
    }
    std::size_t end = position_ + 1;
    while (end < text_.size() && text_[end] != text_[position_]) end += text_[end] == '\\' ? 2 : 1;
    return std::min(end + 1, text_.size());
  }

  bool starts(std::string_view what) const { return text_.substr(position_, what.size()) == what; }
  bool starts_raw_string() const {
    return text_[position_] == '"' && position_ > 0 && text_[position_ - 1] == 'R';
  }
  std::size_t find(std::string_view what, std::size_t from) const {
    return std::min(text_.find(what, from), text_.size());
  }
  std::size_t past(std::string_view what, std::size_t from) const {
    return std::min(find(what, from) + what.size(), text_.size());
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

const std::vector<SourceFile>& source_tree() {
  static const std::vector<SourceFile> files = read_tree(EASTWEST_SOURCE_DIR);
  return files;
}

bool is_cpp(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

std::vector<SourceFile> cpp_files() {
  std::vector<SourceFile> files;
  std::copy_if(source_tree().begin(), source_tree().end(), std::back_inserter(files),
               [](const SourceFile& file) { return is_cpp(file.path); });
  return files;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string code_of(std::string_view cpp_text) { return Splitter(cpp_text).keep(Part::code); }

std::string comments_of(std::string_view cpp_text) {
  return Splitter(cpp_text).keep(Part::comment);
}

std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  std::size_t begin = 0;
  while (begin < line.size()) {
    if (!is_word(line[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < line.size() && is_word(line[end])) ++end;
    words.push_back({line.substr(begin, end - begin), line.substr(0, begin), line.substr(end)});
    begin = end;
  }
  return words;
}

std::string violation(const SourceFile& file, std::size_t line, std::string_view message) {
  return fmt::format("{}:{}: {}", file.path, line, message);
}

std::string join(const std::vector<std::string>& violations) {
  std::string text;
  for (const std::string& one : violations) text += "\n" + one;
  return text;
}

}  // namespace eastwest::tidy
