// The jobs that wait for one dispatcher, in order, with the means to find those that could fit.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// One waiting job as a dispatcher sees it.
struct WaitingJob {
  /// Where it stands among the others; unique in a run.
  struct Place {
    Date submitted;
    std::uint64_t serial = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  JobSlot slot;
  std::uint64_t serial = 0;
  NodeId home;
  std::int64_t accelerators = 0;
  std::optional<Duration> estimate;  ///< of the run time; empty if estimates are switched off
  Date submitted;
  Bytes input;
  Bytes result;
  Duration circle{0};  ///< one-way latency allowed between home and site; 0 = no limit

  [[nodiscard]] Place place() const { return {submitted, serial}; }
};

/// Waiting jobs in order of (submission, serial). A job comes and goes in O(log n).
class WaitingJobs {
  struct Earlier {
    using is_transparent = void;
    bool operator()(const WaitingJob& a, const WaitingJob& b) const {
      return a.place() < b.place();
    }
    bool operator()(const WaitingJob& a, const WaitingJob::Place& b) const { return a.place() < b; }
    bool operator()(const WaitingJob::Place& a, const WaitingJob& b) const { return a < b.place(); }
  };

 public:
  using Jobs = std::set<WaitingJob, Earlier>;

  [[nodiscard]] Jobs::const_iterator begin() const { return jobs_.begin(); }
  [[nodiscard]] Jobs::const_iterator end() const { return jobs_.end(); }
  [[nodiscard]] std::size_t size() const { return jobs_.size(); }
  [[nodiscard]] bool empty() const { return jobs_.empty(); }
  /// The first job behind `place`, whether or not a job stands there.
  [[nodiscard]] Jobs::const_iterator behind(const WaitingJob::Place& place) const {
    return jobs_.upper_bound(place);
  }
  /// The first job that asks for at most so many accelerators, if given only behind `place`; null
  /// if there is none. O(log n) for each different size below.
  [[nodiscard]] const WaitingJob* first_of_at_most(
      std::int64_t accelerators,
      const std::optional<WaitingJob::Place>& behind = std::nullopt) const;
  /// Null if no job of this slot waits here.
  [[nodiscard]] const WaitingJob* find(JobSlot slot) const;

  void insert(const WaitingJob& job);
  /// False if no job of this slot waits here.
  bool erase(JobSlot slot);

 private:
  using Places = std::set<WaitingJob::Place>;
  using Sizes = std::map<std::int64_t, Places>;
  Places& places_of(std::int64_t accelerators);

  Jobs jobs_;
  std::vector<WaitingJob::Place> places_;  // by slot; a job that left leaves its place behind
  Sizes by_size_;                          // none empty
  // Nodes of jobs that left, for those that come: most jobs wait for an instant only.
  std::vector<Jobs::node_type> spare_jobs_;
  std::vector<Places::node_type> spare_places_;
  std::vector<Sizes::node_type> spare_sizes_;
};

}  // namespace eastwest
