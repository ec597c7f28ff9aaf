// The key `failures` of a workload: how its jobs fail while they run, read into terms.
#pragma once

#include <memory>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/world/failure_terms.hpp"

namespace eastwest {

/// The key itself; absent: nothing fails.
[[nodiscard]] Parameter failures_parameter();
/// What the schema cannot say of the group behind it.
void check_failures(const Parameters& failures, std::vector<ParameterProblem>& problems);
/// Requires that the check finds nothing.
[[nodiscard]] std::shared_ptr<const FailureTerms> read_failures(const Parameters& failures);

}  // namespace eastwest
