// How large generated jobs are and how long they run: one law of both together.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "models/workload/run_time_table.hpp"
#include "models/workload/whole_number_law.hpp"
#include "sim/base/parameter.hpp"
#include "sim/base/random.hpp"

namespace eastwest {

/// A law of run times in seconds.
using RunTimeLaw = std::variant<Law, RunTimeTable>;

/// Jobs of similar size; inside a class, size and run time are independent.
struct SizeClass {
  double weight;  ///< of its number of jobs, above 0
  WholeNumberLaw accelerators;
  RunTimeLaw run_time;
};

/// A mix of size classes, by which size and run time depend on each other.
class JobShape {
 public:
  /// The keys `accelerators`, `run_time`, `classes` and `fitted`.
  [[nodiscard]] static Schema schema();
  /// What the schema cannot say.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);

  /// Throws ScenarioError for a table of `fitted` that cannot be used.
  explicit JobShape(const Parameters& parameters);
  /// Requires a class, and one with a run time above 0.
  explicit JobShape(std::vector<SizeClass> classes);

  struct Draw {
    std::int64_t accelerators;
    double run_time;  ///< seconds
  };
  /// Job number `job` of a workload.
  [[nodiscard]] Draw job(const RandomSource& random, std::uint32_t family, std::uint64_t job) const;
  /// At three probabilities in (0, 1), each for its own part of the draw.
  struct Probabilities {
    double size_class, accelerators, run_time;
  };
  [[nodiscard]] Draw at(const Probabilities& u) const;
  /// Of a job found in service where none waits: its probability is in proportion to its run time.
  [[nodiscard]] Draw in_service(const Probabilities& u) const;

  [[nodiscard]] double mean_accelerators() const { return mean_accelerators_; }
  [[nodiscard]] double mean_run_time() const { return mean_run_time_; }
  /// Accelerator-seconds of a job.
  [[nodiscard]] double mean_work() const { return mean_work_; }
  /// Mean accelerators busy at so many jobs per second if none waits.
  [[nodiscard]] double busy(double rate) const;
  [[nodiscard]] const std::vector<SizeClass>& classes() const { return classes_; }

 private:
  [[nodiscard]] const SizeClass& one_of(const std::vector<double>& sums, double u) const;

  std::vector<SizeClass> classes_;
  std::vector<double> jobs_;     // sums of weights
  std::vector<double> seconds_;  // sums of weight x mean run time
  double mean_accelerators_ = 0;
  double mean_run_time_ = 0;
  double mean_work_ = 0;
};

}  // namespace eastwest
