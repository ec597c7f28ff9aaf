// How wide a job may run, how fast it is then, and what a change of width costs.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Rates times nanoseconds, and accelerators times nanoseconds.
__extension__ typedef __int128 WideCount;

/// Terms of a job whose number of accelerators is not fixed. Its run time, its request and its
/// estimate are those at the reference width, Job::accelerators, which is one of the widths.
/// Work is counted in nanoseconds of the run at that width, each of `reference_rate` parts: in a
/// nanosecond at another width it does `rate` parts. Both are whole numbers, so that progress is
/// exact whatever the widths; their quotient is the speed-up.
struct ElasticTerms {
  enum class Kind : std::uint8_t {
    mouldable,  ///< the width is chosen when it starts
    malleable,  ///< and may change while it runs
  };
  struct Width {
    std::int64_t accelerators = 1;
    std::int64_t rate = 1;
  };

  Kind kind = Kind::malleable;
  std::vector<Width> widths = {};  ///< ascending; rates above 0 that do not fall
  std::int64_t reference_rate = 1;
  Duration checkpoint{0};  ///< a resize: its state is written by those who hold accelerators
  Duration restart{0};     ///< and then, at the new width, until it goes on

  /// Null if it cannot have that width.
  [[nodiscard]] const Width* find(std::int64_t accelerators) const;
  /// Requires that it can.
  [[nodiscard]] std::int64_t rate_of(std::int64_t accelerators) const;
  [[nodiscard]] std::int64_t least() const { return widths.front().accelerators; }
  [[nodiscard]] std::int64_t most() const { return widths.back().accelerators; }
  /// The most of its widths that is at most `accelerators`; null if there is none.
  [[nodiscard]] const Width* at_most(std::int64_t accelerators) const;
};

}  // namespace eastwest
