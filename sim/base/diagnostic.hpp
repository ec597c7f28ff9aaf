// What a user did wrong, where, and how to mend it; the mistakes of a file are collected.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eastwest {

/// A place in a file. Lines and columns count from 1; 0 means "no such place".
struct Position {
  std::string file;
  int line = 0;
  /// Byte column as parsers give it; the printer converts it to display width for the caret.
  int column = 0;
};

enum class Severity { warning, error };

/// One mistake: `position: error: path: message` + source line, caret, `hint`.
struct Diagnostic {
  Severity severity = Severity::error;
  Position position;
  /// Where in the document, e.g. `sites[3].pue`; may be empty.
  std::string path;
  /// What is wrong.
  std::string message;
  /// What to do about it; may be empty.
  std::string hint;
  /// The text of the line at `position`, for the caret; may be empty.
  std::string source_line;
};

/// Collects the mistakes of one or more inputs.
class Diagnostics {
 public:
  /// At most this many are kept (errors before warnings); the rest are counted, so that a hostile
  /// file makes no flood.
  static constexpr std::size_t kKeptMax = 100;

  void add(Diagnostic diagnostic);
  void error(Position position, std::string path, std::string message, std::string hint = {},
             std::string source_line = {});
  void warning(Position position, std::string path, std::string message, std::string hint = {},
               std::string source_line = {});
  [[nodiscard]] bool has_errors() const { return error_count_ > 0; }
  [[nodiscard]] std::size_t error_count() const { return error_count_; }
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
  /// Sorted by file, line, column, with repeated ones removed; ends with "and N more" where cut.
  /// No newline at the end; empty when there is nothing.
  [[nodiscard]] std::string text() const;
  /// Throws ScenarioError when there is at least one error.
  void throw_if_errors() const;

 private:
  std::vector<Diagnostic> all_;
  std::size_t error_count_ = 0;
  std::size_t dropped_count_ = 0;
};

/// The user's input is wrong (exit code 2). what() is the full text for stderr.
class ScenarioError : public std::exception {
 public:
  explicit ScenarioError(Diagnostics diagnostics);
  /// One mistake without a place in a file: `file: error: message`.
  ScenarioError(std::string file, std::string message, std::string hint = {});
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
  std::string text_;
};

/// The machine or an external program failed: disk full, unreadable folder (exit code 4).
class EnvironmentError : public std::exception {
 public:
  explicit EnvironmentError(std::string message) : message_(std::move(message)) {}
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// The text of one diagnostic, without a newline at the end; parts that are empty are left out:
///     scenarios/a.yaml:3:8: error: sites[3].pue: 0.9 is below 1
///       pue: 0.9
///            ^
///       hint: …
/// Control characters and broken UTF-8 are replaced, long lines are cut around the caret.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);
/// Terminal columns of UTF-8 text: Chinese counts two, combining marks none.
[[nodiscard]] int display_width(std::string_view text);
/// The candidate closest to `word`, upper and lower case alike, or empty: at most a third of its
/// characters (rounded) are wrong, missing, too many or swapped. The first one of equals.
[[nodiscard]] std::string closest(std::string_view word,
                                  const std::vector<std::string>& candidates);

}  // namespace eastwest
