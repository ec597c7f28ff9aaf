// Implements sim/engine/storage_book.hpp.
#include "sim/engine/storage_book.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {

StorageBook::StorageBook(const DataPlan& plan, CopyRegions regions)
    : plan_(plan),
      regions_(std::move(regions)),
      pools_(plan.sites.size()),
      copies_(plan.sites.size()),
      holders_(plan.sets.size()),
      changed_(plan.sets.size()) {
  for (std::size_t i = 0; i < plan.sets.size(); ++i) {
    const DataSet& set = plan.sets[i];
    const DataSetId id(i);
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
      for (const SiteId site : kind == PoolKind::hot ? set.hot : set.cold) {
        take(site, kind, set.size.value());
        expect(site, kind, id);
        arrive(site, id);
        copy(site, id).is_pinned = set.is_pinned && kind == PoolKind::hot;
      }
    }
  }
}

void StorageBook::take(SiteId site, PoolKind kind, StoredBytes bytes) {
  EW_CHECK(bytes >= 0 && bytes <= free(site, kind), "{} B into a pool with {} B free",
           static_cast<double>(bytes), static_cast<double>(free(site, kind)));
  pools_[site.index()][static_cast<std::size_t>(kind)] += bytes;
}

void StorageBook::give_back(SiteId site, PoolKind kind, StoredBytes bytes) {
  EW_CHECK(bytes >= 0 && bytes <= occupied(site, kind), "{} B out of a pool that holds {} B",
           static_cast<double>(bytes), static_cast<double>(occupied(site, kind)));
  pools_[site.index()][static_cast<std::size_t>(kind)] -= bytes;
}

const StorageBook::Copy* StorageBook::find(SiteId site, DataSetId set) const {
  const auto found = copies_[site.index()].find(set);
  return found == copies_[site.index()].end() ? nullptr : &found->second;
}

StorageBook::Copy& StorageBook::copy(SiteId site, DataSetId set) {
  const auto found = copies_[site.index()].find(set);
  EW_CHECK(found != copies_[site.index()].end(), "site {} has no copy of set {}", site.value,
           set.value);
  return found->second;
}

void StorageBook::expect(SiteId site, PoolKind kind, DataSetId set) {
  const bool is_new = copies_[site.index()].emplace(set, Copy{.pool = kind}).second;
  EW_CHECK(is_new, "site {} has a copy of set {} already", site.value, set.value);
}

void StorageBook::arrive(SiteId site, DataSetId set) {
  Copy& arrived = copy(site, set);
  EW_CHECK(!arrived.is_there, "set {} arrives twice at site {}", set.value, site.value);
  arrived.is_there = true;
  arrived.arrived = ++moments_;
  if (arrived.used == 0) arrived.used = arrived.arrived;
  std::vector<SiteId>& sites = holders_[set.index()];
  sites.insert(std::lower_bound(sites.begin(), sites.end(), site), site);
  changed_[set.index()] = ++changes_;
}

void StorageBook::remove(SiteId site, DataSetId set) {
  const Copy& going = copy(site, set);
  EW_CHECK(going.locks == 0, "set {} is in use at site {}", set.value, site.value);
  if (going.is_there) {
    std::erase(holders_[set.index()], site);
    changed_[set.index()] = ++changes_;
  }
  copies_[site.index()].erase(set);
}

void StorageBook::lock(SiteId site, DataSetId set) { ++copy(site, set).locks; }

void StorageBook::unlock(SiteId site, DataSetId set) {
  Copy& used = copy(site, set);
  EW_CHECK(used.locks > 0, "set {} is not in use at site {}", set.value, site.value);
  --used.locks;
}

void StorageBook::use(SiteId site, DataSetId set) {
  Copy& used = copy(site, set);
  used.used = ++moments_;
  ++used.uses;
}

bool StorageBook::is_last(SiteId site, DataSetId set) const {
  const std::int32_t region = regions_.of_site[site.index()];
  const std::vector<std::int32_t>& places = regions_.of_places[set.index()];
  if (std::find(places.begin(), places.end(), region) != places.end()) return false;
  const std::vector<SiteId>& sites = holders_[set.index()];
  return std::none_of(sites.begin(), sites.end(), [&](SiteId other) {
    return other != site && regions_.of_site[other.index()] == region;
  });
}

bool StorageBook::may_go(SiteId site, DataSetId set, const Copy& copy) const {
  return copy.pool == PoolKind::hot && copy.is_there && !copy.is_pinned && copy.locks == 0 &&
         !is_last(site, set);
}

std::optional<std::vector<DataSetId>> StorageBook::room_for(SiteId site, Bytes size,
                                                            const CachePolicy& policy) const {
  std::vector<DataSetId> going;
  StoredBytes room = free(site, PoolKind::hot);
  if (room >= size.value()) return going;
  if (!policy || plan_.pool(site, PoolKind::hot).capacity < size.value()) return std::nullopt;
  std::vector<CachedSet> candidates;
  for (const auto& [set, copy] : copies_[site.index()]) {
    if (!may_go(site, set, copy)) continue;
    candidates.push_back({.set = set,
                          .size = plan_.set(set).size,
                          .arrived = copy.arrived,
                          .used = copy.used,
                          .uses = copy.uses});
  }
  while (room < size.value()) {
    const auto chosen = policy(candidates);
    if (!chosen) return std::nullopt;
    EW_CHECK(*chosen < candidates.size(), "the cache policy chose copy {} of {}", *chosen,
             candidates.size());
    going.push_back(candidates[*chosen].set);
    room += candidates[*chosen].size.value();
    candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(*chosen));
  }
  return going;
}

std::vector<DataSetId> StorageBook::changed_since(std::uint64_t changes) const {
  std::vector<DataSetId> sets;
  if (changes == changes_) return sets;
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    if (changed_[i] > changes) sets.push_back(DataSetId(i));
  }
  return sets;
}

}  // namespace eastwest
