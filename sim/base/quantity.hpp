// Physical quantities as strong types: only meaningful products compile.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace eastwest {

/// A span of simulated time: whole nanoseconds, exact.
using Duration = std::chrono::nanoseconds;

/// The simulated clock. Dates count from the scenario's `start` (negative during warm-up).
struct SimulatedClock {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<SimulatedClock>;
  static constexpr bool is_steady = true;
};
using Date = SimulatedClock::time_point;

inline constexpr Date kStart{Duration{0}};
inline constexpr Date kNever = Date::max();

[[nodiscard]] constexpr double to_seconds(Duration span) {
  return static_cast<double>(span.count()) / 1e9;
}
[[nodiscard]] constexpr double to_seconds(Date date) { return to_seconds(date.time_since_epoch()); }
/// The span rounded up to a whole nanosecond; the double nearest to a whole number of nanoseconds
/// is that number (0.1 s is 100,000,000 ns). Requires 0 <= seconds < 9.2e9.
[[nodiscard]] Duration from_seconds_up(double seconds);
/// The span rounded to the nearest nanosecond (ties away from zero). Requires |seconds| < 9.2e9.
[[nodiscard]] Duration from_seconds(double seconds);

/// A number with a unit that only adds to its own kind. `Tag` names the unit.
template <class Tag, class Number>
class Quantity {
 public:
  using number_type = Number;
  constexpr Quantity() = default;
  constexpr explicit Quantity(Number value) : value_(value) {}
  /// The number in the base unit that the type's name states.
  [[nodiscard]] constexpr Number value() const { return value_; }

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity(a.value_ + b.value_);
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity(a.value_ - b.value_);
  }
  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  friend constexpr Quantity operator*(Quantity a, Number factor) {
    return Quantity(a.value_ * factor);
  }

 private:
  Number value_{};
};

/// Data in motion or of one job; whole bytes, up to 9.2 EB.
using Bytes = Quantity<struct BytesTag, std::int64_t>;
/// Data at rest in a storage pool; whole terabytes (1e12 bytes), so that 1,680 EB is exact.
using Terabytes = Quantity<struct TerabytesTag, std::int64_t>;
/// Data rate; whole bits per second.
using BitsPerSecond = Quantity<struct BitsPerSecondTag, std::int64_t>;
/// Computing speed in FLOP/s (FP16 dense unless a name says otherwise).
using Flops = Quantity<struct FlopsTag, double>;
/// Fibre or straight-line length in kilometres.
using Kilometres = Quantity<struct KilometresTag, double>;
/// Electricity price in CNY per kWh.
using CnyPerKwh = Quantity<struct CnyPerKwhTag, double>;
/// Grid carbon factor in kg CO2 per kWh.
using KgPerKwh = Quantity<struct KgPerKwhTag, double>;
/// Accelerators times time: the unit of work done, in accelerator-seconds.
using AcceleratorSeconds = Quantity<struct AcceleratorSecondsTag, double>;

/// Time to move `size` at `rate`, rounded up to a nanosecond. Requires rate > 0, size >= 0 and a
/// span below 292 years.
[[nodiscard]] Duration operator/(Bytes size, BitsPerSecond rate);
/// Time that light takes over a fibre: length x 4.9 microseconds per km, rounded up
/// (what is less than 1e-6 ns too long is rounding noise). Requires 0 <= length < 1e12 km.
[[nodiscard]] Duration fibre_delay(Kilometres length);

/// A share in [0, 1]; made by Fraction::checked, which refuses anything else.
class Fraction {
 public:
  constexpr Fraction() = default;
  /// Throws Defect outside [0, 1] or for NaN; readers check user input before.
  [[nodiscard]] static Fraction checked(double value);
  [[nodiscard]] constexpr double value() const { return value_; }
  friend constexpr auto operator<=>(Fraction, Fraction) = default;

 private:
  constexpr explicit Fraction(double value) : value_(value) {}
  double value_ = 0;
};

/// Power usage effectiveness: facility energy over IT energy, at least 1.
class Pue {
 public:
  constexpr Pue() = default;
  /// Throws Defect below 1, above 10 or for NaN; readers check user input before.
  [[nodiscard]] static Pue checked(double value);
  [[nodiscard]] constexpr double value() const { return value_; }
  friend constexpr auto operator<=>(Pue, Pue) = default;

 private:
  constexpr explicit Pue(double value) : value_(value) {}
  double value_ = 1;
};

}  // namespace eastwest
