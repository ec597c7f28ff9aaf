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
  nation_.work.change(date, work);
  scopes_[live.dispatcher.index()].work.change(date, work);
}

void BacklogLedger::on_placed(Date date, const LiveJob& live) {
  reach(date);
  sites_[live.site.index()].work.change(date, work_of(live.job));
}

void BacklogLedger::on_started(Date date, const LiveJob& live) {
  reach(date);
  const WideInteger work = work_of(live.job);
  nation_.work.change(date, -work);
  scopes_[live.dispatcher.index()].work.change(date, -work);
  sites_[live.site.index()].work.change(date, -work);
}

void BacklogLedger::on_finished(Date date, const LiveJob& live) {
  if (live.started != kNever) return;
  reach(date);
  const WideInteger work = work_of(live.job);
  nation_.work.change(date, -work);
  scopes_[live.dispatcher.index()].work.change(date, -work);
}

void BacklogLedger::on_horizon(Date date) { reach(date); }

void BacklogLedger::reach(Date date) {
  hours_.reach(date, [this](Date, Date end) {
    ++hours_closed_;
    close_hour(nation_, end);
    for (Entry& entry : scopes_) close_hour(entry, end);
    for (Entry& entry : sites_) close_hour(entry, end);
  });
}

void BacklogLedger::close_hour(Entry& entry, Date end) const {
  entry.work.advance(end);
  const double mean = to_accelerator_hours(entry.work.take()) / kNanosecondsPerHour;
  const auto hours = static_cast<double>(hours_closed_);
  entry.hourly.add((hours - 0.5) / kHoursPerDay, mean);
  entry.day_sum += mean;
  if (hours_closed_ % kHoursPerDay != 0) return;
  entry.daily.add((hours - kHoursPerDay / 2.0) / kHoursPerDay, entry.day_sum / kHoursPerDay);
  entry.day_sum = 0;
}

BacklogGrowth BacklogLedger::growth(const Entry& entry) {
  BacklogGrowth growth;
  if (entry.hourly.count() >= kHoursPerDay) growth.per_day = entry.hourly.slope();
  if (entry.daily.count() >= 3) {
    const double reach = student_t_995(entry.daily.count() - 2) * entry.daily.slope_error();
    growth.low = entry.daily.slope() - reach;
    growth.high = entry.daily.slope() + reach;
  }
  return growth;
}

}  // namespace eastwest
