// What a generator of jobs can say of them before it makes any.
#pragma once

namespace eastwest {

/// Analytical means of the jobs of a workload.
struct JobMeans {
  double jobs_per_second = 0;
  double accelerators = 0;  ///< of a job
  double run_time = 0;      ///< of a job, seconds
  double work = 0;          ///< of a job, accelerator-seconds; not the product where sizes and run
                            ///< times depend on each other
};

/// A workload that knows these; others have to be played.
class KnownMeans {
 public:
  virtual ~KnownMeans() = default;
  [[nodiscard]] virtual JobMeans means() const = 0;
};

}  // namespace eastwest
