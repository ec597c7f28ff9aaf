// Schedule `fit-width`: first come, first served, each as wide as fits at its start.
#include <deque>

#include "sim/engine/model_registries.hpp"
#include "sim/world/elastic_terms.hpp"

namespace eastwest {

namespace {

class FitWidth final : public SchedulePolicy {
 public:
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& gone : changes.withdrawn) {
      std::erase_if(queue_, [&](const QueuedJob& job) { return job.serial == gone.serial; });
    }
    queue_.insert(queue_.end(), changes.queued.begin(), changes.queued.end());
    while (!queue_.empty()) {
      const std::int64_t width = widest(queue_.front(), view.free());
      if (width == 0) return;
      const JobSlot slot = queue_.front().slot;
      queue_.pop_front();
      decisions.start(slot, width);
    }
  }

 private:
  /// 0: it does not fit at all.
  static std::int64_t widest(const QueuedJob& job, std::int64_t free) {
    if (job.elastic == nullptr) return job.accelerators <= free ? job.accelerators : 0;
    const ElasticTerms::Width* width = job.elastic->at_most(free);
    return width == nullptr ? 0 : width->accelerators;
  }

  std::deque<QueuedJob> queue_;
};

}  // namespace

Registered<ScheduleFactory> fit_width_schedule() {
  return {.description =
              {.name = "fit-width",
               .summary = "First come, first served, each job as wide as fits when it starts.",
               .rule = "Starts every job as early as its place in the queue allows. In order of "
                       "entry into the queue and serial number: start the head at the greatest of "
                       "its widths that is free; if not even the least is, it holds up all behind "
                       "it. A rigid job has one width. Nobody is resized.",
               .limits = "Needs no estimates and looks at no speed: a job that starts on an empty "
                         "site takes all that it can use, however little the last accelerators "
                         "bring, and one that starts on a full site stays narrow to its end. "
                         "O(log widths) for each job.",
               .source = "The greedy baseline of studies of mouldable jobs, e.g. Cirne and Berman, "
                         "Journal of Parallel and Distributed Computing 62(10), 2002.",
               .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
            return std::make_unique<FitWidth>();
          }};
}

}  // namespace eastwest
