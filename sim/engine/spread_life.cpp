// A job that several sites compute together: its parts are queued one after the other, and once
// all of them hold their accelerators it alternates between computing and exchanging.
//
// Order: the parts stand in the order of their sites' ids. A part enters its site's queue when the
// one before holds its accelerators. So whoever waits for a site holds only sites with smaller ids,
// and no circle of jobs can wait for each other (docs/training.md).
//
// Blocks: of K exchanges, the computing (K u) and the transfers of all their bytes begin together.
// A block ends when the computing is over and, after the last byte, what of the computing must
// come before an exchange and its latency. With a steady rate this is exactly
//   data, local steps   K (u + max(0, bytes / rate + latency - hidden))
//   pipeline            K (max(m t_mb, m (t_mb + RTT) / ahead, bytes / rate) + latency)
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// The edges over which parts exchange, as pairs of their numbers.
std::vector<std::pair<std::size_t, std::size_t>> edges_of(const SpreadTerms& terms) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  const std::size_t count = terms.parts.size();
  const bool is_chain = terms.method == SpreadMethod::pipeline;
  for (std::size_t i = 0; i + (is_chain ? 1 : 0) < count; ++i) {
    edges.emplace_back(i, (i + 1) % count);
    if (is_chain) edges.emplace_back(i + 1, i);
  }
  return edges;
}

double exchanges_of(const SpreadTerms& terms) {
  return std::ceil(static_cast<double>(terms.steps) / terms.steps_per_exchange);
}

/// The computing up to the end of so many exchanges.
Duration computing_until(const SpreadTerms& terms, Duration run_time, double exchanges) {
  const auto steps = static_cast<double>(terms.steps);
  const double done = exchanges * terms.steps_per_exchange;
  return done >= steps ? run_time : from_seconds(to_seconds(run_time) * (done / steps));
}

Bytes bytes_until(const SpreadTerms& terms, double exchanges) {
  return Bytes{static_cast<std::int64_t>(std::floor(exchanges * terms.bytes_per_exchange + 0.5))};
}

/// At most 200 years: the clock counts 292.
Duration span_of_seconds(double seconds) {
  constexpr double kSecondsMax = 200.0 * 366 * 86400;
  return from_seconds(std::min(seconds, kSecondsMax));
}

/// What the method makes of one block.
void set_pace(const SpreadTerms& terms, Duration run_time, Duration round_trip,
              ExchangeBlock& block) {
  const auto count = static_cast<double>(block.exchanges);
  const double step = to_seconds(run_time) / static_cast<double>(terms.steps);
  const double trip = to_seconds(round_trip);
  const auto hops = static_cast<double>(terms.parts.size() - 1);
  block.least = block.computing;
  if (terms.method == SpreadMethod::pipeline) {
    const auto micro_batches = static_cast<double>(terms.micro_batches);
    const double turn =
        (step + micro_batches * trip) / static_cast<double>(terms.micro_batches_ahead);
    const Duration latency = span_of_seconds(count * hops * trip);
    block.least = std::max(block.computing, span_of_seconds(count * turn)) + latency;
    block.after_exchange = latency;
    return;
  }
  const double latency = terms.method == SpreadMethod::data ? hops * trip : trip;
  const Duration seen = block.computing + span_of_seconds(count * latency);
  const Duration hidden = span_of_seconds(count * terms.hidden_steps * step);
  block.after_exchange = std::max(Duration{0}, seen - hidden);
}

}  // namespace

std::optional<Refusal> Simulation::Core::objection_across(const LiveJob& live,
                                                          const DispatchRequest& request) const {
  const SpreadTerms& terms = *live.job.spread;
  if (request.sites == nullptr) return Refusal::incompatible;  // it was asked for one site
  const std::vector<SiteId>& sites = *request.sites;
  const bool is_named = terms.sites.empty() || terms.sites == sites;
  if (sites.size() != terms.parts.size() || !is_named) return Refusal::incompatible;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const SiteDesk& desk = *sites_[sites[i].index()];
    if (desk.is_closed || terms.parts[i] > desk.book.accelerators) return Refusal::no_room;
    const NodeId node = parts_.world.sites[sites[i].index()].node;
    const Duration latency = parts_.topology.latency(live.job.home, node);
    if (latency == Topology::kUnreachable) return Refusal::circle;
    if (live.job.circle > Duration{0} && latency > live.job.circle) return Refusal::circle;
    for (std::size_t other = 0; other < i; ++other) {
      const NodeId far = parts_.world.sites[sites[other].index()].node;
      const bool is_joined = parts_.topology.site_to_site(sites[other], sites[i]).valid();
      if (!is_joined) return Refusal::circle;
      if (terms.latency > Duration{0} && parts_.topology.latency(far, node) > terms.latency) {
        return Refusal::circle;
      }
    }
  }
  if (request.kind != DispatchRequest::Kind::place_now) return std::nullopt;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const SiteBook& book = sites_[sites[i].index()]->book;
    const std::int64_t room = book.accelerators - book.allocated - book.incoming - book.queued;
    if (terms.parts[i] > room) return Refusal::stale;
  }
  return std::nullopt;
}

