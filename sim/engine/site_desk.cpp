// Bookkeeping of one site: changes since the last pass, free accelerators during a pass, misuse
// caught.
#include "sim/engine/site_desk.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace eastwest {

SiteDesk::SiteDesk(SiteId site, std::int64_t accelerators, std::string policy_name,
                   std::unique_ptr<SchedulePolicy> policy, QueueBook& queue_book)
    : book{.accelerators = accelerators},
      site_(site),
      policy_name_(std::move(policy_name)),
      policy_(std::move(policy)),
      queue_book_(queue_book) {}

void SiteDesk::start(JobSlot job) {
  const std::int64_t size = queue_book_.choose(site_, job);
  if (size == 0) {
    throw PolicyError(
        fmt::format("schedule policy '{}' at site {} starts a job that is not in its queue",
                    policy_name_, site_.value));
  }
  if (size > free_) {
    throw PolicyError(fmt::format(
        "schedule policy '{}' at site {} starts a job of {} accelerators where {} are free",
        policy_name_, site_.value, size, free_));
  }
  free_ -= size;
  starts_.push_back(job);
}

const std::vector<JobSlot>& SiteDesk::decide(Date now) {
  now_ = now;
  free_ = book.accelerators - book.allocated;
  starts_.clear();
  if (queued_.size() > 1) {
    std::sort(queued_.begin(), queued_.end(), [](const QueuedJob& a, const QueuedJob& b) {
      return std::tie(a.queued, a.serial) < std::tie(b.queued, b.serial);
    });
  }
  policy_->decide(*this, SiteChanges{.queued = queued_, .ended = ended_}, *this);
  queued_.clear();
  ended_.clear();
  return starts_;
}

}  // namespace eastwest
