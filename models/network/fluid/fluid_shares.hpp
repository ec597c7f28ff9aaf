// The solver of the network `fluid`: weighted max-min fair levels of bundles, exact and
// incremental.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/network/fluid/fluid_number.hpp"

namespace eastwest::fluid {

using BundleIndex = std::uint32_t;
using LinkIndex = std::uint16_t;

/// Bundles of a weight on routes of links, each at a level: the rate of one unit of weight.
///
/// The levels are max-min fair: each bundle is at its cap, or has a full link on its route on which
/// no bundle has a higher level (its bottleneck). They are found by filling: the link that is full
/// first fixes its bundles, then the next, in the order of levels.
///
/// All sums are exact integers. A level is a quotient rounded down to 2^-64 bytes a nanosecond, so
/// a full link has less room left than one such unit a weight. Nothing drifts, however long it
/// runs: levels depend on what bundles there are and not on what was there before (but for some of
/// those units where links are full at the same level), and a level that nothing has reached keeps
/// every bit.
///
/// What is solved again: a bundle whose weight has changed; with it all bundles whose bottleneck
/// is on its route; with them those whose bottlenecks are on theirs. Bottlenecks found that way lie
/// at ever higher levels, so what lies below the change stays as it is. A link that is to be full
/// at a lower level than a bundle that was left alone opens that one too. A bundle at its cap whose
/// links have room is not solved at all.
class FluidShares {
 public:
  /// Rates by link; forgets everything else. `hops` are the links of all routes, one route after
  /// the other, and must stay valid.
  void reset(std::span<const Rate> capacities, std::span<const LinkIndex> hops);
  /// Makes a bundle of weight 0 in the slot `index`, on `count` links from hops[begin] on, no link
  /// twice.
  void add(BundleIndex index, std::uint32_t begin, std::uint32_t count, Rate level_cap);
  /// Counts when solve() is called; weight 0 takes the bundle out. Below 2^31.
  void set_weight(BundleIndex index, std::int64_t weight);
  void set_capacity(LinkIndex index, Rate capacity);

  /// Brings all levels up to date.
  void solve();
  /// Bundles whose level the last solve() has changed, and those it has taken out, whose level is
  /// then 0. Valid until the next call of solve().
  [[nodiscard]] std::span<const BundleIndex> changed() const { return changed_; }

  [[nodiscard]] Rate level(BundleIndex bundle) const { return bundles_[bundle].level; }
  /// From now on, until reset(), noticed() is kept.
  void watch_links() { is_watched_ = true; }
  /// Links of which the last solve() may have changed is_saturated() or limited(); some stand there
  /// more than once. Valid until the next call of solve().
  [[nodiscard]] std::span<const LinkIndex> noticed() const { return noticed_; }
  /// After solve(): less than 2^-40 of a capacity that is not 0 is left.
  [[nodiscard]] bool is_saturated(LinkIndex link) const {
    const Rate capacity = capacities_[link];
    return capacity > 0 && (links_[link].full || room(link) < capacity >> 40);
  }
  /// After solve(): the weight of the bundles whose bottleneck the link is.
  [[nodiscard]] std::int64_t limited(LinkIndex link) const {
    return links_[link].full ? tied_weights_[link] : 0;
  }
  /// What no bundle uses of the link, after solve().
  [[nodiscard]] Rate room(LinkIndex link) const { return static_cast<Rate>(links_[link].room); }
  /// Bundles that were solved again so far: the cost that may only fall.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  /// All that opening and closing touches is in one line of the cache.
  struct alignas(64) Bundle {
    static constexpr std::size_t kNear = 16;

