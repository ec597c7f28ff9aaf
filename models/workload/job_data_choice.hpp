// Which named data sets the jobs of a workload need: all of a list, or a few drawn from it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// Draws by rank in the list: set k of n has the weight 1 / k^zipf, and no set is drawn twice.
class JobDataChoice {
 public:
  /// The keys `data` and `data_draw`.
  [[nodiscard]] static Schema schema();
  /// What the schema cannot say.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);

  JobDataChoice(const Parameters& parameters, const WorkloadContext& context);

  /// True if jobs name any.
  [[nodiscard]] bool is_given() const { return !sets_.empty(); }
  /// What a job needs; null without a list. Depends on (workload, entity) only.
  [[nodiscard]] std::shared_ptr<const JobData> data(WorkloadId workload, std::uint64_t entity,
                                                    const RandomSource& random) const;

 private:
  [[nodiscard]] std::size_t rank_at(double u) const;

  std::vector<DataSetId> sets_;
  std::size_t drawn_ = 0;                               // 0: all of them
  std::vector<double> sums_;                            // of weights, by rank
  std::vector<std::shared_ptr<const JobData>> shared_;  // all of them, or each by itself
};

/// Names of sets in one cell of a table, with ';' between them; the same text is the same object.
class JobDataCells {
 public:
  /// `plan` may be null: then every name is unknown.
  explicit JobDataCells(const DataPlan* plan) : plan_(plan) {}
  /// Null for an empty cell. A name that nobody knows is left out and written to `unknown`.
  [[nodiscard]] std::shared_ptr<const JobData> read(std::string_view cell, std::string& unknown);
  /// What to write instead of a name that is unknown.
  [[nodiscard]] std::string hint(const std::string& name) const;

 private:
  const DataPlan* plan_;
  std::map<std::string, std::shared_ptr<const JobData>, std::less<>> known_;
};

}  // namespace eastwest
