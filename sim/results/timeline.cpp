// Implements sim/results/timeline.hpp.
#include "sim/results/timeline.hpp"

#include <utility>

#include "sim/base/check.hpp"
#include "sim/base/civil_time.hpp"

namespace eastwest {
namespace {

constexpr const char* kAllocated = "allocated_share";
constexpr const char* kQueued = "queued_accelerators";
constexpr const char* kRunning = "running_jobs";
constexpr const char* kTransfers = "live_transfers";
constexpr const char* kUtilisation = "utilisation";
constexpr const char* kSaturated = "saturated_share";
constexpr const char* kLimited = "limited_transfers";

WideInteger taken(StepIntegral& integral, Date end) {
  integral.advance(end);
  return integral.take();
}

double mean(WideInteger integral, Date begin, Date end) {
  return static_cast<double>(integral) / static_cast<double>((end - begin).count());
}

}  // namespace

const std::vector<std::string>& timeline_columns() {
  static const std::vector<std::string> columns = {"time", "time_s", "entity", "metric", "value"};
  return columns;
}

const std::vector<std::string>& timeline_metrics() {
  static const std::vector<std::string> metrics = {kAllocated,   kQueued,    kRunning, kTransfers,
                                                   kUtilisation, kSaturated, kLimited};
  return metrics;
}

Timeline::Timeline(FileWriter file, const World& world, const Scenario& scenario,
                   const LinkMeter& links, const SiteLedger& sites)
    : world_(world),
      start_epoch_seconds_(to_epoch_seconds(scenario.start)),
      rows_(std::move(file), timeline_columns()),
      step_(scenario.results.timeline_step),
      sites_(sites),
      passed_sites_(world.sites.size()),
      links_(links),
      passed_(links.links().size()) {
  EW_CHECK(scenario.results.timeline_step > Duration{0}, "a timeline in steps of {} ns",
           scenario.results.timeline_step.count());
}

void Timeline::on_started(Date date, const LiveJob&) { running_.change(date, 1); }

void Timeline::on_ended(Date date, const LiveJob&) { running_.change(date, -1); }

void Timeline::on_transfer_started(Date date, const TransferEvent&) { transfers_.change(date, 1); }

void Timeline::on_transfer_ended(Date date, const TransferEvent&) { transfers_.change(date, -1); }

void Timeline::on_suspended(Date date, const LiveJob&) { running_.change(date, -1); }

void Timeline::on_resumed(Date date, const LiveJob&) { running_.change(date, 1); }

void Timeline::on_settled(Date date) {
  EW_CHECK(date - passed_until_ <= step_, "{} ns are settled, a step of {} ns began at {} ns",
           date.time_since_epoch().count(), step_.count(),
           passed_until_.time_since_epoch().count());
  if (date - passed_until_ == step_) close_step(date);
}

void Timeline::on_horizon(Date date) {
  if (date > passed_until_) close_step(date);
}

void Timeline::close_step(Date end) {
  const Date begin = passed_until_;
  Place nation;
  site_steps_.clear();
  for (std::size_t i = 0; i < passed_sites_.size(); ++i) {
    const SiteLedger::Entry& site = sites_.site(SiteId(i));
    const Place now{.allocated = site.held_until(end), .queued = site.queued.until(end)};
    const Place before = std::exchange(passed_sites_[i], now);
    site_steps_.push_back(
        {.allocated = now.allocated - before.allocated, .queued = now.queued - before.queued});
    nation.allocated += site_steps_.back().allocated;
    nation.queued += site_steps_.back().queued;
  }
  write_place(nation, "nation", accelerators_total(world_), begin, end);
  row(begin, "nation", kRunning, mean(taken(running_, end), begin, end));
  row(begin, "nation", kTransfers, mean(taken(transfers_, end), begin, end));
  for (std::size_t i = 0; i < site_steps_.size(); ++i) {
    write_place(site_steps_[i], world_.sites[i].id, world_.sites[i].accelerators, begin, end);
  }
  write_trunks(end);
  passed_until_ = end;
}

void Timeline::write_place(const Place& step, std::string_view entity, std::int64_t accelerators,
                           Date begin, Date end) {
  if (accelerators == 0) return;
  const double allocated = mean(step.allocated, begin, end);
  row(begin, entity, kAllocated, allocated / static_cast<double>(accelerators));
  row(begin, entity, kQueued, mean(step.queued, begin, end));
}

void Timeline::write_trunks(Date end) {
  const std::vector<Link>& links = links_.topology().links();
  const double seconds = to_seconds(end - passed_until_);
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!links[i].trunk.valid()) continue;
    const LinkTotals totals = links_.link(LinkId(i));
    const LinkTotals passed = totals - passed_[i];
    passed_[i] = totals;
    if (passed.bytes() == 0 && passed.limited == 0) continue;
    if (const auto share = links_.utilisation(LinkId(i), passed)) {
      row(passed_until_, links[i].name, kUtilisation, *share);
    }
    if (!links_.knows_limits()) continue;
    row(passed_until_, links[i].name, kSaturated, to_seconds(passed.saturated) / seconds);
    row(passed_until_, links[i].name, kLimited, passed.limited / seconds);
  }
}

void Timeline::row(Date begin, std::string_view entity, std::string_view metric, double value) {
  const Duration since = begin - kStart;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since).count();
  rows_.text(to_text(from_epoch_seconds(start_epoch_seconds_ + seconds)));
  rows_.seconds(since).text(entity).text(metric).number(value).end_row();
}

}  // namespace eastwest
