// A set of the nodes of one site, by number.
#pragma once

#include <cstdint>
#include <vector>

namespace eastwest {

/// Nodes 0 … size - 1 as bits. All operations on two sets need the same size.
class NodeSet {
 public:
  /// Consecutive nodes first … last.
  struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
    friend bool operator==(const Range&, const Range&) = default;
  };

  NodeSet() = default;
  /// Without any node, or with all of them.
  static NodeSet none(std::int64_t size);
  static NodeSet all(std::int64_t size);

  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] std::int64_t count() const { return count_; }
  void add(const std::vector<Range>& ranges);
  /// Takes out the `wanted` nodes with the lowest numbers; there must be as many.
  std::vector<Range> take_lowest(std::int64_t wanted);
  /// Takes out these nodes, which must all be there.
  void remove(const std::vector<Range>& ranges);
  /// Takes out what is in `other` too.
  void remove(const NodeSet& other);
  /// Those of these nodes that are in `other` too.
  [[nodiscard]] std::int64_t count_in(const NodeSet& other) const;

 private:
  template <class Change>
  void each_word(const std::vector<Range>& ranges, Change&& change);

  std::vector<std::uint64_t> words_;
  std::int64_t size_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace eastwest
