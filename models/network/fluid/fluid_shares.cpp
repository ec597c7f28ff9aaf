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

SignedWide share(std::int64_t weight, Rate level) {
  return static_cast<SignedWide>(level * static_cast<std::uint64_t>(weight));
}

}  // namespace

void FluidShares::LevelHeap::push(Entry entry) {
  std::size_t hole = entries_.size();
  entries_.push_back(entry);
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / 2;
    if (!entry.before(entries_[parent])) break;
    entries_[hole] = entries_[parent];
    hole = parent;
  }
  entries_[hole] = entry;
}

void FluidShares::LevelHeap::sink(std::size_t hole, Entry entry) {
  const std::size_t size = entries_.size();
  for (std::size_t child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
    if (child + 1 < size && entries_[child + 1].before(entries_[child])) ++child;
    if (!entries_[child].before(entry)) break;
    entries_[hole] = entries_[child];
    hole = child;
  }
  entries_[hole] = entry;
}

void FluidShares::LevelHeap::replace_top(Entry entry) { sink(0, entry); }

void FluidShares::LevelHeap::pop() {
  const Entry last = entries_.back();
  entries_.pop_back();
  if (!entries_.empty()) sink(0, last);
}

void FluidShares::reset(std::span<const Rate> capacities) {
  *this = FluidShares();
  capacities_.assign(capacities.begin(), capacities.end());
  for (const Rate capacity : capacities) {
    links_.push_back({.room = static_cast<SignedWide>(capacity)});
  }
  ceilings_.assign(capacities.size(), kNoLimit);
  passing_.resize(capacities.size());
}

void FluidShares::add(BundleIndex index, std::span<const LinkIndex> hops, Rate level_cap) {
  if (bundles_.size() <= index) {
    bundles_.resize(index + 1);
    ties_.resize(index + 1, kNoTie);
  }
  EW_CHECK(!hops.empty() && bundles_[index].weight == 0 && bundles_[index].booked == 0,
           "bundle {} is there already, or has no links", index);
  bundles_[index] = {.cap = level_cap, .hops = hops};
  ties_[index] = kNoTie;
  for (const LinkIndex link : hops) passing_[link].push_back(index);
}

void FluidShares::set_weight(BundleIndex index, std::int64_t weight) {
  Bundle& bundle = bundles_[index];
  EW_CHECK(weight >= 0 && weight >> 31 == 0, "a bundle of weight {}", weight);
  bundle.weight = weight;
  if (bundle.touched) return;
  bundle.touched = true;
  touched_.push_back(index);
}

void FluidShares::set_capacity(LinkIndex index, Rate capacity) {
  Link& link = links_[index];
  link.room += static_cast<SignedWide>(capacity) - static_cast<SignedWide>(capacities_[index]);
  capacities_[index] = capacity;
  if (link.touched) return;
  link.touched = true;
  touched_links_.push_back(index);
}

