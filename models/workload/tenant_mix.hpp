// Whose a generated job is: drawn from declared shares of the jobs.
#pragma once

#include <string>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// Tenants with their shares of a workload's jobs.
class TenantMix {
 public:
  /// The key `tenant_mix`.
  [[nodiscard]] static Parameter parameter();
  /// What the schema cannot say.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);

  /// Requires that the check finds nothing; enters the tenants in the context's book.
  TenantMix(const Parameters& mix, const WorkloadContext& context);

  /// At probability u in (0, 1).
  [[nodiscard]] TenantId at(double u) const;

 private:
  std::vector<TenantId> tenants_;
  std::vector<double> sums_;  // of shares, by tenant
};

}  // namespace eastwest
