// The life of named data sets: asked for by jobs, moved, kept, locked and evicted.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// Fetches stand behind all jobs among the ends of one date.
constexpr std::uint64_t kFetchEntity = std::uint64_t{1} << 63;

}  // namespace

void Simulation::Core::begin_data() {
  for (std::size_t i = 0; i < data_->plan().sets.size(); ++i) {
    const DataSet& set = data_->plan().sets[i];
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
      for (const SiteId site : kind == PoolKind::hot ? set.hot : set.cold) {
        tell_stored({.kind = StoreEvent::Kind::stands,
                     .site = site,
                     .pool = kind,
                     .set = DataSetId(i),
                     .size = set.size});
      }
    }
  }
  schedule_replication();
}

void Simulation::Core::tell_stored(StoreEvent event) {
  tell([&](Observer& observer) { observer.on_stored(now_, event); });
}

std::optional<Refusal> Simulation::Core::data_objection(const LiveJob& live, SiteId site) const {
  const JobData& data = *live.job.data;
  for (const DataSetId set : data.sets) {
    if (data_->book.find(site, set) != nullptr) continue;
    if (sources_of(data_->ground, set, data_->book.holders(set), site).empty()) {
      return Refusal::circle;
    }
  }
  if (!data.stores) return std::nullopt;
  const StoredBytes bytes = bytes_to_store(data_->plan(), data, live.job.input);
  if (data_->plan().pool(site, PoolKind::cold).capacity < bytes) return Refusal::no_room;
  if (data_->book.free(site, PoolKind::cold) < bytes) return Refusal::stale;
  return std::nullopt;
}

void Simulation::Core::stage_data(JobSlot slot) {
  const LiveJob& live = job(slot);
  // One more than there are transfers, until all have been asked for.
  data_->hold(slot).missing = 1;
  if (live.job.data->stores) {
    store(slot);
  } else {
    for (const DataSetId set : live.job.data->sets) ask_for(slot, set);
    if (start_transfer(slot, live.stage_route, live.job.input, false)) {
      ++data_->hold(slot).missing;
    }
  }
  data_arrived(slot);
}

void Simulation::Core::ask_for(JobSlot slot, DataSetId set) {
  LiveJob& live = job(slot);
  const SiteId site = live.site;
  DataRoom::Hold& hold = data_->hold(slot);
  data_->note_request(site, set, now_);
  const Bytes size = data_->plan().set(set).size;
  const StorageBook::Copy* copy = data_->book.find(site, set);
  const auto streamed = data_->fetch_of(site, set, false);
  DataUse use{.set = set, .size = size};
  const auto tell_use = [&](DataUse::How how) {
    use.how = how;
    tell([&](Observer& observer) { observer.on_data_used(now_, live, use); });
  };
  const auto lock = [&] {
    data_->book.use(site, set);
    data_->book.lock(site, set);
    hold.locked.push_back(set);
  };
  if (copy != nullptr && copy->is_there) {
    lock();
    return tell_use(DataUse::How::there);
  }
  const auto fetch = copy != nullptr ? data_->fetch_of(site, set, true) : streamed;
  ++hold.missing;
  if (fetch) {
    if (copy != nullptr) lock();
    use.is_kept = copy != nullptr;
    data_->fetches[static_cast<std::size_t>(*fetch)].waiting.push_back(slot);
    return tell_use(DataUse::How::shared);
  }
  const bool is_kept = parts_.data.replication && parts_.data.replication->keeps_what_is_staged() &&
                       make_room(site, size);
  if (is_kept) {
    expect_copy(site, PoolKind::hot, set);
    lock();
  }
  live.fetched += size;
  use.is_kept = is_kept;
  tell_use(is_kept ? DataUse::How::fetched : DataUse::How::streamed);
  const BitsPerSecond pool_rate = data_->plan().pool(site, PoolKind::hot).stream_rate();
  const BitsPerSecond own = live.job.transfer_rate_cap;
  open_fetch({.set = set,
              .site = site,
              .size = size,
              .is_kept = is_kept,
              .rate_cap = is_kept ? tighter_cap(own, pool_rate) : own,
              .waiting = {slot}});
}

bool Simulation::Core::make_room(SiteId site, Bytes size) {
  if (data_->plan().pool(site, PoolKind::hot).capacity < size.value()) return false;
  const auto going = data_->book.room_for(site, size, parts_.data.cache);
  if (!going) return false;
  for (const DataSetId set : *going) {
    const Bytes freed = data_->plan().set(set).size;
    data_->book.remove(site, set);
    data_->book.give_back(site, PoolKind::hot, freed.value());
    tell_stored({.kind = StoreEvent::Kind::evicted, .site = site, .set = set, .size = freed});
  }
  return true;
}

