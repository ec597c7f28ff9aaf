// Every placement chooses by its rule.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/builtin.hpp"
#include "sim/engine/node_books.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// Nodes of a site with the placement of that name; `n accelerators, cores`.
class Placed {
 public:
  Placed(const std::string& name, const std::vector<std::pair<int, int>>& nodes,
         std::uint64_t seed = 1) {
    std::vector<ComputeNode> list;
    for (const auto& [accelerators, cores] : nodes) {
      list.push_back({.id = std::to_string(list.size()),
                      .accelerators = accelerators,
                      .kind = {},
                      .cpu = std::int64_t{cores} * 1000});
    }
    const ModelRegistries models = builtin_models();
    books_ =
        std::make_unique<NodeBooks>(std::make_shared<const NodeList>(std::move(list)),
                                    models.placements.at(name).make({}), RandomSource(seed, 0));
  }
  /// The node of the job, and of a fraction its accelerator: `1` or `1.0`.
  std::string take(std::int64_t accelerators, const PlacementTerms& terms = {}) {
    const std::int32_t shape = books_->shape_of(accelerators, &terms);
    REQUIRE(books_->fits(shape));
    const NodePart part = books_->take(shape, serial_++)->parts.front();
    std::string text = std::to_string(part.node);
    if (terms.share < kWholeAccelerator) text += "." + std::to_string(part.accelerators.front());
    return text;
  }

 private:
  std::unique_ptr<NodeBooks> books_;
  std::uint64_t serial_ = 0;
};

PlacementTerms on_one(std::int64_t cpu = 0, std::int32_t share = kWholeAccelerator) {
  return {.share = share, .together = true, .cpu = cpu};
}

}  // namespace

TEST_CASE("first-fit takes the first node that fits", "[placement]") {
  Placed site("first-fit", {{2, 8}, {8, 8}, {4, 8}});
  CHECK(site.take(3, on_one()) == "1");
  CHECK(site.take(2, on_one()) == "0");
  CHECK(site.take(4, on_one()) == "1");
  CHECK(site.take(2, on_one()) == "2");
}

TEST_CASE("best-fit leaves the least free of accelerators and CPU together", "[placement]") {
  // The most of a node: 8 accelerators, 16 cores. Free: 8/8 + 8/16 = 1.5; 4/8 + 16/16 = 1.5;
  // 4/8 + 12/16 = 1.25.
  Placed site("best-fit", {{8, 8}, {4, 16}, {4, 12}});
  CHECK(site.take(1, on_one()) == "2");
  // Now 3/8 + 12/16 on node 2; 4 together fit on 0 and 1 only, which are equal: the earlier.
  CHECK(site.take(4, on_one()) == "0");
  // 4/8 + 8/16 = 1 there, 1.125 on node 2.
  CHECK(site.take(1, on_one(0, 300)) == "0.4");
  // 3.7/8 + 8/16: the accelerator with the least left that is enough.
  CHECK(site.take(1, on_one(0, 700)) == "0.4");
  CHECK(site.take(1, on_one(0, 700)) == "0.5");
}

TEST_CASE("worst-fit takes the node with the most free, and the loosest accelerator",
          "[placement]") {
  Placed site("worst-fit", {{4, 16}, {8, 16}});
  CHECK(site.take(1, on_one(0, 300)) == "1.0");
  CHECK(site.take(1, on_one(0, 300)) == "1.1");
  // 7.4/8 + 1 against 4/8 + 1; with 14 cores gone 7/8 + 2/16 against 4/8 + 1.
  CHECK(site.take(0, {.cpu = 14'000}) == "1");
  CHECK(site.take(1, on_one()) == "0");
}

TEST_CASE("packing fills what is broken up, and keeps nodes whole", "[placement]") {
  Placed site("packing", {{8, 96}, {2, 96}, {8, 96}, {0, 96}});
  // Without accelerators: where there are none to block.
  CHECK(site.take(0, {.cpu = 8000}) == "3");
  // The first fraction breaks up an accelerator of the smallest node.
  CHECK(site.take(1, on_one(0, 300)) == "1.0");
  CHECK(site.take(1, on_one(0, 600)) == "1.0");
  // 100 thousandths are left of it: the next breaks up its neighbour, the node being in use.
  CHECK(site.take(1, on_one(0, 600)) == "1.1");
  CHECK(site.take(8, on_one()) == "0");
  CHECK(site.take(1, on_one()) == "2");
  CHECK(site.take(1, on_one()) == "2");
}

TEST_CASE("random takes every node alike, and the same ones with the same seed", "[placement]") {
  const auto counts = [](std::uint64_t seed) {
    std::map<std::string, int> nodes;
    Placed site("random", {{400, 1}, {400, 1}, {400, 1}}, seed);
    for (int i = 0; i < 300; ++i) ++nodes[site.take(1, on_one())];
    return nodes;
  };
  // 300 draws of 1/3: mean 100, standard deviation 8.2; five of them are 41.
  for (const auto& [node, count] : counts(7)) {
    INFO("node " << node);
    CHECK(count > 59);
    CHECK(count < 141);
  }
  CHECK(counts(7) == counts(7));
  CHECK(counts(7) != counts(8));
}

TEST_CASE("random takes any accelerator with enough left", "[placement]") {
  Placed site("random", {{100, 1}});
  // Best fit would put both halves on accelerator 0; one of 100 and then one of 100.
  const std::string first = site.take(1, on_one(0, 500));
  const std::string second = site.take(1, on_one(0, 500));
  CHECK((first != "0.0" || second != "0.0"));
}

}  // namespace eastwest
