// The settle loop: all events of a date, then touched dispatchers, then touched sites, until
// nothing is left.
#include "sim/engine/simulation.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

constexpr int kRoundsMax = 1000;
/// A dispatcher may defer for hours (a price, a time of day). When nothing at all has happened
/// for a week and it still decides nothing, it never will, and the run ends with its jobs alive.
constexpr Duration kPatience = std::chrono::hours{7 * 24};
/// The run asks whether it was interrupted once in so many settled dates.
constexpr std::uint64_t kInterruptStride = 256;

/// Moves what was touched to `taken`, each once, in order.
template <class IdType>
void take_sorted(std::vector<IdType>& touched, std::vector<IdType>& taken) {
  taken.clear();
  taken.swap(touched);
  if (taken.size() < 2) return;
  std::sort(taken.begin(), taken.end());
  taken.erase(std::unique(taken.begin(), taken.end()), taken.end());
}

}  // namespace

Simulation::Simulation(SimulationParts parts) : core_(std::make_unique<Core>(std::move(parts))) {}
Simulation::~Simulation() = default;
void Simulation::run() { core_->run(); }
std::uint64_t Simulation::events() const { return core_->events(); }
const SiteBook& Simulation::site_book(SiteId site) const { return core_->site_book(site); }
std::int64_t Simulation::alive() const { return core_->alive(); }
std::int64_t Simulation::held() const { return core_->held(); }
bool Simulation::was_interrupted() const { return core_->was_interrupted(); }
Network& Simulation::network() { return core_->network(); }
StoredBytes Simulation::stored_bytes(SiteId site, PoolKind kind) const {
  return core_->stored_bytes(site, kind);
}
Bytes Simulation::remaining(TransferSlot slot) const { return core_->remaining(slot); }

Simulation::Core::Core(SimulationParts parts)
    : parts_(std::move(parts)),
      now_(parts_.first),
      idle_since_(parts_.first),
      detours_(parts_.world, with_ways_between_sites(parts_),
               down_sets(parts_.world, parts_.calendar)),
      spans_(parts_.world),
      last_outage_(span_count(parts_.world), 0) {
  const World& world = parts_.world;
  const auto& silos = parts_.platform.silos;
  EW_CHECK(parts_.dispatchers.size() == silos.size(), "{} dispatchers for {} silos",
           parts_.dispatchers.size(), silos.size());
  EW_CHECK(parts_.schedulers.size() == world.sites.size(), "{} schedulers for {} sites",
           parts_.schedulers.size(), world.sites.size());
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    sites_.push_back(std::make_unique<SiteDesk>(SiteId(i), world.sites[i].accelerators,
                                                parts_.schedule_name,
                                                std::move(parts_.schedulers[i]), *this));
  }
  begin_nodes();
  home_desk_.resize(world.nodes.size());
  site_desks_.resize(world.sites.size());
  for (std::size_t i = 0; i < silos.size(); ++i) {
    desks_.push_back(std::make_unique<DispatchDesk>(
        world, parts_.topology, parts_.random, silos[i], parts_.platform.remember_own,
        parts_.dispatch_name, std::move(parts_.dispatchers[i])));
    for (const NodeId home : silos[i].homes) home_desk_[home.index()] = DispatcherId(i);
    for (const SiteId site : silos[i].sites) site_desks_[site.index()].push_back(DispatcherId(i));
  }
  if (parts_.data.plan != nullptr) {
    const DataGround ground{parts_.world, parts_.topology, *parts_.data.plan};
    data_ = std::make_unique<DataRoom>(ground, parts_.first);
    for (auto& desk : desks_) desk->show_data(std::make_unique<DataPicture>(ground));
  }
  for (const Listener& listener : parts_.observers) {
    for (std::size_t i = 0; i < kFrequentCalls; ++i) {
      if (listener.hears(FrequentCall{static_cast<std::uint8_t>(i)})) {
        hearers_[i].push_back(&listener.observer());
      }
    }
  }
  sources_.resize(parts_.workloads.size());
  if (!parts_.settle_steps.empty()) next_step_ = kStart;
  for (const Link& link : parts_.topology.links()) capacities_.push_back(link.capacity);
}

void Simulation::Core::run() {
  parts_.network->attach(parts_.topology, *this, parts_.first);
  begin();
  parts_.network->run(*this);
  if (!closed_) close(now_);
}

void Simulation::Core::begin() {
  begin_sites();
  schedule_site_outages();
  if (data_) begin_data();
  for (auto& desk : desks_) publish(*desk);
  if (parts_.warm_start) {
    for (std::size_t i = 0; i < parts_.workloads.size(); ++i) {
      constexpr std::uint64_t kWarmBit = std::uint64_t{1} << 39;
      std::uint64_t number = 0;
      for (Job& warm : parts_.workloads[i]->warm_start()) {
        warm.submitted = parts_.first;
        submit(std::move(warm), (std::uint64_t{i} << 40) | kWarmBit | number++);
      }
    }
  }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    sources_[i].next = parts_.workloads[i]->next();
    schedule_arrival(WorkloadId(i));
  }
  schedule_network();
  // The first date is settled even if nothing arrives then: warm jobs are placed at it.
  queue_.schedule(parts_.first, {.event_class = EventClass::control, .kind = EventKind::refresh});
}

