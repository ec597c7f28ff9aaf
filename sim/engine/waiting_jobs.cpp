// Implements sim/engine/waiting_jobs.hpp.
#include "sim/engine/waiting_jobs.hpp"

#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

/// Inserts near the end, where newcomers stand, with a spare node if there is one.
template <class Set>
auto insert_with(Set& set, std::vector<typename Set::node_type>& spares,
                 const typename Set::value_type& value) {
  if (spares.empty()) return set.insert(set.end(), value);
  spares.back().value() = value;
  const auto added = set.insert(set.end(), std::move(spares.back()));
  spares.pop_back();
  return added;
}

}  // namespace

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

WaitingJobs::Places& WaitingJobs::places_of(std::int64_t accelerators) {
  const auto place = by_size_.lower_bound(accelerators);
  if (place != by_size_.end() && place->first == accelerators) return place->second;
  if (spare_sizes_.empty()) return by_size_.try_emplace(place, accelerators)->second;
  spare_sizes_.back().key() = accelerators;
  const auto added = by_size_.insert(place, std::move(spare_sizes_.back()));
  spare_sizes_.pop_back();
  return added->second;
}

void WaitingJobs::insert(const WaitingJob& job) {
  const auto added = insert_with(jobs_, spare_jobs_, job);
  EW_CHECK(added->slot == job.slot, "two jobs of serial {} wait", job.serial);
  if (places_.size() <= job.slot.index()) places_.resize(job.slot.index() + 1);
  places_[job.slot.index()] = job.place();
  insert_with(places_of(job.accelerators), spare_places_, job.place());
}

bool WaitingJobs::erase(JobSlot slot) {
  if (!slot.valid() || slot.index() >= places_.size()) return false;
  const auto job = jobs_.find(places_[slot.index()]);
  if (job == jobs_.end() || job->slot != slot) return false;
  const auto size = by_size_.find(job->accelerators);
  spare_places_.push_back(size->second.extract(job->place()));
  if (size->second.empty()) spare_sizes_.push_back(by_size_.extract(size));
  spare_jobs_.push_back(jobs_.extract(job));
  return true;
}

}  // namespace eastwest
