// The life of what is stored: jobs that take no accelerators but room in a cold pool, the end of
// what they keep, and copies that nobody waits for.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// After so long without anything else to come, a run until done needs no more copies.
constexpr Duration kIdleMax = std::chrono::hours{7 * 24};

}  // namespace

bool Simulation::Core::can_never_store(const Job& wanted, SiteId site) const {
  return wanted.data && wanted.data->stores &&
         data_->plan().pool(site, PoolKind::cold).capacity <
             bytes_to_store(data_->plan(), *wanted.data, wanted.input);
}

void Simulation::Core::promise_room(const LiveJob& live) {
  const JobData& data = *live.job.data;
  if (!data.stores) return;
  const auto take = [&](DataSetId set, Bytes size) {
    data_->book.take(live.site, PoolKind::cold, size.value());
    tell_stored({.kind = StoreEvent::Kind::taken,
                 .site = live.site,
                 .pool = PoolKind::cold,
                 .set = set,
                 .size = size});
  };
  if (data.sets.empty()) return take(DataSetId{}, live.job.input);
  for (const DataSetId set : data.sets) take(set, data_->plan().set(set).size);
}

void Simulation::Core::store(JobSlot slot) {
  const LiveJob& live = job(slot);
  const JobData& data = *live.job.data;
  if (!data.sets.empty()) {
    for (const DataSetId set : data.sets) store_set(slot, set);
    return;
  }
  const BitsPerSecond pool = data_->plan().pool(live.site, PoolKind::cold).stream_rate();
  ++data_->hold(slot).missing;
  open_fetch({.set = {},
              .site = live.site,
              .pool = PoolKind::cold,
              .size = live.job.input,
              .rate_cap = tighter_cap(live.job.transfer_rate_cap, pool),
              .route = live.stage_route,
              .waiting = {slot}});
}

void Simulation::Core::store_set(JobSlot slot, DataSetId set) {
  LiveJob& live = job(slot);
  const Bytes size = data_->plan().set(set).size;
  const StorageBook::Copy* copy = data_->book.find(live.site, set);
  if (copy != nullptr) {
    data_->book.give_back(live.site, PoolKind::cold, size.value());
    tell_stored({.kind = StoreEvent::Kind::withdrawn,
                 .site = live.site,
                 .pool = PoolKind::cold,
                 .set = set,
                 .size = size});
    site_changed(live.site);
    const auto fetch = data_->fetch_of(live.site, set, true);
    if (!fetch) return;
    ++data_->hold(slot).missing;
    data_->fetches[static_cast<std::size_t>(*fetch)].waiting.push_back(slot);
    return;
  }
  data_->book.expect(live.site, PoolKind::cold, set);
  ++data_->hold(slot).missing;
  live.fetched += size;
  const BitsPerSecond pool = data_->plan().pool(live.site, PoolKind::cold).stream_rate();
  open_fetch({.set = set,
              .site = live.site,
              .pool = PoolKind::cold,
              .size = size,
              .rate_cap = tighter_cap(live.job.transfer_rate_cap, pool),
              .waiting = {slot}});
}

void Simulation::Core::stored(JobSlot slot) {
  LiveJob& live = job(slot);
  const JobData& data = *live.job.data;
  const auto keep_for = [&](DataSetId set, Bytes size) {
    if (data.retention == Duration::max()) return;
    std::int32_t index = 0;
    if (data_->free_stored.empty()) {
      index = static_cast<std::int32_t>(data_->stored.size());
      data_->stored.emplace_back();
    } else {
      index = data_->free_stored.back();
      data_->free_stored.pop_back();
    }
    const EventHandle end =
        queue_.schedule(now_ + data.retention, {.entity = static_cast<std::uint64_t>(index),
                                                .index = index,
                                                .event_class = EventClass::finish,
                                                .kind = EventKind::drop});
    data_->stored[static_cast<std::size_t>(index)] = {
        .site = live.site, .set = set, .size = size, .end = end};
  };
  if (data.sets.empty()) keep_for(DataSetId{}, live.job.input);
  for (const DataSetId set : data.sets) keep_for(set, data_->plan().set(set).size);
  // For whoever watches it has been in the queue and has run, all at this date.
  live.staged = now_;
  live.state = JobState::queued;
  tell(FrequentCall::queued, [&](Observer& observer) { observer.on_queued(now_, live); });
  live.started = live.held_since = now_;
  live.state = JobState::running;
  tell(FrequentCall::started, [&](Observer& observer) { observer.on_started(now_, live); });
  live.ended = now_;
  live.state = JobState::returning;
  tell(FrequentCall::ended, [&](Observer& observer) { observer.on_ended(now_, live); });
  finish(slot, JobState::done);
}

