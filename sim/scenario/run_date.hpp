// Civil times of a scenario as dates of its run.
#pragma once

#include <string>

#include "sim/base/civil_time.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/scenario.hpp"

namespace eastwest {

/// The date of a civil time; one that the clock does not reach is just before `first`.
[[nodiscard]] Date run_date(const CivilTime& civil, const Scenario& scenario, Date first);
/// "the run goes from …", for who is too early.
[[nodiscard]] std::string run_begin_text(const Scenario& scenario);

}  // namespace eastwest
