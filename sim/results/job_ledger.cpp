// Implements sim/results/job_ledger.hpp.
#include "sim/results/job_ledger.hpp"

#include <algorithm>

#include "sim/base/check.hpp"
#include "sim/results/job_work.hpp"

namespace eastwest {
namespace {

/// Shorter jobs count as this long in the bounded slowdown.
constexpr double kSlowdownBound = 10;  // seconds

double mean_seconds(WideInteger nanoseconds, std::int64_t jobs) {
  if (jobs == 0) return 0;
  return static_cast<double>(nanoseconds) / static_cast<double>(jobs) / 1e9;
}

}  // namespace

double JobSums::served_share() const {
  if (work == 0) return 1;
  return static_cast<double>(work - unserved) / static_cast<double>(work);
}

double JobSums::wait_mean() const { return mean_seconds(wait, started); }

JobLedger::JobLedger(std::size_t scopes, std::size_t homes, std::size_t sites)
    : scopes_(scopes), homes_(homes), sites_(sites) {}

template <class Change>
void JobLedger::each_sum(const LiveJob& live, Change&& change) {
  change(nation_);
  change(scopes_[live.dispatcher.index()]);
  change(homes_[live.job.home.index()]);
  if (!live.job.tenant.valid()) return;
  const std::size_t tenant = live.job.tenant.index();
  if (tenant >= tenants_.size()) tenants_.resize(tenant + 1);
  change(tenants_[tenant]);
}

void JobLedger::on_submitted(Date date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  each_sum(live, [&](JobSums& sums) {
    ++sums.submitted;
    sums.work += work_of(live.job);
  });
  first_submitted_ = std::min(first_submitted_, date);
  last_submitted_ = date;
  if (live.job.deadline != kNever) ++deadlines_.jobs;
}

void JobLedger::on_started(Date date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  const Duration wait = date - live.job.submitted;
  const auto count_start = [wait](JobSums& sums) {
    ++sums.started;
    sums.wait += wait.count();
  };
  each_sum(live, count_start);
  each_site(live, [&](SiteId site, std::int64_t) { count_start(sites_[site.index()]); });
  waits_.add(wait);
  deferred_ += (live.placed - live.job.submitted).count();
  matching_ += (live.matched - live.placed).count();
  staging_ += (live.staged - live.matched).count();
  queued_ += (live.started - live.staged).count();
}

void JobLedger::on_ended(Date date, const LiveJob& live) {
  if (is_counted(live.job)) held_ += held_until(live, date);
}

void JobLedger::on_preempted(Date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  ++preemption_.preemptions;
  if (live.preemptions == 1) ++preemption_.jobs;
}

void JobLedger::on_suspended(Date date, const LiveJob& live) { on_ended(date, live); }

void JobLedger::count_use(const LiveJob& live, Date date) {
  if (live.started == kNever) return;
  const AreaUse use = area_use(live, date);
  preemption_.useful += use.useful;
  preemption_.overhead += use.overhead;
  preemption_.lost += use.lost;
  preemption_.stood += live.stood.count();
  if (live.elastic) elastic_.add(elastic_until(live, date));
}

void JobLedger::count_deadline(const LiveJob& live, Date date) {
  if (live.job.deadline == kNever) return;
  if (is_late(live, date)) {
    ++deadlines_.missed;
    if (live.state != JobState::done) return;
    ++deadlines_.late;
    deadlines_.lateness += (live.finished - live.job.deadline).count();
  } else {
    ++(live.state == JobState::done ? deadlines_.met : deadlines_.open);
  }
}

void JobLedger::on_finished(Date date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  count_use(live, date);
  count_deadline(live, date);
  if (live.state == JobState::expired) {
    each_sum(live, [&](JobSums& sums) {
      ++sums.expired;
      sums.unserved += work_of(live.job);
    });
    return;
  }
  if (live.state == JobState::rejected) {
    EW_CHECK(live.rejection, "job {} is rejected without a reason", live.job.id);
    each_sum(live, [&](JobSums& sums) {
      ++sums.rejected;
      ++sums.rejected_by[static_cast<std::size_t>(*live.rejection)];
      sums.unserved += work_of(live.job);
    });
    return;
  }
  const bool killed = live.state == JobState::killed;
  const auto count_completion = [killed](JobSums& sums) {
    ++sums.completed;
    sums.killed += killed ? 1 : 0;
  };
  each_sum(live, count_completion);
  each_site(live, [&](SiteId site, std::int64_t) { count_completion(sites_[site.index()]); });
  flow_times_.add(date - live.job.submitted);
  slowdowns_.add(bounded_slowdown(live, date));
  last_completed_ = date;
}

void JobLedger::on_alive(Date date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  count_use(live, date);
  count_deadline(live, date);
  const bool started = live.started != kNever;
  each_sum(live, [&](JobSums& sums) {
    ++sums.alive;
    if (!started) sums.unserved += work_of(live.job);
  });
  if (is_holding(live)) held_ += held_until(live, date);
}

WaitParts JobLedger::wait_parts() const {
  return {.deferred = mean_seconds(deferred_, nation_.started),
          .matching = mean_seconds(matching_, nation_.started),
          .staging = mean_seconds(staging_, nation_.started),
          .queued = mean_seconds(queued_, nation_.started)};
}

Duration JobLedger::makespan() const {
  if (nation_.completed == 0) return Duration{0};
  return last_completed_ - first_submitted_;
}

Duration JobLedger::submission_span() const {
  if (nation_.submitted == 0) return Duration{0};
  return last_submitted_ - first_submitted_;
}

double bounded_slowdown(const LiveJob& live, Date date) {
  const double stay = to_seconds(live.ended - live.job.submitted);
  const double run = to_seconds(time_use(live, date).useful);
  return std::max(1.0, stay / std::max(run, kSlowdownBound));
}

double jain_index(const std::vector<double>& values) {
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    EW_CHECK(value >= 0, "Jain's index of {}", value);
    sum += value;
    squares += value * value;
  }
  if (!(squares > 0)) return 1;
  return sum * sum / (static_cast<double>(values.size()) * squares);
}

double jain_wait(const std::vector<JobSums>& homes) {
  std::vector<double> means;
  for (const JobSums& home : homes) {
    if (home.started > 0) means.push_back(home.wait_mean());
  }
  return jain_index(means);
}

double jain_served(const std::vector<JobSums>& homes) {
  std::vector<double> shares;
  for (const JobSums& home : homes) {
    if (home.submitted > 0) shares.push_back(home.served_share());
  }
  return jain_index(shares);
}

}  // namespace eastwest
