// sites.csv, trunks.csv and flows.csv: written once, when the run is over.
#pragma once

#include <string>
#include <vector>

#include "sim/results/run_results.hpp"
#include "sim/text/file_writer.hpp"

namespace eastwest {

[[nodiscard]] const std::vector<std::string>& sites_table_columns();
/// What sites.csv has beside those in a world where some site has nodes.
[[nodiscard]] const std::vector<std::string>& node_site_columns();
[[nodiscard]] const std::vector<std::string>& trunks_table_columns();

/// One row a site, in the world's order.
void write_sites_table(FileWriter file, const RunResults& results);
/// Two rows a trunk, one for each direction, in the world's order.
void write_trunks_table(FileWriter file, const RunResults& results);
/// One row for each pair of provinces, workload and class with a job placed.
void write_flows_table(FileWriter file, const RunResults& results);

/// A number of bytes as a 64-bit integer; more is a defect.
[[nodiscard]] std::int64_t whole_bytes(WideInteger bytes);

}  // namespace eastwest
