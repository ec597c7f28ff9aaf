// What summary.json and the printed summary say of named data sets and storage.
#pragma once

#include <string>

#include "sim/results/data_ledger.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// The part `data` of summary.json.
[[nodiscard]] Json data_summary(const DataLedger& ledger);
/// The part of the printed summary, headed by an empty line.
[[nodiscard]] std::string data_text(const DataLedger& ledger);

}  // namespace eastwest
