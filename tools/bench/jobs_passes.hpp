// What one pass of a schedule costs with so many jobs waiting.
#pragma once

#include <cstdint>
#include <string>

namespace eastwest::bench {

/// What happens between two passes.
enum class Pass {
  ends_on_time,  ///< a job ends when it was expected to
  ends_early,    ///< a job ends before
  arrival        ///< a job comes
};

struct PassCost {
  double cpu_seconds = 0;  ///< of one pass
  std::int64_t starts = 0;
};

/// A machine of 240 nodes with `backlog` jobs waiting, kept at that length.
[[nodiscard]] PassCost pass_cost(const std::string& schedule, std::int64_t backlog, Pass pass,
                                 int passes);

}  // namespace eastwest::bench
