// Implements models/network/fluid/fluid_limits.hpp.
#include "models/network/fluid/fluid_limits.hpp"

namespace eastwest::fluid {
namespace {

/// Half a nanosecond in units of 2^-32 ns.
constexpr std::uint64_t kHalf = std::uint64_t{1} << 31;

/// Units of 2^-32 ns as seconds.
double seconds(Wide units) { return to_double(units) * (0x1p-32 / 1e9); }

}  // namespace

Wide FluidLimits::Integral::at(Instant now) const {
  const Wide units = (static_cast<Wide>(now.nanoseconds - since.nanoseconds) << 32) + now.fraction -
                     since.fraction;
  return sum + units * static_cast<std::uint64_t>(value);
}

void FluidLimits::Integral::change(std::int64_t new_value, Instant now) {
  if (new_value == value) return;
  sum = at(now);
  since = now;
  value = new_value;
}

void FluidLimits::note(const FluidShares& shares, std::int64_t weight, Instant now) {
  for (const LinkIndex index : shares.noticed()) {
    links_[index].saturated.change(shares.is_saturated(index) ? 1 : 0, now);
    links_[index].limited.change(shares.limited(index), now);
  }
  all_.change(weight, now);
}

LimitBook FluidLimits::book(Instant now) const {
  LimitBook book;
  Wide at_cap = all_.at(now);
  book.links.reserve(links_.size());
  for (const OfLink& link : links_) {
    const Wide limited = link.limited.at(now);
    at_cap -= limited;
    book.links.push_back(
        {.saturated = Duration{static_cast<Duration::rep>((link.saturated.at(now) + kHalf) >> 32)},
         .limited = seconds(limited)});
  }
  book.at_cap = seconds(at_cap);
  return book;
}

}  // namespace eastwest::fluid
