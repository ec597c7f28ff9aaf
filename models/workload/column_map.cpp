// Implements models/workload/column_map.hpp.
#include "models/workload/column_map.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

void check_meanings(const ColumnMap& given, const std::string& key,
                    const std::vector<std::string>& known,
                    std::vector<ParameterProblem>& problems) {
  for (const auto& [meaning, value] : given) {
    if (std::find(known.begin(), known.end(), meaning) != known.end()) continue;
    const std::string meant = closest(meaning, known);
    problems.push_back({key, fmt::format("'{}' is nothing that a trace can say here", meaning),
                        meant.empty() ? fmt::format("known: {}", fmt::join(known, ", "))
                                      : fmt::format("did you mean '{}'?", meant)});
  }
}

CsvColumn mapped_column(CsvReader& table, const ColumnMap& names, const std::string& meaning,
                        Need need) {
  const auto named = names.find(meaning);
  if (named != names.end()) return table.required_column(named->second);
  return need == Need::required ? table.required_column(meaning) : table.column(meaning);
}

}  // namespace eastwest
