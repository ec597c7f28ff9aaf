// Implements sim/results/site_ledger.hpp.
#include "sim/results/site_ledger.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/spread_life.hpp"

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

// Of a job across sites every part is told by itself.
void SiteLedger::on_queued(Date date, const LiveJob& live) {
  if (live.spread) return;
  sites_[live.site.index()].queued.change(date, live.job.accelerators);
}

void SiteLedger::on_started(Date date, const LiveJob& live) {
  if (live.spread) return;
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  sites_[live.site.index()].queued.change(date, -live.job.accelerators);
  hold(date, live, 1);
}

void SiteLedger::hold(Date date, const LiveJob& live, int sign) {
  Entry& site = sites_[live.site.index()];
  if (live.hold == nullptr) {
    site.allocated.change(date, sign * held_accelerators(live));
  } else {
    site.allocated.change(date, sign * (live.hold->thousandths / kWholeAccelerator));
    site.thousandths.change(date, sign * (live.hold->thousandths % kWholeAccelerator));
  }
}

void SiteLedger::on_ended(Date date, const LiveJob& live) {
  if (live.spread) return;
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  hold(date, live, -1);
}

void SiteLedger::on_part_queued(Date date, const LiveJob&, const JobPart& part) {
  sites_[part.site.index()].queued.change(date, part.accelerators);
}

void SiteLedger::on_part_held(Date date, const LiveJob&, const JobPart& part) {
  take(date, part.site, part.accelerators);
}

void SiteLedger::on_part_freed(Date date, const LiveJob&, const JobPart& part) {
  give_back(date, part.site, part.accelerators);
}

void SiteLedger::take(Date date, SiteId id, std::int64_t accelerators) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  Entry& site = sites_[id.index()];
  site.queued.change(date, -accelerators);
  site.allocated.change(date, accelerators);
}

void SiteLedger::give_back(Date date, SiteId id, std::int64_t accelerators) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  sites_[id.index()].allocated.change(date, -accelerators);
}

void SiteLedger::on_withdrawn(Date date, const LiveJob& live) {
  sites_[live.site.index()].queued.change(date, -live.job.accelerators);
}

void SiteLedger::on_suspended(Date date, const LiveJob& live) {
  on_ended(date, live);
  on_queued(date, live);
}

void SiteLedger::on_recalled(Date date, const LiveJob& live) { on_withdrawn(date, live); }

void SiteLedger::on_resumed(Date date, const LiveJob& live) { on_started(date, live); }

void SiteLedger::on_width_changed(Date date, const LiveJob& live, std::int64_t former) {
  days_.reach(date, [this](Date begin, Date end) { close_day(begin, end); });
  sites_[live.site.index()].allocated.change(date, held_accelerators(live) - former);
}
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
    site.thousandths.advance(date);
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
    site.thousandths.advance(end);
    site.missing.advance(end);
    allocated += site.held();
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
    integral += site(id).held();
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
