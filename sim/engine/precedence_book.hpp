// Jobs that come after others of their workload, from the date they ask for until those are over.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/world/job.hpp"

namespace eastwest {

/// Keeps what is held, and of what is over only what somebody still waits for.
class PrecedenceBook {
 public:
  enum class Verdict : std::uint8_t {
    free,      ///< its life begins
    hopeless,  ///< one that it comes after was not done
    held,      ///< the book has taken it
  };
  /// A job of the book whose last predecessor is over.
  struct Released {
    Job job;
    std::uint64_t serial = 0;
    Verdict verdict = Verdict::free;
  };

  /// Looks at a job that comes; takes it if it has to wait. `after` counts within its workload:
  /// `first_serial` is the serial of number 0.
  Verdict admit(Job& job, std::uint64_t serial, std::uint64_t first_serial);
  /// A job is over; adds to `ready` the places of those that waited for it only, in order of
  /// serial.
  void over(const Job& job, std::uint64_t serial, JobState state, std::vector<std::int32_t>& ready);
  /// Takes a ready job out.
  Released release(std::int32_t place);
  [[nodiscard]] std::uint64_t serial(std::int32_t place) const;
  /// Jobs in the book.
  [[nodiscard]] std::int64_t held() const { return held_; }

 private:
  struct Held {
    Job job;
    std::uint64_t serial = 0;
    std::size_t missing = 0;  ///< of those that it comes after: not over
    bool hopeless = false;
  };
  struct Over {
    std::uint32_t followers = 0;  ///< that have not come yet
    bool done = false;
  };

  std::vector<Held> places_;
  std::vector<std::int32_t> free_places_;
  std::map<std::uint64_t, Over> over_;                          // by serial
  std::map<std::uint64_t, std::vector<std::int32_t>> awaited_;  // places of held jobs, by serial
  std::int64_t held_ = 0;
};

}  // namespace eastwest
