// What the summary says of deadlines and suspensions, where there are any.
#pragma once

#include <string>

#include "sim/results/job_ledger.hpp"

namespace eastwest {

/// A line or two, each ended by a newline; empty without deadlines and suspensions.
[[nodiscard]] std::string job_terms_text(const JobLedger& jobs);

}  // namespace eastwest
