// Exact time integrals of whole numbers that change in steps, from the scenario's start on.
#pragma once

#include <algorithm>
#include <utility>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Whole numbers times nanoseconds need more than 64 bits.
__extension__ typedef __int128 WideInteger;

/// Accelerator-nanoseconds as accelerator-hours.
[[nodiscard]] inline double to_accelerator_hours(WideInteger accelerator_nanoseconds) {
  return static_cast<double>(accelerator_nanoseconds) / 3.6e12;
}

/// The integral of value x nanoseconds; what lies before kStart counts for nothing.
class StepIntegral {
 public:
  /// The value changes by `delta` at `date`. Dates never decrease.
  void change(Date date, WideInteger delta) {
    advance(date);
    value_ += delta;
  }
  /// The value stood until `date`.
  void advance(Date date) {
    if (date <= last_) return;
    integral_ += value_ * (date - last_).count();
    maximum_ = std::max(maximum_, value_);
    last_ = date;
  }
  [[nodiscard]] WideInteger value() const { return value_; }
  [[nodiscard]] WideInteger integral() const { return integral_; }
  /// The integral up to `date`, not before the last one told.
  [[nodiscard]] WideInteger until(Date date) const {
    return date <= last_ ? integral_ : integral_ + value_ * (date - last_).count();
  }
  /// The largest value that stood for more than an instant, at least 0.
  [[nodiscard]] WideInteger maximum() const { return maximum_; }
  /// The integral since the last call; integral() is 0 afterwards.
  [[nodiscard]] WideInteger take() { return std::exchange(integral_, 0); }

 private:
  Date last_ = kStart;
  WideInteger value_ = 0;
  WideInteger integral_ = 0;
  WideInteger maximum_ = 0;
};

/// Windows of equal length from kStart on; closed one by one as time passes.
class WindowClock {
 public:
  explicit WindowClock(Duration length) : length_(length), end_(kStart + length) {}

  /// Calls close(begin, end) for every window that ends at or before `date`. To be called before
  /// anything changes at `date`.
  template <class Close>
  void reach(Date date, Close&& close) {
    while (end_ <= date) {
      close(end_ - length_, end_);
      end_ += length_;
    }
  }
  /// The same, and then the last window, which `date` cuts short; call once.
  template <class Close>
  void finish(Date date, Close&& close) {
    reach(date, close);
    if (date > end_ - length_) close(end_ - length_, date);
  }

 private:
  Duration length_;
  Date end_;
};

}  // namespace eastwest
