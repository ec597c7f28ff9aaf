// The life of the network during a run: outages, repairs, upgrades and the hours of background
// traffic, and what becomes of the transfers in flight.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {
namespace {

constexpr Duration kHour = std::chrono::hours{1};
constexpr Duration kDay = std::chrono::hours{24};
/// Jobs may wait although nothing happens any more; after a week of that they wait for ever.
constexpr std::int64_t kIdleHoursMax = 7 * 24;

/// China Standard Time at `date`, from midnight.
Duration time_of_day(const NetworkCalendar& calendar, Date date) {
  const Duration since_midnight = (calendar.start_time_of_day + (date - kStart)) % kDay;
  return since_midnight < Duration{0} ? since_midnight + kDay : since_midnight;
}

}  // namespace

void Simulation::Core::schedule_network() {
  const auto schedule = [&](Date date, EventClass event_class, EventKind kind, std::size_t index) {
    EW_CHECK(date >= parts_.first, "the network changes at {} ns, before the run begins",
             date.time_since_epoch().count());
    if (date >= parts_.horizon) return;
    network_events_.push_back(queue_.schedule(date, {.entity = index,
                                                     .index = static_cast<std::int32_t>(index),
                                                     .event_class = event_class,
                                                     .kind = kind}));
    ++network_events_pending_;
  };
  for (std::size_t i = 0; i < parts_.calendar.outages.size(); ++i) {
    const Outage& outage = parts_.calendar.outages[i];
    schedule(outage.start, EventClass::failure, EventKind::outage, i);
    schedule(outage.end, EventClass::repair, EventKind::repair, i);
  }
  for (std::size_t i = 0; i < parts_.calendar.upgrades.size(); ++i) {
    schedule(parts_.calendar.upgrades[i].date, EventClass::repair, EventKind::upgrade, i);
  }
  if (parts_.world.background_swing != 0) {
    schedule(parts_.first, EventClass::calendar, EventKind::hour, 0);
  }
}

void Simulation::Core::schedule_hour() {
  const Date next = now_ + kHour - time_of_day(parts_.calendar, now_) % kHour;
  // A run until done goes on as long as something else happens.
  const bool is_idle = queue_.size() == network_events_pending_ && outages_active_ == 0 &&
                       transfers_live_ == std::ssize(stranded_);
  idle_hours_ = is_idle ? idle_hours_ + 1 : 0;
  if (next >= parts_.horizon || (parts_.horizon == kNever && idle_hours_ > kIdleHoursMax)) return;
  network_events_.back() =
      queue_.schedule(next, {.event_class = EventClass::calendar, .kind = EventKind::hour});
  ++network_events_pending_;
}

void Simulation::Core::cancel_network() {
  const bool more_to_come = std::any_of(sources_.begin(), sources_.end(), [](const Source& source) {
    return source.next.has_value();
  });
  if (more_to_come || held() > 0) return;
  for (const EventHandle& event : network_events_) {
    if (queue_.cancel(event)) --network_events_pending_;
  }
  network_events_.clear();
  cancel_data_events();
}

void Simulation::Core::begin_outage(std::size_t index) {
  --network_events_pending_;
  ++outages_active_;
  const Outage& outage = parts_.calendar.outages[index];
  spans_.begin(outage);
  for (const SpanId span : outage.spans) last_outage_[span.index()] = index;
  changed_spans_.insert(changed_spans_.end(), outage.spans.begin(), outage.spans.end());
  tell([&](Observer& observer) { observer.on_outage_began(now_, index, outage); });
}

void Simulation::Core::end_outage(std::size_t index) {
  --network_events_pending_;
  --outages_active_;
  const Outage& outage = parts_.calendar.outages[index];
  spans_.end(outage);
  changed_spans_.insert(changed_spans_.end(), outage.spans.begin(), outage.spans.end());
  tell([&](Observer& observer) { observer.on_outage_ended(now_, index, outage); });
}

void Simulation::Core::upgrade(std::size_t index) {
  --network_events_pending_;
  const Upgrade& change = parts_.calendar.upgrades[index];
  spans_.upgrade(change);
  changed_spans_.push_back(change.span);
}

void Simulation::Core::new_hour() {
  --network_events_pending_;
  for (std::size_t i = 0; i < parts_.world.trunks.size(); ++i) set_span(SpanId(i));
  schedule_hour();
}

void Simulation::Core::settle_network() {
  has_unchecked_routes_ = false;
  std::vector<SpanId> changed = std::exchange(changed_spans_, {});
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  down_ = spans_.down();
  const std::vector<TransferSlot> stood = std::exchange(stranded_, {});
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    if (transfers_[i].phase == Phase::moving && !is_passable(transfers_[i].event.route)) {
      break_transfer(TransferSlot(i));
    }
  }
  for (const SpanId span : changed) set_span(span);
  for (const TransferSlot slot : stood) {
    const LiveTransfer& entry = transfers_[slot.index()];
    const RouteId way = way_of(entry);
    if (way.valid()) {
      resume(slot, way);
    } else {
      stranded_.push_back(slot);
    }
  }
}

