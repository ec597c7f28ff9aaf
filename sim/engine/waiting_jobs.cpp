// Implements sim/engine/waiting_jobs.hpp.
#include "sim/engine/waiting_jobs.hpp"

#include <algorithm>
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

WaitingJobs::Iterator WaitingJobs::behind(const WaitingJob::Place& place) const {
  if (in_tree()) return Iterator(jobs_.upper_bound(place));
  return Iterator(std::upper_bound(few_.data(), few_end(), place, Earlier{}));
}

const WaitingJob* WaitingJobs::first_of_at_most(
    std::int64_t accelerators, const std::optional<WaitingJob::Place>& behind) const {
  if (!in_tree()) {
    for (const WaitingJob* job = few_.data(); job != few_end(); ++job) {
      if (job->accelerators <= accelerators && (!behind || *behind < job->place())) return job;
    }
    return nullptr;
  }
  const WaitingJob::Place* first = nullptr;
  const auto too_large = by_size_.upper_bound(accelerators);
  for (auto size = by_size_.begin(); size != too_large; ++size) {
    const std::set<WaitingJob::Place>& places = size->second;
    const auto place = behind ? places.upper_bound(*behind) : places.begin();
    if (place != places.end() && (first == nullptr || *place < *first)) first = &*place;
  }
  return first == nullptr ? nullptr : &*jobs_.find(*first);
}

std::size_t WaitingJobs::place_in_few(JobSlot slot) const {
  std::size_t place = 0;
  while (place < few_size_ && few_[place].slot != slot) ++place;
  return place;
}

const WaitingJob* WaitingJobs::find(JobSlot slot) const {
  if (!in_tree()) {
    const std::size_t place = place_in_few(slot);
    return place < few_size_ ? &few_[place] : nullptr;
  }
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
  if (in_tree()) return insert_into_tree(job);
  if (few_size_ < kFew) return insert_into_few(job);
  for (const WaitingJob& each : few_) insert_into_tree(each);
  few_size_ = 0;
  insert_into_tree(job);
}

void WaitingJobs::insert_into_few(const WaitingJob& job) {
  std::size_t at = few_size_;
  for (; at > 0 && job.place() <= few_[at - 1].place(); --at) {
    EW_CHECK(job.place() != few_[at - 1].place(), "two jobs of serial {} wait", job.serial);
    few_[at] = few_[at - 1];
  }
  few_[at] = job;
  ++few_size_;
}

void WaitingJobs::insert_into_tree(const WaitingJob& job) {
  const auto added = insert_with(jobs_, spare_jobs_, job);
  EW_CHECK(added->slot == job.slot, "two jobs of serial {} wait", job.serial);
  if (places_.size() <= job.slot.index()) places_.resize(job.slot.index() + 1);
  places_[job.slot.index()] = job.place();
  insert_with(places_of(job.accelerators), spare_places_, job.place());
}

bool WaitingJobs::erase(JobSlot slot) {
  if (!in_tree()) {
    const std::size_t gone = place_in_few(slot);
    if (gone == few_size_) return false;
    --few_size_;
    for (std::size_t i = gone; i < few_size_; ++i) few_[i] = few_[i + 1];
    return true;
  }
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
