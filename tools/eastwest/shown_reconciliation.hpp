// The part of `show accounts` that sets the model's totals beside published ones.
#pragma once

#include <string>
#include <vector>

#include "sim/text/json.hpp"
#include "sim/world/accounts.hpp"

namespace eastwest {

/// A line for each figure that the model has or that is published, in a fixed order. Only an
/// observation of the same scope and precision has a difference; a target never has one.
struct Reconciliation {
  std::vector<std::vector<std::string>> rows;  ///< of seven columns, for people
  std::string notes;                           ///< what the published figures say
  std::string sources;                         ///< one sentence
  Json json;                                   ///< an array, a line each
};

[[nodiscard]] Reconciliation reconciliation(const World& world, const Accounts& books);
/// Four significant digits; whole numbers above 1000 in full.
[[nodiscard]] std::string short_number(double value);
/// Whole numbers without a decimal point; null where there is no figure.
[[nodiscard]] Json figure(double value);

}  // namespace eastwest
