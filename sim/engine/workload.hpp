// What a source of jobs is: it hands out jobs in order of submission, one at a time.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/engine/input_rows.hpp"
#include "sim/world/job.hpp"
#include "sim/world/tenant_book.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

struct ModelRegistries;

/// What a workload may know when it is made.
struct WorkloadContext {
  const World& world;
  WorkloadId id;
  std::string name;               ///< the name in the scenario
  RandomSource random;            ///< draw with family = id.index()
  int start_weekday = 0;          ///< weekday of the scenario's start, 0 = Monday
  Duration start_time_of_day{0};  ///< of the scenario's start
  Date first;                     ///< beginning of the warm-up; generators start here
  Date horizon;                   ///< end of the run, kNever for "until done"
  std::int64_t accelerators = 0;  ///< of all sites, to turn a load into a rate
  /// To make the models that its parameters name; none where it names none.
  const ModelRegistries* models = nullptr;
  TenantBook* tenants = nullptr;        ///< where names of tenants are entered; null: nobody asks
  const DataPlan* data_plan = nullptr;  ///< null: there is none
};

/// What the jobs of a workload may say of themselves; tables have columns for it.
struct JobAttributes {
  bool priority = false;
  bool tenant = false;
  bool deadline = false;
  bool elastic = false;   ///< some have no fixed width; no column of tables
  bool spread = false;    ///< several sites compute some of them together
  bool failures = false;  ///< they may fail while they run
  bool mobility = false;  ///< not all sites' accelerators are the same to them
  bool data = false;      ///< named data sets
};

/// A stream of jobs; memory must not grow with the number of jobs handed out (traces: one file's
/// rows).
class Workload {
 public:
  virtual ~Workload() = default;
  /// The next job, in order of `submitted`; empty when there are no more before the horizon.
  virtual std::optional<Job> next() = 0;
  /// Jobs running at `context.first` in the stationary state, each with 0 < elapsed < run_time;
  /// empty where the workload has no stationary law (traces).
  virtual std::vector<Job> warm_start() { return {}; }
  /// What the job needs on the accelerators of that site instead of `job.run_time`, which holds
  /// where nobody knows the site yet. A pure function; asked once for every placement.
  [[nodiscard]] virtual Duration run_time_at(const Job& job, SiteId site) const {
    static_cast<void>(site);
    return job.run_time;
  }
  /// The widths that the job may have at that site, with its speed there; null if it has none but
  /// its own. Asked once for every placement of a job with widths.
  [[nodiscard]] virtual std::shared_ptr<const ElasticTerms> elastic_at(const Job& job,
                                                                       SiteId site) const {
    static_cast<void>(site);
    return job.elastic;
  }
  /// What a reader of the results should know of the run times, a sentence each.
  [[nodiscard]] virtual std::vector<std::string> remarks() const { return {}; }
  /// What became of the rows of the trace that it is read from; empty where there is none.
  [[nodiscard]] virtual std::optional<InputRows> input_rows() const { return std::nullopt; }
  /// Mean accelerators busy if every job ran at once (offered accelerator-seconds per second),
  /// by home, for `show load` and the verdict. Index = NodeId.
  [[nodiscard]] virtual std::vector<double> offered_accelerators() const = 0;
  [[nodiscard]] virtual JobAttributes attributes() const { return {}; }
};

}  // namespace eastwest
