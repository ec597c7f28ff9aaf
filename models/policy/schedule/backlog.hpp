// The queue behind a blocked head: finds the next job that may overtake it without a look at all.
#pragma once

#include <cstdint>
#include <vector>

#include "models/policy/schedule/minimum_queue.hpp"
#include "sim/engine/schedule.hpp"

namespace eastwest {

/// A waiting job, with its estimate as a number that can be compared.
struct BacklogJob {
  /// Estimate of a job that has none: longer than every estimate and every span.
  static constexpr std::int64_t kUnknown = MinimumQueue<JobSlot>::kGone - 1;

  explicit BacklogJob(const QueuedJob& job)
      : slot(job.slot),
        serial(job.serial),
        accelerators(job.accelerators),
        estimate(job.estimate ? job.estimate->count() : kUnknown) {}

  /// The date at which it is expected to end if it starts at `now`; kNever without an estimate.
  [[nodiscard]] Date expected_end(Date now) const;
  /// The estimate; Duration::max() without one.
  [[nodiscard]] Duration span() const {
    return estimate == kUnknown ? Duration::max() : Duration{estimate};
  }

  JobSlot slot;
  std::uint64_t serial = 0;
  std::int64_t accelerators = 0;
  std::int64_t estimate = kUnknown;  ///< nanoseconds
};

/// What a job may take while the head of the queue has a reservation.
struct Room {
  std::int64_t free = 0;   ///< accelerators now
  std::int64_t extra = 0;  ///< of them, or fewer: those that the reservation does not need
  std::int64_t span = 0;   ///< nanoseconds until the reservation begins, below kUnknown

  /// The span from `now` to a date, which may be kNever.
  [[nodiscard]] static std::int64_t span_until(Date now, Date begin);
  [[nodiscard]] bool admits(const BacklogJob& job) const {
    return job.accelerators <= free && (job.estimate <= span || job.accelerators <= extra);
  }
};

/// Jobs in the order in which they came, found by size and estimate. With c different sizes among
/// n jobs a search costs O(c) when nobody may start and O(c + log n) for each job that may; the
/// head is found at once. Memory is O(n).
class Backlog {
 public:
  void push(const BacklogJob& job);
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The first job; there must be one.
  [[nodiscard]] const BacklogJob& head() const { return line_[front_].job; }
  void pop_head();
  /// Takes out a job wherever it stands; O(n). There must be one of this slot.
  void drop(JobSlot slot);

  /// Goes through the jobs in order and hands each one that `room` admits to start(job, room),
  /// which shrinks the room; the job has then left the backlog. The head does not fit.
  template <class Start>
  void backfill(Room& room, Start&& start) {
    for (Candidate next = first_candidate(room); next.size_class != nullptr;
         next = next_candidate(room)) {
      const BacklogJob job = take(next);
      start(job, room);
    }
  }

 private:
  struct Entry {
    std::uint64_t number;  ///< in order of arrival
    BacklogJob job;
    bool gone = false;
  };
  /// All jobs of one size, keyed by estimate; an item is a job's number.
  struct SizeClass {
    std::int64_t accelerators = 0;
    MinimumQueue<std::uint64_t> jobs = {};
  };
  /// The first job of a size that may start, as far as known.
  struct Candidate {
    SizeClass* size_class = nullptr;
    std::size_t place = 0;
    std::uint64_t number = 0;
  };

  SizeClass& class_of(std::int64_t accelerators);
  Candidate first_candidate(const Room& room);
  /// The earliest of the candidates that the room still admits; none when there is none.
  Candidate next_candidate(const Room& room);
  /// Goes on from the candidate's place to one that the room admits; false if there is none.
  static bool advance(Candidate& candidate, const Room& room);
  BacklogJob take(const Candidate& candidate);
  Entry& entry(std::uint64_t number);
  void drop_gone();

  std::vector<Entry> line_;  // in order of number; dead ones among them
  std::size_t front_ = 0;    // of line_; never a dead one
  std::size_t size_ = 0;
  std::uint64_t next_number_ = 0;
  std::vector<SizeClass> classes_;     // by size
  std::vector<Candidate> candidates_;  // of the search under way
};

}  // namespace eastwest
