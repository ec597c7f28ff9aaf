// What it took to run jobs elsewhere than where they stood or were developed for: migrations and
// porting.
#pragma once

#include <cstdint>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// Only counted jobs.
class MobilityLedger final : public Observer {
 public:
  void on_started(Date date, const LiveJob& live) override;
  void on_migrating(Date date, const LiveJob& live) override;
  void on_arrived(Date date, const LiveJob& live) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;

  [[nodiscard]] std::int64_t migrations() const { return migrations_; }
  /// Jobs that began on another family of accelerators than the one they were developed for.
  [[nodiscard]] std::int64_t elsewhere() const { return elsewhere_; }
  /// {migrations, jobs, bytes, travelling_mean_s}.
  [[nodiscard]] Json migration_part() const;
  /// {jobs, accelerator_hours}.
  [[nodiscard]] Json porting_part() const;

 private:
  std::int64_t migrations_ = 0;
  std::int64_t jobs_ = 0;
  WideInteger bytes_ = 0;
  std::int64_t arrivals_ = 0;
  WideInteger travelled_ = 0;  // nanoseconds, of those that arrived
  std::int64_t elsewhere_ = 0;
  WideInteger porting_ = 0;  // accelerator-nanoseconds
};

}  // namespace eastwest
