// Words of 64 nodes; ranges are added and taken bit by bit within a word.
#include "models/policy/schedule/node_set.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

constexpr std::int64_t kWordBits = 64;

std::size_t word_of(std::int64_t node) { return static_cast<std::size_t>(node / kWordBits); }

/// Bits `low` … `high` of a word.
std::uint64_t mask(std::int64_t low, std::int64_t high) {
  const std::uint64_t up_to_high = ~std::uint64_t{0} >> (kWordBits - 1 - high);
  return up_to_high & (~std::uint64_t{0} << low);
}

}  // namespace

/// Calls change(word, bits) for each word that the ranges touch.
template <class Change>
void NodeSet::each_word(const std::vector<Range>& ranges, Change&& change) {
  for (const Range& range : ranges) {
    for (std::int64_t node = range.first; node <= range.last;) {
      const std::int64_t low = node % kWordBits;
      const std::int64_t high = std::min(kWordBits - 1, low + range.last - node);
      change(words_[word_of(node)], mask(low, high));
      node += high - low + 1;
    }
  }
}

NodeSet NodeSet::none(std::int64_t size) {
  NodeSet set;
  set.size_ = size;
  set.words_.assign(word_of(size + kWordBits - 1), 0);
  return set;
}

NodeSet NodeSet::all(std::int64_t size) {
  NodeSet set = none(size);
  if (size > 0) set.add({{0, size - 1}});
  return set;
}

void NodeSet::add(const std::vector<Range>& ranges) {
  each_word(ranges, [this](std::uint64_t& word, std::uint64_t bits) {
    EW_CHECK((word & bits) == 0, "{} nodes are freed twice", std::popcount(word & bits));
    word |= bits;
    count_ += std::popcount(bits);
  });
}

void NodeSet::remove(const std::vector<Range>& ranges) {
  each_word(ranges, [this](std::uint64_t& word, std::uint64_t bits) {
    EW_CHECK((word & bits) == bits, "{} nodes are taken twice", std::popcount(bits & ~word));
    word &= ~bits;
    count_ -= std::popcount(bits);
  });
}

std::vector<NodeSet::Range> NodeSet::take_lowest(std::int64_t wanted) {
  EW_CHECK(wanted <= count_, "{} nodes of {} are taken", wanted, count_);
  std::vector<Range> taken;
  count_ -= wanted;
  for (std::size_t at = 0; wanted > 0; ++at) {
    std::uint64_t& word = words_[at];
    while (word != 0 && wanted > 0) {
      const std::int64_t low = std::countr_zero(word);
      const std::int64_t length =
          std::min<std::int64_t>(wanted, std::countr_one(word >> static_cast<unsigned>(low)));
      const std::int64_t first = static_cast<std::int64_t>(at) * kWordBits + low;
      word &= ~mask(low, low + length - 1);
      wanted -= length;
      if (!taken.empty() && taken.back().last + 1 == first) {
        taken.back().last += length;
      } else {
        taken.push_back({first, first + length - 1});
      }
    }
  }
  return taken;
}

void NodeSet::remove(const NodeSet& other) {
  count_ -= count_in(other);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
}

std::int64_t NodeSet::count_in(const NodeSet& other) const {
  std::int64_t shared = 0;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    shared += std::popcount(words_[i] & other.words_[i]);
  }
  return shared;
}

}  // namespace eastwest
