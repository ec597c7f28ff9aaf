// The solver of the network `fluid`: weighted max-min fair levels of bundles, exact and
// incremental.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/network/fluid/fluid_number.hpp"

namespace eastwest::fluid {

using BundleIndex = std::uint32_t;
using LinkIndex = std::uint32_t;

/// Bundles of a weight on routes of links, each at a level: the rate of one unit of weight.
///
/// The levels are max-min fair: each bundle is at its cap, or has a full link on its route on which
/// no bundle has a higher level (its bottleneck). They are found by filling: the link that is full
/// first fixes its bundles, then the next, in the order of levels.
///
/// All sums are exact integers. A level is a quotient rounded down to 2^-64 bytes a nanosecond, so
/// a full link has less room left than one unit a weight. Levels therefore depend on what bundles
/// there are, not on the order in which they came, and those that nothing has reached keep every
/// bit.
///
/// What is solved again: a bundle whose weight has changed; with it all bundles whose bottleneck
/// is on its route; with them those whose bottlenecks are on theirs. Bottlenecks found that way lie
/// at ever higher levels, so what lies below the change stays as it is. A link that is to be full
/// at a lower level than a bundle that was left alone opens that one too. A bundle at its cap whose
/// links have room is not solved at all.
class FluidShares {
 public:
  /// Rates by link; forgets everything else.
  void reset(std::span<const Rate> capacities);
  /// Makes a bundle of weight 0 in the slot `bundle`. `hops` must stay valid; no link twice.
  void add(BundleIndex bundle, std::span<const LinkIndex> hops, Rate level_cap);
  /// Counts when solve() is called; weight 0 takes the bundle out. Below 2^31.
  void set_weight(BundleIndex bundle, std::int64_t weight);
  void set_capacity(LinkIndex link, Rate capacity);

  /// Brings all levels up to date.
  void solve();
  /// Bundles whose level the last solve() has changed, and those it has taken out, whose level is
  /// then 0. Valid until the next call of solve().
  [[nodiscard]] std::span<const BundleIndex> changed() const { return changed_; }

  [[nodiscard]] Rate level(BundleIndex bundle) const { return bundles_[bundle].level; }
  [[nodiscard]] std::int64_t weight(BundleIndex bundle) const { return bundles_[bundle].weight; }
  /// What no bundle uses of the link, after solve().
  [[nodiscard]] Rate room(LinkIndex link) const { return static_cast<Rate>(links_[link].room); }
  [[nodiscard]] Rate capacity(LinkIndex link) const { return capacities_[link]; }
  /// Bundles that were solved again so far: the cost that may only fall.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  struct Bundle {
    Rate level = 0;
    Rate former = 0;  ///< before this solve
    Rate cap = kNoLimit;
    std::span<const LinkIndex> hops;
    std::int64_t weight = 0;
    std::int64_t booked = 0;  ///< the weight that the links' room counts, at `level`
    bool touched = false;     ///< in touched_
    bool listed = false;      ///< in opened_
  };
  /// What changes while filling.
  struct Link {
    SignedWide room = 0;           ///< capacity less all bundles that are not open
    std::int64_t open_weight = 0;  ///< of its open bundles
    bool marked = false;           ///< in marked_
    bool full = false;             ///< it is the bottleneck of the bundles tied to it
    bool touched = false;          ///< in touched_links_
  };
  struct Entry {
    Rate level;
    std::uint32_t index;
    [[nodiscard]] bool before(const Entry& other) const {
      return level != other.level ? level < other.level : index < other.index;
    }
  };
  /// Entries, the lowest level first.
  class LevelHeap {
   public:
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] const Entry& top() const { return entries_.front(); }
    void push(Entry entry);
    void pop();
    void replace_top(Entry entry);
    void clear() { entries_.clear(); }
    [[nodiscard]] std::span<const Entry> entries() const { return entries_; }

   private:
    void sink(std::size_t hole, Entry entry);
    std::vector<Entry> entries_;
  };

  [[nodiscard]] bool stays_at_cap(BundleIndex index);
  void take_out(BundleIndex index);
  void mark(LinkIndex index);
  void open(BundleIndex index);
  void open_tied(LinkIndex index);
  void spread();
  void relieve(LinkIndex index);
  void fill();
  void fill_link(LinkIndex index, Rate level);
  void close(BundleIndex index, Rate level, std::uint32_t tie);
  [[nodiscard]] bool close_at_caps(Rate limit);
  void finish();

  std::vector<Rate> capacities_;
  std::vector<Bundle> bundles_;
  /// By bundle: its bottleneck, or that it is at its cap, or open (being solved).
  std::vector<std::uint32_t> ties_;
  std::vector<Link> links_;
  /// By link: no bundle that is not open has a higher level.
  std::vector<Rate> ceilings_;
  std::vector<std::vector<BundleIndex>> passing_;  // by link: the bundles on it

  std::vector<BundleIndex> touched_;
  std::vector<LinkIndex> touched_links_;
  std::vector<BundleIndex> to_open_;
  std::vector<BundleIndex> opened_;
  std::vector<BundleIndex> changed_;
  std::vector<LinkIndex> marked_;
  std::vector<Entry> faster_;
  LevelHeap link_heap_;
  LevelHeap cap_heap_;
  std::size_t open_count_ = 0;
  std::uint64_t work_ = 0;
};

}  // namespace eastwest::fluid
