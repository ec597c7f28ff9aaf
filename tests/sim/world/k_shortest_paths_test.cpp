// The k shortest paths against every loopless path of small random graphs, written down one by one.
#include "sim/world/k_shortest_paths.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "sim/world/topology.hpp"
#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

namespace {

/// All loopless paths from `from` to `to` by walking everywhere, in the order that is promised.
class Enumeration {
 public:
  Enumeration(std::size_t node_count, const std::vector<Corridor>& corridors)
      : corridors_(corridors), passed_(node_count, false) {}

  std::vector<Path> all(NodeId from, NodeId to) {
    found_.clear();
    walk(from, to, {});
    std::sort(found_.begin(), found_.end(), [](const Path& a, const Path& b) {
      return std::make_tuple(a.latency, a.corridors.size(), a.corridors) <
             std::make_tuple(b.latency, b.corridors.size(), b.corridors);
    });
    return found_;
  }

 private:
  void walk(NodeId at, NodeId to, Path path) {
    if (at == to) {
      found_.push_back(path);
      return;
    }
    passed_[at.index()] = true;
    for (std::size_t index = 0; index < corridors_.size(); ++index) {
      const Corridor& corridor = corridors_[index];
      if (corridor.a != at && corridor.b != at) continue;
      const NodeId next = corridor.a == at ? corridor.b : corridor.a;
      if (passed_[next.index()]) continue;
      Path longer = path;
      longer.latency += corridor.delay;
      longer.corridors.push_back(static_cast<std::int32_t>(index));
      walk(next, to, std::move(longer));
    }
    passed_[at.index()] = false;
  }

  const std::vector<Corridor>& corridors_;
  std::vector<bool> passed_;
  std::vector<Path> found_;
};

/// A random graph in which many paths are equally long, because delays are small whole numbers.
std::vector<Corridor> random_corridors(std::mt19937& random, std::size_t nodes, int delay_max) {
  std::vector<Corridor> corridors;
  for (std::size_t a = 0; a < nodes; ++a) {
    for (std::size_t b = a + 1; b < nodes; ++b) {
      if (random() % 2 == 0) continue;
      const Duration delay{
          static_cast<Duration::rep>(1 + random() % static_cast<unsigned>(delay_max))};
      corridors.push_back({NodeId(a), NodeId(b), delay, {TrunkId(corridors.size())}});
    }
  }
  std::shuffle(corridors.begin(), corridors.end(), random);
  return corridors;
}

bool same(const Path& a, const Path& b) {
  return a.latency == b.latency && a.corridors == b.corridors;
}

std::string names(const World& world, const PathGraph& graph, NodeId from, const Path& path) {
  std::string text;
  for (const NodeId id : nodes_of(graph, from, path)) text += world.nodes[id.index()].id;
  return text;
}

}  // namespace

TEST_CASE("the k shortest paths are those of an enumeration of all paths") {
  std::mt19937 random(71);
  int compared = 0;
  for (int round = 0; round < 120; ++round) {
    const std::size_t nodes = 2 + random() % 6;
    const int delay_max = round % 3 == 0 ? 2 : 40;  // a third with many ties
    const std::vector<Corridor> corridors = random_corridors(random, nodes, delay_max);
    const PathGraph graph(nodes, corridors);
    Enumeration enumeration(nodes, corridors);
    for (std::size_t to = 0; to < nodes; ++to) {
      const PathFinder finder(graph, NodeId(to));
      for (std::size_t from = 0; from < nodes; ++from) {
        const std::vector<Path> all = enumeration.all(NodeId(from), NodeId(to));
        INFO("round " << round << ", node " << from << " to " << to);
        const std::vector<Path> ten = finder.shortest(NodeId(from), 10);
        REQUIRE(ten.size() == std::min<std::size_t>(10, all.size()));
        for (std::size_t rank = 0; rank < ten.size(); ++rank) CHECK(same(ten[rank], all[rank]));
        CHECK(finder.shortest(NodeId(from), 100'000).size() == all.size());
        const auto equal =
            static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Path& path) {
              return path.latency == all.front().latency;
            }));
        CHECK(finder.equal_cost(NodeId(from), 1000).size() == equal);
        CHECK(finder.equal_cost(NodeId(from), 2).size() == std::min<std::size_t>(2, equal));
        compared += static_cast<int>(ten.size());
      }
    }
  }
  CHECK(compared > 10'000);
}