void Simulation::Core::end_retention(std::int32_t index) {
  const DataRoom::Stored over = data_->stored[static_cast<std::size_t>(index)];
  data_->stored[static_cast<std::size_t>(index)].is_live = false;
  data_->free_stored.push_back(index);
  if (over.set.valid()) {
    // Two jobs may have stored the same set; what somebody uses, or nobody else has, stays.
    const StorageBook::Copy* copy = data_->book.find(over.site, over.set);
    if (copy == nullptr || copy->pool != PoolKind::cold || copy->locks > 0 ||
        data_->book.is_last(over.site, over.set)) {
      return;
    }
    data_->book.remove(over.site, over.set);
  }
  data_->book.give_back(over.site, PoolKind::cold, over.size.value());
  tell_stored({.kind = StoreEvent::Kind::dropped,
               .site = over.site,
               .pool = PoolKind::cold,
               .set = over.set,
               .size = over.size});
  site_changed(over.site);
}

void Simulation::Core::schedule_replication() {
  const Duration period = parts_.data.replication ? parts_.data.replication->period() : Duration{0};
  data_->replicates = period > Duration{0} && now_ + period < parts_.horizon;
  if (!data_->replicates) return;
  data_->replication = queue_.schedule(
      now_ + period, {.event_class = EventClass::control, .kind = EventKind::copies});
  // Like the events of the network, these alone do not keep a run until done going.
  ++network_events_pending_;
}

void Simulation::Core::replicate() {
  --network_events_pending_;
  std::vector<CopyOrder> orders;
  {
    const ReplicationPicture picture(*data_, now_);
    data_->requests.clear();
    parts_.data.replication->decide(picture, orders);
  }
  for (const CopyOrder& order : orders) {
    const char* refusal = copy(order);
    tell([&](Observer& observer) {
      observer.on_replicated(now_, order.set, order.site, order.pool, refusal);
    });
  }
  const bool is_idle = orders.empty() && queue_.size() == network_events_pending_ &&
                       outages_active_ == 0 && transfers_live_ == std::ssize(stranded_);
  data_->idle = is_idle ? data_->idle + parts_.data.replication->period() : Duration{0};
  if (parts_.horizon == kNever && data_->idle > kIdleMax) return;
  schedule_replication();
}

const char* Simulation::Core::copy(const CopyOrder& order) {
  const DataSet& set = data_->plan().set(order.set);
  if (data_->book.find(order.site, order.set) != nullptr) return "there";
  if (sources_of(data_->ground, order.set, data_->book.holders(order.set), order.site).empty()) {
    return "unreachable";
  }
  const bool has_room = order.pool == PoolKind::hot
                            ? make_room(order.site, set.size)
                            : data_->book.free(order.site, PoolKind::cold) >= set.size.value();
  if (!has_room) return "no_room";
  expect_copy(order.site, order.pool, order.set);
  const BitsPerSecond pool = data_->plan().pool(order.site, order.pool).stream_rate();
  open_fetch({.set = order.set,
              .site = order.site,
              .pool = order.pool,
              .size = set.size,
              .rate_cap = tighter_cap(order.rate_cap, pool)});
  return nullptr;
}

void Simulation::Core::cancel_data_events() {
  if (!data_) return;
  if (data_->replicates && queue_.cancel(data_->replication)) --network_events_pending_;
  data_->replicates = false;
  for (const DataRoom::Stored& each : data_->stored) {
    if (each.is_live) queue_.cancel(each.end);
  }
}

}  // namespace eastwest
