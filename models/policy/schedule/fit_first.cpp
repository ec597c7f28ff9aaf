// Schedule `fit-first`: in order of arrival, passing over whatever does not fit.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "models/policy/schedule/minimum_queue.hpp"
#include "sim/base/check.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// The queue of a site with nodes: a line for each shape of job, since of jobs that ask for the
/// same none fits where the first does not.
class ShapeLines {
 public:
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) {
    // Where nothing has been freed, only shapes that nobody waited with can fit.
    const bool freed = !changes.ended.empty() || view.accelerators() != accelerators_;
    accelerators_ = view.accelerators();
    for (const QueuedJob& job : changes.queued) {
      const auto shape = static_cast<std::size_t>(job.shape);
      if (shape >= lines_.size()) lines_.resize(shape + 1);
      if (lines_[shape].empty()) heads_.emplace(number_, shape);
      lines_[shape].push_back({number_++, job});
    }
    if (freed) {
      for (std::size_t shape = 0; shape < lines_.size(); ++shape) {
        if (!lines_[shape].empty()) heads_.emplace(lines_[shape].front().number, shape);
      }
    }
    while (!heads_.empty()) {
      const std::size_t shape = heads_.begin()->second;
      heads_.erase(heads_.begin());
      std::deque<Waiting>& line = lines_[shape];
      if (!view.fits(line.front().job)) continue;
      decisions.start(line.front().job.slot);
      line.pop_front();
      if (!line.empty()) heads_.emplace(line.front().number, shape);
    }
  }

 private:
  struct Waiting {
    std::uint64_t number;  // in order of arrival
    QueuedJob job;
  };
  std::vector<std::deque<Waiting>> lines_;                 // by shape
  std::set<std::pair<std::uint64_t, std::size_t>> heads_;  // to be asked: number and shape
  std::uint64_t number_ = 0;
  std::int64_t accelerators_ = 0;
};

class FitFirst final : public SchedulePolicy {
 public:
  [[nodiscard]] bool knows_nodes() const override { return true; }
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    if (view.has_nodes()) return lines_.decide(view, changes, decisions);
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
  ShapeLines lines_;             // at a site with nodes
};

}  // namespace

Registered<ScheduleFactory> fit_first_schedule() {
  return {
      .description = {.name = "fit-first",
                      .summary = "In order of arrival, but a job that does not fit is passed over.",
                      .rule = "Go through the queue from its head and start every job that fits.",
                      .limits =
                          "O(log n) for each job; at a site with nodes a pass asks every shape "
                          "of waiting job once after something was freed. Needs no estimates. "
                          "Large jobs can starve: "
                          "nothing is reserved for them.",
                      .source = "First fit without reservation.",
                      .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<FitFirst>();
      }};
}

}  // namespace eastwest
