// Shares that people call utilisation and that must not be mixed up: MFU, HFU and goodput, each a
// type of its own, and the two kinds of floating-point work that the first two count.
#pragma once

#include <chrono>
#include <compare>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// A span in a formula: fractions of a nanosecond count, and it may be infinite.
using Seconds = std::chrono::duration<double>;

/// Floating-point operations of the model: one forward and one backward pass, nothing twice.
using ModelFlop = Quantity<struct ModelFlopTag, double>;
/// Floating-point operations carried out: those of the model and the recomputed ones.
using HardwareFlop = Quantity<struct HardwareFlopTag, double>;

/// The value itself; throws Defect outside (0, 1] or for NaN.
[[nodiscard]] double checked_utilisation(double value);

/// A share in (0, 1] of one kind only; made by `checked`, which refuses anything else.
template <class Tag>
class UtilisationShare {
 public:
  /// Throws Defect outside (0, 1] or for NaN; readers check user input before.
  [[nodiscard]] static UtilisationShare checked(double value) {
    return UtilisationShare(checked_utilisation(value));
  }
  [[nodiscard]] constexpr double value() const { return value_; }
  friend constexpr auto operator<=>(UtilisationShare, UtilisationShare) = default;

 private:
  constexpr explicit UtilisationShare(double value) : value_(value) {}
  double value_;
};

/// Model FLOPs utilisation: model operations per second over peak.
using Mfu = UtilisationShare<struct MfuTag>;
/// Hardware FLOPs utilisation: operations carried out per second over peak.
using Hfu = UtilisationShare<struct HfuTag>;
/// Productive share of the time that a job holds its accelerators; also called ETTR.
using Goodput = UtilisationShare<struct GoodputTag>;

/// Time for the work at that share of the peak of all accelerators together.
[[nodiscard]] inline Seconds time_for(ModelFlop work, Flops peak, Mfu share) {
  return Seconds(work.value() / (peak.value() * share.value()));
}
[[nodiscard]] inline Seconds time_for(HardwareFlop work, Flops peak, Hfu share) {
  return Seconds(work.value() / (peak.value() * share.value()));
}
/// The share that this work in that time is of the peak of all accelerators together. Throws
/// Defect where it would be above 1.
[[nodiscard]] inline Mfu utilisation(ModelFlop work, Flops peak, Seconds time) {
  return Mfu::checked(work.value() / (peak.value() * time.count()));
}
[[nodiscard]] inline Hfu utilisation(HardwareFlop work, Flops peak, Seconds time) {
  return Hfu::checked(work.value() / (peak.value() * time.count()));
}

}  // namespace eastwest
