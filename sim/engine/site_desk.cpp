// Bookkeeping of one site: changes since the last pass, free accelerators during a pass, misuse
// caught.
#include "sim/engine/site_desk.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace eastwest {

namespace {

void sort_by_entry(std::vector<QueuedJob>& jobs) {
  std::sort(jobs.begin(), jobs.end(), [](const QueuedJob& a, const QueuedJob& b) {
    return std::tie(a.queued, a.serial) < std::tie(b.queued, b.serial);
  });
}

}  // namespace

SiteDesk::SiteDesk(SiteId site, std::int64_t accelerators, std::string policy_name,
                   std::unique_ptr<SchedulePolicy> policy, QueueBook& queue_book)
    : book{.accelerators = accelerators},
      site_(site),
      policy_name_(std::move(policy_name)),
      policy_(std::move(policy)),
      queue_book_(queue_book) {}

void SiteDesk::start(JobSlot job) {
  const std::int64_t size = queue_book_.choose(site_, job);
  if (size == QueueBook::kNotQueued) {
    throw PolicyError(
        fmt::format("schedule policy '{}' at site {} starts a job that is not in its queue",
                    policy_name_, site_.value));
  }
  if (size == QueueBook::kNoNodes) {
    throw PolicyError(
        fmt::format("schedule policy '{}' at site {} starts a job that fits no node there",
                    policy_name_, site_.value));
  }
  if (nodes_ == nullptr && size > free_) {
    throw PolicyError(fmt::format(
        "schedule policy '{}' at site {} starts a job of {} accelerators where {} are free",
        policy_name_, site_.value, size, free_));
  }
  free_ = nodes_ == nullptr ? free_ - size : book.accelerators - nodes_->in_use();
  starts_.push_back(job);
}

void SiteDesk::check(const QueueBook::WidthChange& change) const {
  const auto fail = [&](const std::string& what) {
    throw PolicyError(
        fmt::format("schedule policy '{}' at site {} {}", policy_name_, site_.value, what));
  };
  if (!change.problem.empty()) fail(change.problem);
  if (change.takes > free_) {
    fail(fmt::format("gives a job {} accelerators where {} are free", change.takes, free_));
  }
}

void SiteDesk::start(JobSlot job, std::int64_t accelerators) {
  const QueueBook::WidthChange change = queue_book_.choose_width(site_, job, accelerators);
  check(change);
  free_ -= change.takes;
  starts_.push_back(job);
}

void SiteDesk::resize(JobSlot job, std::int64_t accelerators) {
  const QueueBook::WidthChange change = queue_book_.choose_resize(site_, job, accelerators);
  check(change);
  free_ += change.frees - change.takes;
  resizes_.push_back(job);
}

void SiteDesk::suspend(JobSlot job) {
  const QueueBook::Suspension frees = queue_book_.choose_suspension(site_, job);
  if (frees.now + frees.later == 0) {
    throw PolicyError(
        fmt::format("schedule policy '{}' at site {} suspends a job that is not running there",
                    policy_name_, site_.value));
  }
  free_ = nodes_ == nullptr ? free_ + frees.now : book.accelerators - nodes_->in_use();
  suspensions_.push_back(job);
}

void SiteDesk::ask_again(Date date) {
  if (date <= now_) {
    throw PolicyError(
        fmt::format("schedule policy '{}' at site {} wants to be asked at {} s, and it is {} s",
                    policy_name_, site_.value, to_seconds(date), to_seconds(now_)));
  }
  ask_again_ = date;
}

void SiteDesk::withdraw(const QueuedJob& job) {
  const auto same = [&job](const QueuedJob& other) { return other.slot == job.slot; };
  if (std::erase_if(queued_, same) == 0) withdrawn_.push_back(job);
}

SiteDesk::Wishes SiteDesk::decide(Date now) {
  now_ = now;
  free_ = book.accelerators - book.allocated;
  starts_.clear();
  suspensions_.clear();
  resizes_.clear();
  ask_again_ = kNever;
  sort_by_entry(queued_);
  sort_by_entry(suspended_);
  policy_->decide(*this,
                  {.queued = queued_,
                   .ended = ended_,
                   .suspended = suspended_,
                   .resized = resized_,
                   .withdrawn = withdrawn_},
                  *this);
  queued_.clear();
  ended_.clear();
  suspended_.clear();
  withdrawn_.clear();
  resized_.clear();
  return {
      .suspensions = suspensions_, .starts = starts_, .ask_again = ask_again_, .resizes = resizes_};
}

}  // namespace eastwest
