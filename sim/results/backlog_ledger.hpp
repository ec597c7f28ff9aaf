// How much submitted work has not started: of the nation, of each scope and of each site, over
// time.
#pragma once

#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/results/trend_line.hpp"
#include "sim/results/verdict.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// A backlog is a state: jobs of the warm-up and the warm start are in it too. A job is in the
/// nation's and its dispatcher's from submission, in a site's from its placement there, until it
/// starts; and with what is left of it while it is suspended.
class BacklogLedger final : public Observer {
 public:
  BacklogLedger(std::size_t scopes, std::size_t sites);

  void on_submitted(Date date, const LiveJob& live) override;
  void on_placed(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_withdrawn(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_resumed(Date date, const LiveJob& live) override;
  void on_recalled(Date date, const LiveJob& live) override;
  void on_departed(Date date, const LiveJob& live) override;
  void on_migrating(Date date, const LiveJob& live) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_horizon(Date date) override;

  /// Accelerator-hours waiting now.
  [[nodiscard]] double nation() const;
  [[nodiscard]] double scope(DispatcherId id) const { return waiting(scopes_[id.index()]); }
  [[nodiscard]] double site(SiteId id) const { return waiting(sites_[id.index()]); }
  [[nodiscard]] BacklogGrowth nation_growth() const { return growth(nation_); }
  [[nodiscard]] BacklogGrowth scope_growth(DispatcherId id) const {
    return growth(scopes_[id.index()].trend);
  }
  [[nodiscard]] BacklogGrowth site_growth(SiteId id) const {
    return growth(sites_[id.index()].trend);
  }

 private:
  /// Means of whole hours and whole days, x in days.
  struct Trend {
    TrendLine hourly;
    TrendLine daily;
    double day_sum = 0;
  };
  struct Entry {
    StepIntegral work;  ///< accelerator-nanoseconds over time
    Trend trend;
  };
  [[nodiscard]] static double waiting(const Entry& entry) {
    return to_accelerator_hours(entry.work.value());
  }
  [[nodiscard]] static BacklogGrowth growth(const Trend& trend);
  void reach(Date date);
  /// Returns the integral of the hour.
  WideInteger close_hour(Entry& entry, Date end) const;
  void add_hour(Trend& trend, WideInteger integral) const;
  /// Of a job at a site: everywhere.
  void change(Date date, const LiveJob& live, WideInteger work);
  /// A whole number of times its accelerators, to each part its share.
  void add_at_sites(Date date, const LiveJob& live, WideInteger work);

  WindowClock hours_{std::chrono::hours{1}};
  std::int64_t hours_closed_ = 0;
  Trend nation_;  // of the sum over all scopes
  std::vector<Entry> scopes_;
  std::vector<Entry> sites_;
};

}  // namespace eastwest
