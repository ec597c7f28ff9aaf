// A site by hand: jobs wait, run, and end; only the calls of the policy are timed.
#include "tools/bench/jobs_passes.hpp"

#include <time.h>

#include <map>
#include <memory>
#include <vector>

#include "models/builtin.hpp"
#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

namespace eastwest::bench {

namespace {

constexpr std::int64_t kNodes = 240;

double cpu_now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

class Site final : public SiteView, public SiteDecisions {
 public:
  explicit Site(const std::string& schedule)
      : policy_(builtin_models().schedules.at(schedule).make({})) {}

  [[nodiscard]] Date now() const override { return now_; }
  [[nodiscard]] SiteId site() const override { return SiteId{0}; }
  [[nodiscard]] std::int64_t accelerators() const override { return kNodes; }
  [[nodiscard]] std::int64_t free() const override { return free_; }
  void start(JobSlot slot) override {
    const QueuedJob& job = jobs_[slot.index()];
    free_ -= job.accelerators;
    ++starts_;
    --waiting_;
    running_.emplace(now_ + *job.estimate, EndedJob{.job = job, .started = now_});
  }

  void start(JobSlot slot, std::int64_t) override { start(slot); }
  void resize(JobSlot, std::int64_t) override {
    throw Defect("the bench has no schedule that resizes jobs");
  }
  void suspend(JobSlot) override { throw Defect("the bench has no schedule that suspends jobs"); }
  void ask_again(Date) override { throw Defect("the bench has no schedule that asks again"); }

  /// Adds a job with sizes and estimates as in a log of a cluster.
  void add() {
    const std::uint64_t number = jobs_.size();
    const auto draw = [&](std::uint32_t what) {
      return random_.uniform(0, number, Purpose::job_class, what);
    };
    const auto size = std::int64_t{1} << static_cast<int>(draw(0) * 7);
    jobs_.push_back({.slot = JobSlot(jobs_.size()),
                     .serial = number,
                     .accelerators = size,
                     .estimate = std::chrono::minutes{1 + static_cast<int>(draw(1) * 1440)},
                     .submitted = now_,
                     .queued = now_});
    entering_.push_back(jobs_.back());
    ++waiting_;
  }

  /// The next expected end comes, or the job of the last one ends now.
  void end_one(Pass pass) {
    const auto found = pass == Pass::ends_on_time ? running_.begin() : std::prev(running_.end());
    now_ = pass == Pass::ends_on_time ? found->first : now_ + std::chrono::seconds{1};
    free_ += found->second.job.accelerators;
    ended_.push_back(found->second);
    running_.erase(found);
    // All that are expected now end now.
    while (!running_.empty() && running_.begin()->first <= now_) {
      free_ += running_.begin()->second.job.accelerators;
      ended_.push_back(running_.begin()->second);
      running_.erase(running_.begin());
    }
  }

  void decide() {
    policy_->decide(*this, {.queued = entering_, .ended = ended_}, *this);
    entering_.clear();
    ended_.clear();
  }

  [[nodiscard]] std::int64_t starts() const { return starts_; }
  [[nodiscard]] std::int64_t waiting() const { return waiting_; }

 private:
  std::unique_ptr<SchedulePolicy> policy_;
  RandomSource random_{20250707, 0};
  Date now_ = kStart;
  std::int64_t free_ = kNodes;
  std::int64_t starts_ = 0;
  std::int64_t waiting_ = 0;
  std::vector<QueuedJob> jobs_;
  std::multimap<Date, EndedJob> running_;
  std::vector<QueuedJob> entering_;
  std::vector<EndedJob> ended_;
};

}  // namespace

PassCost pass_cost(const std::string& schedule, std::int64_t backlog, Pass pass, int passes) {
  Site site(schedule);
  while (site.waiting() < backlog) {
    site.add();
    site.decide();
  }
  PassCost cost;
  const std::int64_t starts_before = site.starts();
  for (int i = 0; i < passes; ++i) {
    if (pass == Pass::arrival) {
      site.add();
    } else {
      site.end_one(pass);
    }
    const double before = cpu_now();
    site.decide();
    cost.cpu_seconds += cpu_now() - before;
    while (site.waiting() < backlog) {
      site.add();
      site.decide();
    }
  }
  cost.cpu_seconds /= passes;
  cost.starts = site.starts() - starts_before;
  return cost;
}

}  // namespace eastwest::bench
