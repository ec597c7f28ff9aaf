// The life of a job: submitted, placed or refused, matched, staged, queued, running, returning,
// over.
#include <algorithm>
#include <memory>
#include <utility>

#include "sim/engine/simulation_core.hpp"

namespace eastwest {

/// Longest span of a job on the accelerators of a site: the clock counts 292 years.
constexpr double kSecondsMax = 200.0 * 366 * 86400;

JobSlot Simulation::Core::admit(Job&& submitted, std::uint64_t serial) {
  JobSlot slot;
  if (free_jobs_.empty()) {
    slot = JobSlot(jobs_.size());
    jobs_.emplace_back();
  } else {
    slot = free_jobs_.back();
    free_jobs_.pop_back();
  }
  LiveJob& live = job(slot);
  std::destroy_at(&live);
  std::construct_at(&live);
  live.job = std::move(submitted);
  live.job.submitted = now_;
  live.serial = serial;
  live.dispatcher = home_desk_[live.job.home.index()];
  EW_CHECK(live.dispatcher.valid(), "home node {} belongs to no dispatcher", live.job.home.value);
  const bool stores = live.job.data && live.job.data->stores;
  EW_CHECK(
      live.job.accelerators > 0 || (live.job.accelerators == 0 && (stores || live.job.placement)),
      "job {} asks for {} accelerators", live.job.id, live.job.accelerators);
  live.run_time = live.job.run_time;
  live.kept = live.before = live.job.elapsed;
  live.estimate = estimate_of(live.job, serial);
  ++alive_;
  tell(FrequentCall::submitted, [&](Observer& observer) { observer.on_submitted(now_, live); });
  return slot;
}

void Simulation::Core::submit(Job&& submitted, std::uint64_t serial) {
  const JobSlot slot = admit(std::move(submitted), serial);
  const LiveJob& live = job(slot);
  desks_[live.dispatcher.index()]->add_waiting(waiting_job(slot));
  touch(live.dispatcher);
}

void Simulation::Core::apply_request(DispatcherId dispatcher, const DispatchRequest& request) {
  const JobSlot slot = request.job;
  LiveJob& live = job(slot);
  if (request.kind == DispatchRequest::Kind::migrate) return migrate(dispatcher, request);
  if (request.kind == DispatchRequest::Kind::reject) {
    live.rejection = rejection_of(live);
    return finish(slot, JobState::rejected);
  }
  if (const auto why = objection(live, request)) {
    return refuse(dispatcher, live, slot, request.site, *why);
  }
  if (has_expired(live)) {
    ++live.refusals;
    tell([&](Observer& observer) {
      observer.on_refused(now_, live, request.site, Refusal::deadline);
    });
    return finish(slot, JobState::expired);
  }
  if (live.job.spread) return place_across(slot, request);
  live.site = request.site;
  live.placed = now_;
  take_run_time(live);
  live.kept = live.before = at_site(live, live.job.elapsed);
  live.stage_route = request.there.valid() ? request.there
                                           : parts_.topology.node_to_site(live.job.home, live.site);
  live.return_route =
      request.back.valid() ? request.back : parts_.topology.site_to_node(live.site, live.job.home);
  sites_[live.site.index()]->book.incoming += live.job.accelerators;
  live.state = JobState::matching;
  if (live.job.data) promise_room(live);
  tell(FrequentCall::placed, [&](Observer& observer) { observer.on_placed(now_, live); });
  const Duration delay = live.job.warm ? Duration{0} : parts_.platform.matching_delay;
  if (delay == Duration{0}) return matched(slot);
  queue_.schedule(now_ + delay, {.entity = live.serial,
                                 .index = slot.value,
                                 .event_class = EventClass::arrival,
                                 .kind = EventKind::matched});
}

Rejection Simulation::Core::rejection_of(const LiveJob& live) const {
  Rejection furthest = Rejection::no_site_fits;
  const Topology& topology = parts_.topology;
  const Job& wanted = live.job;
  for (const SiteId id : desks_[live.dispatcher.index()]->site_ids()) {
    const Site& site = parts_.world.sites[id.index()];
    if (site.accelerators < most_of_one_site(wanted) || !runs_at(wanted, id)) continue;
    if (can_never_store(wanted, id)) continue;
    if (wanted.placement && !could_hold(site, wanted.accelerators, wanted.placement.get()))
      continue;
    const Duration latency = topology.latency(wanted.home, site.node);
    const bool is_reached =
        latency != Topology::kUnreachable &&
        (wanted.input <= Bytes{0} || topology.node_to_site(wanted.home, id).valid()) &&
        (wanted.result <= Bytes{0} || topology.site_to_node(id, wanted.home).valid());
    const bool is_inside = wanted.circle <= Duration{0} || latency <= wanted.circle;
    const Rejection here = !is_reached  ? Rejection::unreachable
                           : !is_inside ? Rejection::circle
                                        : Rejection::policy;
    furthest = std::max(furthest, here);
  }
  return furthest == Rejection::no_site_fits ? why_none_fits(live) : furthest;
}

std::optional<Refusal> Simulation::Core::objection(const LiveJob& live,
                                                   const DispatchRequest& request) const {
  if (live.job.spread) return objection_across(live, request);
  const Site& site = parts_.world.sites[request.site.index()];
  const SiteDesk& desk = *sites_[request.site.index()];
  const SiteBook& book = desk.book;
  if (!desk.takes_work() || live.job.accelerators > book.accelerators) return Refusal::no_room;
  const PlacementTerms* terms = live.job.placement.get();
  if (terms != nullptr && !could_hold(site, live.job.accelerators, terms)) {
    return Refusal::incompatible;
  }
  if (!runs_at(live.job, request.site)) return Refusal::incompatible;
  const Duration latency = parts_.topology.latency(live.job.home, site.node);
  if (latency == Topology::kUnreachable) return Refusal::circle;
  if (live.job.circle > Duration{0} && latency > live.job.circle) return Refusal::circle;
  const std::int64_t room = book.accelerators - book.allocated - book.incoming - book.queued;
  const bool needs_room = request.kind == DispatchRequest::Kind::place_now;
  if (needs_room && live.job.accelerators > std::max(room, std::int64_t{0})) return Refusal::stale;
  return live.job.data ? data_objection(live, request.site) : std::nullopt;
}

/// A span of the job's reference run, e.g. what it asked for, on the accelerators of its site.
Duration Simulation::Core::at_site(const LiveJob& live, Duration span) {
  if (live.run_time == live.job.run_time || live.job.run_time == Duration{0}) return span;
  const double factor = to_seconds(live.run_time) / to_seconds(live.job.run_time);
  return from_seconds_up(std::min(to_seconds(span) * factor, kSecondsMax));
}

/// Who asks for more than the job needs does so everywhere.
Duration Simulation::Core::requested_at_site(const LiveJob& live) {
  const Duration requested = at_site(live, live.job.requested);
  if (live.job.requested <= live.job.run_time) return requested;
  return std::max(requested, live.run_time + Duration{1});
}

void Simulation::Core::refuse(DispatcherId dispatcher, LiveJob& live, JobSlot slot, SiteId site,
                              Refusal why) {
  ++live.refusals;
  tell([&](Observer& observer) { observer.on_refused(now_, live, site, why); });
  const Duration delay = parts_.platform.matching_delay;
  if (delay == Duration{0}) {
    desks_[dispatcher.index()]->add_penalised(waiting_job(slot), now_);
    return;
  }
  queue_.schedule(now_ + delay, {.entity = live.serial,
                                 .index = slot.value,
                                 .event_class = EventClass::arrival,
                                 .kind = EventKind::answer});
}

void Simulation::Core::matched(JobSlot slot) {
  LiveJob& live = job(slot);
  live.matched = now_;
  live.state = JobState::staging;
  if (live.job.data) return stage_data(slot);
  if (!start_transfer(slot, live.stage_route, live.job.input, false)) enter_queue(slot);
}

void Simulation::Core::enter_queue(JobSlot slot) {
  LiveJob& live = job(slot);
  if (live.spread) return queue_part(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  live.staged = now_;
  live.state = JobState::queued;
  desk.book.incoming -= live.job.accelerators;
  desk.book.queued += live.job.accelerators;
  desk.add_queued(queued_job(slot));
  tell(FrequentCall::queued, [&](Observer& observer) { observer.on_queued(now_, live); });
  touch(live.site);
}

void Simulation::Core::start(JobSlot slot) {
  LiveJob& live = job(slot);
  if (live.spread) return hold_part(slot);
  live.chosen = false;
  if (live.started == kNever && has_expired(live)) return expire(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  desk.book.queued -= live.job.accelerators;
  live.held_since = now_;
  live.state = JobState::running;
  Duration span = live.run_time;
  const Duration requested = requested_at_site(live);
  if (requested > Duration{0} && span >= requested) {
    span = requested;
    live.killed = true;
  }
  live.span = span;
  const bool is_first = live.started == kNever;
  const bool restores = !is_first && live.kept > Duration{0};
  live.restoring = live.porting + (restores ? live.job.preemption.restore : Duration{0});
  if (live.elastic) take_width(live);
  take_accelerators(desk, live);
  if (is_first) {
    live.started = now_;
    tell(FrequentCall::started, [&](Observer& observer) { observer.on_started(now_, live); });
  } else {
    live.stood += now_ - live.released;
    tell([&](Observer& observer) { observer.on_resumed(now_, live); });
    if (live.setbacks) live.setbacks->begins_again = false;
  }
  if (live.job.failures || live.setbacks) return begin_attempt(slot);
  schedule_run_end(slot);
}

void Simulation::Core::end_run(JobSlot slot) {
  LiveJob& live = job(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  give_back_accelerators(desk, live);
  desk.add_ended({.job = queued_job(slot), .started = live.held_since});
  live.ended = now_;
  if (live.elastic) {
    book_run(live);
  } else if (live.setbacks) {
    complete(live);
  } else {
    live.kept += now_ - live.held_since - live.restoring;
    live.overhead += live.restoring;
  }
  live.ported += live.porting;
  live.state = JobState::returning;
  if (live.job.data) release_data(slot);
  tell(FrequentCall::ended, [&](Observer& observer) { observer.on_ended(now_, live); });
  touch(live.site);
  site_changed(live.site);
  if (live.killed) return finish(slot, JobState::killed);
  if (!start_transfer(slot, live.return_route, live.job.result, true)) {
    finish(slot, JobState::done);
  }
}

void Simulation::Core::finish(JobSlot slot, JobState state) {
  LiveJob& live = job(slot);
  live.state = state;
  live.finished = now_;
  --alive_;
  tell(FrequentCall::finished, [&](Observer& observer) { observer.on_finished(now_, live); });
  if (live.job.followers > 0) tell_followers(live);
  free_jobs_.push_back(slot);
  if (alive_ == 0 && parts_.horizon == kNever) cancel_network();
}

bool Simulation::Core::start_transfer(JobSlot slot, RouteId route, Bytes size, bool returning) {
  if (size <= Bytes{0} || !route.valid() || parts_.topology.route(route).links.empty()) {
    return false;
  }
  const LiveJob& live = job(slot);
  const bool exchange = live.spread && live.state == JobState::running;
  job(slot).transfer =
      begin_transfer({.job = slot,
                      .event = {.size = size, .returning = returning, .exchange = exchange},
                      .entity = live.serial,
                      .rate_cap = exchange ? rate_cap_of(live, route) : live.job.transfer_rate_cap},
                     route);
  return true;
}

TransferSlot Simulation::Core::begin_transfer(LiveTransfer made, RouteId route) {
  TransferSlot transfer;
  if (free_transfers_.empty()) {
    transfer = TransferSlot(transfers_.size());
    transfers_.emplace_back();
  } else {
    transfer = free_transfers_.back();
    free_transfers_.pop_back();
  }
  LiveTransfer& entry = transfers_[transfer.index()];
  const RouteId way = detours_.way_round(down_, route);
  made.phase = Phase::moving;
  made.event.slot = transfer;
  made.event.route = way.valid() ? way : route;
  made.whole = made.event.size;
  made.undisturbed = route;
  entry = made;
  ++transfers_live_;
  if (!way.valid()) {
    entry.told = true;
    tell(FrequentCall::transfer_started,
         [&](Observer& observer) { observer.on_transfer_started(now_, entry.event); });
    strand(transfer);
    return transfer;
  }
  start_leg(transfer, way);
  tell(FrequentCall::transfer_started,
       [&](Observer& observer) { observer.on_transfer_started(now_, entry.event); });
  if (way != route) {
    const std::size_t outage = cause_of(route);
    tell([&](Observer& observer) { observer.on_transfer_detoured(now_, entry.event, outage); });
  }
  return transfer;
}

void Simulation::Core::on_transfer_end(TransferSlot slot, Date date) {
  LiveTransfer& entry = transfers_[slot.index()];
  EW_CHECK(entry.phase == Phase::moving, "the network ends transfer {} twice", slot.value);
  entry.phase = Phase::landing;
  // The latency of exchanges is part of their block.
  const Duration latency =
      entry.event.exchange ? Duration{0} : parts_.topology.route(entry.event.route).latency;
  queue_.schedule(date + latency,
                  {.entity = entry.entity,
                   .index = slot.value,
                   .event_class = EventClass::finish,
                   .kind = entry.event.returning ? EventKind::returned : EventKind::staged});
}

void Simulation::Core::end_transfer(TransferSlot slot) {
  LiveTransfer& entry = transfers_[slot.index()];
  const JobSlot owner = entry.job;
  const std::int32_t fetch = entry.fetch;
  const TransferEvent event = entry.event;
  entry.phase = Phase::over;
  --transfers_live_;
  free_transfers_.push_back(slot);
  if (owner.valid()) job(owner).transfer = TransferSlot{};
  tell(FrequentCall::transfer_ended,
       [&](Observer& observer) { observer.on_transfer_ended(now_, event); });
  if (fetch >= 0) return end_fetch(fetch, slot);
  if (event.exchange) return end_exchange(owner);
  if (event.returning) return finish(owner, JobState::done);
  if (job(owner).state == JobState::migrating) return arrive_at_site(owner);
  if (job(owner).job.data) return data_arrived(owner);
  enter_queue(owner);
}

WaitingJob Simulation::Core::waiting_job(JobSlot slot) const {
  const LiveJob& live = jobs_[slot.index()];
  return {.slot = slot,
          .serial = live.serial,
          .home = live.job.home,
          .accelerators = most_of_one_site(live.job),
          .estimate = live.estimate,
          .submitted = live.job.submitted,
          .input = live.job.input,
          .result = live.job.result,
          .circle = live.job.circle,
          .placement = live.job.placement.get(),
          .spread = live.job.spread.get(),
          .mobility = live.job.mobility.get(),
          .data = live.job.data.get()};
}

QueuedJob Simulation::Core::queued_job(JobSlot slot) const {
  const LiveJob& live = jobs_[slot.index()];
  const bool restores = live.started != kNever && live.kept > Duration{0};
  const Duration restore = restores ? live.job.preemption.restore : Duration{0};
  QueuedJob queued{.slot = slot,
                   .serial = live.serial,
                   .accelerators = live.job.accelerators,
                   .estimate = live.estimate,
                   .submitted = live.job.submitted,
                   .queued = live.staged,
                   .priority = live.job.priority,
                   .tenant = live.job.tenant,
                   .deadline = live.job.deadline,
                   .attained = live.kept,
                   .restore = restore + live.porting,
                   .elastic = live.job.elastic.get(),
                   .shape = shape_of(live)};
  if (live.journey) count_from_arrival(live, queued);
  return queued;
}

}  // namespace eastwest
