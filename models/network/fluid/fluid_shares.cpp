// Filling in the order of levels, restricted to what a change can reach.
#include "models/network/fluid/fluid_shares.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest::fluid {
namespace {

constexpr std::uint32_t kOpen = ~std::uint32_t{0};
constexpr std::uint32_t kAtCap = kOpen - 1;
constexpr std::uint32_t kNoTie = kOpen - 2;

/// The level at which `weight` fills `room`; 0 where there is none.
Rate full_level(SignedWide room, std::int64_t weight) {
  if (room <= 0) return 0;
  return static_cast<Rate>(room) / static_cast<std::uint64_t>(weight);
}

/// Capacities are below 2^30 bytes a nanosecond: nothing is lost above.
std::uint64_t shortened(Rate level) { return static_cast<std::uint64_t>(level >> 32); }

SignedWide share(std::int64_t weight, Rate level) {
  return static_cast<SignedWide>(level * static_cast<std::uint64_t>(weight));
}

}  // namespace

void FluidShares::LevelHeap::push(Rate level, std::uint32_t index) {
  const Wide key = key_of(level, index);
  std::size_t hole = keys_.size();
  keys_.push_back(key);
  for (; hole > 0 && key < keys_[(hole - 1) / 2]; hole = (hole - 1) / 2) {
    keys_[hole] = keys_[(hole - 1) / 2];
  }
  keys_[hole] = key;
}

/// Puts a key in the place of the least and restores the order.
void FluidShares::LevelHeap::sink(Wide key) {
  Wide* const keys = keys_.data();
  const std::size_t size = keys_.size();
  std::size_t hole = 0;
  std::size_t child = 1;
  for (; child + 1 < size; child = 2 * hole + 1) {
    child += static_cast<std::size_t>(keys[child + 1] < keys[child]);
    if (key < keys[child]) break;
    keys[hole] = keys[child];
    hole = child;
  }
  if (child + 1 == size && keys[child] < key) {
    keys[hole] = keys[child];
    hole = child;
  }
  keys[hole] = key;
}

void FluidShares::LevelHeap::pop() {
  const Wide last = keys_.back();
  keys_.pop_back();
  if (!keys_.empty()) sink(last);
}

void FluidShares::reset(std::span<const Rate> capacities, std::span<const LinkIndex> hops) {
  *this = FluidShares();
  EW_CHECK(capacities.size() >> 16 == 0, "{} links are too many", capacities.size());
  hops_ = hops;
  capacities_.assign(capacities.begin(), capacities.end());
  for (const Rate capacity : capacities) {
    links_.push_back({.room = static_cast<SignedWide>(capacity)});
  }
  for (int i = 0; i < 4; ++i) links_.push_back({.marked = true});
  ceilings_.assign(capacities.size(), kNoLimit);
  tied_weights_.resize(capacities.size());
  passing_.resize(capacities.size());
}

void FluidShares::add(BundleIndex index, std::uint32_t begin, std::uint32_t count, Rate level_cap) {
  if (bundles_.size() <= index) {
    bundles_.resize(index + 1);
    caps_.resize(index + 1);
    short_levels_.resize(index + 1);
    ties_.resize(index + 1, kNoTie);
  }
  Bundle& bundle = bundles_[index];
  EW_CHECK(count > 0 && count >> 16 == 0 && bundle.weight == 0 && bundle.booked == 0,
           "bundle {} is there already, or has no links", index);
  bundle = Bundle();
  bundle.begin = begin;
  bundle.count = static_cast<std::uint16_t>(count);
  bundle.is_capped = level_cap != kNoLimit;
  if (count <= Bundle::kNear) {
    for (std::size_t i = 0; i < Bundle::kNear; ++i) {
      bundle.near_hops[i] = static_cast<LinkIndex>(capacities_.size() + i % 4);
    }
    std::copy_n(hops_.begin() + begin, count, bundle.near_hops.begin());
  }
  caps_[index] = level_cap;
  ties_[index] = kNoTie;
  for (const LinkIndex link : hops_of(bundle)) passing_[link].push_back(index);
}

void FluidShares::set_weight(BundleIndex index, std::int64_t weight) {
  EW_CHECK(weight >= 0 && weight >> 31 == 0, "a bundle of weight {}", weight);
  Bundle& bundle = bundles_[index];
  bundle.weight = static_cast<std::int32_t>(weight);
  if (bundle.is_touched) return;
  bundle.is_touched = true;
  touched_.push_back(index);
}

