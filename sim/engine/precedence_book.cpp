// Implements sim/engine/precedence_book.hpp.
#include "sim/engine/precedence_book.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {

PrecedenceBook::Verdict PrecedenceBook::admit(Job& job, std::uint64_t serial,
                                              std::uint64_t first_serial) {
  std::vector<std::uint64_t> missing;
  bool hopeless = false;
  for (const std::uint64_t number : job.after) {
    const auto found = over_.find(first_serial + number);
    if (found == over_.end()) {
      missing.push_back(first_serial + number);
      continue;
    }
    hopeless = hopeless || !found->second.done;
    if (--found->second.followers == 0) over_.erase(found);
  }
  if (missing.empty()) return hopeless ? Verdict::hopeless : Verdict::free;
  std::int32_t place = 0;
  if (free_places_.empty()) {
    place = static_cast<std::int32_t>(places_.size());
    places_.emplace_back();
  } else {
    place = free_places_.back();
    free_places_.pop_back();
  }
  for (const std::uint64_t other : missing) awaited_[other].push_back(place);
  places_[static_cast<std::size_t>(place)] = {
      .job = std::move(job), .serial = serial, .missing = missing.size(), .hopeless = hopeless};
  ++held_;
  return Verdict::held;
}

void PrecedenceBook::over(const Job& job, std::uint64_t serial, JobState state,
                          std::vector<std::int32_t>& ready) {
  if (job.followers == 0) return;
  const bool done = state == JobState::done;
  std::uint32_t to_come = job.followers;
  const auto waiting = awaited_.find(serial);
  if (waiting != awaited_.end()) {
    for (const std::int32_t place : waiting->second) {
      Held& held = places_[static_cast<std::size_t>(place)];
      held.hopeless = held.hopeless || !done;
      if (--held.missing == 0) ready.push_back(place);
    }
    EW_CHECK(waiting->second.size() <= to_come, "{} jobs come after job {}, which knows of {}",
             waiting->second.size(), job.id, to_come);
    to_come -= static_cast<std::uint32_t>(waiting->second.size());
    awaited_.erase(waiting);
  }
  if (to_come > 0) over_[serial] = {.followers = to_come, .done = done};
  std::sort(ready.begin(), ready.end(),
            [this](std::int32_t a, std::int32_t b) { return this->serial(a) < this->serial(b); });
}

PrecedenceBook::Released PrecedenceBook::release(std::int32_t place) {
  Held& held = places_[static_cast<std::size_t>(place)];
  EW_CHECK(held.missing == 0, "job {} still waits for {} others", held.job.id, held.missing);
  free_places_.push_back(place);
  --held_;
  return {.job = std::move(held.job),
          .serial = held.serial,
          .verdict = held.hopeless ? Verdict::hopeless : Verdict::free};
}

std::uint64_t PrecedenceBook::serial(std::int32_t place) const {
  return places_[static_cast<std::size_t>(place)].serial;
}

}  // namespace eastwest
