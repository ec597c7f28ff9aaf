// Implements sim/text/json.hpp.
#include "sim/text/json.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{64} << 20;
constexpr int kNestingMax = 64;

void check_numbers(const Json& json, const std::string& path) {
  if (json.is_number_float()) {
    const double value = json.get<double>();
    EW_CHECK(std::isfinite(value), "the JSON value {} is {}", path, value);
  }
  if (!json.is_structured()) return;
  for (const auto& [key, value] : json.items()) {
    if (value.is_structured() || value.is_number_float()) check_numbers(value, path + "/" + key);
  }
}

[[noreturn]] void fail(const std::string& text, const std::string& name, std::size_t offset,
                       std::string message) {
  const std::string_view before = std::string_view(text).substr(0, offset);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 = 0
  Position position{name, 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                    1 + static_cast<int>(before.size() - line_begin)};
  const std::string_view line = std::string_view(text).substr(line_begin);
  std::string shown = shown_line(line.substr(0, line.find('\n')), position.column);
  Diagnostics diagnostics;
  diagnostics.error(std::move(position), {}, std::move(message), {}, std::move(shown));
  throw ScenarioError(std::move(diagnostics));
}

/// The library's message without its number and place.
std::string reason(const nlohmann::json::exception& exception) {
  std::string_view text = exception.what();
  if (const auto at = text.find("] "); at != std::string_view::npos) text.remove_prefix(at + 2);
  const auto place = text.find(", column ");
  if (place != std::string_view::npos) {
    const auto colon = text.find(": ", place);
    if (colon != std::string_view::npos) text.remove_prefix(colon + 2);
  }
  return "no valid JSON: " + std::string(utf8_prefix(text, 200));
}

}  // namespace

std::string to_pretty(const Json& json) {
  check_numbers(json, "");
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json parse_json(const std::string& text, const std::string& name) {
  try {
    return Json::parse(text, [&](int depth, Json::parse_event_t, Json&) {
      if (depth > kNestingMax) {
        throw ScenarioError(name, fmt::format("nested deeper than {} levels", kNestingMax));
      }
      return true;
    });
  } catch (const nlohmann::json::parse_error& error) {
    fail(text, name, std::min(error.byte > 0 ? error.byte - 1 : 0, text.size()), reason(error));
  } catch (const nlohmann::json::exception& error) {
    throw ScenarioError(name, reason(error));
  }
}

Json parse_json_file(const std::string& file) {
  return parse_json(read_whole_file(file, kFileBytesMax), file);
}

}  // namespace eastwest
