// Spans of time as exact decimals of seconds, as results write them.
#pragma once

#include <string>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Room that write_seconds may need.
inline constexpr int kSecondsTextMax = 24;

/// Writes a span in seconds as an exact decimal: 1.5 s is `1.5`, one nanosecond `0.000000001`.
/// Returns the end of what it wrote.
char* write_seconds(char* to, Duration span);

[[nodiscard]] std::string seconds_text(Duration span);

}  // namespace eastwest
