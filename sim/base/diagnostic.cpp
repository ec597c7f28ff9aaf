// Collecting mistakes and turning them into the text that users read.
#include "sim/base/diagnostic.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "sim/base/utf8.hpp"

namespace eastwest {
namespace {

/// Columns of a source line that are shown, and how many of them stand before the caret when the
/// line has to be cut.
constexpr int kShownColumns = 100;
constexpr int kColumnsBeforeCaret = 60;
/// Words longer than this get no suggestion.
constexpr std::size_t kSuggestedLengthMax = 64;

std::string location(const Position& position) {
  std::string text = printable(position.file);
  if (position.line > 0) text += fmt::format("{}{}", text.empty() ? "" : ":", position.line);
  if (position.line > 0 && position.column > 0) text += fmt::format(":{}", position.column);
  return text.empty() ? text : text + ": ";
}

/// The part of a source line around the caret, and the column (from 0) of the caret in it.
struct Excerpt {
  std::string text;
  int caret = 0;
};

Excerpt excerpt(std::string_view line, int byte_column) {
  const std::size_t bytes_before =
      std::min(line.size(), static_cast<std::size_t>(std::max(byte_column - 1, 0)));
  std::u32string before = characters(printable(line.substr(0, bytes_before)));
  const std::u32string after = characters(printable(line.substr(bytes_before)));
  Excerpt result;
  int total = 0;
  for (const char32_t character : before) result.caret += display_width(character);
  for (const char32_t character : after) total += display_width(character);
  if (result.caret + total <= kShownColumns) {
    result.text = printable(line.substr(0, bytes_before)) + printable(line.substr(bytes_before));
    return result;
  }
  std::size_t first = 0;
  for (; result.caret > kColumnsBeforeCaret; ++first) result.caret -= display_width(before[first]);
  if (first > 0) {
    result.text = "…";
    result.caret += 1;
  }
  for (; first < before.size(); ++first) append_character(result.text, before[first]);
  int width = result.caret;
  for (const char32_t character : after) {
    width += display_width(character);
    if (width > kShownColumns) break;
    append_character(result.text, character);
  }
  if (width > kShownColumns) result.text += "…";
  return result;
}

char32_t lower(char32_t character) {
  return character >= U'A' && character <= U'Z' ? character - U'A' + U'a' : character;
}

/// Changes, insertions, deletions and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(const std::u32string& from, const std::u32string& to) {
  std::vector<std::size_t> before_last, last(to.size() + 1), row(to.size() + 1);
  for (std::size_t column = 0; column <= to.size(); ++column) last[column] = column;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t change = last[j - 1] + (lower(from[i - 1]) == lower(to[j - 1]) ? 0 : 1);
      row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) &&
                           lower(from[i - 2]) == lower(to[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[to.size()];
}

/// Sort key; two diagnostics with the same key are the same mistake.
auto key(const Diagnostic& diagnostic) {
  return std::tie(diagnostic.position.file, diagnostic.position.line, diagnostic.position.column,
                  diagnostic.path, diagnostic.message, diagnostic.hint, diagnostic.severity);
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  const bool is_error = diagnostic.severity == Severity::error;
  if (is_error) ++error_count_;
  if (all_.size() < kKeptMax) {
    all_.push_back(std::move(diagnostic));
    return;
  }
  ++dropped_count_;
  if (!is_error) return;
  const auto warning = std::find_if(all_.begin(), all_.end(), [](const Diagnostic& kept) {
    return kept.severity == Severity::warning;
  });
  if (warning != all_.end()) *warning = std::move(diagnostic);
}

void Diagnostics::error(Position position, std::string path, std::string message, std::string hint,
                        std::string source_line) {
  add({Severity::error, std::move(position), std::move(path), std::move(message), std::move(hint),
       std::move(source_line)});
}

void Diagnostics::warning(Position position, std::string path, std::string message,
                          std::string hint, std::string source_line) {
  add({Severity::warning, std::move(position), std::move(path), std::move(message), std::move(hint),
       std::move(source_line)});
}

std::string Diagnostics::text() const {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& diagnostic : all_) sorted.push_back(&diagnostic);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Diagnostic* a, const Diagnostic* b) { return key(*a) < key(*b); });
  const auto repeated =
      std::unique(sorted.begin(), sorted.end(),
                  [](const Diagnostic* a, const Diagnostic* b) { return key(*a) == key(*b); });
  sorted.erase(repeated, sorted.end());
  std::string result;
  for (const Diagnostic* diagnostic : sorted) {
    result += fmt::format("{}{}", result.empty() ? "" : "\n", to_text(*diagnostic));
  }
  if (dropped_count_ > 0) result += fmt::format("\nand {} more", dropped_count_);
  return result;
}

void Diagnostics::throw_if_errors() const {
  if (has_errors()) throw ScenarioError(*this);
}

ScenarioError::ScenarioError(Diagnostics diagnostics)
    : diagnostics_(std::move(diagnostics)), text_(diagnostics_.text()) {}

ScenarioError::ScenarioError(std::string file, std::string message, std::string hint) {
  diagnostics_.error({std::move(file), 0, 0}, {}, std::move(message), std::move(hint));
  text_ = diagnostics_.text();
}

std::string to_text(const Diagnostic& diagnostic) {
  const bool is_error = diagnostic.severity == Severity::error;
  std::string text = location(diagnostic.position) + (is_error ? "error: " : "warning: ");
  if (!diagnostic.path.empty()) text += printable(diagnostic.path) + ": ";
  text += printable(diagnostic.message);
  if (!diagnostic.source_line.empty()) {
    const Excerpt shown = excerpt(diagnostic.source_line, diagnostic.position.column);
    text += "\n  " + shown.text;
    if (diagnostic.position.column > 0) {
      text += "\n  " + std::string(static_cast<std::size_t>(shown.caret), ' ') + "^";
    }
  }
  if (!diagnostic.hint.empty()) text += "\n  hint: " + printable(diagnostic.hint);
  return text;
}

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::u32string wanted = characters(word);
  if (wanted.size() > kSuggestedLengthMax) return {};
  const std::string* best = nullptr;
  std::size_t best_distance = (wanted.size() + 1) / 3 + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 4 * kSuggestedLengthMax) continue;
    const std::size_t distance = edit_distance(wanted, characters(candidate));
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = &candidate;
  }
  return best == nullptr ? std::string{} : *best;
}

}  // namespace eastwest
