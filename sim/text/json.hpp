// JSON in and out: one type for everybody, keys in the order in which they were put in.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace eastwest {

using Json = nlohmann::ordered_json;

/// Two spaces of indentation, a newline at the end, numbers shortest round trip, UTF-8 kept as it
/// is. Infinite or NaN numbers are a defect (JSON has none).
[[nodiscard]] std::string to_pretty(const Json& json);
/// Reads a file of at most 64 MiB (plain or gzip). Throws ScenarioError with line and column;
/// nesting over 64 is refused.
[[nodiscard]] Json parse_json_file(const std::string& file);
/// The same from a text; `name` stands for the file in messages.
[[nodiscard]] Json parse_json(const std::string& text, const std::string& name);

}  // namespace eastwest
