// Tables of size classes fitted to a trace, as `eastwest import FORMAT FILE --fit` writes them.
#pragma once

#include <string>
#include <vector>

#include "models/workload/job_shape.hpp"

namespace eastwest {

/// Reads a CSV table, one row a class: `class` (its name; the row `all` tells of the whole trace
/// and is passed over), `accelerators` (the sizes with their numbers of jobs, `1:500` or `3:7
/// 4:90`) and columns p0_s … p100_s, the run time at each percentage; others are passed over.
/// Throws ScenarioError with all cells that cannot be used.
[[nodiscard]] std::vector<SizeClass> read_fitted_classes(const std::string& file);

}  // namespace eastwest
