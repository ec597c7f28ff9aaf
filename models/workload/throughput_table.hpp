// Steps a second of a model on so many accelerators: what turns work in steps into seconds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/workload/column_map.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {

/// Where a throughput table is read from.
struct ThroughputSource {
  std::string file;  ///< CSV, plain or gzip
  /// From model, steps_per_second (needed) and accelerators (where there) to the name of a column;
  /// without an entry, the column of that very name.
  ColumnMap columns;

  /// What a map may say; anything else goes to `problems` of the key `key`.
  static void check(const ColumnMap& columns, const std::string& key,
                    std::vector<ParameterProblem>& problems);
};

/// Throughputs by model and number of accelerators; without that column, of any number.
class ThroughputTable {
 public:
  /// Mistakes go to `diagnostics`, which must outlive the constructor only.
  ThroughputTable(const ThroughputSource& source, Diagnostics& diagnostics);

  /// Nothing where the table has no row, or 0, for it.
  [[nodiscard]] std::optional<double> steps_per_second(std::string_view model,
                                                       std::int32_t accelerators) const;

 private:
  void read(const ThroughputSource& source, Diagnostics& diagnostics);

  bool by_accelerators_ = false;
  std::map<std::pair<std::string, std::int32_t>, double, std::less<>> rates_;
};

}  // namespace eastwest
