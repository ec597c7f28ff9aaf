// What the dispatchers decided, how old their pictures were, and what was refused.
#pragma once

#include <array>
#include <cstdint>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"

namespace eastwest {

/// Everything from kStart on, whatever job it is about.
class PlatformLedger final : public Observer {
 public:
  void on_decided(Date date, DispatcherId, Duration view_age, std::int64_t decisions) override {
    if (date < kStart) return;
    decisions_ += decisions;
    age_sum_ += WideInteger{view_age.count()} * decisions;
  }
  void on_refused(Date date, const LiveJob&, SiteId, Refusal why) override {
    if (date >= kStart) ++refused_[static_cast<std::size_t>(why)];
  }

  /// Jobs placed, refused or rejected.
  [[nodiscard]] std::int64_t decisions() const { return decisions_; }
  [[nodiscard]] std::int64_t refused(Refusal why) const {
    return refused_[static_cast<std::size_t>(why)];
  }
  /// Seconds, mean over decisions; 0 if there were none.
  [[nodiscard]] double view_age() const {
    if (decisions_ == 0) return 0;
    return static_cast<double>(age_sum_) / static_cast<double>(decisions_) / 1e9;
  }

 private:
  std::int64_t decisions_ = 0;
  std::array<std::int64_t, kRefusals> refused_{};
  WideInteger age_sum_ = 0;
};

}  // namespace eastwest
