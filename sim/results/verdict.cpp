// Implements sim/results/verdict.hpp.
#include "sim/results/verdict.hpp"

namespace eastwest {
namespace {

double hours_in_a_day(const LoadFacts& facts) {
  return 24.0 * static_cast<double>(facts.accelerators);
}

}  // namespace

const char* to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::stable:
      return "stable";
    case Verdict::backlogged:
      return "backlogged";
    case Verdict::overloaded:
      return "overloaded";
  }
  return "?";
}

std::optional<double> offered_share(const LoadFacts& facts) {
  if (!facts.offered_accelerators || facts.accelerators == 0) return std::nullopt;
  return *facts.offered_accelerators / static_cast<double>(facts.accelerators);
}

bool backlog_grows(const LoadFacts& facts) {
  return facts.growth.low && *facts.growth.low > kGrowthFloor * hours_in_a_day(facts);
}

Verdict verdict_of(const LoadFacts& facts) {
  const auto installed = static_cast<double>(facts.accelerators);
  const auto& offered = facts.offered_accelerators;
  const bool grows = backlog_grows(facts);
  if (offered && *offered > installed) return Verdict::overloaded;
  if (grows && !(offered && *offered < installed)) return Verdict::overloaded;
  return grows || facts.backlog > hours_in_a_day(facts) ? Verdict::backlogged : Verdict::stable;
}

}  // namespace eastwest
