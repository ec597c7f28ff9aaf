// Implements sim/engine/data_room.hpp.
#include "sim/engine/data_room.hpp"

namespace eastwest {

namespace {

/// Places of one number can reach each other; -1: no site is reached from there.
std::int32_t region_of(const DataGround& ground, NodeId place) {
  for (std::size_t i = 0; i < ground.world.sites.size(); ++i) {
    const Site& site = ground.world.sites[i];
    if (ground.topology.latency(place, site.node) != Topology::kUnreachable) {
      return static_cast<std::int32_t>(i);
    }
  }
  return -1;
}

CopyRegions regions_of(const DataGround& ground) {
  CopyRegions regions;
  for (const Site& site : ground.world.sites) {
    regions.of_site.push_back(region_of(ground, site.node));
  }
  for (const DataSet& set : ground.plan.sets) {
    std::vector<std::int32_t>& places = regions.of_places.emplace_back();
    for (const NodeId place : set.places) places.push_back(region_of(ground, place));
  }
  return regions;
}

}  // namespace

DataRoom::DataRoom(const DataGround& made_on, Date first)
    : ground(made_on),
      book(made_on.plan, regions_of(made_on)),
      intakes(made_on.plan.sites.size()),
      last_asked(made_on.plan.sets.size(), first) {}

DataRoom::Hold& DataRoom::hold(JobSlot slot) {
  if (slot.index() >= holds.size()) holds.resize(slot.index() + 1);
  return holds[slot.index()];
}

std::optional<std::int32_t> DataRoom::fetch_of(SiteId site, DataSetId set, bool is_kept) const {
  const auto found = under_way.find({site, set, is_kept});
  return found == under_way.end() ? std::nullopt : std::optional(found->second);
}

void DataRoom::note_request(SiteId site, DataSetId set, Date date) {
  ++requests[{set, site}];
  last_asked[set.index()] = date;
}

ReplicationPicture::ReplicationPicture(const DataRoom& room, Date now)
    : room_(room), now_(now), data_(room.ground) {
  data_.publish(room.book);
  for (const auto& [key, requests] : room.requests) {
    requests_.push_back({.set = key.first, .site = key.second, .requests = requests});
  }
}

bool ReplicationPicture::has(DataSetId set, SiteId site, PoolKind kind) const {
  const StorageBook::Copy* copy = room_.book.find(site, set);
  return copy != nullptr && copy->pool == kind;
}

}  // namespace eastwest
