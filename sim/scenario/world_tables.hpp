// The CSV tables of a world's folder, one reader each; docs/world.md tells their columns.
#pragma once

#include <string>

#include "sim/scenario/checked_table.hpp"

namespace eastwest {

void read_hubs(const std::string& file, TableContext context);
void read_provinces(const std::string& file, TableContext context);
void read_cities(const std::string& file, TableContext context);
void read_accelerators(const std::string& file, TableContext context);
void read_sites(const std::string& file, TableContext context);
void read_trunks(const std::string& file, TableContext context);
void read_daily_profile(const std::string& file, TableContext context);

}  // namespace eastwest
