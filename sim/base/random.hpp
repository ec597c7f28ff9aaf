// Named counter-based random streams: a draw depends on who asks for what, never on who asked before.
#pragma once

#include <cstdint>

namespace eastwest {

/// What a draw is for; values are part of the format of results and are never reused.
enum class Purpose : std::uint32_t {
  interarrival = 1,
  job_class = 2,
  home_city = 3,
  accelerators = 4,
  run_time = 5,
  data_size = 6,
  result_size = 7,
  estimate = 8,
  warm_start = 9,
  trace_shift = 10,
  trace_home = 11,
  dispatch_score = 12,
};

/// One run's source of randomness: Philox4x32-10 keyed by (seed, replication).
class RandomSource {
 public:
  RandomSource(std::uint64_t seed, std::uint32_t replication);

  /// 64 random bits for (entity, purpose, draw); a pure function. Two entities with the same
  /// number in different families (workloads) are kept apart by `family`.
  [[nodiscard]] std::uint64_t bits(std::uint32_t family, std::uint64_t entity, Purpose purpose,
                                   std::uint32_t draw = 0) const;
  /// Uniform in the open interval (0, 1): (k + 1/2) / 2^53.
  [[nodiscard]] double uniform(std::uint32_t family, std::uint64_t entity, Purpose purpose,
                               std::uint32_t draw = 0) const;

 private:
  std::uint64_t seed_;
  std::uint32_t replication_;
};

}  // namespace eastwest
