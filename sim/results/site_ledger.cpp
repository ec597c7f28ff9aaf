// Implements sim/results/site_ledger.hpp.
#include "sim/results/site_ledger.hpp"

#include <algorithm>

namespace eastwest {
namespace {

double share(WideInteger integral, std::int64_t accelerators, Duration span) {
  if (accelerators == 0 || span <= Duration{0}) return 0;
  return static_cast<double>(integral) /
         static_cast<double>(WideInteger{accelerators} * span.count());
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
  nation_.change(date, live.job.accelerators);
}

void SiteLedger::on_ended(Date date, const LiveJob& live) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  sites_[live.site.index()].allocated.change(date, -live.job.accelerators);
  nation_.change(date, -live.job.accelerators);
}

void SiteLedger::on_horizon(Date date) {
  days_.finish(date, [this](Date begin, Date end) { close_day(begin, end); });
  for (Entry& site : sites_) {
    site.allocated.advance(date);
    site.queued.advance(date);
  }
  span_ = std::max(Duration{0}, date - kStart);
}

void SiteLedger::close_day(Date begin, Date end) {
  nation_.advance(end);
  by_day_.push_back(share(nation_.take(), accelerators_total(world_), end - begin));
}

double SiteLedger::allocated_share(const std::vector<SiteId>& sites) const {
  WideInteger integral = 0;
  std::int64_t accelerators = 0;
  for (const SiteId id : sites) {
    integral += site(id).allocated.integral();
    accelerators += world_.sites[id.index()].accelerators;
  }
  return share(integral, accelerators, span_);
}

double SiteLedger::allocated_share() const {
  std::vector<SiteId> all;
  for (std::size_t i = 0; i < sites_.size(); ++i) all.push_back(SiteId(i));
  return allocated_share(all);
}

}  // namespace eastwest
