// What jobs need beyond size, time and home, for workloads whose source does not say it: data,
// request, circle.
#pragma once

#include <optional>
#include <vector>

#include "sim/base/law.hpp"
#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// Laws and limits of a job's data, request and circle.
class JobExtras {
 public:
  /// The keys `input`, `result`, `transfer_rate_cap`, `circle` and `requested_factor`, and those of
  /// JobTerms and JobDataChoice.
  [[nodiscard]] static Schema schema();
  /// Single keys of it, for sources that say the rest.
  [[nodiscard]] static Parameter rate_cap_parameter();
  [[nodiscard]] static Parameter circle_parameter();

  explicit JobExtras(const Parameters& parameters);

  /// Fills in input, result, cap, circle and request of a job whose run time is known. The draws
  /// depend on (job.workload, entity) only.
  void fill(Job& job, std::uint64_t entity, const RandomSource& random) const;

 private:
  Law input_;
  Law result_;
  // Where the law is a constant.
  std::optional<Bytes> input_size_;
  std::optional<Bytes> result_size_;
  std::optional<Law> requested_factor_;
  BitsPerSecond rate_cap_;
  Duration circle_{0};
};

/// Throws ScenarioError with all problems of a workload, if there are any.
void throw_if_problems(const WorkloadContext& context,
                       const std::vector<ParameterProblem>& problems);

/// A run time of so many seconds: at least a nanosecond, at most 200 years.
[[nodiscard]] Duration run_time_of(double seconds);

}  // namespace eastwest
