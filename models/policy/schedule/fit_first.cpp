// Schedule `fit-first`: in order of arrival, passing over whatever does not fit.
#include "models/policy/schedule/minimum_queue.hpp"
#include "sim/base/check.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class FitFirst final : public SchedulePolicy {
 public:
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& gone : changes.withdrawn) drop(gone);
    // Free accelerators only shrink during a pass, so whoever was passed over stays too large.
    for (const QueuedJob& job : changes.queued) queue_.push(job.accelerators, job.slot);
    std::size_t place = 0;
    while ((place = queue_.find(place, view.free())) != queue_.kNone) {
      decisions.start(queue_.item(place));
      queue_.take(place);
    }
  }

 private:
  /// O(jobs that ask for no more).
  void drop(const QueuedJob& job) {
    std::size_t place = queue_.find(0, job.accelerators);
    while (place != queue_.kNone && queue_.item(place) != job.slot) {
      place = queue_.find(place + 1, job.accelerators);
    }
    EW_CHECK(place != queue_.kNone, "job {} leaves a queue where it is not", job.serial);
    queue_.take(place);
  }

  MinimumQueue<JobSlot> queue_;  // by size
};

}  // namespace

Registered<ScheduleFactory> fit_first_schedule() {
  return {
      .description = {.name = "fit-first",
                      .summary = "In order of arrival, but a job that does not fit is passed over.",
                      .rule = "Go through the queue from its head and start every job that fits.",
                      .limits = "O(log n) for each job. Needs no estimates. Large jobs can starve: "
                                "nothing is reserved for them.",
                      .source = "First fit without reservation.",
                      .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<FitFirst>();
      }};
}

}  // namespace eastwest
