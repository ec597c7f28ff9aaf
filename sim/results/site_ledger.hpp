// How full the sites were: exact integrals of held and queued accelerators, by site and by day.
#pragma once

#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What is held and queued is a state: jobs of the warm-up and the warm start count like all
/// others.
class SiteLedger final : public Observer {
 public:
  struct Entry {
    StepIntegral allocated;  ///< accelerators held by running jobs
    /// Thousandths of accelerators held beside those, at sites with nodes.
    StepIntegral thousandths = {};
    StepIntegral queued;   ///< accelerators asked for in the queue
    StepIntegral missing;  ///< accelerators not yet in service

    /// Accelerator-nanoseconds held up to `date`, rounded down; see StepIntegral::until.
    [[nodiscard]] WideInteger held_until(Date date) const {
      return allocated.until(date) + thousandths.until(date) / kWholeAccelerator;
    }
    [[nodiscard]] WideInteger held() const {
      return allocated.integral() + thousandths.integral() / kWholeAccelerator;
    }
  };

  explicit SiteLedger(const World& world);

  void on_queued(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_withdrawn(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_resumed(Date date, const LiveJob& live) override;
  void on_width_changed(Date date, const LiveJob& live, std::int64_t former) override;
  void on_part_queued(Date date, const LiveJob& live, const JobPart& part) override;
  void on_part_held(Date date, const LiveJob& live, const JobPart& part) override;
  void on_part_freed(Date date, const LiveJob& live, const JobPart& part) override;
  void on_recalled(Date date, const LiveJob& live) override;
  void on_departed(Date date, const LiveJob& live) override;
  void on_arrived(Date date, const LiveJob& live) override;
  void on_installed(Date date, SiteId id, std::int64_t accelerators) override;
  void on_horizon(Date date) override;

  [[nodiscard]] const Entry& site(SiteId id) const { return sites_[id.index()]; }
  /// From kStart to the end of the run; 0 if it ended before.
  [[nodiscard]] Duration span() const { return span_; }
  /// Share of the sites' accelerators held over the run; 0 without accelerators or time.
  [[nodiscard]] double allocated_share(const std::vector<SiteId>& sites) const;
  [[nodiscard]] double allocated_share() const;
  /// The nation's for each day from kStart; the last one may be cut short.
  [[nodiscard]] const std::vector<double>& allocated_share_by_day() const { return by_day_; }

 private:
  void hold(Date date, const LiveJob& live, int sign);
  void take(Date date, SiteId id, std::int64_t accelerators);
  void give_back(Date date, SiteId id, std::int64_t accelerators);
  void close_day(Date begin, Date end);

  const World& world_;
  std::vector<Entry> sites_;
  // The nation's integrals at the end of the last day closed.
  WideInteger nation_allocated_ = 0;
  WideInteger nation_missing_ = 0;
  WindowClock days_{std::chrono::hours{24}};
  std::vector<double> by_day_;
  Duration span_{0};
};

}  // namespace eastwest
