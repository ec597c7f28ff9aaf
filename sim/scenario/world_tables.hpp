// The CSV tables of a world's folder, one reader each; docs/world.md tells their columns.
#pragma once

#include <map>
#include <string>

#include "sim/scenario/checked_table.hpp"

namespace eastwest {

/// Speed and IT power of one accelerator.
struct AcceleratorType {
  Flops speed;
  double watts = 0;  ///< its share of the server included; 0 = unknown
};
/// By id.
using AcceleratorTypes = std::map<std::string, AcceleratorType>;

void read_hubs(const std::string& file, TableContext context);
void read_provinces(const std::string& file, TableContext context);
void read_cities(const std::string& file, TableContext context);
[[nodiscard]] AcceleratorTypes read_accelerators(const std::string& file, TableContext context);
void read_sites(const std::string& file, const AcceleratorTypes& types, TableContext context);
void read_trunks(const std::string& file, TableContext context);
void read_daily_profile(const std::string& file, TableContext context);

}  // namespace eastwest
