// Which named data sets a job needs, or that it stores something: terms that few jobs have.
#pragma once

#include <vector>

#include "sim/world/data_plan.hpp"

namespace eastwest {

/// Shared by all jobs of the same terms; never changed.
struct JobData {
  /// What it reads where it runs; of a job that stores: what it takes there. Ascending, each once.
  std::vector<DataSetId> sets = {};
  /// It takes no accelerators: it moves its sets, or its input where it names none, to the cold
  /// pool of its site, and is done when they are there.
  bool stores = false;
  /// How long what it has stored stays there; the longest span there is: for ever.
  Duration retention = Duration::max();
};

/// Bytes that a job puts into a cold pool: its sets, or its own input.
[[nodiscard]] inline StoredBytes bytes_to_store(const DataPlan& plan, const JobData& data,
                                                Bytes input) {
  StoredBytes sum = data.sets.empty() ? input.value() : 0;
  for (const DataSetId set : data.sets) sum += plan.set(set).size.value();
  return sum;
}

}  // namespace eastwest
