// The exact numbers of the network `fluid`: bytes, rates and instants in fixed point.
#pragma once

#include <compare>
#include <cstdint>

#include "sim/base/quantity.hpp"

namespace eastwest::fluid {

__extension__ typedef unsigned __int128 Wide;
__extension__ typedef __int128 SignedWide;

/// Progress in bytes x 2^64. It only grows and may pass 2^64 bytes: only differences have a
/// meaning, and those of live transfers are below 2^63 bytes.
using Progress = Wide;
/// Bytes per nanosecond x 2^64. No capacity exceeds 2^30 bytes a nanosecond.
using Rate = Wide;

inline constexpr int kFractionBits = 64;
inline constexpr Rate kNoLimit = ~Rate{0};

/// Rounded down; the error is below 2^-64 bytes a nanosecond.
[[nodiscard]] constexpr Rate to_rate(BitsPerSecond rate) {
  constexpr std::uint64_t kBitsPerSecondOfOne = 8'000'000'000;  // 1 byte a nanosecond
  return (static_cast<Rate>(rate.value()) << kFractionBits) / kBitsPerSecondOfOne;
}

/// The double nearest to the number, but for one unit in its last place; the same everywhere.
[[nodiscard]] constexpr double to_double(Wide number) {
  const auto high = static_cast<std::uint64_t>(number >> 64);
  const auto low = static_cast<std::uint64_t>(number);
  // Signed conversions are single instructions; a bit of `low` is far below the result's last.
  return static_cast<double>(static_cast<std::int64_t>(high >> 1)) * 0x1p65 +
         static_cast<double>(static_cast<std::int64_t>((high & 1) << 62 | low >> 2)) * 0x1p2;
}

/// True if `a` is less than `b`, which is at most 2^63 bytes away.
[[nodiscard]] constexpr bool is_behind(Progress a, Progress b) {
  return static_cast<SignedWide>(a - b) < 0;
}

/// Time since the first date of the run, finer than a date: transfers end between nanoseconds, and
/// the others speed up then. So whole nanoseconds are only where the outside is told.
struct Instant {
  std::int64_t nanoseconds = 0;
  std::uint32_t fraction = 0;  ///< x 2^-32 ns

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  /// The first whole nanosecond that is not before it.
  [[nodiscard]] constexpr std::int64_t rounded_up() const {
    return nanoseconds + (fraction > 0 ? 1 : 0);
  }
  [[nodiscard]] constexpr double approximately() const {
    return static_cast<double>(nanoseconds) + static_cast<double>(fraction) * 0x1p-32;
  }
};

/// What `rate` makes from `from` to `to`. Rounded down to 2^-64 bytes; exact over whole
/// nanoseconds.
[[nodiscard]] constexpr Progress made(Rate rate, Instant from, Instant to) {
  std::int64_t whole = to.nanoseconds - from.nanoseconds;
  if (to.fraction < from.fraction) --whole;
  const std::uint32_t fraction = to.fraction - from.fraction;  // modulo 2^32
  return rate * static_cast<std::uint64_t>(whole) + (rate * fraction >> 32);
}

/// The first instant at which `rate` has made `distance` since `from`. Requires rate > 0 and a
/// quotient below 2^62 ns.
[[nodiscard]] constexpr Instant when_made(Progress distance, Rate rate, Instant from) {
  const Wide whole = distance / rate;
  const Wide rest = distance - whole * rate;
  const auto fraction = static_cast<std::uint64_t>(((rest << 32) + rate - 1) / rate);
  const std::uint64_t sum = from.fraction + fraction;
  return {
      from.nanoseconds + static_cast<std::int64_t>(whole) + static_cast<std::int64_t>(sum >> 32),
      static_cast<std::uint32_t>(sum)};
}

/// A sum of progress that cannot overflow, exact to 2^-64 bytes.
class ExactBytes {
 public:
  /// Adds `progress` (below 2^63 bytes) `times` times.
  constexpr void add(Progress progress, std::int64_t times) {
    const auto count = static_cast<std::uint64_t>(times);
    add_parts(static_cast<SignedWide>(progress >> 64) * times,
              static_cast<Wide>(static_cast<std::uint64_t>(progress)) * count);
  }
  constexpr void subtract(Progress progress) {
    const Progress negated = ~progress + 1;
    add_parts(static_cast<SignedWide>(negated) >> 64, static_cast<std::uint64_t>(negated));
  }
  constexpr void add(const ExactBytes& other) { add_parts(other.whole_, other.fraction_); }
  /// Rounded down.
  [[nodiscard]] constexpr SignedWide whole() const { return whole_; }
  [[nodiscard]] constexpr double bytes() const {
    return static_cast<double>(whole_) + static_cast<double>(fraction_) * 0x1p-64;
  }

 private:
  constexpr void add_parts(SignedWide whole, Wide fraction) {
    fraction += fraction_;
    whole_ += whole + static_cast<SignedWide>(fraction >> 64);
    fraction_ = static_cast<std::uint64_t>(fraction);
  }

  SignedWide whole_ = 0;
  std::uint64_t fraction_ = 0;
};

}  // namespace eastwest::fluid
