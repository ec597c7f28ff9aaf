// Size classes fitted to the jobs of a trace, with the error of the fit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/workload/job_shape.hpp"
#include "models/workload/trace_rows.hpp"

namespace eastwest {

/// How far a fit is from the jobs that it was made of.
struct FitError {
  double distance = 0;  ///< Kolmogorov-Smirnov: largest difference of the run times' distributions
  double mean = 0;      ///< of the run time, over the trace's, minus 1; likewise the next four
  double work = 0;      ///< of size x run time
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double correlation = 0;  ///< rank correlation of size and run time: the fit's minus the trace's
};

/// Jobs of similar size: the sizes as in the trace, and quantiles of their run times.
struct FittedClass {
  std::string name;                                    ///< `8` or `5-8`; `all` for the whole trace
  std::vector<std::pair<std::int64_t, double>> sizes;  ///< accelerators and number of jobs
  std::vector<RunTimeTable::Point> run_times;
  double mean_run_time = 0;  ///< of the trace, seconds
  double correlation = 0;    ///< of the trace: rank correlation of size and run time
  FitError error;
};

struct TraceFit {
  FittedClass all;  ///< quantiles of the whole trace, and the errors of the mix of all classes
  std::vector<FittedClass> classes;
  std::uint64_t left_out = 0;  ///< jobs that never ran
};

/// A class for each size that has at least 400 jobs, and one for the other sizes in (2^k, 2^(k+1)];
/// a class of fewer than 40 jobs joins the one before. Run times as a RunTimeTable whose quantiles
/// have four digits. The trace has a job that ran.
[[nodiscard]] TraceFit fit_of(const Trace& trace);

/// The fit as the mix that a generator draws from.
[[nodiscard]] JobShape shape_of(const TraceFit& fit);

/// Where a fitted trace is from.
struct FitOrigin {
  std::string source;
  std::string licence;
};
/// The table that read_fitted_classes reads.
[[nodiscard]] std::string fit_table(const TraceFit& fit, const FitOrigin& origin);
/// The errors, for people.
[[nodiscard]] std::string to_text(const TraceFit& fit);

}  // namespace eastwest
