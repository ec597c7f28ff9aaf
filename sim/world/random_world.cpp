// Prim's tree and the shortest pairs; all lengths in whole metres, so that no tie is left to
// chance.
#include "sim/world/random_world.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/world/geography.hpp"

namespace eastwest {
namespace {

/// What a draw is about: the family of the random stream.
enum class Family : std::uint32_t { place, people, waves, sites, pools };

/// Makes one world.
class RandomWorld {
 public:
  RandomWorld(const RandomWorldRequest& request, double detour)
      : request_(request), detour_(detour), random_(request.seed, 0) {}

  World make() {
    world_.name = fmt::format("random-{}", request_.seed);
    add_nodes();
    add_tree();
    add_shortest_pairs();
    add_sites();
    return std::move(world_);
  }

 private:
  struct Pair {
    std::int64_t metres;
    std::size_t a;
    std::size_t b;
    friend bool operator<(const Pair& one, const Pair& other) {
      return std::tie(one.metres, one.a, one.b) < std::tie(other.metres, other.a, other.b);
    }
  };

  [[nodiscard]] double draw(Family family, std::size_t entity, std::uint32_t number = 0) const {
    return random_.uniform(static_cast<std::uint32_t>(family), entity, Purpose::random_world,
                           number);
  }

  /// A value between the limits in steps.
  [[nodiscard]] static double stepped(double low, double high, double step, double share) {
    return low + step * std::floor(share * (high - low) / step + 0.5);
  }

  void add_nodes() {
    constexpr double kHundredth = 0.01;
    double people = 0;
    const auto count = static_cast<std::size_t>(request_.nodes);
    for (std::size_t at = 0; at < count; ++at) {
      Node node;
      node.id = fmt::format("c{}", at + 1);
      node.name = node.id;
      // Hundredths of a degree, computed so that they are printed with two digits.
      node.longitude =
          std::floor(stepped(98, 122, kHundredth, draw(Family::place, at, 0)) * 100 + 0.5) / 100;
      node.latitude =
          std::floor(stepped(22, 42, kHundredth, draw(Family::place, at, 1)) * 100 + 0.5) / 100;
      node.has_coordinates = true;
      const double share = draw(Family::people, at, 0);
      node.population = stepped(200'000, 20'000'000, 10'000, share * share);
      node.gdp_cny = node.population * stepped(40'000, 140'000, 1'000, draw(Family::people, at, 1));
      people += node.population;
      world_.nodes.push_back(std::move(node));
    }
    for (Node& node : world_.nodes) node.demand_weight = node.population / people;
  }

  [[nodiscard]] Pair pair(std::size_t a, std::size_t b) const {
    const Node& from = world_.nodes[std::min(a, b)];
    const Node& to = world_.nodes[std::max(a, b)];
    const Kilometres line = great_circle(from.longitude, from.latitude, to.longitude, to.latitude);
    return {to_metres(line), std::min(a, b), std::max(a, b)};
  }

  void add_trunk(const Pair& ends) {
    Trunk trunk;
    trunk.a = NodeId(ends.a);
    trunk.b = NodeId(ends.b);
    trunk.id = fmt::format("{}--{}", world_.nodes[ends.a].id, world_.nodes[ends.b].id);
    trunk.name = trunk.id;
    trunk.corridor = trunk.id;
    trunk.length = fibre_length(Kilometres(static_cast<double>(ends.metres) / 1000), detour_);
    const double share = draw(Family::waves, world_.trunks.size());
    trunk.waves = 2 + static_cast<std::int64_t>(std::floor(share * share * 39));
    trunk.ports = 2 * trunk.waves;
    world_.trunks.push_back(std::move(trunk));
    joined_.emplace_back(ends.a, ends.b);
  }

  /// Prim's algorithm: always the nearest node that is not joined yet.
  void add_tree() {
    const std::size_t count = world_.nodes.size();
    std::vector<Pair> nearest;
    for (std::size_t at = 0; at < count; ++at) nearest.push_back(pair(0, at));
    std::vector<bool> reached(count, false);
    reached[0] = true;
    for (std::size_t step = 1; step < count; ++step) {
      std::size_t next = count;
      for (std::size_t at = 0; at < count; ++at) {
        if (!reached[at] && (next == count || nearest[at] < nearest[next])) next = at;
      }
      add_trunk(nearest[next]);
      reached[next] = true;
      for (std::size_t at = 0; at < count; ++at) {
        if (!reached[at]) nearest[at] = std::min(nearest[at], pair(next, at));
      }
    }
  }

  void add_shortest_pairs() {
    const auto wanted = static_cast<std::size_t>(request_.trunks);
    if (world_.trunks.size() >= wanted) return;
    std::sort(joined_.begin(), joined_.end());
    std::vector<Pair> left;
    for (std::size_t a = 0; a < world_.nodes.size(); ++a) {
      for (std::size_t b = a + 1; b < world_.nodes.size(); ++b) {
        if (!std::binary_search(joined_.begin(), joined_.end(), std::pair{a, b})) {
          left.push_back(pair(a, b));
        }
      }
    }
    std::sort(left.begin(), left.end());
    for (std::size_t at = 0; world_.trunks.size() < wanted; ++at) add_trunk(left[at]);
  }

  void add_sites() {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t at = 0; at < world_.nodes.size(); ++at) {
      order.emplace_back(draw(Family::sites, at), at);
    }
    std::sort(order.begin(), order.end());
    order.resize(static_cast<std::size_t>(request_.sites));
    std::sort(order.begin(), order.end(),
              [](const auto& one, const auto& other) { return one.second < other.second; });
    for (const auto& [rank, at] : order) {
      Site site;
      site.id = fmt::format("s{}", at + 1);
      site.name = site.id;
      site.node = NodeId(at);
      site.hub = "none";
      constexpr std::int64_t kSmallest = 256;
      constexpr double kDoublings = 5;
      site.accelerators = kSmallest
                          << static_cast<int>(std::floor(draw(Family::pools, at, 0) * kDoublings));
      site.accelerator_speed = Flops(304.4e12);
      site.pue = Pue::checked(1.2 + std::floor(draw(Family::pools, at, 1) * 30) / 100);
      site.electricity_price = CnyPerKwh(std::floor(30 + draw(Family::pools, at, 2) * 51) / 100);
      site.uplink_ports = site.accelerators / 64;
      world_.sites.push_back(std::move(site));
    }
  }

  const RandomWorldRequest& request_;
  double detour_;
  RandomSource random_;
  World world_;
  std::vector<std::pair<std::size_t, std::size_t>> joined_;
};

}  // namespace

World random_world(const RandomWorldRequest& request, double detour) {
  EW_CHECK(request.nodes >= 2 && request.nodes <= RandomWorldRequest::kNodesMax &&
               request.trunks >= request.nodes - 1 && request.trunks <= request.trunks_max() &&
               request.sites >= 1 && request.sites <= request.nodes,
           "{} nodes, {} trunks, {} sites", request.nodes, request.trunks, request.sites);
  return RandomWorld(request, detour).make();
}

}  // namespace eastwest
