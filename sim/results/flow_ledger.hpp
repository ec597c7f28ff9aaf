// Who computes for whom: from home province to site province, by workload and class of job.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Only counted jobs.
class FlowLedger final : public Observer {
 public:
  struct Key {
    ProvinceId home;
    ProvinceId site;
    WorkloadId workload;
    std::string class_name;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Sums {
    std::int64_t jobs = 0;  ///< started; those across sites at the first of them
    WideInteger held = 0;   ///< accelerator-nanoseconds within the run
    WideInteger bytes = 0;  ///< data sets that arrived and results that came home
  };

  FlowLedger(const World& world, const Topology& topology);

  void on_queued(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;

  /// In order of the key.
  [[nodiscard]] const std::map<Key, Sums>& flows() const { return flows_; }
  /// Share of the accelerator-hours that was held in the West for homes in the East, and in the
  /// home's own province; empty where nothing was held or the world has no provinces.
  [[nodiscard]] std::optional<double> east_to_west_share() const;
  [[nodiscard]] std::optional<double> home_share() const;

 private:
  [[nodiscard]] Sums& sums_of(const LiveJob& live, SiteId at);
  void add_held(const LiveJob& live, Date date);
  [[nodiscard]] bool travels(RouteId route) const;
  template <class Choose>
  [[nodiscard]] std::optional<double> share_of(Choose&& choose) const;

  const World& world_;
  const Topology& topology_;
  std::map<Key, Sums> flows_;
  std::map<Key, Sums>::iterator last_ = flows_.end();
};

/// flows.csv.
[[nodiscard]] const std::vector<std::string>& flows_table_columns();

}  // namespace eastwest