void Simulation::Core::place_across(JobSlot slot, const DispatchRequest& request) {
  LiveJob& live = job(slot);
  live.spread = std::make_shared<SpreadLife>();
  const Workload& workload = *parts_.workloads[live.job.workload.index()];
  Duration longest{0};
  const std::vector<SiteId>& sites = *request.sites;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const SiteId site = sites[i];
    const std::int64_t accelerators = live.job.spread->parts[i];
    live.spread->parts.push_back({.site = site, .accelerators = accelerators});
    sites_[site.index()]->book.incoming += accelerators;
    // They compute in step: the slowest sets the pace.
    const Duration there = workload.run_time_at(live.job, site);
    if (there <= longest) continue;
    longest = there;
    live.site = site;
  }
  live.placed = now_;
  take_run_time(live);
  live.site = request.site;
  live.state = JobState::matching;
  tell(FrequentCall::placed, [&](Observer& observer) { observer.on_placed(now_, live); });
  const Duration delay = parts_.platform.matching_delay;
  if (delay == Duration{0}) return matched(slot);
  queue_.schedule(now_ + delay, {.entity = live.serial,
                                 .index = slot.value,
                                 .event_class = EventClass::arrival,
                                 .kind = EventKind::matched});
}

void Simulation::Core::queue_part(JobSlot slot) {
  LiveJob& live = job(slot);
  JobPart& part = live.spread->parts[live.spread->taken];
  SiteDesk& desk = *sites_[part.site.index()];
  if (live.spread->taken == 0) {
    live.staged = now_;
    live.state = JobState::queued;
    tell(FrequentCall::queued, [&](Observer& observer) { observer.on_queued(now_, live); });
  }
  part.queued = now_;
  desk.book.incoming -= part.accelerators;
  desk.book.queued += part.accelerators;
  desk.add_queued(queued_part(slot, part));
  tell([&](Observer& observer) { observer.on_part_queued(now_, live, part); });
  touch(part.site);
}

std::int64_t Simulation::Core::choose_part(SiteId site, LiveJob& live) const {
  const SpreadLife& life = *live.spread;
  if (live.state != JobState::queued || live.chosen) return kNotQueued;
  const JobPart& part = life.parts[life.taken];
  if (part.site != site || part.queued == kNever) return kNotQueued;
  live.chosen = true;
  return part.accelerators;
}

void Simulation::Core::hold_part(JobSlot slot) {
  LiveJob& live = job(slot);
  SpreadLife& life = *live.spread;
  JobPart& part = life.parts[life.taken++];
  SiteBook& book = sites_[part.site.index()]->book;
  live.chosen = false;
  book.queued -= part.accelerators;
  book.allocated += part.accelerators;
  part.held = now_;
  tell([&](Observer& observer) { observer.on_part_held(now_, live, part); });
  if (life.taken < life.parts.size()) return queue_part(slot);
  live.held_since = live.started = now_;
  live.state = JobState::running;
  live.span = live.run_time;
  tell(FrequentCall::started, [&](Observer& observer) { observer.on_started(now_, live); });
  begin_block(slot);
}

void Simulation::Core::begin_block(JobSlot slot) {
  LiveJob& live = job(slot);
  const SpreadTerms& terms = *live.job.spread;
  SpreadLife& life = *live.spread;
  const auto all = static_cast<std::int64_t>(exchanges_of(terms));
  const std::int64_t next = std::min(all, life.exchanges + terms.exchanges_per_block);
  const Duration until = computing_until(terms, live.run_time, static_cast<double>(next));
  life.block = {
      .began = now_, .exchanges = next - life.exchanges, .computing = until - life.computed};
  set_pace(terms, live.run_time, round_trip_of(terms, life), life.block);
  send_block(slot);
}

