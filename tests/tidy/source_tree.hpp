// The project's own text files, as the tidy tests read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eastwest::tidy {

/// One file: its path from the repository root with '/', and its text.
struct SourceFile {
  std::string path;
  std::string text;
};

/// All text files of the project in the order of their paths; builds and results are left out.
const std::vector<SourceFile>& source_tree();

/// The C++ files of source_tree().
std::vector<SourceFile> cpp_files();

bool is_cpp(std::string_view path);

/// The lines of a text without their line ends.
std::vector<std::string_view> lines_of(std::string_view text);

/// The code with comments and the insides of literals blanked, line by line the same length.
std::string code_of(std::string_view cpp_text);

/// The text with everything but comments blanked, line by line the same length.
std::string comments_of(std::string_view cpp_text);

/// The words (letters, digits, '_') of a line, each with what stands right before and after it.
struct Word {
  std::string_view text;
  std::string_view before;
  std::string_view after;
};
std::vector<Word> words_of(std::string_view line);

/// "path:line: message", as compilers write it.
std::string violation(const SourceFile& file, std::size_t line, std::string_view message);

/// All violations under one another, for a test's message.
std::string join(const std::vector<std::string>& violations);

}  // namespace eastwest::tidy
