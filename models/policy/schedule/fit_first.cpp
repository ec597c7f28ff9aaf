// Schedule `fit-first`: in order of arrival, passing over whatever does not fit.
#include <algorithm>
#include <bit>
#include <limits>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// A queue that finds its first job of at most a given size in O(log n): a tree of minima over
/// the places of the queue. Places of jobs that left are closed up when the tree is full.
class QueueBySize {
 public:
  void push(const QueuedJob& job) {
    if (jobs_.size() == places_) rebuild();
    jobs_.push_back(job);
    set(jobs_.size() - 1, job.accelerators);
    ++waiting_;
  }

  /// Takes out the first job with at most `size` accelerators; none if there is none.
  JobSlot take_first(std::int64_t size) {
    if (waiting_ == 0 || least_[1] > size) return JobSlot{};
    std::size_t at = 1;
    while (at < places_) {
      at *= 2;
      if (least_[at] > size) ++at;
    }
    const std::size_t place = at - places_;
    set(place, kGone);
    --waiting_;
    return jobs_[place].slot;
  }

 private:
  static constexpr std::int64_t kGone = std::numeric_limits<std::int64_t>::max();
  static constexpr std::size_t kPlacesMin = 16;

  void set(std::size_t place, std::int64_t size) {
    std::size_t at = place + places_;
    least_[at] = size;
    while (at > 1) {
      at /= 2;
      least_[at] = std::min(least_[2 * at], least_[2 * at + 1]);
    }
  }

  /// At least half of the new places are empty, so that this costs O(1) for each push.
  void rebuild() {
    std::vector<QueuedJob> kept;
    kept.reserve(waiting_);
    for (std::size_t place = 0; place < jobs_.size(); ++place) {
      if (least_[place + places_] != kGone) kept.push_back(jobs_[place]);
    }
    jobs_ = std::move(kept);
    places_ = std::max(kPlacesMin, std::bit_ceil(2 * jobs_.size()));
    least_.assign(2 * places_, kGone);
    for (std::size_t place = 0; place < jobs_.size(); ++place) {
      least_[place + places_] = jobs_[place].accelerators;
    }
    for (std::size_t at = places_ - 1; at >= 1; --at) {
      least_[at] = std::min(least_[2 * at], least_[2 * at + 1]);
    }
  }

  std::vector<QueuedJob> jobs_;      // by place
  std::vector<std::int64_t> least_;  // heap layout; leaf of a place = place + places_
  std::size_t places_ = 0;
  std::size_t waiting_ = 0;
};

class FitFirst final : public SchedulePolicy {
 public:
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& job : changes.queued) queue_.push(job);
    // Free accelerators only shrink during a pass, so whoever was passed over stays too large.
    for (JobSlot job = queue_.take_first(view.free()); job.valid();
         job = queue_.take_first(view.free())) {
      decisions.start(job);
    }
  }

 private:
  QueueBySize queue_;
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
