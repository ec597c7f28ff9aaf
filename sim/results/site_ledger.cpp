// Implements sim/results/site_ledger.hpp.
#include "sim/results/site_ledger.hpp"

#include <algorithm>
#include <utility>

namespace eastwest {
namespace {

/// Held over installed; `missing` is the integral of what was not yet in service.
double share(WideInteger integral, std::int64_t accelerators, Duration span, WideInteger missing) {
  if (accelerators == 0 || span <= Duration{0}) return 0;
  const WideInteger installed = WideInteger{accelerators} * span.count() - missing;
  return installed == 0 ? 0 : static_cast<double>(integral) / static_cast<double>(installed);
}

}  // namespace

SiteLedger::SiteLedger(const World& world) : world_(world), sites_(world.sites.size()) {}

void SiteLedger::on_queued(Date date, const LiveJob& live) {
  sites_[live.site.index()].queued.change(date, live.job.accelerators);
}

void SiteLedger::on_started(Date date, const LiveJob& live) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  Entry& site = sites_[live.site.index()];
  site.queued.change(date, -live.job.accelerators);
  site.allocated.change(date, live.job.accelerators);
}

void SiteLedger::on_ended(Date date, const LiveJob& live) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  sites_[live.site.index()].allocated.change(date, -live.job.accelerators);
}

void SiteLedger::on_withdrawn(Date date, const LiveJob& live) {
  sites_[live.site.index()].queued.change(date, -live.job.accelerators);
}

void SiteLedger::on_suspended(Date date, const LiveJob& live) {
  on_ended(date, live);
  on_queued(date, live);
}

void SiteLedger::on_resumed(Date date, const LiveJob& live) { on_started(date, live); }

void SiteLedger::on_departed(Date date, const LiveJob& live) { on_withdrawn(date, live); }

void SiteLedger::on_arrived(Date date, const LiveJob& live) { on_queued(date, live); }

void SiteLedger::on_installed(Date date, SiteId id, std::int64_t accelerators) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  StepIntegral& missing = sites_[id.index()].missing;
  const WideInteger change =
      WideInteger{world_.sites[id.index()].accelerators} - accelerators - missing.value();
  missing.change(date, change);
}

void SiteLedger::on_horizon(Date date) {
  days_.finish(date, [this](Date begin, Date end) { close_day(begin, end); });
  for (Entry& site : sites_) {
    site.allocated.advance(date);
    site.queued.advance(date);
    site.missing.advance(date);
  }
  span_ = std::max(Duration{0}, date - kStart);
}

void SiteLedger::close_day(Date begin, Date end) {
  WideInteger allocated = 0;
  WideInteger missing = 0;
  for (Entry& site : sites_) {
    site.allocated.advance(end);
    site.missing.advance(end);
    allocated += site.allocated.integral();
    missing += site.missing.integral();
  }
  by_day_.push_back(share(allocated - std::exchange(nation_allocated_, allocated),
                          accelerators_total(world_), end - begin,
                          missing - std::exchange(nation_missing_, missing)));
}

double SiteLedger::allocated_share(const std::vector<SiteId>& sites) const {
  WideInteger integral = 0;
  WideInteger missing = 0;
  std::int64_t accelerators = 0;
  for (const SiteId id : sites) {
    integral += site(id).allocated.integral();
    missing += site(id).missing.integral();
    accelerators += world_.sites[id.index()].accelerators;
  }
  return share(integral, accelerators, span_, missing);
}

double SiteLedger::allocated_share() const {
  std::vector<SiteId> all;
  for (std::size_t i = 0; i < sites_.size(); ++i) all.push_back(SiteId(i));
  return allocated_share(all);
}

}  // namespace eastwest
