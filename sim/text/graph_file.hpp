// Other people's graphs in files: nodes, edges and what they tell of them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

/// A node as it stands in the file.
struct GraphNode {
  std::string id;     ///< unique in the file
  std::string label;  ///< may be empty, or stand at several nodes
  std::optional<double> longitude;
  std::optional<double> latitude;
  /// Everything else by name; numbers as texts.
  std::map<std::string, std::string> data;
  Position position;
};

/// An edge as it stands in the file; several may join two nodes.
struct GraphEdge {
  std::size_t from = 0;  ///< index into the nodes
  std::size_t to = 0;
  std::string label;
  std::optional<double> speed_bps;
  /// Length of a straight line, not of a cable.
  std::optional<double> line_km;
  std::map<std::string, std::string> data;
  Position position;
};

/// What the values of a datum are, by its name: `string` (also if not listed), `boolean`, `int`,
/// `long`, `float` or `double`, the words of GraphML.
struct GraphTypes {
  std::map<std::string, std::string> graph;
  std::map<std::string, std::string> nodes;
  std::map<std::string, std::string> edges;
};

/// A graph with its own texts.
struct GraphFile {
  std::string name;
  bool directed = false;
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
  std::map<std::string, std::string> data;
  GraphTypes types;
  /// Edges of kinds that no graph of two-ended cables has (hyperedges).
  std::size_t left_out = 0;
};

/// What a graph file may at most have.
struct GraphLimits {
  std::size_t bytes_max = std::size_t{64} << 20;
  std::size_t nodes_max = 100'000;
  std::size_t edges_max = 100'000;
};

/// Reads GraphML (plain or gzip, UTF-8), such as the Internet Topology Zoo's: node data `label`,
/// `Longitude`, `Latitude`, edge data `LinkLabel`, `LinkSpeedRaw` (bit/s). Throws ScenarioError
/// with all mistakes: no XML, declared entities, no graph or several, nodes without or with the
/// same id, edges to nowhere, numbers that are none. What a `<key>` gives as its `<default>` holds
/// for elements of its kind without that datum.
[[nodiscard]] GraphFile read_graphml_file(const std::string& file, const GraphLimits& limits = {});

/// Reads node-link JSON (plain or gzip), such as TopoHub's: `nodes` with `id`, `name`, `pos`
/// [longitude, latitude]; `edges` or `links` with `source`, `target`, `dist` (km, straight line);
/// `graph.demands` becomes the node data `demand`: what a node sends and receives. Throws
/// ScenarioError.
[[nodiscard]] GraphFile read_node_link_file(const std::string& file,
                                            const GraphLimits& limits = {});

/// The graph as GraphML that read_graphml_file reads back to the same graph. A datum is declared
/// to be of its type as long as all of its values are; else it is a string.
[[nodiscard]] std::string to_graphml(const GraphFile& graph);

}  // namespace eastwest
