// What the summary says of deadlines, failures and suspensions, where there are any.
#pragma once

#include <string>

#include "sim/results/job_ledger.hpp"
#include "sim/results/setback_ledger.hpp"

namespace eastwest {

/// A line for each of these, ended by a newline; empty without any.
[[nodiscard]] std::string job_terms_text(const JobLedger& jobs, const SetbackLedger& setbacks);

}  // namespace eastwest
