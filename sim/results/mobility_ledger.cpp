// Implements sim/results/mobility_ledger.hpp.
#include "sim/results/mobility_ledger.hpp"

#include <algorithm>

#include "sim/results/job_work.hpp"
#include "sim/results/result_tables.hpp"

namespace eastwest {

void MobilityLedger::on_started(Date, const LiveJob& live) {
  if (!is_counted(live.job) || !live.job.mobility) return;
  if (live.job.mobility->at(live.site).fit == MobilityTerms::Fit::other) ++elsewhere_;
}

void MobilityLedger::on_migrating(Date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  ++migrations_;
  if (live.journey->migrations == 1) ++jobs_;
  bytes_ += live.journey->carries.value();
}

void MobilityLedger::on_arrived(Date date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  ++arrivals_;
  travelled_ += (date - live.journey->left).count();
  // One that has run goes on with its first porting; one that has not is counted when it starts.
  const bool is_new = live.started != kNever && live.ported == Duration{0};
  if (is_new && live.porting > Duration{0}) ++elsewhere_;
}

void MobilityLedger::on_finished(Date, const LiveJob& live) {
  if (is_counted(live.job)) porting_ += WideInteger{live.job.accelerators} * live.ported.count();
}

void MobilityLedger::on_alive(Date date, const LiveJob& live) {
  if (!is_counted(live.job)) return;
  Duration ported = live.ported;
  if (live.state == JobState::running) ported += std::min(date - live.held_since, live.porting);
  porting_ += WideInteger{live.job.accelerators} * ported.count();
}

Json MobilityLedger::migration_part() const {
  Json json = {{"migrations", migrations_}, {"jobs", jobs_}, {"bytes", whole_bytes(bytes_)}};
  if (arrivals_ > 0) {
    json["travelling_mean_s"] =
        static_cast<double>(travelled_) / static_cast<double>(arrivals_) / 1e9;
  }
  return json;
}

Json MobilityLedger::porting_part() const {
  return {{"jobs", elsewhere_}, {"accelerator_hours", to_accelerator_hours(porting_)}};
}

}  // namespace eastwest
