// One site with a schedule policy, for tests: jobs enter and end by hand, its starts are written
// down.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"

namespace eastwest {

using Numbers = std::vector<int>;

class SiteStage final : public SiteView, public SiteDecisions {
 public:
  SiteStage(const std::string& schedule, std::int64_t accelerators, Values values = {})
      : accelerators_(accelerators), free_(accelerators) {
    static const ModelRegistries models = builtin_models();
    const auto& model = models.schedules.at(schedule);
    policy_ = model.make(with_defaults(model.description.schema, std::move(values)));
  }

  [[nodiscard]] Date now() const override { return now_; }
  [[nodiscard]] SiteId site() const override { return SiteId{0}; }
  [[nodiscard]] std::int64_t accelerators() const override { return accelerators_; }
  [[nodiscard]] std::int64_t free() const override { return free_; }
  void start(JobSlot job) override {
    free_ -= jobs_.at(job.value).accelerators;
    REQUIRE(free_ >= 0);
    starts_[job.value] = now_;
    started_.push_back(job.value);
  }

  /// A job with the next number (slot and serial); `estimate_s` below 0: none.
  void queue(std::int64_t size, double estimate_s = -1, double queued_s = 0) {
    const auto number = static_cast<std::int32_t>(jobs_.size());
    QueuedJob job{.slot = JobSlot{number},
                  .serial = static_cast<std::uint64_t>(number),
                  .accelerators = size,
                  .estimate = std::nullopt,
                  .submitted = kStart,
                  .queued = kStart + from_seconds(queued_s)};
    if (estimate_s >= 0) job.estimate = from_seconds(estimate_s);
    jobs_[number] = job;
    entering_.push_back(job);
  }

  /// The clock goes to `now_s`, jobs end, the policy is asked; the numbers of the jobs that it
  /// starts, in its order.
  Numbers ask_at(double now_s, const Numbers& ended = {}) {
    now_ = kStart + from_seconds(now_s);
    return ask(ended);
  }
  Numbers ask(const Numbers& ended = {}) {
    std::vector<EndedJob> over;
    for (const int number : ended) {
      free_ += jobs_.at(number).accelerators;
      over.push_back({.job = jobs_.at(number), .started = starts_.at(number)});
    }
    started_.clear();
    policy_->decide(*this, {.queued = entering_, .ended = over}, *this);
    entering_.clear();
    return started_;
  }

 private:
  std::unique_ptr<SchedulePolicy> policy_;
  Date now_ = kStart;
  std::int64_t accelerators_;
  std::int64_t free_;
  std::map<std::int32_t, QueuedJob> jobs_;
  std::map<std::int32_t, Date> starts_;
  std::vector<QueuedJob> entering_;
  Numbers started_;
};

}  // namespace eastwest
