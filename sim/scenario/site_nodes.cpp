// Implements sim/scenario/site_nodes.hpp.
#include "sim/scenario/site_nodes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/csv_reader.hpp"
#include "sim/world/node_list.hpp"

namespace eastwest {
namespace {

constexpr const char* kGroups = "node_groups";
constexpr const char* kTable = "node_table";
constexpr std::int64_t kNodesMax = 1'000'000;
constexpr std::int64_t kAcceleratorsMax = 1'000'000;  // of a node
constexpr std::int64_t kFiguresMax = 1'000'000'000;   // thousandths of cores, MiB
constexpr double kThousandths = 1000;
constexpr double kBytesPerMebibyte = 1024.0 * 1024.0;
constexpr std::array<std::string_view, 5> kColumns = {"node", "accelerators", "kind", "cpu_milli",
                                                      "memory_mib"};

Schema group_keys() {
  return {{.name = "count",
           .kind = ParameterKind::count,
           .help = "nodes of the group",
           .required = true,
           .minimum = 1,
           .maximum = static_cast<double>(kNodesMax)},
          {.name = "accelerators",
           .kind = ParameterKind::count,
           .help = "of each node",
           .required = true,
           .minimum = 0,
           .maximum = static_cast<double>(kAcceleratorsMax)},
          {.name = "kind",
           .kind = ParameterKind::text,
           .help = "of these accelerators; default: the site's"},
          {.name = "cpu",
           .kind = ParameterKind::quantity,
           .help = "cores of each node; absent: always enough",
           .minimum = 0.001,
           .maximum = static_cast<double>(kFiguresMax) / kThousandths},
          {.name = "memory",
           .kind = ParameterKind::quantity,
           .help = "of each node, in whole MiB; absent: always enough",
           .dimension = Dimension::bytes,
           .minimum = kBytesPerMebibyte,
           .maximum = static_cast<double>(kFiguresMax) * kBytesPerMebibyte}};
}

Schema table_keys() {
  return {{.name = "file",
           .kind = ParameterKind::file,
           .help = "CSV, plain or gzip, a node a row",
           .required = true},
          {.name = "columns",
           .kind = ParameterKind::columns,
           .help = "from accelerators (needed), node, kind, cpu_milli (thousandths of a core), "
                   "memory_mib to the table's own names; without an entry, the column of that "
                   "very name"},
          {.name = "accelerators_min",
           .kind = ParameterKind::count,
           .help = "nodes with fewer accelerators are left out; default 0",
           .minimum = 0,
           .maximum = static_cast<double>(kAcceleratorsMax)}};
}

std::vector<ComputeNode> nodes_of_groups(const Parameters& keys, const Site& site) {
  std::vector<ComputeNode> nodes;
  for (const auto& [name, group] : keys.named(kGroups)) {
    if (!group->has("count") || !group->has("accelerators")) continue;
    ComputeNode node{.id = {},
                     .accelerators = static_cast<std::int32_t>(group->count("accelerators")),
                     .kind = group->has("kind") ? group->text("kind") : site.accelerator};
    if (group->has("cpu")) {
      node.cpu = static_cast<std::int64_t>(std::floor(group->number("cpu") * kThousandths + 0.5));
    }
    if (group->has("memory")) {
      node.memory =
          static_cast<std::int64_t>(std::floor(group->number("memory") / kBytesPerMebibyte));
    }
    if (static_cast<std::int64_t>(nodes.size()) + group->count("count") > kNodesMax) {
      nodes.resize(static_cast<std::size_t>(kNodesMax) + 1);  // too many, as is reported
      return nodes;
    }
    for (std::int64_t number = 1; number <= group->count("count"); ++number) {
      node.id = fmt::format("{}-{}", name, number);
      nodes.push_back(node);
    }
  }
  return nodes;
}

/// Reads a table of nodes, row by row.
class NodeTable {
 public:
  NodeTable(const Parameters& keys, Diagnostics& diagnostics)
      : table_(keys.text("file"), diagnostics),
        least_(keys.has("accelerators_min") ? keys.count("accelerators_min") : 0) {
    if (keys.has("columns")) names_ = keys.columns("columns");
    accelerators_ = table_.required_column(name("accelerators"));
    const auto optional = [&](const char* column) {
      return names_.contains(column) ? table_.required_column(name(column)) : table_.column(column);
    };
    node_ = optional("node");
    kind_ = optional("kind");
    cpu_ = optional("cpu_milli");
    memory_ = optional("memory_mib");
  }