void FluidShares::set_capacity(LinkIndex index, Rate capacity) {
  if (capacity == capacities_[index]) return;
  Link& link = links_[index];
  link.room += static_cast<SignedWide>(capacity) - static_cast<SignedWide>(capacities_[index]);
  capacities_[index] = capacity;
  if (link.touched) return;
  link.touched = true;
  touched_links_.push_back(index);
}

void FluidShares::solve() {
  changed_.clear();
  noticed_.clear();
  for (const BundleIndex index : touched_) {
    bundles_[index].is_touched = false;
    if (bundles_[index].weight == 0) {
      take_out(index);
    } else if (!stays_at_cap(index)) {
      to_open_.push_back(index);
    }
  }
  touched_.clear();
  for (const LinkIndex index : touched_links_) {
    links_[index].touched = false;
    if (links_[index].full || links_[index].room < 0) mark(index);
  }
  notice(touched_links_);
  touched_links_.clear();
  for (const BundleIndex index : to_open_) open(index);
  to_open_.clear();
  spread();
  fill();
  finish();
}

/// True if the bundle can be at its cap without anyone else's notice; then it is.
bool FluidShares::stays_at_cap(BundleIndex index) {
  Bundle& bundle = bundles_[index];
  if (!bundle.is_capped || (ties_[index] != kAtCap && ties_[index] != kNoTie)) return false;
  const Rate cap = caps_[index];
  const SignedWide more = share(bundle.weight, cap) - share(bundle.booked, bundle.level);
  const auto hops = hops_of(bundle);
  for (const LinkIndex hop : hops) {
    if (links_[hop].full || links_[hop].room < more) return false;
  }
  for (const LinkIndex hop : hops) links_[hop].room -= more;
  notice(hops);
  bundle.booked = bundle.weight;
  if (bundle.level != cap) changed_.push_back(index);
  bundle.level = cap;
  short_levels_[index] = shortened(cap);
  ties_[index] = kAtCap;
  return true;
}

void FluidShares::take_out(BundleIndex index) {
  Bundle& bundle = bundles_[index];
  const SignedWide less = share(bundle.booked, bundle.level);
  for (const LinkIndex hop : hops_of(bundle)) {
    links_[hop].room += less;
    if (links_[hop].full) mark(hop);
    std::vector<BundleIndex>& passing = passing_[hop];
    // Never moves a bundle that is tied to the link behind the first `tied` ones.
    const auto place = std::find(passing.begin(), passing.end(), index);
    *place = passing.back();
    passing.pop_back();
  }
  notice(hops_of(bundle));
  bundle.booked = 0;
  bundle.level = 0;
  short_levels_[index] = 0;
  ties_[index] = kNoTie;
  changed_.push_back(index);
}

void FluidShares::mark(LinkIndex index) {
  if (links_[index].marked) return;
  links_[index].marked = true;
  marked_.push_back(index);
}

void FluidShares::open(BundleIndex index) {
  if (ties_[index] == kOpen) return;
  Bundle& bundle = bundles_[index];
  ties_[index] = kOpen;
  short_levels_[index] = 0;
  ++open_count_;
  if (!bundle.is_opened) {
    bundle.is_opened = true;
    opened_.emplace_back().assign(bundle.level, index);
  }
  if (bundle.is_capped) cap_heap_.push(caps_[index], index);
  const SignedWide given_back = share(bundle.booked, bundle.level);
  const std::int64_t weight = bundle.weight;
  visit_hops(bundle, [&](LinkIndex hop) {
    Link& link = links_[hop];
    link.room += given_back;
    link.open_weight += weight;
    if (!link.marked) mark(hop);
  });
}

void FluidShares::open_tied(LinkIndex index) {
  Link& link = links_[index];
  link.full = false;
  const std::vector<BundleIndex>& passing = passing_[index];
  const std::size_t count = std::min<std::size_t>(link.tied, passing.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (ties_[passing[i]] == index) open(passing[i]);
  }
}

/// Opens everything that the marked links reach, then queues the links.
void FluidShares::spread() {
  // Both loops go on over what they add.
  for (std::size_t i = 0; i < marked_.size(); ++i) {
    if (links_[marked_[i]].full) open_tied(marked_[i]);
    if (links_[marked_[i]].room < 0) relieve(marked_[i]);
  }
  notice(marked_);
  for (const LinkIndex index : marked_) {
    Link& link = links_[index];
    link.marked = false;
    if (link.open_weight > 0) {
      link_heap_.push(full_level(link.room, link.open_weight), index);
    } else {
      ceilings_[index] = kNoLimit;
    }
  }
  marked_.clear();
}