void Simulation::Core::set_span(SpanId span) {
  const std::int64_t working = spans_.working(span);
  const BitsPerSecond capacity =
      working > 0 ? capacity_of(parts_.world, span, working, time_of_day(parts_.calendar, now_))
                  : BitsPerSecond{0};
  const LinkId first = first_link(span);
  for (const LinkId link : {first, LinkId{first.value + 1}}) {
    BitsPerSecond& known = capacities_[link.index()];
    if (known == capacity) continue;
    if (capacity.value() == 0) {
      parts_.network->set_link(link, LinkState::down);
    } else {
      if (known.value() == 0) parts_.network->set_link(link, LinkState::up);
      parts_.network->set_capacity(link, capacity);
    }
    known = capacity;
    tell([&](Observer& observer) { observer.on_capacity_changed(now_, link, capacity); });
  }
}

bool Simulation::Core::is_passable(RouteId route) const {
  const std::vector<LinkId>& links = parts_.topology.route(route).links;
  return std::all_of(links.begin(), links.end(),
                     [this](LinkId link) { return spans_.is_up(span_of(link)); });
}

RouteId Simulation::Core::way_of(const LiveTransfer& transfer) const {
  // Whoever holds on to a way that the network had chosen waits until that one is whole again.
  const bool may_go = !transfer.holds || is_passable(transfer.event.route);
  return may_go ? detours_.way_round(down_, transfer.undisturbed) : RouteId{};
}

std::size_t Simulation::Core::cause_of(RouteId route) const {
  for (const LinkId link : parts_.topology.route(route).links) {
    if (!spans_.is_up(span_of(link))) return last_outage_[span_of(link).index()];
  }
  EW_CHECK(false, "nothing is down on route {}", route.value);
  return 0;
}

void Simulation::Core::break_transfer(TransferSlot slot) {
  LiveTransfer& entry = transfers_[slot.index()];
  const Bytes remaining = parts_.network->remaining(slot);
  // A network may tell the ends of a date after the date is settled: this one has moved all.
  if (remaining <= Bytes{0}) {
    parts_.network->cancel(slot);
    return on_transfer_end(slot, now_);
  }
  parts_.network->interrupt(slot);
  const std::size_t outage = cause_of(entry.event.route);
  tell([&](Observer& observer) {
    observer.on_transfer_broken(now_, entry.event, remaining, outage);
  });
  const InFlight choice = parts_.calendar.in_flight;
  entry.event.size = choice == InFlight::fail ? entry.whole : remaining;
  entry.holds = choice == InFlight::wait;
  const RouteId way = way_of(entry);
  if (!way.valid()) {
    entry.phase = Phase::stranded;
    stranded_.push_back(slot);
    return;
  }
  const Duration delay = passes_same_nodes(parts_.topology, entry.event.route, way)
                             ? parts_.calendar.protection_delay
                             : parts_.calendar.outages[outage].restoration_delay;
  entry.phase = Phase::restoring;
  queue_.schedule(now_ + delay, {.entity = entry.entity,
                                 .index = slot.value,
                                 .event_class = EventClass::arrival,
                                 .kind = EventKind::resume});
}

void Simulation::Core::on_transfer_rerouted(TransferSlot slot, const std::vector<LinkId>& links,
                                            Bytes left) {
  LiveTransfer& entry = transfers_[slot.index()];
  EW_CHECK(entry.phase == Phase::moving, "the network re-routes transfer {}, which is over",
           slot.value);
  if (entry.told) {
    tell([&](Observer& observer) { observer.on_transfer_cancelled(now_, entry.event, left); });
  }
  const Route& former = parts_.topology.route(entry.event.route);
  const Endpoint from = former.from;
  const Endpoint to = former.to;
  entry.event.route = parts_.topology.add_route(from, to, links);
  entry.event.size = left;
  // A network may fall back on a way that is down; then the transfer is broken at the next date.
  if (!is_passable(entry.event.route)) has_unchecked_routes_ = true;
  if (entry.told) {
    tell(FrequentCall::transfer_started,
         [&](Observer& observer) { observer.on_transfer_started(now_, entry.event); });
  }
}

void Simulation::Core::strand(TransferSlot slot) {
  LiveTransfer& entry = transfers_[slot.index()];
  entry.phase = Phase::stranded;
  stranded_.push_back(slot);
  const std::size_t outage = cause_of(entry.undisturbed);
  tell([&](Observer& observer) {
    observer.on_transfer_broken(now_, entry.event, entry.event.size, outage);
  });
}

void Simulation::Core::resume(TransferSlot slot, RouteId route) {
  LiveTransfer& entry = transfers_[slot.index()];
  entry.holds = false;
  start_leg(slot, route);
  tell([&](Observer& observer) { observer.on_transfer_resumed(now_, entry.event); });
}

void Simulation::Core::start_leg(TransferSlot slot, RouteId way) {
  LiveTransfer& entry = transfers_[slot.index()];
  entry.phase = Phase::moving;
  entry.event.route = way;
  entry.told = false;
  parts_.network->start(slot, {.route = way, .size = entry.event.size, .rate_cap = entry.rate_cap});
  entry.told = true;
}

void Simulation::Core::resume_restored(TransferSlot slot) {
  LiveTransfer& entry = transfers_[slot.index()];
  EW_CHECK(entry.phase == Phase::restoring, "transfer {} waits for no way", slot.value);
  const RouteId way = way_of(entry);
  if (way.valid()) return resume(slot, way);
  entry.phase = Phase::stranded;
  stranded_.push_back(slot);
}

}  // namespace eastwest
