// Implements sim/results/backlog_ledger.hpp.
#include "sim/results/backlog_ledger.hpp"

#include "sim/results/job_work.hpp"

namespace eastwest {
namespace {

constexpr std::int64_t kHoursPerDay = 24;
constexpr double kNanosecondsPerHour = 3.6e12;

}  // namespace

BacklogLedger::BacklogLedger(std::size_t scopes, std::size_t sites)
    : scopes_(scopes), sites_(sites) {}

void BacklogLedger::on_submitted(Date date, const LiveJob& live) {
  reach(date);
  const WideInteger work = work_of(live.job);
  scopes_[live.dispatcher.index()].work.change(date, work);
}

void BacklogLedger::on_placed(Date date, const LiveJob& live) {
  reach(date);
  add_at_sites(date, live, work_of(live.job));
}

void BacklogLedger::on_started(Date date, const LiveJob& live) {
  change(date, live, -work_of(live.job));
}

void BacklogLedger::on_withdrawn(Date date, const LiveJob& live) {
  // The nation and the scope are told when it is over.
  reach(date);
  sites_[live.site.index()].work.change(date, -work_of(live.job));
}

void BacklogLedger::on_suspended(Date date, const LiveJob& live) {
  change(date, live, work_left(live));
}

void BacklogLedger::on_resumed(Date date, const LiveJob& live) {
  change(date, live, begins_again(live) ? -work_of(live.job) : -work_left(live));
}

void BacklogLedger::on_recalled(Date date, const LiveJob& live) {
  change(date, live, -work_left(live));
  scopes_[live.dispatcher.index()].work.change(date, work_of(live.job));
}

void BacklogLedger::on_departed(Date date, const LiveJob& live) {
  change(date, live, live.started == kNever ? -work_of(live.job) : -work_left(live));
}

void BacklogLedger::on_migrating(Date date, const LiveJob& live) {
  change(date, live, live.started == kNever ? work_of(live.job) : work_left(live));
}

void BacklogLedger::change(Date date, const LiveJob& live, WideInteger work) {
  reach(date);
  scopes_[live.dispatcher.index()].work.change(date, work);
  add_at_sites(date, live, work);
}

void BacklogLedger::add_at_sites(Date date, const LiveJob& live, WideInteger work) {
  if (!live.spread) return sites_[live.site.index()].work.change(date, work);
  for (const JobPart& part : live.spread->parts) {
    sites_[part.site.index()].work.change(date, work / live.job.accelerators * part.accelerators);
  }
}

void BacklogLedger::on_finished(Date date, const LiveJob& live) {
  if (live.started != kNever && !begins_again(live)) return;
  reach(date);
  const WideInteger work = work_of(live.job);
  scopes_[live.dispatcher.index()].work.change(date, -work);
}

void BacklogLedger::on_horizon(Date date) { reach(date); }

void BacklogLedger::reach(Date date) {
  hours_.reach(date, [this](Date, Date end) {
    ++hours_closed_;
    WideInteger nation = 0;
    for (Entry& entry : scopes_) nation += close_hour(entry, end);
    add_hour(nation_, nation);
    for (Entry& entry : sites_) close_hour(entry, end);
  });
}

WideInteger BacklogLedger::close_hour(Entry& entry, Date end) const {
  entry.work.advance(end);
  const WideInteger integral = entry.work.take();
  add_hour(entry.trend, integral);
  return integral;
}

void BacklogLedger::add_hour(Trend& trend, WideInteger integral) const {
  const double mean = to_accelerator_hours(integral) / kNanosecondsPerHour;
  const auto hours = static_cast<double>(hours_closed_);
  trend.hourly.add((hours - 0.5) / kHoursPerDay, mean);
  trend.day_sum += mean;
  if (hours_closed_ % kHoursPerDay != 0) return;
  trend.daily.add((hours - kHoursPerDay / 2.0) / kHoursPerDay, trend.day_sum / kHoursPerDay);
  trend.day_sum = 0;
}

double BacklogLedger::nation() const {
  WideInteger work = 0;
  for (const Entry& entry : scopes_) work += entry.work.value();
  return to_accelerator_hours(work);
}

BacklogGrowth BacklogLedger::growth(const Trend& trend) {
  BacklogGrowth growth;
  if (trend.hourly.count() >= kHoursPerDay) growth.per_day = trend.hourly.slope();
  if (trend.daily.count() >= 3) {
    const double reach = student_t_995(trend.daily.count() - 2) * trend.daily.slope_error();
    growth.low = trend.daily.slope() - reach;
    growth.high = trend.daily.slope() + reach;
  }
  return growth;
}

}  // namespace eastwest
