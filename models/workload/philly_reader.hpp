// Reader of the Philly trace in its one-row-per-job form.
#pragma once

#include <string>

#include "models/workload/trace_intake.hpp"

namespace eastwest {

/// Reads a CSV file (plain or gzip) with the columns timestamp, duration (seconds), num_gpus and
/// cluster; others are passed over; rows may stand in any order. Throws ScenarioError with all
/// cells that cannot be used.
[[nodiscard]] Trace read_philly(const std::string& file);

}  // namespace eastwest
