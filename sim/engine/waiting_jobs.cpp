// Implements sim/engine/waiting_jobs.hpp.
#include "sim/engine/waiting_jobs.hpp"

#include "sim/base/check.hpp"

namespace eastwest {

const WaitingJob* WaitingJobs::first_of_at_most(
    std::int64_t accelerators, const std::optional<WaitingJob::Place>& behind) const {
  const WaitingJob::Place* first = nullptr;
  const auto too_large = by_size_.upper_bound(accelerators);
  for (auto size = by_size_.begin(); size != too_large; ++size) {
    const std::set<WaitingJob::Place>& places = size->second;
    const auto place = behind ? places.upper_bound(*behind) : places.begin();
    if (place != places.end() && (first == nullptr || *place < *first)) first = &*place;
  }
  return first == nullptr ? nullptr : &*jobs_.find(*first);
}

const WaitingJob* WaitingJobs::find(JobSlot slot) const {
  if (!slot.valid() || slot.index() >= places_.size()) return nullptr;
  const auto job = jobs_.find(places_[slot.index()]);
  return job != jobs_.end() && job->slot == slot ? &*job : nullptr;
}

void WaitingJobs::insert(const WaitingJob& job) {
  const bool is_new = jobs_.insert(jobs_.end(), job)->slot == job.slot;
  EW_CHECK(is_new, "two jobs of serial {} wait", job.serial);
  if (places_.size() <= job.slot.index()) places_.resize(job.slot.index() + 1);
  places_[job.slot.index()] = job.place();
  by_size_[job.accelerators].insert(job.place());
}

bool WaitingJobs::erase(JobSlot slot) {
  if (find(slot) == nullptr) return false;
  const auto job = jobs_.find(places_[slot.index()]);
  const auto size = by_size_.find(job->accelerators);
  size->second.erase(job->place());
  if (size->second.empty()) by_size_.erase(size);
  jobs_.erase(job);
  return true;
}

}  // namespace eastwest