Date Simulation::Core::next_date() const {
  if (closed_) return kNever;
  const Date own = queue_.next_date();
  if (parts_.horizon != kNever) return std::min({own, next_step_, parts_.horizon});
  const bool is_over = own == kNever && transfers_live_ == 0;
  return is_over ? kNever : std::min(own, next_step_);
}

Date Simulation::Core::step_after(Date date) {
  const auto& steps = parts_.settle_steps;
  if ((date - kStart) % steps.front() == Duration{0} && stands_still()) return kNever;
  Date next = kNever;
  for (const Duration step : steps) {
    next = std::min(next, kStart + step * ((date - kStart) / step + 1));
  }
  return next;
}

bool Simulation::Core::stands_still() {
  if (parts_.horizon != kNever || queue_.next_date() != kNever) {
    left_at_step_ = -1;
    return false;
  }
  std::int64_t left = 0;
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    if (transfers_[i].phase != Phase::over) left += remaining(TransferSlot(i)).value();
  }
  return std::exchange(left_at_step_, left) == left;
}

Date Simulation::Core::settle(Date date) {
  EW_CHECK(date >= now_, "time runs back from {} ns to {} ns", now_.time_since_epoch().count(),
           date.time_since_epoch().count());
  now_ = date;
  if (date == next_step_) next_step_ = step_after(date);
  for (int round = 0;; ++round) {
    if (round == kRoundsMax) {
      throw PolicyError(fmt::format(
          "policies '{}' and '{}' do not settle at {} s: {} rounds of decisions at one date",
          parts_.dispatch_name, parts_.schedule_name, to_seconds(date), kRoundsMax));
    }
    if (queue_.next_date() == date) {
      queue_.pop_all(date, batch_);
      events_ += batch_.size();
      for (const Event& event : batch_) {
        // Whatever comes after failures and repairs finds links and transfers in line with them.
        if (event.event_class > EventClass::repair && network_changed()) settle_network();
        apply(event);
      }
    }
    if (network_changed()) settle_network();
    run_dispatchers();
    run_sites();
    const bool quiet = touched_desks_.empty() && touched_sites_.empty();
    if (quiet && queue_.next_date() != date) break;
  }
  tell(FrequentCall::settled, [&](Observer& observer) { observer.on_settled(date); });
  if (++settles_ % kInterruptStride == 0 && parts_.interrupted()) interrupted_ = true;
  if (interrupted_ || date >= parts_.horizon) close(date);
  return next_date();
}

void Simulation::Core::apply(const Event& event) {
  const JobSlot slot{event.index};
  switch (event.kind) {
    case EventKind::run_end:
      return end_run(slot);
    case EventKind::staged:
    case EventKind::returned:
      return end_transfer(TransferSlot{event.index});
    case EventKind::matched:
      return matched(slot);
    case EventKind::arrival:
      return arrive(WorkloadId{event.index});
    case EventKind::answer:
      desks_[job(slot).dispatcher.index()]->add_waiting(waiting_job(slot));
      return touch(job(slot).dispatcher);
    case EventKind::refresh:
      return refresh_platform();
    case EventKind::site:
      return change_site(static_cast<std::size_t>(event.index));
    case EventKind::outage:
      return begin_outage(static_cast<std::size_t>(event.index));
    case EventKind::repair:
      return end_outage(static_cast<std::size_t>(event.index));
    case EventKind::upgrade:
      return upgrade(static_cast<std::size_t>(event.index));
    case EventKind::hour:
      return new_hour();
    case EventKind::resume:
      return resume_restored(TransferSlot{event.index});
    case EventKind::saved:
      return release(slot);
    case EventKind::resized:
      return resized(slot);
    case EventKind::block:
      return end_block(slot);
    case EventKind::ready: {
      PrecedenceBook::Released released = precedence_.release(event.index);
      return begin_ordered(std::move(released.job), released.serial, released.verdict);
    }
    case EventKind::job_failure:
      return fail(slot);
    case EventKind::site_outage:
      return begin_site_outage(static_cast<std::size_t>(event.index));
    case EventKind::site_repair:
      return end_site_outage(static_cast<std::size_t>(event.index));
    case EventKind::ask:
      sites_[static_cast<std::size_t>(event.index)]->asked_for = kNever;
      return touch(SiteId{event.index});
    case EventKind::drop:
      return end_retention(event.index);
    case EventKind::copies:
      return replicate();
  }
}