namespace {

/// A random world of cables with random shared-risk groups, parallel cables among them.
World world_with_risks(std::mt19937& random) {
  World world;
  const std::size_t nodes = 3 + random() % 4;
  for (std::size_t node = 0; node < nodes; ++node) {
    world.nodes.emplace_back();
    world.nodes.back().id = std::string(1, static_cast<char>('a' + node));
  }
  const std::size_t groups = 2 + random() % 6;
  const std::size_t trunks = nodes + random() % nodes;
  for (std::size_t index = 0; index < trunks; ++index) {
    const std::size_t a = random() % nodes;
    Trunk trunk;
    trunk.id = "t" + std::to_string(index);
    trunk.a = NodeId(a);
    trunk.b = NodeId((a + 1 + random() % (nodes - 1)) % nodes);
    trunk.waves = 1;
    trunk.length = Kilometres(static_cast<double>(100 * (1 + random() % 9)));
    trunk.corridor = "g" + std::to_string(random() % groups);
    world.trunks.push_back(trunk);
  }
  return world;
}

/// Latencies of all loopless node sequences by walking over single cables: of parallel cables the
/// shortest one counts. Knows nothing of corridors, trees or Yen.
class CableWalk {
 public:
  CableWalk(const World& world, const std::set<std::string>& avoided)
      : world_(world), avoided_(avoided), passed_(world.nodes.size(), false) {}

  /// Ascending.
  std::vector<Duration> latencies(std::size_t from, std::size_t to) {
    found_.clear();
    to_ = to;
    walk(from, Duration{0});
    std::sort(found_.begin(), found_.end());
    return found_;
  }

 private:
  void walk(std::size_t at, Duration so_far) {
    if (at == to_) {
      found_.push_back(so_far);
      return;
    }
    passed_[at] = true;
    for (std::size_t next = 0; next < passed_.size(); ++next) {
      if (passed_[next]) continue;
      Duration least = Duration::max();
      for (const Trunk& trunk : world_.trunks) {
        const bool joins = (trunk.a.index() == at && trunk.b.index() == next) ||
                           (trunk.b.index() == at && trunk.a.index() == next);
        if (joins && !avoided_.contains(trunk.corridor)) {
          least = std::min(least, trunk_delay(world_, trunk));
        }
      }
      if (least != Duration::max()) walk(next, so_far + least);
    }
    passed_[at] = false;
  }

  const World& world_;
  const std::set<std::string>& avoided_;
  std::vector<bool> passed_;
  std::size_t to_ = 0;
  std::vector<Duration> found_;
};

std::vector<Duration> latencies_of(const std::vector<Path>& paths) {
  std::vector<Duration> latencies;
  for (const Path& path : paths) latencies.push_back(path.latency);
  return latencies;
}

}  // namespace

TEST_CASE("paths that avoid risk groups are those of a walk over all other cables") {
  std::mt19937 random(2026);
  std::size_t detours = 0;  // pairs that are farther apart without the groups
  std::size_t cut = 0;      // and pairs that are cut off
  std::size_t several = 0;  // pairs with equally short ways
  for (int round = 0; round < 300; ++round) {
    const World world = world_with_risks(random);
    std::set<std::string> avoided;
    for (std::size_t group = random() % 3; group > 0; --group) {
      avoided.insert(world.trunks[random() % world.trunks.size()].corridor);
    }
    const PathGraph graph(world.nodes.size(), corridors_of(world, avoided));
    CableWalk walk(world, avoided);
    const std::set<std::string> none;
    CableWalk everywhere(world, none);
    for (std::size_t to = 0; to < world.nodes.size(); ++to) {
      const PathFinder finder(graph, NodeId(to));
      for (std::size_t from = 0; from < world.nodes.size(); ++from) {
        if (from == to) continue;
        INFO("seed 2026, round " << round << ", node " << from << " to " << to);
        const std::vector<Duration> expected = walk.latencies(from, to);
        const std::vector<Path> found = finder.shortest(NodeId(from), 1000);
        CHECK(latencies_of(found) == expected);
        CHECK(latencies_of(finder.shortest(NodeId(from), 3)) ==
              std::vector<Duration>(
                  expected.begin(),
                  expected.begin() +
                      static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, expected.size()))));
        for (const Path& path : found) {
          for (const std::int32_t step : path.corridors) {
            const Corridor& corridor = graph.corridors()[static_cast<std::size_t>(step)];
            for (const TrunkId cable : corridor.trunks) {
              CHECK_FALSE(avoided.contains(world.trunks[cable.index()].corridor));
            }
          }
        }
        const auto equal =
            expected.empty() ? 0 : std::count(expected.begin(), expected.end(), expected.front());
        CHECK(finder.equal_cost(NodeId(from), 1000).size() == static_cast<std::size_t>(equal));
        const std::vector<Duration> all = everywhere.latencies(from, to);
        if (expected.empty() && !all.empty()) ++cut;
        if (!expected.empty() && expected.front() > all.front()) ++detours;
        if (equal > 1) ++several;
      }
    }
  }
  // The graphs are such that avoidance matters.
  CHECK(detours > 300);
  CHECK(cut > 300);
  CHECK(several > 50);
}

