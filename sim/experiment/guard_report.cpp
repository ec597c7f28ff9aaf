// The three forms of one finding.
#include "sim/experiment/guard_report.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "sim/text/text_table.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kRowsMax = 30;

std::string shown(const std::string& value, const char* absent) {
  return value.empty() ? absent : value;
}

std::string moved_table(const GuardedResult& result, std::size_t rows_max) {
  TextTable table({"scenario", "key", "baseline", "now", "change"});
  const std::size_t rows = std::min(rows_max, result.moved.size());
  for (std::size_t i = 0; i < rows; ++i) {
    const MovedValue& value = result.moved[i];
    table.row({result.name, value.key, shown(value.baseline, "(new key)"),
               shown(value.now, "(missing)"), shown(value.relative, "-")});
  }
  std::string text = table.text(2);
  if (rows < result.moved.size()) {
    text += fmt::format("  and {} more\n", result.moved.size() - rows);
  }
  return text;
}

std::string headline(const GuardedResult& result) {
  if (result.moved.empty()) {
    return fmt::format("{}: {} values, none moved", result.name, result.values);
  }
  return fmt::format("{}: {} of {} values moved", result.name, result.moved.size(), result.values);
}

std::string xml(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        // XML 1.0 has no other control characters.
        escaped += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return escaped;
}

/// What GitHub's workflow commands want escaped; in properties also colons and commas.
std::string workflow(const std::string& text, const char* also = "") {
  std::string escaped;
  for (const char c : text) {
    const bool special = c == '%' || c == '\n' || c == '\r';
    if (special || std::string_view(also).find(c) != std::string_view::npos) {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string file_of(const std::string& argument) { return argument.substr(0, argument.rfind('@')); }

}  // namespace

bool any_moved(const std::vector<GuardedResult>& results) {
  return std::any_of(results.begin(), results.end(),
                     [](const GuardedResult& result) { return !result.moved.empty(); });
}

std::string guard_text(const std::vector<GuardedResult>& results) {
  std::string text;
  for (const GuardedResult& result : results) {
    text += headline(result) + "\n";
    if (!result.moved.empty()) text += moved_table(result, kRowsMax);
  }
  return text;
}

std::string guard_junit(const std::vector<GuardedResult>& results) {
  const auto failures =
      std::count_if(results.begin(), results.end(),
                    [](const GuardedResult& result) { return !result.moved.empty(); });
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites>\n"
      "  <testsuite name=\"eastwest guard\" tests=\"{}\" failures=\"{}\">\n",
      results.size(), failures);
  for (const GuardedResult& result : results) {
    text += fmt::format("    <testcase classname=\"guard\" name=\"{}\"", xml(result.name));
    if (result.moved.empty()) {
      text += "/>\n";
      continue;
    }
    text += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                        xml(headline(result)), xml(moved_table(result, result.moved.size())));
  }
  return text + "  </testsuite>\n</testsuites>\n";
}

std::string guard_github(const std::vector<GuardedResult>& results) {
  std::string text;
  for (const GuardedResult& result : results) {
    if (result.moved.empty()) continue;
    text += fmt::format("::error file={},title={}::{}\n", workflow(file_of(result.argument), ":,"),
                        workflow("results moved: " + result.name, ":,"),
                        workflow(headline(result) + "\n" + moved_table(result, kRowsMax)));
  }
  return text;
}

}  // namespace eastwest
