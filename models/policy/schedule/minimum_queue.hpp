// A queue that finds its first item with a key of at most a given value in O(log n).
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace eastwest {

/// A tree of minima over the places of a queue. Places of items that were taken are closed up when
/// the tree is full, which costs O(1) for each push on average.
template <class Item>
class MinimumQueue {
 public:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  /// Greater than every key.
  static constexpr std::int64_t kGone = std::numeric_limits<std::int64_t>::max();

  /// At the end of the queue; a key is less than kGone. All places change their meaning.
  void push(std::int64_t key, const Item& item) {
    if (items_.size() == places_) rebuild();
    items_.push_back(item);
    ++size_;
    std::size_t at = items_.size() - 1 + places_;
    least_[at] = key;
    while (at > 1 && least_[at / 2] > key) least_[at /= 2] = key;
  }

  /// The first place, not before `from`, whose key is at most `bound` (less than kGone); kNone.
  [[nodiscard]] std::size_t find(std::size_t from, std::int64_t bound) const {
    if (from >= items_.size() || least_[1] > bound) return kNone;
    std::size_t at = from + places_;
    while (least_[at] > bound) {
      // The next subtree to the right: up while it is a right child, then to the sibling.
      while (at % 2 == 1) at /= 2;
      if (at == 0) return kNone;
      ++at;
    }
    while (at < places_) {
      at *= 2;
      if (least_[at] > bound) ++at;
    }
    return at - places_;
  }

  [[nodiscard]] const Item& item(std::size_t place) const { return items_[place]; }
  [[nodiscard]] std::int64_t key(std::size_t place) const { return least_[place + places_]; }
  /// The least key of all; kGone if the queue is empty.
  [[nodiscard]] std::int64_t least() const { return size_ == 0 ? kGone : least_[1]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// Takes out the item at a place that find() gave; other places keep their meaning.
  void take(std::size_t place) {
    std::size_t at = place + places_;
    least_[at] = kGone;
    while (at > 1) {
      at /= 2;
      const std::int64_t least = std::min(least_[2 * at], least_[2 * at + 1]);
      if (least_[at] == least) break;
      least_[at] = least;
    }
    if (--size_ == 0) items_.clear();
  }

 private:
  static constexpr std::size_t kPlacesMin = 8;

  /// At least half of the new places are empty.
  void rebuild() {
    std::vector<std::int64_t> keys;
    std::vector<Item> kept;
    keys.reserve(size_);
    kept.reserve(2 * size_);
    for (std::size_t place = 0; place < items_.size(); ++place) {
      if (key(place) == kGone) continue;
      keys.push_back(key(place));
      kept.push_back(items_[place]);
    }
    items_ = std::move(kept);
    places_ = std::max(kPlacesMin, std::bit_ceil(2 * size_));
    least_.assign(2 * places_, kGone);
    std::copy(keys.begin(), keys.end(), least_.begin() + static_cast<std::ptrdiff_t>(places_));
    for (std::size_t at = places_ - 1; at >= 1; --at) {
      least_[at] = std::min(least_[2 * at], least_[2 * at + 1]);
    }
  }

  std::vector<Item> items_;          // by place
  std::vector<std::int64_t> least_;  // heap layout; leaf of a place = place + places_
  std::size_t places_ = 0;
  std::size_t size_ = 0;
};

}  // namespace eastwest
