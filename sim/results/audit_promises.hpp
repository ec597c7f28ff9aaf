// The promises that the audit names when one is broken, and how it says so.
#pragma once

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest::audit {

inline constexpr std::string_view kCapacity = "capacity is never exceeded";
inline constexpr std::string_view kOneState = "every job is in exactly one state";
inline constexpr std::string_view kByteHops = "bytes x hops of transfers = bytes of links";
inline constexpr std::string_view kNoPast = "no event is in the past";

template <class... Values>
[[noreturn]] void broken(int invariant, std::string_view what, fmt::format_string<Values...> text,
                         Values&&... values) {
  throw Defect(fmt::format("audit: invariant {} ({}) is broken: {}", invariant, what,
                           fmt::format(text, std::forward<Values>(values)...)));
}

[[nodiscard]] inline std::int64_t nanoseconds(Date date) { return date.time_since_epoch().count(); }

}  // namespace eastwest::audit
