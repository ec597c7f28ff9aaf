// Homes by demand weight, and sums by home province.
#include "models/workload/home_draw.hpp"

#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

TEST_CASE("homes are drawn by demand weight, nodes without demand never", "[home]") {
  World world = three_homes();
  world.nodes.insert(world.nodes.begin() + 1, Node{});  // weight 0
  const HomeDraw homes(world);
  struct Case {
    double u;
    int node;
  };
  for (const Case& one : {Case{1e-16, 0}, Case{0.4999, 0}, Case{0.5001, 2}, Case{0.7999, 2},
                          Case{0.8001, 3}, Case{1 - 0x1p-53, 3}}) {
    CAPTURE(one.u);
    CHECK(homes.at(one.u) == NodeId{one.node});
  }
  CHECK(homes.share(NodeId{0}) == Approx(0.5));
  CHECK(homes.share(NodeId{1}) == 0);
  CHECK(homes.share(NodeId{3}) == Approx(0.2));
}

TEST_CASE("a demand of zero in the last nodes does not make them homes", "[home]") {
  World world = three_homes();
  world.nodes[2].demand_weight = 0;
  CHECK(HomeDraw(world).at(1 - 0x1p-53) == NodeId{1});
}

TEST_CASE("without any demand weight all nodes are alike", "[home]") {
  World world = three_homes();
  for (Node& node : world.nodes) node.demand_weight = 0;
  const HomeDraw homes(world);
  CHECK(homes.at(0.3) == NodeId{0});
  CHECK(homes.at(0.6) == NodeId{1});
  CHECK(homes.at(0.9) == NodeId{2});
  CHECK(homes.share(NodeId{2}) == Approx(1.0 / 3));
}

}  // namespace eastwest
