// Implements sim/results/flow_ledger.hpp.
#include "sim/results/flow_ledger.hpp"

#include "sim/results/job_work.hpp"

namespace eastwest {

FlowLedger::FlowLedger(const World& world, const Topology& topology)
    : world_(world), topology_(topology) {}

FlowLedger::Sums& FlowLedger::sums_of(const LiveJob& live, SiteId at) {
  const ProvinceId home = world_.nodes[live.job.home.index()].province;
  const ProvinceId site = world_.sites[at.index()].province;
  // Jobs come in runs of the same kind: the last flow is looked at first.
  if (last_ != flows_.end()) {
    const Key& key = last_->first;
    if (key.home == home && key.site == site && key.workload == live.job.workload &&
        key.class_name == live.job.class_name) {
      return last_->second;
    }
  }
  last_ = flows_
              .try_emplace({.home = home,
                            .site = site,
                            .workload = live.job.workload,
                            .class_name = live.job.class_name})
              .first;
  return last_->second;
}

bool FlowLedger::travels(RouteId route) const {
  return route.valid() && !topology_.route(route).links.empty();
}

void FlowLedger::on_queued(Date, const LiveJob& live) {
  if (is_counted(live.job) && travels(live.stage_route)) {
    sums_of(live, live.site).bytes += live.job.input.value();
  }
}

void FlowLedger::on_started(Date, const LiveJob& live) {
  if (is_counted(live.job)) ++sums_of(live, live.site).jobs;
}

void FlowLedger::on_ended(Date date, const LiveJob& live) {
  if (is_counted(live.job)) add_held(live, date);
}

void FlowLedger::add_held(const LiveJob& live, Date date) {
  each_held(live, date, [&](SiteId site, WideInteger held) { sums_of(live, site).held += held; });
}

void FlowLedger::on_suspended(Date date, const LiveJob& live) { on_ended(date, live); }

void FlowLedger::on_finished(Date, const LiveJob& live) {
  // Its flow stands since it started.
  if (live.job.result == Bytes{0} || !is_counted(live.job)) return;
  if (live.state == JobState::done && travels(live.return_route)) {
    sums_of(live, live.site).bytes += live.job.result.value();
  }
}

void FlowLedger::on_alive(Date date, const LiveJob& live) {
  if (is_counted(live.job) && is_holding(live)) add_held(live, date);
}

template <class Choose>
std::optional<double> FlowLedger::share_of(Choose&& choose) const {
  WideInteger total = 0;
  WideInteger chosen = 0;
  for (const auto& [key, sums] : flows_) {
    total += sums.held;
    if (key.home.valid() && key.site.valid() && choose(key)) chosen += sums.held;
  }
  if (total == 0 || world_.provinces.empty()) return std::nullopt;
  return static_cast<double>(chosen) / static_cast<double>(total);
}

std::optional<double> FlowLedger::east_to_west_share() const {
  return share_of([this](const Key& key) {
    return world_.provinces[key.home.index()].east && !world_.provinces[key.site.index()].east;
  });
}

std::optional<double> FlowLedger::home_share() const {
  return share_of([](const Key& key) { return key.home == key.site; });
}

const std::vector<std::string>& flows_table_columns() {
  static const std::vector<std::string> columns = {
      "home_province", "site_province", "workload", "class", "jobs", "accelerator_hours", "bytes"};
  return columns;
}

}  // namespace eastwest
