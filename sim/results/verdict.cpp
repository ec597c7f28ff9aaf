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
  const bool too_much = facts.offered_accelerators &&
                        *facts.offered_accelerators > static_cast<double>(facts.accelerators);
  if (too_much || backlog_grows(facts)) return Verdict::overloaded;
  return facts.backlog > hours_in_a_day(facts) ? Verdict::backlogged : Verdict::stable;
}

}  // namespace eastwest
