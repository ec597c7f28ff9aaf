// Replication `popular`: the set most asked for is copied to the site that asked most.
#include <algorithm>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class PopularReplication final : public ReplicationPolicy {
 public:
  explicit PopularReplication(const Parameters& parameters)
      : period_(parameters.duration("period")),
        threshold_(parameters.count("threshold")),
        copies_(static_cast<std::size_t>(parameters.count("copies"))),
        rate_cap_(parameters.bit_rate("rate_cap")),
        keeps_staged_(parameters.boolean("keep_staged")) {}

  [[nodiscard]] bool keeps_what_is_staged() const override { return keeps_staged_; }
  [[nodiscard]] Duration period() const override { return period_; }

  void decide(const ReplicationView& view, std::vector<CopyOrder>& orders) override {
    wanted_.clear();
    for (const SetRequests& asked : view.requests()) {
      const bool is_cold_there = view.has(asked.set, asked.site, PoolKind::cold);
      const bool is_there = is_cold_there || view.has(asked.set, asked.site, PoolKind::hot);
      if (asked.requests >= threshold_ && !is_there) wanted_.push_back(asked);
    }
    // In order of (set, site) where they are asked for as often.
    std::stable_sort(
        wanted_.begin(), wanted_.end(),
        [](const SetRequests& a, const SetRequests& b) { return a.requests > b.requests; });
    for (std::size_t i = 0; i < std::min(copies_, wanted_.size()); ++i) {
      orders.push_back({.set = wanted_[i].set, .site = wanted_[i].site, .rate_cap = rate_cap_});
    }
  }

 private:
  Duration period_;
  std::int64_t threshold_;
  std::size_t copies_;
  BitsPerSecond rate_cap_;
  bool keeps_staged_;
  std::vector<SetRequests> wanted_;
};

Schema popular_schema() {
  return {{.name = "period",
           .kind = ParameterKind::quantity,
           .help = "how often it decides, and over which time it counts",
           .dimension = Dimension::duration,
           .fallback = "1 h",
           .minimum = 1,
           .maximum = 366.0 * 86400},
          {.name = "threshold",
           .kind = ParameterKind::count,
           .help = "fewest jobs at a site that asked for a set in a period, for it to be copied",
           .fallback = "2",
           .minimum = 1,
           .maximum = 1e9},
          {.name = "copies",
           .kind = ParameterKind::count,
           .help = "most copies a period",
           .fallback = "1",
           .minimum = 1,
           .maximum = 1e6},
          {.name = "rate_cap",
           .kind = ParameterKind::quantity,
           .help = "highest rate of one copy's transfer; `0 b/s`: no cap",
           .dimension = Dimension::bit_rate,
           .fallback = "100 Gb/s",
           .minimum = 0,
           .maximum = 1e18},
          {.name = "keep_staged",
           .kind = ParameterKind::boolean,
           .help = "what is moved for a job is kept, too; false: only what is popular",
           .fallback = "false"}};
}

}  // namespace

Registered<ReplicationFactory> popular_replication() {
  return {
      .description = {.name = "popular",
                      .summary = "The set most asked for is copied to the site that asked most.",
                      .rule = "Every period: of the pairs of set and site with at least "
                              "`threshold` requests in it where the set is not, those with "
                              "most requests, at most `copies`; ties by set, then site.",
                      .limits = "Looks back only. Requests are those of jobs placed at the "
                                "site, so it follows the dispatcher.",
                      .source = "Popularity-based replication as in data grids (Ranganathan "
                                "and Foster, GRID 2001), with a threshold.",
                      .schema = popular_schema()},
      .make = [](const Parameters& parameters, const World&) -> std::unique_ptr<ReplicationPolicy> {
        return std::make_unique<PopularReplication>(parameters);
      }};
}

}  // namespace eastwest
