// When generated jobs are submitted: a rate with daily and weekly rhythm, switching states,
// batches.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/workload/batch_size.hpp"
#include "models/workload/rate_modulation.hpp"
#include "models/workload/rate_profile.hpp"
#include "sim/base/parameter.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// Batches of jobs in order of date. The rate of jobs at a date is the declared mean rate times the
/// factor of the hour times the factor of the state; both factors have mean 1, so that the mean
/// over whole weeks is the declared one.
class ArrivalProcess {
 public:
  /// The keys of `arrivals`.
  [[nodiscard]] static Schema schema();
  /// What the schema cannot say, with keys below `arrivals`.
  static void check(const Parameters& arrivals, std::vector<ParameterProblem>& problems);

  /// `mean_work` is that of a job in accelerator-seconds, by which a load becomes a rate.
  ArrivalProcess(const Parameters& arrivals, const WorkloadContext& context, double mean_work);

  /// Jobs submitted together.
  struct Batch {
    std::uint64_t number;  ///< from 0
    std::uint64_t jobs;
    Date date;
  };
  /// The next batch; empty when there are no more before the horizon.
  [[nodiscard]] std::optional<Batch> next();

  /// Jobs per second, mean over the week and the states.
  [[nodiscard]] double rate() const { return rate_; }
  [[nodiscard]] const BatchSize& batch_size() const { return batch_size_; }
  /// The highest rate of jobs that there is, over the mean rate.
  [[nodiscard]] double peak() const { return profile_.maximum() * modulation_.maximum(); }
  /// Rate of jobs over the mean rate so long before `context.first`, for each age.
  [[nodiscard]] std::vector<double> before_first(const std::vector<Duration>& ages) const;

 private:
  [[nodiscard]] bool advance();

  RandomSource random_;
  std::uint32_t family_;
  RateProfile profile_;
  RateModulation modulation_;
  BatchSize batch_size_;
  double rate_ = 0;
  std::uint64_t batches_ = 0;
  Date first_;
  Date end_;
  Date clock_;
};

}  // namespace eastwest
