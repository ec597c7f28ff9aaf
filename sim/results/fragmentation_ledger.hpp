// How much of what is free at sites with nodes no job could use: exact integrals over the run.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "sim/engine/node_state.hpp"
#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// For every kind of job m that has entered a site's queue so far and asks for accelerators, and
/// c(m) of them: the free accelerators (in thousandths) that a further job of that kind could not
/// use, U(m); their mean over the jobs, F = sum c(m) U(m) / sum c(m), is what is fragmented at that
/// moment (Weng et al., USENIX ATC 2023). Until a job has come, nothing is.
class FragmentationLedger final : public Observer {
 public:
  explicit FragmentationLedger(const World& world);

  void on_queued(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_resumed(Date date, const LiveJob& live) override;
  void on_horizon(Date date) override;

  /// Of the world.
  [[nodiscard]] bool has_nodes() const { return has_nodes_; }
  /// Integral of F over integral of what is free, over the run from kStart; 0 where nothing was
  /// free, and at sites that are one pool.
  [[nodiscard]] double fragmentation(SiteId id) const;
  /// Of all sites with nodes together.
  [[nodiscard]] double fragmentation() const;

 private:
  /// Jobs that ask for the same.
  struct Kind {
    std::int64_t accelerators = 0;
    PlacementTerms terms;
    std::int64_t jobs = 0;
    std::int64_t unusable = 0;               // of all nodes
    std::vector<std::int64_t> by_node = {};  // its parts
  };
  struct Entry {
    std::shared_ptr<const NodeList> list = nullptr;  // null: one pool
    std::vector<NodeState> nodes = {};
    std::vector<Kind> kinds = {};
    std::map<std::pair<std::int64_t, PlacementTerms>, std::size_t> kind_numbers = {};
    std::int64_t jobs = 0;
    WideInteger weighted = 0;  // sum of jobs x unusable over the kinds
    Date last = kStart;
    double fragmented = 0;  // integral, thousandths x nanoseconds
    StepIntegral free = {};
  };

  static void pass(Entry& site, Date date);
  static void judge(Entry& site, std::size_t node);
  void move(Date date, const LiveJob& live, int sign);

  std::vector<Entry> sites_;
  bool has_nodes_ = false;
};

}  // namespace eastwest
