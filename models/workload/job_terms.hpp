// On which terms jobs run: whose they are, what they are worth, by when, and what it costs to
// suspend them.
#pragma once

#include <optional>
#include <vector>

#include "models/workload/job_data_choice.hpp"
#include "sim/base/law.hpp"
#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// Tenant, priority, deadline and preemption of a workload's jobs; all may be absent.
class JobTerms {
 public:
  /// The keys `tenant`, `priority`, `past_deadline` and `preemption`.
  [[nodiscard]] static Schema schema();
  /// The key `deadline_factor`, for workloads whose rows have no deadlines of their own.
  [[nodiscard]] static Parameter deadline_factor_parameter();
  /// What the schema cannot say.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);

  JobTerms(const Parameters& parameters, const WorkloadContext& context);

  /// Fills in the terms of a job whose submission, run time and own terms (tenant, deadline) are
  /// known; those come first. The draw depends on (job.workload, entity) only.
  void fill(Job& job, std::uint64_t entity, const RandomSource& random) const;
  [[nodiscard]] const JobAttributes& attributes() const { return attributes_; }

 private:
  TenantId tenant_;
  std::int32_t priority_ = 0;
  std::optional<Law> deadline_factor_;
  bool expires_ = false;
  PreemptionTerms preemption_;
  JobDataChoice data_;
  JobAttributes attributes_;
};

}  // namespace eastwest
