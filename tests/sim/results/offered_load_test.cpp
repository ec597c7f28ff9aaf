// The offered load of a scope is the sum over its homes.
#include "sim/results/offered_load.hpp"

#include <memory>
#include <utility>

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

namespace eastwest {
namespace {

class Offer final : public Workload {
 public:
  explicit Offer(std::vector<double> offered) : offered_(std::move(offered)) {}
  std::optional<Job> next() override { return std::nullopt; }
  [[nodiscard]] std::vector<double> offered_accelerators() const override { return offered_; }

 private:
  std::vector<double> offered_;
};

std::vector<std::unique_ptr<Workload>> offers(std::vector<std::vector<double>> all) {
  std::vector<std::unique_ptr<Workload>> workloads;
  for (auto& one : all) workloads.push_back(std::make_unique<Offer>(std::move(one)));
  return workloads;
}

Silo silo(std::vector<int> homes) {
  Silo made{.name = "silo", .sites = {}, .homes = {}};
  for (const int home : homes) made.homes.push_back(NodeId{home});
  return made;
}

}  // namespace

TEST_CASE("a scope is offered what its homes submit, from all workloads", "[results]") {
  World world;
  world.nodes.resize(3);
  PlatformRules platform;
  platform.silos = {silo({0, 2}), silo({1})};
  // 8 + 2 + 0.5 at nodes 0 and 2; 3 + 4 at node 1.
  CHECK(offered_by_silo(world, platform, offers({{8, 3, 2}, {0, 4, 0.5}})) ==
        std::vector<double>{10.5, 7});
}

TEST_CASE("a workload that forgets a node is a defect", "[results]") {
  World world;
  world.nodes.resize(2);
  PlatformRules platform;
  platform.silos = {silo({0, 1})};
  CHECK_THROWS_AS(offered_by_silo(world, platform, offers({{8}})), Defect);
}

}  // namespace eastwest
