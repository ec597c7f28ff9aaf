// The compute nodes of a site as a scenario writes them: groups of equal ones, or a table.
#pragma once

#include <string>

#include "sim/base/parameter.hpp"
#include "sim/scenario/world_draft.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// The keys `node_groups` and `node_table` of a site.
[[nodiscard]] Schema site_nodes_keys();

/// True if a site is written with nodes.
[[nodiscard]] bool has_site_nodes(const YamlNode& site);

/// Gives the site the nodes of its keys, and as many accelerators as they have. `value` is the site
/// as written, at `path`; a number of accelerators that is written too must be their sum. To be
/// called when the site's kind of accelerator is known: nodes that name none have it.
void apply_site_nodes(const Parameters& keys, const YamlNode& value, const std::string& path,
                      WorldDraft& draft, Site& site, Diagnostics& diagnostics);

}  // namespace eastwest
