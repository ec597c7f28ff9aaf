// One site with a schedule policy, for tests: jobs enter and end by hand, its starts are written
// down.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
  /// Tenants 0, 1, 2… are a, b, c…
  [[nodiscard]] std::string_view tenant_name(TenantId tenant) const override {
    static constexpr std::string_view kNames = "abcdefgh";
    return tenant.valid() ? kNames.substr(tenant.index(), 1) : std::string_view();
  }
  void start(JobSlot job) override { start(job, jobs_.at(job.value).accelerators); }
  void start(JobSlot job, std::int64_t accelerators) override {
    free_ -= accelerators;
    widths_[job.value] = accelerators;
    REQUIRE(free_ >= 0);
    starts_[job.value] = now_;
    running_.insert(job.value);
    started_.push_back(job.value);
  }

  /// At once, and it frees at once what it frees.
  void resize(JobSlot job, std::int64_t accelerators) override {
    REQUIRE(running_.count(job.value) == 1);
    free_ += std::exchange(widths_.at(job.value), accelerators) - accelerators;
    REQUIRE(free_ >= 0);
    resized_.push_back(job.value);
  }

  void suspend(JobSlot job) override {
    REQUIRE(running_.count(job.value) == 1);
    running_.erase(job.value);
    suspended_.push_back(job.value);
    jobs_.at(job.value).attained += now_ - starts_.at(job.value);
    if (save_ > Duration{0}) {
      saving_.push_back(job.value);
    } else {
      give_back(job.value);
    }
  }
  void ask_again(Date date) override {
    REQUIRE(date > now_);
    asked_for_ = date;
  }

  /// From now on suspended jobs hold their accelerators until saved() is called.
  void saves() { save_ = Duration{1}; }
  /// The state of all suspended jobs is written.
  void saved() {
    for (const int number : std::exchange(saving_, {})) give_back(number);
  }
  /// Those suspended in the last pass, in the order asked.
  [[nodiscard]] const Numbers& suspended() const { return suspended_; }
  [[nodiscard]] double asked_for_s() const {
    return asked_for_ == kNever ? -1 : to_seconds(asked_for_);
  }
  /// Terms of the jobs queued from now on.
  QueuedJob terms;

  /// A job with the next number (slot and serial); `estimate_s` below 0: none.
  void queue(std::int64_t size, double estimate_s = -1, double queued_s = 0) {
    const auto number = static_cast<std::int32_t>(jobs_.size());
    QueuedJob job = terms;
    job.slot = JobSlot{number};
    job.serial = static_cast<std::uint64_t>(number);
    job.accelerators = size;
    job.submitted = kStart;
    job.queued = kStart + from_seconds(queued_s);
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
      free_ += widths_.at(number);
      running_.erase(number);
      over.push_back({.job = jobs_.at(number), .started = starts_.at(number)});
    }
    started_.clear();
    suspended_.clear();
    resized_.clear();
    asked_for_ = kNever;
    const std::vector<QueuedJob> back = std::exchange(back_, {});
    const std::vector<QueuedJob> gone = std::exchange(gone_, {});
    policy_->decide(
        *this, {.queued = entering_, .ended = over, .suspended = back, .withdrawn = gone}, *this);
    entering_.clear();
    return started_;
  }
  /// A waiting job is taken away before the next pass.
  void withdraw(int number) { gone_.push_back(jobs_.at(number)); }
  [[nodiscard]] const QueuedJob& job(int number) const { return jobs_.at(number); }
  [[nodiscard]] std::int64_t width(int number) const { return widths_.at(number); }
  /// Those resized in the last pass, in the order asked.
  [[nodiscard]] const Numbers& resized() const { return resized_; }
  [[nodiscard]] const std::set<std::int32_t>& running() const { return running_; }

 private:
  /// It stands in the queue again at the next pass, with all its work kept.
  void give_back(int number) {
    QueuedJob& job = jobs_.at(number);
    free_ += job.accelerators;
    back_.push_back(job);
  }

  std::unique_ptr<SchedulePolicy> policy_;
  Date now_ = kStart;
  std::int64_t accelerators_;
  std::int64_t free_;
  std::map<std::int32_t, QueuedJob> jobs_;
  std::map<std::int32_t, Date> starts_;
  std::vector<QueuedJob> entering_;
  Numbers started_;
  Numbers suspended_;
  Numbers saving_;
  std::vector<QueuedJob> back_;
  std::vector<QueuedJob> gone_;
  std::set<std::int32_t> running_;
  std::map<std::int32_t, std::int64_t> widths_;
  Numbers resized_;
  Duration save_{0};
  Date asked_for_ = kNever;
};

}  // namespace eastwest
