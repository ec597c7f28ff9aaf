// Worlds for tests, drawn as text: "Guian --400G 1200km-- Shenzhen".
#pragma once

#include <charconv>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest::drawing {

inline double number_before(const std::string& word, const std::string& unit) {
  double value = 0;
  const char* end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, value);
  if (error != std::errc{} || std::string(rest, end) != unit) {
    throw std::invalid_argument(fmt::format("'{}' is no number with unit '{}'", word, unit));
  }
  return value;
}

inline NodeId node_named(World& world, const std::string& id) {
  for (std::size_t index = 0; index < world.nodes.size(); ++index) {
    if (world.nodes[index].id == id) return NodeId(index);
  }
  Node node;
  node.id = id;
  node.name = id;
  world.nodes.push_back(node);
  return NodeId(world.nodes.size() - 1);
}

/// `A --400G 1200km-- B --800G 30km-- C`: the words of one line.
inline void draw_trunks(World& world, const std::vector<std::string>& words,
                        std::map<std::string, int>& cables) {
  NodeId left = node_named(world, words[0]);
  for (std::size_t at = 1; at < words.size(); at += 3) {
    if (at + 2 >= words.size() || !words[at].starts_with("--") || !words[at + 1].ends_with("--")) {
      throw std::invalid_argument("a trunk is drawn A --400G 1200km-- B");
    }
    const std::string length = words[at + 1].substr(0, words[at + 1].size() - 2);
    Trunk trunk;
    trunk.a = left;
    trunk.b = node_named(world, words[at + 2]);
    trunk.waves = static_cast<std::int64_t>(number_before(words[at].substr(2), "G") / 400);
    trunk.ports = 2 * trunk.waves;
    trunk.length = Kilometres(number_before(length, "km"));
    trunk.corridor = fmt::format("{}--{}", world.nodes[left.index()].id, words[at + 2]);
    trunk.id = fmt::format("{}--{}", trunk.corridor, ++cables[trunk.corridor]);
    trunk.name = trunk.id;
    world.trunks.push_back(trunk);
    left = trunk.b;
  }
}

/// `A [8]` or `A [8 2ports]`: a site named like its node, of 8 accelerators (1 TFLOPS each).
inline void draw_site(World& world, const std::vector<std::string>& words) {
  std::string accelerators = words[1].substr(1);
  Site site;
  site.uplink_ports = 100;
  if (words.size() == 3) {
    site.uplink_ports =
        static_cast<std::int64_t>(number_before(words[2].substr(0, words[2].size() - 1), "ports"));
  } else {
    accelerators.pop_back();
  }
  site.id = words[0];
  site.name = words[0];
  site.hub = "none";
  site.node = node_named(world, words[0]);
  site.accelerators = static_cast<std::int64_t>(number_before(accelerators, ""));
  site.accelerator_speed = Flops(1e12);
  site.electricity_price = CnyPerKwh(0.5);
  world.sites.push_back(site);
}

}  // namespace eastwest::drawing

namespace eastwest {

/// The world of a drawing, one chain of trunks or one site a line:
///
///   Guian --400G 1200km-- Shenzhen --800G 130km-- Guangzhou
///   Guian [16]
///   Shenzhen [8 2ports]
///
/// Nodes stand in the order of their first mention, with equal demand; parallel cables are drawn by
/// further lines and get the ids A--B--1, A--B--2; sites have 100 uplink ports unless drawn
/// otherwise.
inline World drawn_world(const std::string& drawing_text) {
  World world;
  world.name = "drawn";
  std::map<std::string, int> cables;
  std::istringstream lines(drawing_text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> words;
    std::istringstream stream(line);
    for (std::string word; stream >> word;) words.push_back(word);
    if (words.empty()) continue;
    if (words.size() > 1 && words[1].starts_with("[")) {
      drawing::draw_site(world, words);
    } else {
      drawing::draw_trunks(world, words, cables);
    }
  }
  for (Node& node : world.nodes) node.demand_weight = 1.0 / static_cast<double>(world.nodes.size());
  return world;
}

/// The ids of drawn nodes and sites are their names.
inline NodeId node_of(const World& world, const std::string& id) {
  for (std::size_t index = 0; index < world.nodes.size(); ++index) {
    if (world.nodes[index].id == id) return NodeId(index);
  }
  throw std::invalid_argument(fmt::format("no node '{}'", id));
}
inline SiteId site_of(const World& world, const std::string& id) {
  for (std::size_t index = 0; index < world.sites.size(); ++index) {
    if (world.sites[index].id == id) return SiteId(index);
  }
  throw std::invalid_argument(fmt::format("no site '{}'", id));
}

/// Names of the links of a route, joined.
inline std::string link_names(const Topology& topology, RouteId id) {
  std::string text;
  for (const LinkId link : topology.route(id).links) {
    text += (text.empty() ? "" : ", ") + topology.links()[link.index()].name;
  }
  return text;
}

}  // namespace eastwest