void Simulation::Core::run_dispatchers() {
  take_sorted(touched_desks_, desks_to_ask_);
  for (const DispatcherId id : desks_to_ask_) {
    DispatchDesk& desk = *desks_[id.index()];
    if (parts_.platform.refresh == Duration{0}) {
      desk.forgive(now_);
      publish(desk);
    }
    if (!desk.has_waiting() && !desk.is_to_review()) continue;
    const Duration age = now_ - desk.published();
    const auto& requests = desk.decide(now_);
    // A migration is known by what it does: one that is refused does not keep a run going.
    decisions_since_refresh_ +=
        std::count_if(requests.begin(), requests.end(), [](const DispatchRequest& request) {
          return request.kind != DispatchRequest::Kind::migrate;
        });
    tell(FrequentCall::decided, [&](Observer& observer) {
      observer.on_decided(now_, id, age, static_cast<std::int64_t>(requests.size()));
    });
    for (const DispatchRequest& request : requests) apply_request(id, request);
  }
}

void Simulation::Core::run_sites() {
  take_sorted(touched_sites_, sites_to_ask_);
  for (const SiteId id : sites_to_ask_) {
    SiteDesk& desk = *sites_[id.index()];
    if (desk.outages > 0) continue;  // asked at the repair
    const SiteDesk::Wishes wishes = desk.decide(now_);
    for (const JobSlot slot : wishes.suspensions) suspend(slot);
    for (const JobSlot slot : wishes.resizes) resize(slot);
    for (const JobSlot slot : wishes.starts) start(slot);
    if (wishes.ask_again != desk.asked_for) ask_at(desk, id, wishes.ask_again);
  }
}

void Simulation::Core::refresh_platform() {
  const bool ages = parts_.platform.refresh > Duration{0};
  if (!ages) {
    for (std::size_t i = 0; i < desks_.size(); ++i) touch(DispatcherId(i));
  }
  // Without pictures that age, there is a refresh only for those who review their jobs.
  const Duration refresh = ages ? parts_.platform.refresh : review_interval();
  if (refresh == Duration{0}) return;
  if (!stalled()) idle_since_ = now_;
  decisions_since_refresh_ = 0;
  for (std::size_t i = 0; i < desks_.size(); ++i) {
    if (ages) {
      publish(*desks_[i]);
      desks_[i]->forgive(now_);
    }
    review(DispatcherId(i));
    if (desks_[i]->has_waiting() || desks_[i]->is_to_review()) touch(DispatcherId(i));
  }
  const bool arrivals = std::any_of(sources_.begin(), sources_.end(),
                                    [](const Source& source) { return source.next.has_value(); });
  if ((arrivals || alive_ > 0 || held() > 0) && now_ - idle_since_ < kPatience) {
    queue_.schedule(now_ + refresh,
                    {.event_class = EventClass::control, .kind = EventKind::refresh});
  }
}

bool Simulation::Core::stalled() const {
  const bool transfers_stand = transfers_live_ == std::ssize(stranded_) && outages_active_ == 0;
  return queue_.size() == network_events_pending_ && transfers_stand &&
         decisions_since_refresh_ == 0;
}

void Simulation::Core::publish(DispatchDesk& desk) {
  std::vector<SitePicture>& pictures = desk.pictures_to_publish();
  for (const SiteId id : desk.site_ids()) {
    const SiteBook& book = sites_[id.index()]->book;
    pictures.push_back({.site = id,
                        .accelerators = sites_[id.index()]->takes_work() ? book.accelerators : 0,
                        .allocated = book.allocated,
                        .incoming = book.incoming,
                        .queued = book.queued});
  }
  if (data_) desk.data_picture()->publish(data_->book);
  desk.publish(now_);
}

void Simulation::Core::touch(DispatcherId id) { touched_desks_.push_back(id); }
void Simulation::Core::touch(SiteId id) { touched_sites_.push_back(id); }

void Simulation::Core::site_changed(SiteId id) {
  if (parts_.platform.refresh != Duration{0}) return;
  for (const DispatcherId desk : site_desks_[id.index()]) {
    if (desks_[desk.index()]->has_waiting() || desks_[desk.index()]->has_penalised()) touch(desk);
  }
}

void Simulation::Core::close(Date date) {
  closed_ = true;
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    const LiveTransfer& entry = transfers_[i];
    if (entry.phase == Phase::over) continue;
    const TransferSlot slot(i);
    const Bytes left = remaining(slot);
    if (entry.phase == Phase::moving) parts_.network->cancel(slot);
    tell([&](Observer& observer) {
      observer.on_transfer_cancelled(date, transfers_[i].event, left);
    });
  }
  std::vector<const LiveJob*> alive;
  for (const LiveJob& live : jobs_) {
    const bool over = live.state == JobState::done || live.state == JobState::killed ||
                      live.state == JobState::rejected || live.state == JobState::expired;
    if (!over) alive.push_back(&live);
  }
  std::sort(alive.begin(), alive.end(),
            [](const LiveJob* a, const LiveJob* b) { return a->serial < b->serial; });
  for (const LiveJob* live : alive) {
    tell([&](Observer& observer) { observer.on_alive(date, *live); });
  }
  tell([&](Observer& observer) { observer.on_horizon(date); });
}

}  // namespace eastwest
