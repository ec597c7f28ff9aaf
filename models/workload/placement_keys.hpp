// The key `placement` of a workload: what its jobs ask of the nodes of a site.
#pragma once

#include <memory>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/world/job.hpp"

namespace eastwest {

/// The same terms for all jobs of a workload that bring none of their own.
class PlacementKeys {
 public:
  /// The key itself.
  [[nodiscard]] static Parameter parameter();
  /// What the schema cannot say, of a workload that has the key.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);

  /// No terms.
  PlacementKeys() = default;
  /// Of a workload; no terms if it has not the key.
  explicit PlacementKeys(const Parameters& parameters);

  /// A share holds for jobs of one accelerator, the others take whole ones.
  void fill(Job& job) const;

 private:
  std::shared_ptr<const PlacementTerms> of_one_;
  std::shared_ptr<const PlacementTerms> of_others_;
};

}  // namespace eastwest