void FluidShares::solve() {
  changed_.clear();
  for (const BundleIndex index : touched_) {
    bundles_[index].touched = false;
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
  if (bundle.cap == kNoLimit || (ties_[index] != kAtCap && ties_[index] != kNoTie)) return false;
  const SignedWide more = share(bundle.weight, bundle.cap) - share(bundle.booked, bundle.level);
  for (const LinkIndex hop : bundle.hops) {
    if (links_[hop].full || links_[hop].room < more) return false;
  }
  for (const LinkIndex hop : bundle.hops) links_[hop].room -= more;
  bundle.booked = bundle.weight;
  if (bundle.level != bundle.cap) changed_.push_back(index);
  bundle.level = bundle.cap;
  ties_[index] = kAtCap;
  return true;
}

void FluidShares::take_out(BundleIndex index) {
  Bundle& bundle = bundles_[index];
  const SignedWide less = share(bundle.booked, bundle.level);
  for (const LinkIndex hop : bundle.hops) {
    links_[hop].room += less;
    if (links_[hop].full) mark(hop);
    std::vector<BundleIndex>& passing = passing_[hop];
    const auto place = std::find(passing.begin(), passing.end(), index);
    *place = passing.back();
    passing.pop_back();
  }
  bundle.booked = 0;
  bundle.level = 0;
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
  ++open_count_;
  ++work_;
  if (!bundle.listed) {
    bundle.listed = true;
    bundle.former = bundle.level;
    opened_.push_back(index);
  }
  if (bundle.cap != kNoLimit) cap_heap_.push({bundle.cap, index});
  const SignedWide given_back = share(bundle.booked, bundle.level);
  for (const LinkIndex hop : bundle.hops) {
    Link& link = links_[hop];
    link.room += given_back;
    link.open_weight += bundle.weight;
    mark(hop);
  }
}

void FluidShares::open_tied(LinkIndex index) {
  links_[index].full = false;
  for (const BundleIndex bundle : passing_[index]) {
    if (ties_[bundle] == index) open(bundle);
  }
}

/// Opens everything that the marked links reach, then queues the links.
void FluidShares::spread() {
  // Both loops go on over what they add.
  for (std::size_t i = 0; i < marked_.size(); ++i) {
    if (links_[marked_[i]].full) open_tied(marked_[i]);
    if (links_[marked_[i]].room < 0) relieve(marked_[i]);
  }
  for (const LinkIndex index : marked_) {
    Link& link = links_[index];
    link.marked = false;
    if (link.open_weight > 0) {
      link_heap_.push({full_level(link.room, link.open_weight), index});
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
            [](const Entry& a, const Entry& b) { return b.before(a); });
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
    const Entry top = link_heap_.top();
    const Link& link = links_[top.index];
    if (link.open_weight == 0) {
      if (!link.full) ceilings_[top.index] = kNoLimit;
      link_heap_.pop();
      continue;
    }
    const Rate level = full_level(link.room, link.open_weight);
    if (level != top.level) {  // others on it were closed since
      link_heap_.replace_top({level, top.index});
      continue;
    }
    if (close_at_caps(level)) continue;
    if (level < ceilings_[top.index]) {
      const std::size_t before = open_count_;
      relieve(top.index);
      if (open_count_ > before) {
        spread();
        continue;
      }
    }
    link_heap_.pop();
    fill_link(top.index, level);
  }
}

/// Closes the bundles whose cap is at most `limit`; true if there were any.
bool FluidShares::close_at_caps(Rate limit) {
  const std::size_t before = open_count_;
  while (!cap_heap_.empty() && cap_heap_.top().level <= limit) {
    const Entry top = cap_heap_.top();
    cap_heap_.pop();
    if (ties_[top.index] == kOpen) close(top.index, top.level, kAtCap);
  }
  return open_count_ < before;
}

void FluidShares::fill_link(LinkIndex index, Rate level) {
  for (const BundleIndex bundle : passing_[index]) {
    if (ties_[bundle] == kOpen) close(bundle, level, index);
  }
  links_[index].full = true;
  ceilings_[index] = level;
}

void FluidShares::close(BundleIndex index, Rate level, std::uint32_t tie) {
  Bundle& bundle = bundles_[index];
  bundle.level = level;
  bundle.booked = bundle.weight;
  ties_[index] = tie;
  --open_count_;
  const SignedWide taken = share(bundle.weight, level);
  for (const LinkIndex hop : bundle.hops) {
    links_[hop].room -= taken;
    links_[hop].open_weight -= bundle.weight;
  }
}

void FluidShares::finish() {
  for (const Entry& entry : link_heap_.entries()) {
    if (!links_[entry.index].full) ceilings_[entry.index] = kNoLimit;
  }
  link_heap_.clear();
  cap_heap_.clear();
  for (const BundleIndex index : opened_) {
    bundles_[index].listed = false;
    if (bundles_[index].level != bundles_[index].former) changed_.push_back(index);
  }
  opened_.clear();
}

}  // namespace eastwest::fluid
