// What the summary says of deadlines, failures, suspensions, migrations and tenants, where there
// are any.
#pragma once

#include <string>

#include "sim/results/run_results.hpp"

namespace eastwest {

/// A few lines, each ended by a newline; empty where there is nothing of the kind.
[[nodiscard]] std::string job_terms_text(const RunResults& results);

}  // namespace eastwest
