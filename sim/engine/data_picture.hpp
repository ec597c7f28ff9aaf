// One dispatcher's picture of data sets and storage: the engine's book as it was published.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "sim/engine/data_view.hpp"
#include "sim/engine/storage_book.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What stands still in a run with data sets or storage. References must outlive it.
struct DataGround {
  const World& world;
  const Topology& topology;
  const DataPlan& plan;
};

/// A copy of a set that can reach a site.
struct DataSource {
  NodeId place;  ///< the owner's, or where the site is
  SiteId site;   ///< none: an owner's place
  RouteId route;
  Duration latency{0};
};
/// The copies at owners' places and at these sites that can reach `to`, in order of latency; ties:
/// owners' places first, then by id. Without a copy at `to` itself.
[[nodiscard]] std::vector<DataSource> sources_of(const DataGround& ground, DataSetId set,
                                                 const std::vector<SiteId>& holders, SiteId to);

class DataPicture final : public DataView {
 public:
  /// Shows nothing before publish().
  explicit DataPicture(const DataGround& ground);

  [[nodiscard]] const DataPlan& plan() const override { return ground_.plan; }
  [[nodiscard]] std::span<const SiteId> holders(DataSetId set) const override {
    return holders_[set.index()];
  }
  [[nodiscard]] StoredBytes free(SiteId site, PoolKind kind) const override {
    return free_[site.index()][static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] bool can_reach(DataSetId set, SiteId site) const override;
  [[nodiscard]] std::optional<double> staging_seconds(DataSetId set, SiteId site) const override;

  /// Takes over the state of the book; costs what has changed in it, and the number of sites.
  void publish(const StorageBook& book);
  /// A decision of its own about a job that stores, until the next picture.
  void promise(SiteId site, StoredBytes bytes) {
    free_[site.index()][static_cast<std::size_t>(PoolKind::cold)] -= bytes;
  }

 private:
  DataGround ground_;
  std::uint64_t seen_ = 0;
  bool is_blank_ = true;
  std::vector<std::vector<SiteId>> holders_;               // by set
  std::vector<std::array<StoredBytes, kPoolKinds>> free_;  // by site
};

}  // namespace eastwest
