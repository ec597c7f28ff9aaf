// On which accelerators a workload's programs run, what porting them costs, and what travels when a
// job migrates.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// The keys `chips` and `migration`.
[[nodiscard]] Schema mobility_schema();
/// What the schema cannot say.
void check_mobility(const Parameters& parameters, std::vector<ParameterProblem>& problems);

/// The terms of a workload's jobs on the sites of its world; null where it says nothing. Throws
/// ScenarioError for accelerators that no site has.
[[nodiscard]] std::shared_ptr<const MobilityTerms> mobility_terms(const Parameters& parameters,
                                                                  const WorkloadContext& context);
/// Of the same: what a reader of the results should know, a sentence each.
[[nodiscard]] std::vector<std::string> mobility_remarks(const Parameters& parameters,
                                                        const WorkloadContext& context);

}  // namespace eastwest
