// A network of several operators: a plane of the graph each, joined only at direct-connection
// points.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// What a scenario says under `world.operators`.
struct OperatorRules {
  std::vector<std::string> names;
  std::vector<double> shares;       ///< of customers and of waves, by name; scaled to sum 1
  BitsPerSecond interconnection{};  ///< all direct connections together, each way
  double background = 0;            ///< share of it that other traffic takes
  double crossing_us = 0;           ///< one way, of equipment at a direct-connection point
  std::set<std::string> without;    ///< points that are not used
  Place place;                      ///< of the mapping
};

/// From the checked keys under `operators`, which stand at `place`.
[[nodiscard]] OperatorRules operator_rules(const Parameters& keys, Place place);

/// Divides the draft:
/// - every node becomes one node an operator, `NODE-OPERATOR`, with its share of the demand;
/// - every cable's waves and ports are leased by shares (largest remainder, at least one wave each
///   where there are as many), `TRUNK-OPERATOR`, on the same corridor. No wave and no port is
///   added: who gets no wave of a cable that has fewer waves than operators has no plane there;
/// - site number k is connected to operator k modulo their number;
/// - at every direct-connection point the operators are joined in pairs by trunks of no length,
///   `POINT-A-B`; their waves add up to `interconnection`, one each and the rest by the demand of
///   the point's province. They have a background share of their own. They are no cables, and their
///   ports are no trunk ports and count as none.
/// Mistakes go to `diagnostics`.
void separate_operators(WorldDraft& draft, const OperatorRules& rules, Diagnostics& diagnostics);

}  // namespace eastwest
