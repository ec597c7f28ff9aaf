// Amdahl 1967; Downey 1997 gives measured laws between these.
#include "models/workload/speed_up.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/elementary.hpp"

namespace eastwest {

namespace {

bool rises(const std::vector<double>& values, double least_step) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] - values[i - 1] < least_step) return false;
  }
  return true;
}

void check_table(const Parameters& group, const std::string& path,
                 std::vector<ParameterProblem>& problems) {
  if (!group.has("at") || !group.has("speed")) return;
  const std::vector<double>& at = group.numbers("at");
  const std::vector<double>& speed = group.numbers("speed");
  if (at.empty() || at.size() != speed.size()) {
    problems.push_back(
        {path + ".at",
         fmt::format("{} numbers of accelerators and {} speeds", at.size(), speed.size()),
         "give as many of both"});
  }
  if (!rises(at, 1)) {
    problems.push_back({path + ".at", "the numbers of accelerators do not rise"});
  }
  if (!rises(speed, 0)) {
    problems.push_back({path + ".speed", "the speed falls with more accelerators",
                        "leave out what nobody would use"});
  }
}

}  // namespace

Schema SpeedUp::schema() {
  return {{.name = "law",
           .kind = ParameterKind::choice,
           .help = "linear, amdahl (needs serial), power (needs exponent) or table (needs at and "
                   "speed)",
           .required = true,
           .choices = {"linear", "amdahl", "power", "table"}},
          {.name = "serial",
           .kind = ParameterKind::quantity,
           .help = "part of the run time on one accelerator that more do not shorten",
           .dimension = Dimension::fraction,
           .minimum = 0,
           .maximum = 1},
          {.name = "exponent",
           .kind = ParameterKind::quantity,
           .help = "speed = accelerators to this power",
           .minimum = 0,
           .maximum = 1},
          {.name = "at",
           .kind = ParameterKind::numbers,
           .help = "numbers of accelerators, rising",
           .minimum = 1,
           .maximum = 1e9},
          {.name = "speed",
           .kind = ParameterKind::numbers,
           .help = "the speed at each of them in any unit, not falling",
           .minimum = 1e-9,
           .maximum = 1e15}};
}

void SpeedUp::check(const Parameters& group, const std::string& path,
                    std::vector<ParameterProblem>& problems) {
  const std::string& law = group.text("law");
  const std::vector<std::pair<std::string, std::string>> belongs = {
      {"serial", "amdahl"}, {"exponent", "power"}, {"at", "table"}, {"speed", "table"}};
  for (const auto& [key, owner] : belongs) {
    if (group.has(key) && owner != law) {
      problems.push_back({fmt::format("{}.{}", path, key),
                          fmt::format("only `law: {}` has it, this is {}", owner, law),
                          "leave it out, or write `law: " + owner + "`"});
    }
    if (!group.has(key) && owner == law) {
      problems.push_back(
          {path, fmt::format("`law: {}` needs {}", law, key), fmt::format("add {}: …", key)});
    }
  }
  if (law == "table") check_table(group, path, problems);
}

SpeedUp::SpeedUp(const Parameters& group) {
  const std::string& law = group.text("law");
  if (law == "amdahl") {
    law_ = Law::amdahl;
    parameter_ = group.number("serial");
  } else if (law == "power") {
    law_ = Law::power;
    parameter_ = group.number("exponent");
  } else if (law == "table") {
    law_ = Law::table;
    positions_ = group.numbers("at");
    speeds_ = group.numbers("speed");
  }
}

double SpeedUp::at(std::int64_t accelerators) const {
  const auto g = static_cast<double>(accelerators);
  switch (law_) {
    case Law::linear:
      return g;
    case Law::amdahl:
      return 1 / (parameter_ + (1 - parameter_) / g);
    case Law::power:
      return portable_pow(g, parameter_);
    case Law::table:
      break;
  }
  const auto above = std::upper_bound(positions_.begin(), positions_.end(), g);
  if (above == positions_.end()) return speeds_.back();
  const auto i = static_cast<std::size_t>(above - positions_.begin());
  if (i == 0) return speeds_.front() * (g / positions_.front());
  const double share = (g - positions_[i - 1]) / (positions_[i] - positions_[i - 1]);
  return speeds_[i - 1] + share * (speeds_[i] - speeds_[i - 1]);
}

}  // namespace eastwest
