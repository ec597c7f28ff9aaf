// run.json: from what a run was made, and what it cost.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// Measures this process from its making on.
class ResourceMeter {
 public:
  ResourceMeter();
  /// {build, host, wall_s, cpu_s, peak_memory_bytes}. CPU time is that since the making, peak
  /// memory that of the whole process.
  [[nodiscard]] Json resources() const;

 private:
  std::chrono::steady_clock::time_point began_;
  double cpu_began_;
};

/// The content of run.json; everything but `resources` is the same in two runs of the same inputs.
/// `remarks` are those of the workloads on their run times.
[[nodiscard]] Json run_record(const LoadedScenario& loaded, const std::vector<std::string>& remarks,
                              const ResourceMeter& meter);

}  // namespace eastwest
