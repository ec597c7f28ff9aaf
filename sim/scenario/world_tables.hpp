// The CSV tables of a world's folder, one reader each; docs/world.md tells their columns.
#pragma once

#include <map>
#include <string>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// Speed of one accelerator by id of its kind.
using AcceleratorSpeeds = std::map<std::string, Flops>;

/// What a row needs to know about the reading: the vintage as YYYY-MM-DD, and where to report.
struct TableContext {
  const std::string& as_of;
  WorldDraft& draft;
  Diagnostics& diagnostics;
};

void read_hubs(const std::string& file, TableContext context);
void read_provinces(const std::string& file, TableContext context);
void read_cities(const std::string& file, TableContext context);
[[nodiscard]] AcceleratorSpeeds read_accelerators(const std::string& file, TableContext context);
void read_sites(const std::string& file, const AcceleratorSpeeds& speeds, TableContext context);
void read_trunks(const std::string& file, TableContext context);
void read_daily_profile(const std::string& file, TableContext context);
void read_official_totals(const std::string& file, TableContext context);

}  // namespace eastwest