    Rate level = 0;
    std::int32_t weight = 0;
    std::int32_t booked = 0;  ///< the weight that the links' room counts, at `level`
    std::uint32_t begin = 0;  ///< of its links in hops_
    std::uint16_t count = 0;
    bool is_capped : 1 = false;
    bool is_touched : 1 = false;                  ///< in touched_
    bool is_opened : 1 = false;                   ///< in opened_
    std::array<LinkIndex, kNear> near_hops = {};  ///< its links, unless there are more
  };
  /// What changes while filling.
  struct Link {
    SignedWide room = 0;           ///< capacity less all bundles that are not open
    std::int64_t open_weight = 0;  ///< of its open bundles
    std::uint32_t tied = 0;        ///< all bundles tied to it are among so many first ones on it
    bool marked = false;           ///< in marked_
    bool full = false;             ///< it is the bottleneck of the bundles tied to it
    bool touched = false;          ///< in touched_links_
  };
  struct Entry {
    Rate level;
    std::uint32_t index;
    /// Part by part: a copy by wider loads would wait for the narrower stores before it.
    void assign(Rate new_level, std::uint32_t new_index) {
      level = new_level;
      index = new_index;
    }
  };
  /// Links or bundles, that of the lowest level first, then that of the lowest index.
  class LevelHeap {
   public:
    [[nodiscard]] bool empty() const { return keys_.empty(); }
    [[nodiscard]] Rate least_level() const { return keys_.front() >> 32; }
    [[nodiscard]] std::uint32_t least() const { return static_cast<std::uint32_t>(keys_.front()); }
    void push(Rate level, std::uint32_t index);
    void pop();
    void replace_least(Rate level) { sink(key_of(level, least())); }
    /// Calls `visit(index)` for all that are left, and takes them out.
    template <class Visit>
    void clear(Visit visit) {
      for (const Wide key : keys_) visit(static_cast<std::uint32_t>(key));
      keys_.clear();
    }

   private:
    /// One number decides, so that nothing has to be guessed about its parts. Levels are below
    /// 2^94.
    static Wide key_of(Rate level, std::uint32_t index) { return level << 32 | index; }
    void sink(Wide key);
    std::vector<Wide> keys_;
  };

  template <class Visit>
  void visit_hops(const Bundle& bundle, Visit visit) {
    if (bundle.count > Bundle::kNear) {
      for (const LinkIndex hop : hops_.subspan(bundle.begin, bundle.count)) visit(hop);
      return;
    }
    const LinkIndex* hop = bundle.near_hops.data();
    const LinkIndex* const end = hop + bundle.count;
    do {
      visit(hop[0]);
      visit(hop[1]);
      visit(hop[2]);
      visit(hop[3]);
      hop += 4;
    } while (hop < end);
  }
  [[nodiscard]] std::span<const LinkIndex> hops_of(const Bundle& bundle) const {
    if (bundle.count > Bundle::kNear) return hops_.subspan(bundle.begin, bundle.count);
    return {bundle.near_hops.data(), bundle.count};
  }
  [[nodiscard]] bool stays_at_cap(BundleIndex index);
  void take_out(BundleIndex index);
  void mark(LinkIndex index);
  void open(BundleIndex index);
  void open_tied(LinkIndex index);
  void spread();
  void relieve(LinkIndex index);
  void fill();
  [[nodiscard]] bool is_faster_than(LinkIndex index, Rate level) const;
  void fill_link(LinkIndex index, Rate level);
  void close(BundleIndex index, Rate level, std::uint32_t tie);
  [[nodiscard]] bool close_at_caps(Rate limit);
  void finish();
  void notice(std::span<const LinkIndex> links) {
    if (is_watched_) noticed_.insert(noticed_.end(), links.begin(), links.end());
  }

  std::span<const LinkIndex> hops_;
  std::vector<Rate> capacities_;
  std::vector<Bundle> bundles_;
  std::vector<Rate> caps_;  // by bundle
  /// By bundle: its bottleneck, or that it is at its cap, or open (being solved).
  std::vector<std::uint32_t> ties_;
  /// By bundle: its level without the last 32 bits, 0 if it is open; close together for scans.
  std::vector<std::uint64_t> short_levels_;
  std::vector<Link> links_;
  /// By link: no bundle that is not open has a higher level.
  std::vector<Rate> ceilings_;
  std::vector<std::int64_t> tied_weights_;         // by link: of the bundles tied to it, if full
  std::vector<std::vector<BundleIndex>> passing_;  // by link: the bundles on it

  std::vector<BundleIndex> touched_;
  std::vector<LinkIndex> touched_links_;
  std::vector<BundleIndex> to_open_;
  std::vector<Entry> opened_;  // with the levels before
  std::vector<BundleIndex> changed_;
  std::vector<LinkIndex> marked_;
  std::vector<LinkIndex> noticed_;
  std::vector<Entry> faster_;
  LevelHeap link_heap_;
  LevelHeap cap_heap_;
  std::size_t open_count_ = 0;
  std::uint64_t work_ = 0;
  bool is_watched_ = false;
};

}  // namespace eastwest::fluid