  std::vector<ComputeNode> read(const Site& site) {
    std::vector<ComputeNode> nodes;
    while (accelerators_.valid() && table_.next()) {
      const auto accelerators = figure(accelerators_, kAcceleratorsMax);
      const auto cpu = figure(cpu_, kFiguresMax);
      const auto memory = figure(memory_, kFiguresMax);
      if (!accelerators || *accelerators < least_) continue;
      if (static_cast<std::int64_t>(nodes.size()) > kNodesMax) break;
      ComputeNode node{.id = std::string(table_.text(node_)),
                       .accelerators = static_cast<std::int32_t>(*accelerators),
                       .kind = kind_.valid() ? std::string(table_.text(kind_)) : site.accelerator,
                       .cpu = cpu.value_or(ComputeNode::kUnlimited),
                       .memory = memory.value_or(ComputeNode::kUnlimited)};
      if (node.id.empty()) node.id = fmt::format("{}", nodes.size() + 1);
      nodes.push_back(std::move(node));
    }
    return nodes;
  }

 private:
  [[nodiscard]] std::string name(const std::string& column) const {
    const auto named = names_.find(column);
    return named == names_.end() ? column : named->second;
  }
  std::optional<std::int64_t> figure(CsvColumn column, std::int64_t most) {
    if (!column.valid()) return std::nullopt;
    const auto value = table_.integer(column);
    if (!value) return std::nullopt;
    if (*value >= 0 && *value <= most) return value;
    table_.error(column, fmt::format("a node has 0 to {} of it, not {}", most, *value));
    return std::nullopt;
  }

  CsvReader table_;
  std::int64_t least_;
  std::map<std::string, std::string> names_;
  CsvColumn accelerators_, node_, kind_, cpu_, memory_;
};

/// True if all columns that are mapped exist.
bool check_columns(const Parameters& table, const Place& place, Diagnostics& diagnostics) {
  if (!table.has("columns")) return true;
  const std::vector<std::string> known(kColumns.begin(), kColumns.end());
  bool right = true;
  for (const auto& [column, own] : table.columns("columns")) {
    if (std::find(known.begin(), known.end(), column) != known.end()) continue;
    add_error(diagnostics, place, fmt::format("a table of nodes has no use for '{}'", column),
              name_hint(column, known, "columns"));
    right = false;
  }
  return right;
}

}  // namespace

Schema site_nodes_keys() {
  return {{.name = kGroups,
           .kind = ParameterKind::named,
           .help = "compute nodes by group, whose accelerators are the site's; default: one pool. "
                   "A node is called GROUP-1, GROUP-2, …",
           .group = group_keys()},
          {.name = kTable,
           .kind = ParameterKind::group,
           .help = "the same from a table",
           .group = table_keys()}};
}

bool has_site_nodes(const YamlNode& site) {
  return site.find(kGroups) != nullptr || site.find(kTable) != nullptr;
}

void apply_site_nodes(const Parameters& keys, const YamlNode& value, const std::string& path,
                      WorldDraft& draft, Site& site, Diagnostics& diagnostics) {
  if (!has_site_nodes(value)) return;
  const char* key = value.find(kTable) != nullptr ? kTable : kGroups;
  const Place place = place_of(*value.find(key), join_path(path, key));
  if (value.find(kGroups) != nullptr && value.find(kTable) != nullptr) {
    return add_error(diagnostics, place, "nodes are given twice", "give groups or a table");
  }
  if (!keys.has(key)) return;
  const std::size_t errors = diagnostics.error_count();
  std::vector<ComputeNode> nodes;
  if (key == kTable) {
    const Parameters& table = keys.group(kTable);
    if (!table.has("file") || !check_columns(table, place, diagnostics)) return;
    draft.node_tables.push_back(table.text("file"));
    nodes = NodeTable(table, diagnostics).read(site);
  } else {
    nodes = nodes_of_groups(keys, site);
  }
  if (diagnostics.error_count() > errors) return;
  if (static_cast<std::int64_t>(nodes.size()) > kNodesMax) {
    return add_error(diagnostics, place, fmt::format("more than {} nodes", kNodesMax),
                     "leave the nodes out: a site may be one pool");
  }
  auto list = std::make_shared<const NodeList>(std::move(nodes));
  for (const char* written : {"accelerators", "nodes"}) {
    if (!keys.has(written) || keys.count(written) == list->accelerators()) continue;
    add_error(diagnostics, place_of(*value.find(written), join_path(path, written)),
              fmt::format("site '{}' has {} accelerators, its nodes have {}", site.id,
                          keys.count(written), list->accelerators()),
              "leave the number out: it is the sum over the nodes");
  }
  if (list->accelerators() == 0) {
    add_error(diagnostics, place,
              fmt::format("the nodes of site '{}' have no accelerators", site.id),
              "a site is for jobs on accelerators; give some nodes at least one");
  }
  site.accelerators = list->accelerators();
  site.node_list = std::move(list);
}

}  // namespace eastwest