/// Opens the bundles that are faster than the level at which the link will be full, fastest first:
/// each raises that level a little.
void FluidShares::relieve(LinkIndex index) {
  SignedWide room = links_[index].room;
  std::int64_t weight = links_[index].open_weight;
  Rate level = weight > 0 ? full_level(room, weight) : 0;
  faster_.clear();
  for (const BundleIndex bundle : passing_[index]) {
    if (ties_[bundle] != kOpen && bundles_[bundle].level > level) {
      faster_.push_back({bundles_[bundle].level, bundle});
    }
  }
  std::sort(faster_.begin(), faster_.end(),
            [](const Entry& a, const Entry& b) { return b.level < a.level; });
  for (std::size_t i = 0; i < faster_.size() && faster_[i].level > level;) {
    // Equal bundles go together, or their order would matter.
    for (const Rate same = faster_[i].level; i < faster_.size() && faster_[i].level == same; ++i) {
      const Bundle& bundle = bundles_[faster_[i].index];
      room += share(bundle.booked, bundle.level);
      weight += bundle.weight;
      open(faster_[i].index);
    }
    level = full_level(room, weight);
  }
  ceilings_[index] = level;
}

void FluidShares::fill() {
  while (open_count_ > 0) {
    const auto index = static_cast<LinkIndex>(link_heap_.least());
    const Link& link = links_[index];
    if (link.open_weight == 0) {
      if (!link.full) ceilings_[index] = kNoLimit;
      link_heap_.pop();
      continue;
    }
    const Rate level = full_level(link.room, link.open_weight);
    if (level != link_heap_.least_level()) {  // others on it were closed since
      link_heap_.replace_least(level);
      continue;
    }
    if (close_at_caps(level)) continue;
    if (level < ceilings_[index] && is_faster_than(index, level)) {
      relieve(index);
      spread();
      continue;
    }
    link_heap_.pop();
    fill_link(index, level);
  }
}

/// Closes the bundles whose cap is at most `limit`; true if there were any.
bool FluidShares::close_at_caps(Rate limit) {
  const std::size_t before = open_count_;
  while (!cap_heap_.empty() && cap_heap_.least_level() <= limit) {
    const BundleIndex index = cap_heap_.least();
    cap_heap_.pop();
    if (ties_[index] == kOpen) close(index, caps_[index], kAtCap);
  }
  return open_count_ < before;
}

/// True if a bundle that is not open is faster than `level` on the link.
bool FluidShares::is_faster_than(LinkIndex index, Rate level) const {
  const std::vector<BundleIndex>& passing = passing_[index];
  const std::uint64_t short_level = shortened(level);
  return std::any_of(passing.begin(), passing.end(), [&](BundleIndex bundle) {
    return short_levels_[bundle] >= short_level && bundles_[bundle].level > level &&
           ties_[bundle] != kOpen;
  });
}

void FluidShares::fill_link(LinkIndex index, Rate level) {
  Link& link = links_[index];
  std::vector<BundleIndex>& passing = passing_[index];
  tied_weights_[index] = link.open_weight;
  std::uint32_t tied = 0;
  for (std::size_t i = 0; link.open_weight > 0; ++i) {
    const BundleIndex bundle = passing[i];
    if (ties_[bundle] != kOpen) continue;
    close(bundle, level, index);
    std::swap(passing[i], passing[tied++]);
  }
  link.tied = tied;
  link.full = true;
  ceilings_[index] = level;
}

void FluidShares::close(BundleIndex index, Rate level, std::uint32_t tie) {
  Bundle& bundle = bundles_[index];
  bundle.level = level;
  bundle.booked = bundle.weight;
  short_levels_[index] = shortened(level);
  ties_[index] = tie;
  --open_count_;
  const std::int64_t weight = bundle.weight;
  const SignedWide taken = share(weight, level);
  visit_hops(bundle, [&](LinkIndex hop) {
    links_[hop].room -= taken;
    links_[hop].open_weight -= weight;
  });
}

void FluidShares::finish() {
  link_heap_.clear([this](std::uint32_t index) {
    if (!links_[index].full) ceilings_[index] = kNoLimit;
  });
  cap_heap_.clear([](BundleIndex) {});
  for (const Entry& former : opened_) {
    Bundle& bundle = bundles_[former.index];
    bundle.is_opened = false;
    if (bundle.level != former.level) changed_.push_back(former.index);
  }
  work_ += opened_.size();
  opened_.clear();
}

}  // namespace eastwest::fluid
