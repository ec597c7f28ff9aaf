// Rounding rules of durations and the range checks of bounded quantities.
#include "sim/base/quantity.hpp"

#include <cmath>
#include <limits>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

__extension__ typedef __int128 Wide;

constexpr double kSecondsMax = 9.2e9;
constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kFibreNanosecondsPerKilometre = 4900;
/// Excess over a whole nanosecond that is rounding noise of the product, not distance.
constexpr double kNoise = 1e-6;

/// A number of seconds as whole seconds (exact) and the nanoseconds left in [0, 1e9].
struct SplitSeconds {
  std::int64_t whole;
  double nanoseconds;
};

SplitSeconds split(double seconds) {
  const double whole = std::floor(seconds);
  return {static_cast<std::int64_t>(whole), (seconds - whole) * kNanosecondsPerSecond};
}

Duration join(std::int64_t whole, double nanoseconds) {
  return Duration{whole * 1'000'000'000 + static_cast<std::int64_t>(nanoseconds)};
}

/// Requires seconds >= 0; ties go up.
Duration nearest(double seconds) {
  const SplitSeconds parts = split(seconds);
  const double below = std::floor(parts.nanoseconds);
  return join(parts.whole, parts.nanoseconds - below >= 0.5 ? below + 1 : below);
}

}  // namespace

Duration from_seconds_up(double seconds) {
  EW_CHECK(seconds >= 0 && seconds < kSecondsMax, "{} s is no span", seconds);
  const Duration close = nearest(seconds);
  if (to_seconds(close) == seconds) return close;
  const SplitSeconds parts = split(seconds);
  return join(parts.whole, std::ceil(parts.nanoseconds));
}

Duration from_seconds(double seconds) {
  EW_CHECK(std::fabs(seconds) < kSecondsMax, "{} s is no span", seconds);
  return seconds < 0 ? -nearest(-seconds) : nearest(seconds);
}

Duration operator/(Bytes size, BitsPerSecond rate) {
  EW_CHECK(rate.value() > 0 && size.value() >= 0, "{} B at {} b/s", size.value(), rate.value());
  const Wide scaled = Wide{size.value()} * 8 * 1'000'000'000;
  const Wide span = (scaled + rate.value() - 1) / rate.value();
  EW_CHECK(span <= Wide{std::numeric_limits<std::int64_t>::max()},
           "{} B at {} b/s take longer than the clock can count", size.value(), rate.value());
  return Duration{static_cast<std::int64_t>(span)};
}

Duration fibre_delay(Kilometres length) {
  EW_CHECK(length.value() >= 0 && length.value() < 1e12, "fibre of {} km", length.value());
  const double nanoseconds = length.value() * kFibreNanosecondsPerKilometre;
  return Duration{static_cast<std::int64_t>(std::ceil(nanoseconds - kNoise))};
}

Fraction Fraction::checked(double value) {
  EW_CHECK(value >= 0 && value <= 1, "a share of {}", value);
  return Fraction(value);
}

Pue Pue::checked(double value) {
  EW_CHECK(value >= 1 && value <= 10, "a PUE of {}", value);
  return Pue(value);
}

}  // namespace eastwest
