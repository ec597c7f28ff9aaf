// What happens to a job between the queues of two sites: it is taken out of the one, travels with
// its state and its data set, and stands in the other.
#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// Longest span of a job on the accelerators of a site: the clock counts 292 years.
constexpr double kSecondsMax = 200.0 * 366 * 86400;
/// Products of two durations.
__extension__ typedef __int128 WideNumber;

bool is_over(JobState state) {
  return state == JobState::done || state == JobState::killed || state == JobState::rejected ||
         state == JobState::expired;
}

/// The same part of another run time, rounded down.
Duration same_part(Duration kept, Duration run_time, Duration of) {
  if (of == run_time || of == Duration{0}) return std::min(kept, run_time);
  return Duration{
      static_cast<std::int64_t>(WideNumber{kept.count()} * run_time.count() / of.count())};
}

bool is_leaving(const LiveJob& live) { return live.journey && live.journey->to.valid(); }

/// When a job came to where it stands or runs now.
Date since(const LiveJob& live) {
  if (live.state == JobState::running) return live.held_since;
  const Date arrived = live.journey ? live.journey->arrived : kNever;
  if (live.state == JobState::queued) return arrived == kNever ? live.staged : arrived;
  return arrived == kNever ? live.released : std::max(live.released, arrived);
}

PlacedJob::Phase phase_of(JobState state) {
  if (state == JobState::running) return PlacedJob::Phase::running;
  return state == JobState::queued ? PlacedJob::Phase::queued : PlacedJob::Phase::suspended;
}

}  // namespace

bool Simulation::Core::runs_at(const Job& job, SiteId site) {
  return !job.mobility || job.mobility->runs_at(site);
}

Rejection Simulation::Core::why_none_fits(const LiveJob& live) const {
  for (const SiteId id : desks_[live.dispatcher.index()]->site_ids()) {
    const bool is_large = parts_.world.sites[id.index()].accelerators >= live.job.accelerators;
    if (is_large && !runs_at(live.job, id)) return Rejection::incompatible;
  }
  return Rejection::no_site_fits;
}

Topology& Simulation::Core::with_ways_between_sites(SimulationParts& parts) {
  const bool has_copies =
      parts.data.plan != nullptr && parts.data.plan->is_used() && !parts.data.plan->sets.empty();
  const bool migrates = std::any_of(
      parts.dispatchers.begin(), parts.dispatchers.end(),
      [](const auto& dispatcher) { return dispatcher->review_interval() > Duration{0}; });
  const bool spreads =
      std::any_of(parts.workloads.begin(), parts.workloads.end(),
                  [](const auto& workload) { return workload->attributes().spread; });
  if (has_copies || migrates || spreads) parts.topology.connect_sites();
  return parts.topology;
}

Duration Simulation::Core::review_interval() const {
  Duration least{0};
  for (const auto& desk : desks_) {
    const Duration interval = desk->review_interval();
    if (interval > Duration{0} && (least == Duration{0} || interval < least)) least = interval;
  }
  return least;
}

void Simulation::Core::review(DispatcherId dispatcher) {
  DispatchDesk& desk = *desks_[dispatcher.index()];
  const Duration interval = desk.review_interval();
  const bool is_due = desk.last_review() == kNever || now_ - desk.last_review() >= interval;
  if (interval == Duration{0} || !is_due) return;
  std::vector<PlacedJob> placed;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    const LiveJob& live = jobs_[i];
    const bool is_at_site = live.state == JobState::queued || live.state == JobState::running ||
                            live.state == JobState::suspended;
    if (live.dispatcher != dispatcher || !is_at_site || is_leaving(live)) continue;
    placed.push_back({.job = waiting_job(JobSlot(i)),
                      .site = live.site,
                      .phase = phase_of(live.state),
                      .since = since(live),
                      .migrations = live.journey ? live.journey->migrations : 0});
  }
  std::sort(placed.begin(), placed.end(), [](const PlacedJob& a, const PlacedJob& b) {
    return std::tie(a.site, a.since, a.job.serial) < std::tie(b.site, b.since, b.job.serial);
  });
  desk.review(std::move(placed), now_);
}

void Simulation::Core::migrate(DispatcherId dispatcher, const DispatchRequest& request) {
  EW_CHECK(request.job.valid() && request.job.index() < jobs_.size(), "no job has slot {}",
           request.job.value);
  LiveJob& live = job(request.job);
  if (live.serial != request.serial || is_over(live.state)) return;
  EW_CHECK(live.dispatcher == dispatcher, "job {} belongs to another dispatcher", live.job.id);
  if (const auto why = objection_to_migration(live, request)) {
    ++live.refusals;
    tell([&](Observer& observer) { observer.on_refused(now_, live, request.site, *why); });
    return;
  }
  SiteDesk& desk = *sites_[live.site.index()];
  if (!desk.gives_up_jobs()) {
    throw PolicyError(
        fmt::format("schedule policy '{}' gives up none of its jobs, and dispatch "
                    "policy '{}' migrates one",
                    parts_.schedule_name, parts_.dispatch_name));
  }
  if (!live.journey) live.journey = std::make_shared<Journey>();
  live.journey->to = request.site;
  live.journey->is_suspended_there = false;
  if (live.state == JobState::running) return suspend(request.job);
  desk.withdraw(queued_job(request.job));
  depart(request.job);
}

