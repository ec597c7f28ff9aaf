// summary.json: the figures of a run that scripts, comparisons and guards rely on.
#pragma once

#include "sim/results/run_results.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// The content of summary.json; parts that do not exist in this run are absent, not zero. Every key
/// is defined in docs/results.md.
[[nodiscard]] Json summary_json(const RunResults& results, const RunEnd& end);

}  // namespace eastwest