TEST_CASE("the first of the k shortest paths is that of the tree") {
  std::mt19937 random(5);
  const std::vector<Corridor> corridors = random_corridors(random, 12, 3);
  const PathGraph graph(12, corridors);
  const PathTree tree = graph.tree(NodeId(0));
  const PathFinder finder(graph, NodeId(0));
  for (std::size_t node = 1; node < 12; ++node) {
    const std::vector<Path> one = finder.shortest(NodeId(node), 1);
    REQUIRE(one.size() == 1);
    CHECK(one[0].latency == tree.latency[node]);
    CHECK(static_cast<std::int32_t>(one[0].corridors.size()) == tree.hops[node]);
    CHECK(one[0].corridors.front() == tree.next[node]);
  }
}

TEST_CASE("ways of a square: two sides are equally short, the third way is the detour") {
  // A - B - D and A - C - D: 200 km each; A - D directly: 250 km
  const World world = drawn_world(R"(
    A --400G 100km-- B --400G 100km-- D
    A --400G 100km-- C --400G 100km-- D
    A --400G 250km-- D)");
  const PathGraph graph(world.nodes.size(), corridors_of(world));
  const PathFinder finder(graph, node_of(world, "D"));
  const std::vector<Path> ways = finder.shortest(node_of(world, "A"), 5);
  REQUIRE(ways.size() == 3);
  CHECK(names(world, graph, node_of(world, "A"), ways[0]) == "ABD");
  CHECK(names(world, graph, node_of(world, "A"), ways[1]) == "ACD");
  CHECK(names(world, graph, node_of(world, "A"), ways[2]) == "AD");
  CHECK(ways[1].latency == 980us);  // 200 km x 4.9 us/km
  CHECK(ways[2].latency == 1225us);
  CHECK(finder.equal_cost(node_of(world, "A"), 10).size() == 2);
}

TEST_CASE("paths avoid a shared-risk group, whatever nodes its cables join") {
  World world = drawn_world(R"(
    A --400G 100km-- B --400G 100km-- C
    A --400G 300km-- B
    A --400G 900km-- C)");
  world.trunks[0].corridor = "tunnel";
  world.trunks[1].corridor = "tunnel";  // B - C
  const auto latency = [&](const std::set<std::string>& avoided) {
    const PathGraph graph(world.nodes.size(), corridors_of(world, avoided));
    const std::vector<Path> found =
        PathFinder(graph, node_of(world, "C")).shortest(node_of(world, "A"), 1);
    return found.empty() ? Topology::kUnreachable : found.front().latency;
  };
  CHECK(latency({}) == 980us);
  CHECK(latency({"tunnel"}) == 4410us);  // 900 km
  CHECK(latency({"tunnel", "A--C"}) == Topology::kUnreachable);
}

TEST_CASE("a topology with several ways keeps the shortest routes as they are") {
  const World world = drawn_world(R"(
    A --400G 100km-- B --400G 100km-- D
    A --400G 150km-- C --400G 100km-- D
    D [8]
    B [8])");
  const Topology one(world);
  const Topology three(world, 3);
  const NodeId a = node_of(world, "A");
  const SiteId d = site_of(world, "D");
  CHECK(one.way_count(a, d) == 1);
  REQUIRE(three.way_count(a, d) == 2);
  CHECK_FALSE(three.node_to_site(a, d, 2).valid());
  const Route& first = three.route(three.node_to_site(a, d));
  CHECK(first.links == one.route(one.node_to_site(a, d)).links);
  CHECK(first.latency == 980us);
  const Route& second = three.route(three.node_to_site(a, d, 1));
  CHECK(second.latency == 1225us);  // 250 km over C
  CHECK(second.length.value() == 250);
  CHECK(second.way == 1);
  const Route& back = three.route(three.site_to_node(d, a, 1));
  CHECK(back.from == second.to);
  CHECK(back.to == second.from);
  CHECK(back.latency == second.latency);
  CHECK(back.links.size() == second.links.size());
  CHECK(three.way_count(node_of(world, "D"), d) == 1);  // within one node there is only the uplink
  CHECK(three.latency(a, node_of(world, "D")) == 980us);
}
