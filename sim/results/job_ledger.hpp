// What became of the counted jobs: how many, how long they waited and for what, what was not
// served.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/histogram.hpp"
#include "sim/engine/observer.hpp"
#include "sim/results/duration_statistics.hpp"
#include "sim/results/elastic_sums.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Sums over counted jobs of one kind: of the nation, a scope or a home.
struct JobSums {
  std::int64_t submitted = 0;
  std::int64_t started = 0;
  std::int64_t completed = 0;  ///< results at home, or killed
  std::int64_t killed = 0;     ///< stopped at their requested time
  std::int64_t rejected = 0;
  std::array<std::int64_t, kRejections> rejected_by{};  ///< by reason
  std::int64_t expired = 0;                             ///< not started by their deadline
  std::int64_t alive = 0;                               ///< in the system at the end
  WideInteger work = 0;                                 ///< submitted, accelerator-nanoseconds
  WideInteger unserved = 0;  ///< of it, rejected, expired or not started at the end
  WideInteger wait = 0;      ///< nanoseconds, of the jobs started
  /// 1 - unserved / submitted work; 1 where no work was submitted.
  [[nodiscard]] double served_share() const;
  /// Seconds; 0 where no job started.
  [[nodiscard]] double wait_mean() const;
};

/// Mean parts of the wait of the jobs started, in seconds; they add up to its mean.
struct WaitParts {
  double deferred = 0;
  double matching = 0;
  double staging = 0;
  double queued = 0;
};

/// What suspensions did to counted jobs; sums of time in accelerator-nanoseconds, over all counted
/// jobs that started: the three add up to what they held.
struct PreemptionSums {
  std::int64_t preemptions = 0;
  std::int64_t jobs = 0;  ///< suspended at least once
  WideInteger stood = 0;  ///< nanoseconds, suspended with accelerators freed; of jobs not alive
  WideInteger useful = 0;
  WideInteger overhead = 0;
  WideInteger lost = 0;
};

/// What became of counted jobs with a deadline: jobs = met + missed + open.
struct DeadlineSums {
  std::int64_t jobs = 0;
  std::int64_t met = 0;      ///< done, results at home
  std::int64_t missed = 0;   ///< done later, not done at all, or alive after it
  std::int64_t open = 0;     ///< alive at the end, with the deadline to come
  std::int64_t late = 0;     ///< of the missed: done later
  WideInteger lateness = 0;  ///< nanoseconds, of these
};

class JobLedger final : public Observer {
 public:
  JobLedger(std::size_t scopes, std::size_t homes, std::size_t sites);

  void on_submitted(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_preempted(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;

  [[nodiscard]] const JobSums& nation() const { return nation_; }
  [[nodiscard]] const PreemptionSums& preemption() const { return preemption_; }
  [[nodiscard]] const ElasticSums& elastic() const { return elastic_; }
  [[nodiscard]] const DeadlineSums& deadlines() const { return deadlines_; }
  /// By tenant; of those that have submitted anything.
  [[nodiscard]] const std::vector<JobSums>& tenants() const { return tenants_; }
  [[nodiscard]] const JobSums& scope(DispatcherId id) const { return scopes_[id.index()]; }
  /// By node.
  [[nodiscard]] const std::vector<JobSums>& homes() const { return homes_; }
  /// Only `started`, `completed`, `killed` and `wait` are kept for sites.
  [[nodiscard]] const JobSums& site(SiteId id) const { return sites_[id.index()]; }
  [[nodiscard]] const DurationStatistics& waits() const { return waits_; }
  [[nodiscard]] const DurationStatistics& flow_times() const { return flow_times_; }
  [[nodiscard]] const LogHistogram& slowdowns() const { return slowdowns_; }
  [[nodiscard]] WaitParts wait_parts() const;
  /// Accelerator-nanoseconds that counted jobs held within the run.
  [[nodiscard]] WideInteger held() const { return held_; }
  /// First submission to last completion of counted jobs; 0 if none was completed.
  [[nodiscard]] Duration makespan() const;
  /// First to last submission of counted jobs; 0 if there were none.
  [[nodiscard]] Duration submission_span() const;

 private:
  template <class Change>
  void each_sum(const LiveJob& live, Change&& change);
  void count_use(const LiveJob& live, Date date);
  void count_deadline(const LiveJob& live, Date date);

  JobSums nation_;
  std::vector<JobSums> scopes_;
  std::vector<JobSums> homes_;
  std::vector<JobSums> sites_;
  std::vector<JobSums> tenants_;
  PreemptionSums preemption_;
  ElasticSums elastic_;
  DeadlineSums deadlines_;
  DurationStatistics waits_;
  DurationStatistics flow_times_;
  LogHistogram slowdowns_;
  WideInteger deferred_ = 0;
  WideInteger matching_ = 0;
  WideInteger staging_ = 0;
  WideInteger queued_ = 0;
  WideInteger held_ = 0;
  Date first_submitted_ = kNever;
  Date last_submitted_ = kNever;
  Date last_completed_ = kNever;
};

/// Of a job that is over: (end - submission) / time computed, shorter ones than 10 s counted as
/// 10 s, at least 1.
[[nodiscard]] double bounded_slowdown(const LiveJob& live, Date date);

/// Jain's index (sum x)^2 / (n sum x^2) of values >= 0: 1 when all are equal (also all 0), 1/n when
/// one has everything. 1 for no values.
[[nodiscard]] double jain_index(const std::vector<double>& values);
/// Over homes with a job started: of their mean waits.
[[nodiscard]] double jain_wait(const std::vector<JobSums>& homes);
/// Over homes with a job submitted: of their served shares.
[[nodiscard]] double jain_served(const std::vector<JobSums>& homes);

}  // namespace eastwest
