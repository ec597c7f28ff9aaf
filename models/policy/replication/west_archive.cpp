// Replication `west-archive`: sets that nobody asks for any more get a copy in a cold pool of the
// West.
#include <optional>
#include <utility>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class WestArchive final : public ReplicationPolicy {
 public:
  WestArchive(const Parameters& parameters, const World& world)
      : period_(parameters.duration("period")),
        idle_(parameters.duration("idle")),
        rate_cap_(parameters.bit_rate("rate_cap")) {
    for (std::size_t i = 0; i < world.sites.size(); ++i) {
      const ProvinceId province = world.sites[i].province;
      const bool is_east = province.valid() && world.provinces[province.index()].east;
      if (!is_east) west_.push_back(SiteId(i));
    }
  }

  [[nodiscard]] bool keeps_what_is_staged() const override { return true; }
  [[nodiscard]] Duration period() const override { return period_; }

  void decide(const ReplicationView& view, std::vector<CopyOrder>& orders) override {
    std::vector<StoredBytes> promised(view.data().plan().sites.size());
    for (std::size_t i = 0; i < view.data().plan().sets.size(); ++i) {
      const DataSetId set(i);
      if (view.now() - view.last_asked(set) < idle_ || is_archived(view, set)) continue;
      const auto site = cheapest(view, set, promised);
      if (!site) continue;
      promised[site->index()] += view.data().plan().set(set).size.value();
      orders.push_back({.set = set, .site = *site, .pool = PoolKind::cold, .rate_cap = rate_cap_});
    }
  }

 private:
  [[nodiscard]] bool is_archived(const ReplicationView& view, DataSetId set) const {
    for (const SiteId site : west_) {
      if (view.has(set, site, PoolKind::cold)) return true;
    }
    return false;
  }

  /// Of the western cold pools with room and without a hot copy beside it: the least price, then
  /// the least time to get there, then the site's id.
  [[nodiscard]] std::optional<SiteId> cheapest(const ReplicationView& view, DataSetId set,
                                               const std::vector<StoredBytes>& promised) const {
    std::optional<SiteId> best;
    std::pair<double, double> least;
    for (const SiteId site : west_) {
      const StoredBytes free = view.data().free(site, PoolKind::cold) - promised[site.index()];
      if (free < view.data().plan().set(set).size.value()) continue;
      if (view.has(set, site, PoolKind::hot)) continue;
      const auto seconds = view.data().staging_seconds(set, site);
      if (!seconds) continue;
      const double price = view.data().plan().pool(site, PoolKind::cold).monthly_price;
      const std::pair key(price, *seconds);
      if (best && !(key < least)) continue;
      best = site;
      least = key;
    }
    return best;
  }

  Duration period_;
  Duration idle_;
  BitsPerSecond rate_cap_;
  std::vector<SiteId> west_;
};

Schema west_schema() {
  return {{.name = "period",
           .kind = ParameterKind::quantity,
           .help = "how often it decides",
           .dimension = Dimension::duration,
           .fallback = "1 d",
           .minimum = 1,
           .maximum = 366.0 * 86400},
          {.name = "idle",
           .kind = ParameterKind::quantity,
           .help = "a set that no job has asked for so long is cold",
           .dimension = Dimension::duration,
           .fallback = "30 d",
           .minimum = 0,
           .maximum = 100 * 366.0 * 86400},
          {.name = "rate_cap",
           .kind = ParameterKind::quantity,
           .help = "highest rate of one copy's transfer; `0 b/s`: no cap",
           .dimension = Dimension::bit_rate,
           .fallback = "100 Gb/s",
           .minimum = 0,
           .maximum = 1e18}};
}

}  // namespace

Registered<ReplicationFactory> west_archive() {
  return {
      .description = {.name = "west-archive",
                      .summary = "Sets that nobody asks for get a copy in a western cold pool.",
                      .rule = "Every period: each set that no job has asked for during `idle` "
                              "(the beginning of the run counts as a request) and that no "
                              "western cold pool has, goes to the western cold pool with room "
                              "of the least price; ties: the least time to get there, then "
                              "the site's id. What is moved for jobs is kept as with "
                              "on-demand; once it is archived, the cache may evict the last "
                              "hot copy.",
                      .limits = "One copy each, not back again. Sites without a province "
                                "count as western.",
                      .source = "\"East data, West storage\" of the national plan for computing "
                                "infrastructure (2023).",
                      .schema = west_schema()},
      .make = [](const Parameters& parameters,
                 const World& world) -> std::unique_ptr<ReplicationPolicy> {
        return std::make_unique<WestArchive>(parameters, world);
      }};
}

}  // namespace eastwest
