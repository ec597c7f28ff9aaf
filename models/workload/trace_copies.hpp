// How many copies of a trace a workload plays.
#pragma once

#include <cstdint>

#include "models/workload/trace_rows.hpp"
#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

inline constexpr double kCopiesMax = 1e6;

/// By the key `scale`: so many, or those that come closest to the load asked for; 1 without it.
/// Throws ScenarioError for a load that no number of copies comes close to.
[[nodiscard]] std::uint32_t copies_of(const Parameters& parameters, const WorkloadContext& context,
                                      const Trace& trace);

}  // namespace eastwest
