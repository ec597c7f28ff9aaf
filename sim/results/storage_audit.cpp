// Implements sim/results/storage_audit.hpp.
#include "sim/results/storage_audit.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "sim/results/audit_promises.hpp"

namespace eastwest {
using namespace audit;

namespace {

constexpr std::string_view kStoredBytes = "every stored byte has come once and goes once";

double number(StoredBytes bytes) { return static_cast<double>(bytes); }

}  // namespace

StorageAudit::StorageAudit(const World& world, const DataPlan& plan)
    : world_(world), plan_(plan), sums_(world.sites.size()) {}

std::string StorageAudit::name_of(const StoreEvent& event) const {
  return fmt::format("the {} pool of {}, {}", to_text(event.pool),
                     world_.sites[event.site.index()].id,
                     event.set.valid() ? plan_.set(event.set).name : "nameless bytes");
}

void StorageAudit::change(const StoreEvent& event, StoredBytes bytes) {
  StoredBytes& sum = sums_[event.site.index()][static_cast<std::size_t>(event.pool)];
  sum += bytes;
  touched_.emplace(event.site, event.pool);
  const StoredBytes capacity = plan_.pool(event.site, event.pool).capacity;
  if (sum < 0 || sum > capacity) {
    broken(1, kCapacity, "{}: {} B of {} B", name_of(event), number(sum), number(capacity));
  }
}

void StorageAudit::on_stored(Date date, const StoreEvent& event) {
  ++changes_;
  if (event.set.valid() && plan_.set(event.set).size != event.size) {
    broken(3, kStoredBytes, "{}: {} B of a set of {} B", name_of(event), event.size.value(),
           plan_.set(event.set).size.value());
  }
  switch (event.kind) {
    case StoreEvent::Kind::stands:
      change(event, event.size.value());
      standing_[{event.site, event.set}] += event.size.value();
      return;
    case StoreEvent::Kind::taken:
      change(event, event.size.value());
      expected_[{event.site, event.set}] += event.size.value();
      return;
    case StoreEvent::Kind::kept:
      return keep(date, event);
    case StoreEvent::Kind::evicted:
    case StoreEvent::Kind::dropped:
      return lose(event);
    case StoreEvent::Kind::withdrawn:
      expect(event);
      return change(event, -StoredBytes{event.size.value()});
  }
}

/// Of the bytes to come, these are no more to come.
void StorageAudit::expect(const StoreEvent& event) {
  StoredBytes& left = expected_[{event.site, event.set}];
  left -= event.size.value();
  if (left < 0) {
    broken(3, kStoredBytes, "{}: {} B more than were expected", name_of(event), number(-left));
  }
  if (left == 0) expected_.erase({event.site, event.set});
}

void StorageAudit::keep(Date date, const StoreEvent& event) {
  expect(event);
  const bool is_known = event.transfer.valid() && event.transfer.index() < moved_.size();
  if (!is_known || moved_[event.transfer.index()].ended != date ||
      moved_[event.transfer.index()].whole != event.size) {
    broken(3, kStoredBytes, "{}: {} B that no transfer has brought", name_of(event),
           event.size.value());
  }
  moved_[event.transfer.index()].ended = kNever;
  standing_[{event.site, event.set}] += event.size.value();
}

void StorageAudit::lose(const StoreEvent& event) {
  const Place place{event.site, event.set};
  StoredBytes& standing = standing_[place];
  standing -= event.size.value();
  if (standing < 0) {
    broken(3, kStoredBytes, "{}: {} B go that were not there", name_of(event), event.size.value());
  }
  if (standing == 0) standing_.erase(place);
  const auto users = users_.find(place);
  if (event.set.valid() && users != users_.end() && !users->second.empty()) {
    broken(1, kCapacity, "{}: it goes while {} jobs use it", name_of(event), users->second.size());
  }
  change(event, -StoredBytes{event.size.value()});
}

void StorageAudit::on_data_used(Date, const LiveJob& live, const DataUse& use) {
  const Place place{live.site, use.set};
  const bool is_there = standing_.contains(place);
  if ((use.how == DataUse::How::there) != is_there) {
    broken(2, kOneState, "job {} is told that set {} is {}there, and it is {}", live.job.id,
           plan_.set(use.set).name, is_there ? "not " : "", is_there ? "there" : "not");
  }
  if (!use.is_kept) return;
  users_[place].insert(live.serial);
  uses_of_[live.serial].push_back(place);
}

void StorageAudit::on_queued(Date, const LiveJob& live) {
  const auto uses = uses_of_.find(live.serial);
  if (uses == uses_of_.end()) return;
  for (const Place& place : uses->second) {
    if (standing_.contains(place)) continue;
    broken(2, kOneState, "job {} enters its queue, and set {} is not there", live.job.id,
           plan_.set(place.second).name);
  }
}

void StorageAudit::release(const LiveJob& live) {
  const auto uses = uses_of_.find(live.serial);
  if (uses == uses_of_.end()) return;
  for (const Place& place : uses->second) {
    const auto users = users_.find(place);
    users->second.erase(live.serial);
    if (users->second.empty()) users_.erase(users);
  }
  uses_of_.erase(uses);
}

void StorageAudit::on_withdrawn(Date, const LiveJob& live) { release(live); }
void StorageAudit::on_ended(Date, const LiveJob& live) { release(live); }

void StorageAudit::on_transfer_started(Date date, const TransferEvent& event) {
  if (event.slot.index() >= moved_.size()) moved_.resize(event.slot.index() + 1);
  Moved& moved = moved_[event.slot.index()];
  // What a network sends over another way is still the same transfer.
  const bool goes_on = moved.cancelled == date;
  moved = {.whole = goes_on ? moved.whole : event.size};
}

void StorageAudit::on_transfer_ended(Date date, const TransferEvent& event) {
  moved_[event.slot.index()].ended = date;
}

void StorageAudit::on_transfer_cancelled(Date date, const TransferEvent& event, Bytes) {
  moved_[event.slot.index()].cancelled = date;
}

void StorageAudit::check_pool(SiteId site, PoolKind kind) {
  if (!book_) return;
  const StoredBytes mine = sums_[site.index()][static_cast<std::size_t>(kind)];
  if (mine == book_(site, kind)) return;
  broken(1, kCapacity, "the {} pool of {} by its events holds {} B, by the engine {} B",
         to_text(kind), world_.sites[site.index()].id, number(mine), number(book_(site, kind)));
}

void StorageAudit::on_settled(Date) {
  for (const auto& [site, kind] : touched_) check_pool(site, kind);
  touched_.clear();
}

void StorageAudit::on_horizon(Date) {
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) check_pool(SiteId(i), kind);
  }
}

std::string StorageAudit::report() const {
  return fmt::format("Audit of storage: {} changes checked, nothing broken.", changes_);
}

}  // namespace eastwest