std::optional<Refusal> Simulation::Core::objection_to_migration(
    const LiveJob& live, const DispatchRequest& request) const {
  const bool is_at_site = live.state == JobState::queued || live.state == JobState::running ||
                          live.state == JobState::suspended;
  const bool has_begun = live.state == JobState::running && !request.was_running;
  if (!is_at_site || has_begun || live.site != request.from || is_leaving(live)) {
    return Refusal::stale;
  }
  if (const auto why = objection(live, request)) return why;
  const bool travels =
      live.job.input > Bytes{0} || (live.job.mobility && live.job.mobility->state > Bytes{0});
  const Topology& topology = parts_.topology;
  const bool is_joined = !travels || topology.site_to_site(live.site, request.site).valid();
  const bool can_return =
      live.job.result <= Bytes{0} || topology.site_to_node(request.site, live.job.home).valid();
  if (!is_joined || !can_return) return Refusal::circle;
  return std::nullopt;
}

/// A job whose accelerators are free, if it had any.
void Simulation::Core::depart(JobSlot slot) {
  LiveJob& live = job(slot);
  Journey& journey = *live.journey;
  const SiteId from = live.site;
  sites_[from.index()]->book.queued -= live.job.accelerators;
  ++journey.migrations;
  journey.left = now_;
  tell([&](Observer& observer) { observer.on_departed(now_, live); });
  touch(from);
  site_changed(from);
  const bool has_state = live.kept > Duration{0} && live.job.mobility;
  const std::int64_t state = has_state ? live.job.mobility->state.value() : 0;
  journey.carries = Bytes{live.job.input.value() + state};
  journey.carried += journey.carries.value();
  take_to(live, journey.to);
  live.state = JobState::migrating;
  sites_[live.site.index()]->book.incoming += live.job.accelerators;
  tell([&](Observer& observer) { observer.on_migrating(now_, live); });
  const RouteId way = parts_.topology.site_to_site(from, live.site);
  if (!start_transfer(slot, way, journey.carries, false)) arrive_at_site(slot);
}

/// From now on its work counts in the run time of the new site.
void Simulation::Core::take_to(LiveJob& live, SiteId to) {
  const Duration former = live.run_time;
  live.journey->useful += live.kept - live.before;
  live.site = to;
  take_run_time(live);
  live.kept = live.before = same_part(live.kept, live.run_time, former);
  const Duration requested = requested_at_site(live);
  live.span = requested > Duration{0} ? std::min(live.run_time, requested) : live.run_time;
  live.return_route = parts_.topology.site_to_node(to, live.job.home);
}

void Simulation::Core::arrive_at_site(JobSlot slot) {
  LiveJob& live = job(slot);
  Journey& journey = *live.journey;
  journey.to = SiteId{};
  journey.arrived = now_;
  journey.travelled += now_ - journey.left;
  const bool restores = live.started != kNever && live.kept > Duration{0};
  journey.restore = restores ? live.job.preemption.restore : Duration{0};
  live.state = live.started == kNever ? JobState::queued : JobState::suspended;
  SiteDesk& desk = *sites_[live.site.index()];
  desk.book.incoming -= live.job.accelerators;
  desk.book.queued += live.job.accelerators;
  desk.add_queued(queued_job(slot));
  tell([&](Observer& observer) { observer.on_arrived(now_, live); });
  touch(live.site);
}

/// Policies at the site are told the estimate of the new run time, with the same error.
void Simulation::Core::take_run_time(LiveJob& live) {
  if (live.job.elastic) take_widths(live);
  live.run_time = parts_.workloads[live.job.workload.index()]->run_time_at(live.job, live.site);
  if (live.job.mobility) adapt(live);
  const bool is_same = live.run_time == live.job.run_time && live.porting == Duration{0};
  if (is_same && !live.journey) return;
  Job there = live.job;
  there.run_time = live.run_time;
  there.requested = requested_at_site(live);
  live.estimate = estimate_of(there, live.serial);
  if (live.estimate) *live.estimate += live.porting;
}

void Simulation::Core::adapt(LiveJob& live) {
  live.porting = Duration{0};
  if (!live.job.mobility) return;
  const MobilityTerms& terms = *live.job.mobility;
  const MobilityTerms::AtSite there = terms.at(live.site);
  if (there.fit != MobilityTerms::Fit::other) return;
  const double seconds = to_seconds(live.run_time) * terms.slowdown;
  if (terms.slowdown != 1) live.run_time = from_seconds_up(std::min(seconds, kSecondsMax));
  if (there.family < 0 || there.family != live.ported_family) live.porting = terms.porting;
}

void Simulation::Core::count_from_arrival(const LiveJob& live, QueuedJob& queued) {
  if (live.journey->arrived == kNever) return;
  queued.queued = live.journey->arrived;
  queued.attained = live.kept - live.before;
  if (!queued.estimate) return;
  queued.estimate = std::max(Duration{0}, *queued.estimate - live.before) + live.journey->restore;
}

}  // namespace eastwest