void Simulation::Core::expect_copy(SiteId site, PoolKind pool, DataSetId set) {
  const Bytes size = data_->plan().set(set).size;
  data_->book.take(site, pool, size.value());
  data_->book.expect(site, pool, set);
  tell_stored(
      {.kind = StoreEvent::Kind::taken, .site = site, .pool = pool, .set = set, .size = size});
}

void Simulation::Core::open_fetch(DataFetch fetch) {
  std::int32_t index = 0;
  if (data_->free_fetches.empty()) {
    index = static_cast<std::int32_t>(data_->fetches.size());
    data_->fetches.emplace_back();
  } else {
    index = data_->free_fetches.back();
    data_->free_fetches.pop_back();
  }
  if (fetch.set.valid()) data_->under_way[{fetch.site, fetch.set, fetch.is_kept}] = index;
  const StoragePool& pool = data_->plan().pool(fetch.site, fetch.pool);
  DataRoom::Intake& intake = data_->intake(fetch.site, fetch.pool);
  const bool is_limited = fetch.is_kept && pool.ingest.value() > 0;
  data_->fetches[static_cast<std::size_t>(index)] = std::move(fetch);
  if (is_limited && intake.moving >= pool.streams) {
    intake.waiting.push_back(index);
  } else {
    launch(index);
  }
}

void Simulation::Core::launch(std::int32_t index) {
  DataFetch& fetch = data_->fetches[static_cast<std::size_t>(index)];
  RouteId route = fetch.route;
  if (fetch.set.valid()) {
    const auto sources =
        sources_of(data_->ground, fetch.set, data_->book.holders(fetch.set), fetch.site);
    EW_CHECK(!sources.empty(), "no copy of set {} reaches site {}", fetch.set.value,
             fetch.site.value);
    // The nearest that can be reached now; if none can, the nearest, as soon as there is a way.
    auto chosen = std::find_if(sources.begin(), sources.end(), [this](const DataSource& source) {
      return detours_.way_round(down_, source.route).valid();
    });
    if (chosen == sources.end()) chosen = sources.begin();
    route = chosen->route;
    fetch.source = chosen->site;
    if (fetch.source.valid()) data_->book.lock(fetch.source, fetch.set);
  }
  if (fetch.is_kept) ++data_->intake(fetch.site, fetch.pool).moving;
  begin_transfer({.event = {.size = fetch.size},
                  .entity = kFetchEntity | data_->fetches_opened++,
                  .rate_cap = fetch.rate_cap,
                  .fetch = index},
                 route);
}

void Simulation::Core::end_fetch(std::int32_t index, TransferSlot transfer) {
  const DataFetch fetch = std::move(data_->fetches[static_cast<std::size_t>(index)]);
  data_->free_fetches.push_back(index);
  if (fetch.set.valid()) data_->under_way.erase({fetch.site, fetch.set, fetch.is_kept});
  if (fetch.source.valid()) data_->book.unlock(fetch.source, fetch.set);
  if (fetch.is_kept) {
    if (fetch.set.valid()) data_->book.arrive(fetch.site, fetch.set);
    tell_stored({.kind = StoreEvent::Kind::kept,
                 .site = fetch.site,
                 .pool = fetch.pool,
                 .set = fetch.set,
                 .size = fetch.size,
                 .transfer = transfer});
    DataRoom::Intake& intake = data_->intake(fetch.site, fetch.pool);
    --intake.moving;
    if (!intake.waiting.empty()) {
      const std::int32_t next = intake.waiting.front();
      intake.waiting.pop_front();
      launch(next);
    }
  }
  for (const JobSlot slot : fetch.waiting) data_arrived(slot);
}

void Simulation::Core::data_arrived(JobSlot slot) {
  DataRoom::Hold& hold = data_->hold(slot);
  EW_CHECK(hold.missing > 0, "job {} waits for nothing", job(slot).job.id);
  if (--hold.missing > 0) return;
  if (job(slot).job.data->stores) return stored(slot);
  enter_queue(slot);
}

void Simulation::Core::release_data(JobSlot slot) {
  const std::vector<DataSetId> locked = std::exchange(data_->hold(slot).locked, {});
  for (const DataSetId set : locked) data_->book.unlock(job(slot).site, set);
}

}  // namespace eastwest
