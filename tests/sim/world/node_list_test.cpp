// Which jobs could ever run on the nodes of a site.
#include "sim/world/node_list.hpp"

#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// Two nodes of 8 accelerators and 96 cores, one of 4 of another kind, one without any.
Site site_of_four_nodes() {
  Site site;
  site.node_list = std::make_shared<const NodeList>(std::vector<ComputeNode>{
      {.id = "a", .accelerators = 8, .kind = "G2", .cpu = 96'000, .memory = 1000},
      {.id = "b", .accelerators = 8, .kind = "G2", .cpu = 96'000, .memory = 1000},
      {.id = "c", .accelerators = 4, .kind = "T4", .cpu = 32'000, .memory = 500},
      {.id = "d", .accelerators = 0, .kind = "", .cpu = 64'000}});
  site.accelerators = site.node_list->accelerators();
  return site;
}

}  // namespace

TEST_CASE("a list of nodes knows its sum and its types", "[nodes]") {
  const Site site = site_of_four_nodes();
  CHECK(site.accelerators == 8 + 8 + 4);
  const auto& types = site.node_list->types();
  REQUIRE(types.size() == 3);
  CHECK(types[0].count == 2);
  CHECK(types[1].node.id == "c");
  // What is not told is always enough.
  CHECK(types[2].node.memory == ComputeNode::kUnlimited);
}

TEST_CASE("whether a job could ever run at a site with nodes", "[nodes]") {
  const Site site = site_of_four_nodes();
  const auto could = [&](std::int64_t accelerators, const PlacementTerms& terms) {
    return could_hold(site, accelerators, &terms);
  };
  CHECK(could(20, {}));
  CHECK_FALSE(could(21, {}));
  // On one node there are 8; without any, every node with enough CPU will do.
  CHECK(could(8, {.together = true}));
  CHECK_FALSE(could(9, {.together = true}));
  CHECK(could(0, {.cpu = 96'000}));
  CHECK_FALSE(could(0, {.cpu = 96'001}));
  // At most 3 a node: 3 + 3 + 3.
  CHECK(could(9, {.per_node = 3}));
  CHECK_FALSE(could(10, {.per_node = 3}));
  // 48 cores on every node: not on c.
  CHECK(could(16, {.cpu = 48'000}));
  CHECK_FALSE(could(17, {.cpu = 48'000}));
  // Only c is of that kind; a node without accelerators is of none.
  CHECK(could(4, {.kinds = {"T4", "A10"}}));
  CHECK_FALSE(could(5, {.kinds = {"T4", "A10"}}));
  CHECK_FALSE(could(0, {.kinds = {"A10"}}));
  // Two whole nodes with at least 8 each; three with at least 4 each.
  CHECK(could(16, {.nodes = 2}));
  CHECK_FALSE(could(18, {.nodes = 2}));
  CHECK(could(12, {.nodes = 3}));
  CHECK_FALSE(could(15, {.nodes = 3}));
}

TEST_CASE("a site that is one pool takes jobs without terms only", "[nodes]") {
  const Site pool;
  const PlacementTerms terms{.together = true};
  CHECK(could_hold(pool, 1, nullptr));
  CHECK_FALSE(could_hold(pool, 1, &terms));
}

}  // namespace eastwest
