// The summary of a run for a person: aligned text, every term with its explanation.
#pragma once

#include <cstdint>
#include <string>

#include "sim/results/run_results.hpp"

namespace eastwest {

/// About thirty lines, each ended by a newline. An overloaded run shows no mean wait, because such
/// a mean grows with the length of the run.
[[nodiscard]] std::string summary_text(const RunResults& results, const RunEnd& end);

/// `1,234,567`.
[[nodiscard]] std::string grouped(std::int64_t number);
/// Three digits and a word: `950`, `12.3 thousand`, `4.56 million`, `7.89 billion`.
[[nodiscard]] std::string in_words(double number);
/// `31.2 %`; below 1 % with two decimals.
[[nodiscard]] std::string percent(double share);

}  // namespace eastwest