void Simulation::Core::send_block(JobSlot slot) {
  LiveJob& live = job(slot);
  const SpreadTerms& terms = *live.job.spread;
  SpreadLife& life = *live.spread;
  const auto first = static_cast<double>(life.exchanges);
  const auto last = static_cast<double>(life.exchanges + life.block.exchanges);
  const Bytes size = bytes_until(terms, last) - bytes_until(terms, first);
  for (const auto& [from, to] : edges_of(terms)) {
    const RouteId route = parts_.topology.site_to_site(life.parts[from].site, life.parts[to].site);
    if (!start_transfer(slot, route, size, false)) continue;
    ++life.block.under_way;
    life.block.bytes += size;
  }
  if (life.block.under_way == 0) schedule_block_end(slot);
}

Duration Simulation::Core::round_trip_of(const SpreadTerms& terms, const SpreadLife& life) const {
  const auto latency = [&](std::size_t from, std::size_t to) {
    const RouteId route = parts_.topology.site_to_site(life.parts[from].site, life.parts[to].site);
    const RouteId way = detours_.way_round(down_, route);
    return parts_.topology.route(way.valid() ? way : route).latency;
  };
  Duration longest{0};
  for (const auto& [from, to] : edges_of(terms)) {
    longest = std::max(longest, latency(from, to) + latency(to, from));
  }
  return longest;
}

BitsPerSecond Simulation::Core::rate_cap_of(const LiveJob& live, RouteId id) const {
  const Route& route = parts_.topology.route(id);
  std::int64_t fewest = live.job.accelerators;
  for (const JobPart& part : live.spread->parts) {
    const bool is_end = part.site == route.from.site || part.site == route.to.site;
    if (is_end) fewest = std::min(fewest, part.accelerators);
  }
  return live.job.spread->rate_per_accelerator * fewest;
}

void Simulation::Core::end_exchange(JobSlot slot) {
  ExchangeBlock& block = job(slot).spread->block;
  if (--block.under_way == 0) schedule_block_end(slot);
}

void Simulation::Core::schedule_block_end(JobSlot slot) {
  const LiveJob& live = job(slot);
  const ExchangeBlock& block = live.spread->block;
  queue_.schedule(std::max(block.began + block.least, now_ + block.after_exchange),
                  {.entity = live.serial,
                   .index = slot.value,
                   .event_class = EventClass::finish,
                   .kind = EventKind::block});
}

void Simulation::Core::end_block(JobSlot slot) {
  LiveJob& live = job(slot);
  SpreadLife& life = *live.spread;
  life.exchanges += life.block.exchanges;
  life.computed += life.block.computing;
  life.exposed += now_ - life.block.began - life.block.computing;
  live.restoring = life.exposed;
  life.exchanged += life.block.bytes;
  if (life.computed < live.run_time) return begin_block(slot);
  end_across(slot);
}

void Simulation::Core::end_across(JobSlot slot) {
  LiveJob& live = job(slot);
  for (const JobPart& part : live.spread->parts) {
    SiteDesk& desk = *sites_[part.site.index()];
    desk.book.allocated -= part.accelerators;
    desk.add_ended({.job = queued_part(slot, part), .started = part.held});
    tell([&](Observer& observer) { observer.on_part_freed(now_, live, part); });
    touch(part.site);
    site_changed(part.site);
  }
  live.ended = now_;
  live.kept += now_ - live.held_since - live.restoring;
  live.overhead += live.restoring;
  live.state = JobState::returning;
  tell(FrequentCall::ended, [&](Observer& observer) { observer.on_ended(now_, live); });
  finish(slot, JobState::done);
}

QueuedJob Simulation::Core::queued_part(JobSlot slot, const JobPart& part) const {
  QueuedJob queued = queued_job(slot);
  queued.accelerators = part.accelerators;
  queued.queued = part.queued;
  // It has attained nothing while it stands in a queue, whatever the job has done since.
  queued.attained = Duration{0};
  queued.restore = Duration{0};
  return queued;
}

}  // namespace eastwest
