// Implements sim/engine/data_picture.hpp and what sim/engine/data_view.hpp leaves open.
#include "sim/engine/data_picture.hpp"

#include <algorithm>
#include <limits>

namespace eastwest {

bool can_ever_hold(const DataView& view, const JobData& data, Bytes input, SiteId site) {
  const bool reach = std::all_of(data.sets.begin(), data.sets.end(),
                                 [&](DataSetId set) { return view.can_reach(set, site); });
  if (!reach || !data.stores) return reach;
  return view.plan().pool(site, PoolKind::cold).capacity >=
         bytes_to_store(view.plan(), data, input);
}

bool has_cold_room(const DataView& view, const JobData& data, Bytes input, SiteId site) {
  return !data.stores ||
         view.free(site, PoolKind::cold) >= bytes_to_store(view.plan(), data, input);
}

std::vector<DataSource> sources_of(const DataGround& ground, DataSetId set,
                                   const std::vector<SiteId>& holders, SiteId to) {
  std::vector<DataSource> sources;
  const NodeId there = ground.world.sites[to.index()].node;
  const auto add = [&](NodeId place, SiteId site, RouteId route) {
    const Duration latency = ground.topology.latency(place, there);
    if (!route.valid() || latency == Topology::kUnreachable) return;
    sources.push_back({.place = place, .site = site, .route = route, .latency = latency});
  };
  for (const NodeId place : ground.plan.set(set).places) {
    add(place, SiteId{}, ground.topology.node_to_site(place, to));
  }
  for (const SiteId site : holders) {
    if (site != to)
      add(ground.world.sites[site.index()].node, site, ground.topology.site_to_site(site, to));
  }
  std::stable_sort(sources.begin(), sources.end(),
                   [](const DataSource& a, const DataSource& b) { return a.latency < b.latency; });
  return sources;
}

DataPicture::DataPicture(const DataGround& ground)
    : ground_(ground), holders_(ground.plan.sets.size()), free_(ground.plan.sites.size()) {}

bool DataPicture::can_reach(DataSetId set, SiteId site) const {
  const std::vector<SiteId>& sites = holders_[set.index()];
  const std::vector<NodeId>& places = ground_.plan.set(set).places;
  return std::any_of(
             places.begin(), places.end(),
             [&](NodeId place) { return ground_.topology.node_to_site(place, site).valid(); }) ||
         std::any_of(sites.begin(), sites.end(), [&](SiteId from) {
           return from == site || ground_.topology.site_to_site(from, site).valid();
         });
}

std::optional<double> DataPicture::staging_seconds(DataSetId set, SiteId site) const {
  const std::vector<SiteId>& sites = holders_[set.index()];
  if (std::binary_search(sites.begin(), sites.end(), site)) return 0;
  const std::vector<DataSource> sources = sources_of(ground_, set, sites, site);
  if (sources.empty()) return std::nullopt;
  const Route& route = ground_.topology.route(sources.front().route);
  BitsPerSecond narrowest{std::numeric_limits<std::int64_t>::max()};
  for (const LinkId link : route.links) {
    narrowest = std::min(narrowest, ground_.topology.links()[link.index()].capacity);
  }
  return static_cast<double>(ground_.plan.set(set).size.value()) * 8 /
             static_cast<double>(narrowest.value()) +
         to_seconds(route.latency);
}

void DataPicture::publish(const StorageBook& book) {
  if (is_blank_) {
    for (std::size_t i = 0; i < holders_.size(); ++i) holders_[i] = book.holders(DataSetId(i));
    is_blank_ = false;
  } else {
    for (const DataSetId set : book.changed_since(seen_)) holders_[set.index()] = book.holders(set);
  }
  seen_ = book.changes();
  for (std::size_t i = 0; i < free_.size(); ++i) {
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
      free_[i][static_cast<std::size_t>(kind)] = book.free(SiteId(i), kind);
    }
  }
}

}  // namespace eastwest
