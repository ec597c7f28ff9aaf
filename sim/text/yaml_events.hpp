// What yaml-cpp reports about a text, as a flat list of nodes; only yaml_parser.cpp uses it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// A mistake that ends the reading of the document.
struct YamlMistake {
  int line = 0;
  int column = 0;
  std::string message;
  std::string hint;
};

inline constexpr std::size_t kNoAlias = static_cast<std::size_t>(-1);

/// A node as the parser reports it; aliases are still references.
struct RawNode {
  YamlNode::Kind kind = YamlNode::Kind::null;
  bool quoted = false;
  int line = 0;
  int column = 0;
  std::size_t alias_of = kNoAlias;
  std::string text;
  std::vector<std::size_t> children;  // of a mapping: key, value, key, value, …
};

/// The nodes of the one document in `source`, the root first; empty for an empty document. Throws
/// YamlMistake for what is no YAML, for tags and a second document, and when a limit is passed.
[[nodiscard]] std::vector<RawNode> collect_nodes(const YamlSource& source,
                                                 const YamlLimits& limits);

}  // namespace eastwest
