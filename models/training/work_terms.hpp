// What all levels of training work have in common: the model, how much it is trained, checkpoints
// and failures; declared once, read into plain data.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/training/language_model.hpp"
#include "models/training/reliability.hpp"
#include "sim/base/parameter.hpp"
#include "sim/engine/work.hpp"

namespace eastwest {

/// The values of the common keys.
struct WorkTerms {
  LanguageModel model;
  TokenBatch batch;  ///< of one step; sequences 0 where no batch is given
  double tokens = 0;
  Interruptions interruptions;  ///< between_failures is filled in for each number of nodes
  /// Failures per node-day; 0: none are expected.
  double failures_per_node_day = 0;
  bool is_daly = false;                    ///< the interval follows from the failures
  IntervalRule rule = IntervalRule::daly;  ///< then: by which formula
  /// Where failures are events: how jobs fail; then nothing of it is in the expected time.
  std::shared_ptr<const FailureTerms> failures = {};
  std::int64_t accelerators_per_node = 8;
};

/// The keys `model`, `sequence`, `batch`, `tokens`, `steps`, `checkpoints`, `failures` and
/// `reliability`.
[[nodiscard]] Schema work_terms_schema();
/// What the schema cannot express about them.
[[nodiscard]] std::vector<ParameterProblem> check_work_terms(const Parameters& parameters);
/// Requires that the check finds nothing.
[[nodiscard]] WorkTerms work_terms(const Parameters& parameters);

/// The key `attention`, for levels that count FLOPs.
[[nodiscard]] Parameter attention_parameter();
[[nodiscard]] AttentionCount attention_of(const Parameters& parameters);
/// The key `recompute`.
[[nodiscard]] Parameter recomputation_parameter();
[[nodiscard]] Recomputation recomputation_of(const Parameters& parameters);
/// The key `accelerators`, for levels that run on any number.
[[nodiscard]] Parameter accelerators_parameter();

/// Seconds from start to end of a job that computes for `productive` on so many accelerators.
[[nodiscard]] double expected_seconds(const WorkTerms& terms, Seconds productive,
                                      std::int64_t accelerators);

/// What every description of a level says about the keys above, and where it is from.
[[nodiscard]] std::string terms_rule();
[[nodiscard]] std::string terms_source();

}  // namespace eastwest
