// Implements sim/world/data_plan.hpp.
#include "sim/world/data_plan.hpp"

#include <algorithm>

namespace eastwest {

const char* to_text(PoolKind kind) { return kind == PoolKind::hot ? "hot" : "cold"; }

DataSetId DataPlan::find(std::string_view name) const {
  const auto found = std::find_if(sets.begin(), sets.end(),
                                  [name](const DataSet& set) { return set.name == name; });
  return found == sets.end() ? DataSetId{}
                             : DataSetId(static_cast<std::size_t>(found - sets.begin()));
}

}  // namespace eastwest
