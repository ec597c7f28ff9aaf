// One call of the block function Philox4x32-10, so that Random123 is included in one place only.
#pragma once

#include <array>
#include <cstdint>

namespace eastwest {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// 128 random bits for a counter and a key; a pure function.
[[nodiscard]] PhiloxCounter philox(const PhiloxCounter& counter, const PhiloxKey& key);

}  // namespace eastwest
