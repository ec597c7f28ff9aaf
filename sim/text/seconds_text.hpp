// Spans of time as exact decimals of seconds, as results write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Room that write_seconds may need.
inline constexpr int kSecondsTextMax = 24;

/// Writes a span in seconds as an exact decimal: 1.5 s is `1.5`, one nanosecond `0.000000001`.
/// Returns the end of what it wrote.
char* write_seconds(char* to, Duration span);

[[nodiscard]] std::string seconds_text(Duration span);

/// Reads digits with at most nine decimals, `1.5` or `31536000.000000001`, exactly. Anything else
/// (a sign, an exponent, more than nine digits before the point) gives nothing.
[[nodiscard]] std::optional<Duration> read_plain_seconds(std::string_view text);

}  // namespace eastwest
