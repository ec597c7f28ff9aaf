// A platform file of SimGrid with every route spelled out, since SimGrid's own search counts links.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/world/shortest_paths.hpp"
#include "sim/world/topology.hpp"
#include "tools/eastwest/exported_graph.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kHostsMax = 600;

std::string escaped(const std::string& text) {
  std::string result;
  for (const char byte : text) {
    if (byte == '&') {
      result += "&amp;";
    } else if (byte == '<') {
      result += "&lt;";
    } else if (byte == '"') {
      result += "&quot;";
    } else {
      result += byte;
    }
  }
  return result;
}

/// Writes one platform.
class PlatformText {
 public:
  explicit PlatformText(const World& world)
      : world_(world), topology_(world), graph_(world.nodes.size(), corridors_of(world)) {}

  std::string text() {
    text_ =
        "<?xml version=\"1.0\"?>\n"
        "<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n"
        "<!-- Latencies are one way. SimGrid's default network model multiplies them by 13.01;\n"
        "     for latencies as they are: cfg=network/model:CM02 -->\n"
        "<platform version=\"4.1\">\n"
        "  <zone id=\"world\" routing=\"Full\">\n";
    add_hosts();
    add_links();
    for (std::size_t to = 0; to < world_.nodes.size(); ++to) {
      const PathTree tree = graph_.tree(NodeId(to));
      add_node_routes(NodeId(to), tree);
      add_site_routes(NodeId(to), tree);
    }
    add_simulated_routes();
    return std::move(text_) + "  </zone>\n</platform>\n";
  }

 private:
  using Passed = std::vector<std::pair<TrunkId, bool>>;  // with true: from a to b

  [[nodiscard]] std::string node_name(NodeId id) const {
    return escaped(world_.nodes[id.index()].id);
  }
  [[nodiscard]] std::string site_name(SiteId id) const {
    return escaped(world_.sites[id.index()].id) + ".site";
  }
  [[nodiscard]] std::string uplink(SiteId id, const char* direction) const {
    return fmt::format("      <link_ctn id=\"{}.uplink\" direction=\"{}\"/>\n",
                       escaped(world_.sites[id.index()].id), direction);
  }

  void add_hosts() {
    for (std::size_t at = 0; at < world_.nodes.size(); ++at) {
      text_ += fmt::format("    <host id=\"{}\" speed=\"1Gf\"/>\n", node_name(NodeId(at)));
    }
    for (std::size_t at = 0; at < world_.sites.size(); ++at) {
      const Site& site = world_.sites[at];
      const double speed = static_cast<double>(site.accelerators) * site.accelerator_speed.value();
      text_ += fmt::format("    <host id=\"{}\" speed=\"{}f\"/>\n", site_name(SiteId(at)),
                           shortest(speed > 0 ? speed : 1));
    }
  }

  void add_link(const std::string& name, BitsPerSecond capacity, Duration latency) {
    text_ += fmt::format(
        "    <link id=\"{}\" bandwidth=\"{}bps\" latency=\"{}ns\" "
        "sharing_policy=\"SPLITDUPLEX\"/>\n",
        name, capacity.value(), latency.count());
  }

  void add_links() {
    for (const Trunk& trunk : world_.trunks) {
      const BitsPerSecond capacity = trunk_capacity(world_, trunk);
      if (capacity.value() <= 0) continue;
      add_link(escaped(trunk.id), capacity, trunk_delay(world_, trunk));
    }
    for (const Site& site : world_.sites) {
      const BitsPerSecond capacity = uplink_capacity(world_, site);
      if (capacity.value() > 0) add_link(escaped(site.id) + ".uplink", capacity, Duration{0});
    }
  }

  /// The shortest cables from a node to the root of the tree.
  [[nodiscard]] Passed passed(NodeId from, NodeId root, const PathTree& tree) const {
    Passed trunks;
    for (NodeId node = from; node != root;) {
      const Corridor& corridor =
          graph_.corridors()[static_cast<std::size_t>(tree.next[node.index()])];
      TrunkId cable = corridor.trunks.front();
      for (const TrunkId id : corridor.trunks) {
        if (trunk_delay(world_, world_.trunks[id.index()]) == corridor.delay) {
          cable = id;
          break;
        }
      }
      trunks.emplace_back(cable, world_.trunks[cable.index()].a == node);
      node = other_end(corridor, node);
    }
    return trunks;
  }

  [[nodiscard]] std::string links_text(const Passed& trunks) const {
    std::string text;
    for (const auto& [id, forward] : trunks) {
      text += fmt::format("      <link_ctn id=\"{}\" direction=\"{}\"/>\n",
                          escaped(world_.trunks[id.index()].id), forward ? "UP" : "DOWN");
    }
    return text;
  }

  void add_route(const std::string& from, const std::string& to, const char* symmetrical,
                 const std::string& links) {
    if (links.empty()) return;
    text_ += fmt::format("    <route src=\"{}\" dst=\"{}\" symmetrical=\"{}\">\n{}    </route>\n",
                         from, to, symmetrical, links);
  }

  /// From all nodes of smaller rank, and back the same way.
  void add_node_routes(NodeId to, const PathTree& tree) {
    for (std::size_t from = 0; from < to.index(); ++from) {
      if (tree.latency[from] == Duration::max()) continue;
      add_route(node_name(NodeId(from)), node_name(to), "YES",
                links_text(passed(NodeId(from), to, tree)));
    }
  }

  /// Between sites: from those of smaller rank to the sites of this node, and back.
  void add_site_routes(NodeId to, const PathTree& tree) {
    for (std::size_t b = 0; b < world_.sites.size(); ++b) {
      if (world_.sites[b].node != to || !has_uplink(SiteId(b))) continue;
      for (std::size_t a = 0; a < b; ++a) {
        const NodeId from = world_.sites[a].node;
        if (tree.latency[from.index()] == Duration::max() || !has_uplink(SiteId(a))) continue;
        add_route(site_name(SiteId(a)), site_name(SiteId(b)), "YES",
                  uplink(SiteId(a), "DOWN") + links_text(passed(from, to, tree)) +
                      uplink(SiteId(b), "UP"));
      }
    }
  }

  [[nodiscard]] bool has_uplink(SiteId id) const {
    return uplink_capacity(world_, world_.sites[id.index()]).value() > 0;
  }

  /// Between nodes and sites, each direction as the simulation has it.
  void add_simulated_routes() {
    for (const Route& route : topology_.routes()) {
      const bool inward = route.to.site.valid();
      const SiteId site = inward ? route.to.site : route.from.site;
      const NodeId node = inward ? route.from.node : route.to.node;
      std::string links;
      for (const LinkId id : route.links) {
        const Link& link = topology_.links()[id.index()];
        links += link.trunk.valid() ? links_text({{link.trunk, link.forward}})
                                    : uplink(link.site, link.forward ? "UP" : "DOWN");
      }
      const std::string names[] = {node_name(node), site_name(site)};
      add_route(names[inward ? 0 : 1], names[inward ? 1 : 0], "NO", links);
    }
  }

  const World& world_;
  Topology topology_;
  PathGraph graph_;
  std::string text_;
};

}  // namespace

std::string simgrid_platform_of(const World& world) {
  const std::size_t hosts = world.nodes.size() + world.sites.size();
  if (hosts > kHostsMax) {
    throw ScenarioError(
        "eastwest export",
        fmt::format("the world has {} nodes and sites; a platform file with a route "
                    "for every two of them is written for at most {}",
                    hosts, kHostsMax),
        "export graphml and cut the graph down");
  }
  return PlatformText(world).text();
}

}  // namespace eastwest
