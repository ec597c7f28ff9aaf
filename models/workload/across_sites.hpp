// The key `across` of training runs: several sites compute one job, and what that takes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"
#include "sim/world/spread_terms.hpp"

namespace eastwest {

/// How a workload's jobs run across sites; nothing without the key.
class AcrossSites {
 public:
  [[nodiscard]] static Parameter parameter();
  /// What the schema cannot say; reads the keys `across`, `work` and those of a job's data.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);

  /// Throws ScenarioError for sites that the world does not have.
  AcrossSites(const Parameters& parameters, const WorkloadContext& context);

  [[nodiscard]] bool is_asked_for() const { return terms_.has_value(); }
  [[nodiscard]] std::int64_t sites() const { return sites_; }
  /// How much longer the run is for the same model: declared tokens over those of one site; 1 for
  /// jobs at one site.
  [[nodiscard]] double token_multiplier() const { return token_multiplier_; }
  /// The fewest accelerators of a job of which every part has one.
  [[nodiscard]] std::int64_t accelerators_least() const;
  /// Null for jobs at one site. Requires at least accelerators_least().
  [[nodiscard]] std::shared_ptr<const SpreadTerms> terms(std::int64_t accelerators) const;

 private:
  std::optional<SpreadTerms> terms_;  // without parts
  std::int64_t sites_ = 1;
  std::vector<double> split_;  // in the order of the sites' ids
  double token_multiplier_ = 1;
};

}  // namespace eastwest
