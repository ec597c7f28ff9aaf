// One tree of estimates for each size of job, and the line that they all stand in.
#include "models/policy/schedule/backlog.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {
constexpr std::size_t kLineMin = 64;
}

Date BacklogJob::expected_end(Date now) const {
  if (estimate == kUnknown || now.time_since_epoch().count() > kUnknown - estimate) return kNever;
  return now + Duration{estimate};
}

std::int64_t Room::span_until(Date now, Date begin) {
  constexpr std::int64_t kLongest = BacklogJob::kUnknown - 1;
  if (begin == kNever) return kLongest;
  return std::min(kLongest, (begin - now).count());
}

void Backlog::push(const BacklogJob& job) {
  if (line_.size() >= std::max(kLineMin, 2 * size_)) drop_gone();
  const std::uint64_t number = next_number_++;
  line_.push_back({.number = number, .job = job});
  class_of(job.accelerators).jobs.push(job.estimate, number);
  ++size_;
}

void Backlog::pop_head() {
  SizeClass& size_class = class_of(head().accelerators);
  const std::size_t place = size_class.jobs.find(0, BacklogJob::kUnknown);
  take({.size_class = &size_class, .place = place, .number = line_[front_].number});
}

void Backlog::drop(JobSlot slot) {
  const auto found =
      std::find_if(line_.begin() + static_cast<std::ptrdiff_t>(front_), line_.end(),
                   [slot](const Entry& each) { return !each.gone && each.job.slot == slot; });
  EW_CHECK(found != line_.end(), "slot {} leaves a backlog where it is not", slot.value);
  SizeClass& size_class = class_of(found->job.accelerators);
  std::size_t place = size_class.jobs.find(0, found->job.estimate);
  while (size_class.jobs.item(place) != found->number) {
    place = size_class.jobs.find(place + 1, found->job.estimate);
  }
  take({.size_class = &size_class, .place = place, .number = found->number});
}

Backlog::SizeClass& Backlog::class_of(std::int64_t accelerators) {
  const auto found = std::lower_bound(classes_.begin(), classes_.end(), accelerators,
                                      [](const SizeClass& size_class, std::int64_t size) {
                                        return size_class.accelerators < size;
                                      });
  if (found != classes_.end() && found->accelerators == accelerators) return *found;
  return *classes_.insert(found, {.accelerators = accelerators});
}

Backlog::Candidate Backlog::first_candidate(const Room& room) {
  candidates_.clear();
  for (SizeClass& size_class : classes_) {
    if (size_class.accelerators > room.free) break;
    Candidate candidate{.size_class = &size_class, .place = 0};
    if (advance(candidate, room)) candidates_.push_back(candidate);
  }
  return next_candidate(room);
}

bool Backlog::advance(Candidate& candidate, const Room& room) {
  const SizeClass& size_class = *candidate.size_class;
  if (size_class.accelerators > room.free) return false;
  const std::int64_t bound =
      size_class.accelerators <= room.extra ? BacklogJob::kUnknown : room.span;
  if (size_class.jobs.least() > bound) return false;
  candidate.place = size_class.jobs.find(candidate.place, bound);
  if (candidate.place == MinimumQueue<std::uint64_t>::kNone) return false;
  candidate.number = size_class.jobs.item(candidate.place);
  return true;
}

Backlog::Candidate Backlog::next_candidate(const Room& room) {
  while (!candidates_.empty()) {
    const auto earliest = std::min_element(
        candidates_.begin(), candidates_.end(),
        [](const Candidate& a, const Candidate& b) { return a.number < b.number; });
    // The room may have shrunk since the candidate was found, or the candidate was just taken.
    const std::uint64_t number = earliest->number;
    if (!advance(*earliest, room)) {
      *earliest = candidates_.back();
      candidates_.pop_back();
    } else if (earliest->number == number) {
      return *earliest;
    }
  }
  return {};
}

BacklogJob Backlog::take(const Candidate& candidate) {
  Entry& taken = entry(candidate.number);
  const BacklogJob job = taken.job;
  EW_CHECK(!taken.gone, "job {} leaves the backlog twice", job.serial);
  taken.gone = true;
  candidate.size_class->jobs.take(candidate.place);
  --size_;
  while (front_ < line_.size() && line_[front_].gone) ++front_;
  return job;
}

Backlog::Entry& Backlog::entry(std::uint64_t number) {
  if (line_[front_].number == number) return line_[front_];
  const auto found = std::lower_bound(
      line_.begin() + static_cast<std::ptrdiff_t>(front_), line_.end(), number,
      [](const Entry& each, std::uint64_t wanted) { return each.number < wanted; });
  return *found;
}

void Backlog::drop_gone() {
  std::erase_if(line_, [](const Entry& each) { return each.gone; });
  front_ = 0;
}

}  // namespace eastwest
