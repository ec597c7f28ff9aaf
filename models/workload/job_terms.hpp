// On which terms jobs run: whose they are, what they are worth, by when, and what it costs to
// suspend them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/elastic_shape.hpp"
#include "models/workload/job_data_choice.hpp"
#include "models/workload/placement_keys.hpp"
#include "models/workload/tenant_mix.hpp"
#include "sim/base/law.hpp"
#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// Whether jobs write checkpoints for the sake of failures, whatever the workload's own keys say.
enum class OwnCheckpoints : std::uint8_t { no, yes };

/// Tenant, priority, deadline, preemption, widths and failures of a workload's jobs; all may be
/// absent.
class JobTerms {
 public:
  /// The keys `tenant`, `tenant_mix`, `priority`, `past_deadline`, `preemption`, `chips`,
  /// `migration`, `elastic`, `placement` and `failures`.
  [[nodiscard]] static Schema schema();
  /// The key `deadline_factor`, for workloads whose rows have no deadlines of their own.
  [[nodiscard]] static Parameter deadline_factor_parameter();
  /// What the schema cannot say.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems,
                    OwnCheckpoints own = OwnCheckpoints::no);

  JobTerms(const Parameters& parameters, const WorkloadContext& context);

  /// Fills in the terms of a job whose submission, run time and own terms (tenant, deadline) are
  /// known; those come first. The draw depends on (job.workload, entity) only. Throws ScenarioError
  /// for a job that would fail for ever in a run that goes on until all jobs are over.
  void fill(Job& job, std::uint64_t entity, const RandomSource& random) const;
  [[nodiscard]] const JobAttributes& attributes() const { return attributes_; }
  /// Where jobs have other widths than their own.
  [[nodiscard]] const std::optional<ElasticShape>& elastic() const { return elastic_; }
  /// What a reader of the results should know of them, a sentence each.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  TenantId tenant_;
  std::int32_t priority_ = 0;
  std::optional<Law> deadline_factor_;
  bool expires_ = false;
  PreemptionTerms preemption_;
  std::optional<ElasticShape> elastic_;
  std::shared_ptr<const FailureTerms> failures_;
  /// Where the run has no end: what the workload is called in messages.
  std::optional<std::string> endless_path_;
  JobAttributes attributes_;
  PlacementKeys placement_;
  JobDataChoice data_;
  std::shared_ptr<const MobilityTerms> mobility_;
  std::optional<TenantMix> tenant_mix_;
  std::vector<std::string> remarks_;
};

}  // namespace eastwest
