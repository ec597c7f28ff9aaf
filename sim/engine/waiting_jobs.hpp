// The jobs that wait for one dispatcher, in order, with the means to find those that could fit.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/job_data.hpp"
#include "sim/world/mobility_terms.hpp"
#include "sim/world/placement_terms.hpp"

namespace eastwest {

struct SpreadTerms;

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
  std::int64_t accelerators = 0;     ///< that it asks of one site, at most
  std::optional<Duration> estimate;  ///< of the run time; empty if estimates are switched off
  Date submitted;
  Bytes input;
  Bytes result;
  Duration circle{0};  ///< one-way latency allowed between home and site; 0 = no limit
  const PlacementTerms* placement = nullptr;  ///< of the job; null: none
  const SpreadTerms* spread = nullptr;        ///< set if it runs across several sites
  const MobilityTerms* mobility = nullptr;    ///< null: runs everywhere as it is
  const JobData* data = nullptr;              ///< named data sets, or storing; null: neither

  [[nodiscard]] Place place() const { return {submitted, serial}; }
};

/// Waiting jobs in order of (submission, serial). A job comes and goes in O(log n). A handful of
/// jobs stands in a plain array: most jobs wait for an instant only.
class WaitingJobs {
  struct Earlier {
    using is_transparent = void;
    bool operator()(const WaitingJob& a, const WaitingJob& b) const {
      return a.place() < b.place();
    }
    bool operator()(const WaitingJob& a, const WaitingJob::Place& b) const { return a.place() < b; }
    bool operator()(const WaitingJob::Place& a, const WaitingJob& b) const { return a < b.place(); }
  };
  using Jobs = std::set<WaitingJob, Earlier>;

 public:
  /// Goes forward through the jobs; valid until one comes or goes.
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = WaitingJob;
    using difference_type = std::ptrdiff_t;
    using pointer = const WaitingJob*;
    using reference = const WaitingJob&;

    Iterator() = default;
    explicit Iterator(const WaitingJob* at) : at_(at) {}
    explicit Iterator(Jobs::const_iterator node) : node_(node) {}
    reference operator*() const { return at_ != nullptr ? *at_ : *node_; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      if (at_ != nullptr) {
        ++at_;
      } else {
        ++node_;
      }
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const WaitingJob* at_ = nullptr;  // null: in the tree
    Jobs::const_iterator node_;
  };

  [[nodiscard]] Iterator begin() const {
    return in_tree() ? Iterator(jobs_.begin()) : Iterator(few_.data());
  }
  [[nodiscard]] Iterator end() const {
    return in_tree() ? Iterator(jobs_.end()) : Iterator(few_end());
  }
  [[nodiscard]] std::size_t size() const { return in_tree() ? jobs_.size() : few_size_; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  /// The first job behind `place`, whether or not a job stands there.
  [[nodiscard]] Iterator behind(const WaitingJob::Place& place) const;
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
  static constexpr std::size_t kFew = 8;

  [[nodiscard]] bool in_tree() const { return !jobs_.empty(); }
  [[nodiscard]] const WaitingJob* few_end() const { return few_.data() + few_size_; }
  /// few_size_ if it is not there.
  [[nodiscard]] std::size_t place_in_few(JobSlot slot) const;
  void insert_into_few(const WaitingJob& job);
  void insert_into_tree(const WaitingJob& job);
  Places& places_of(std::int64_t accelerators);

  std::array<WaitingJob, kFew> few_;  // in order; none while the tree has any
  std::size_t few_size_ = 0;
  Jobs jobs_;
  std::vector<WaitingJob::Place> places_;  // by slot; a job that left leaves its place behind
  Sizes by_size_;                          // none empty
  // Nodes of jobs that left, for those that come.
  std::vector<Jobs::node_type> spare_jobs_;
  std::vector<Places::node_type> spare_places_;
  std::vector<Sizes::node_type> spare_sizes_;
};

}  // namespace eastwest
