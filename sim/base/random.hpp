// Named counter-based random streams: a draw depends on who asks for what, never on who asked
// before.
#pragma once

#include <cstdint>

namespace eastwest {

/// What a draw is for; values are part of the format of results and are never reused. Below 256.
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
  outage_interval = 13,
  outage_repair = 14,
  restoration = 15,
  placement = 40,
  replay_order = 41,
  job_failure = 20,
  site_outage = 21,
  site_repair = 22,
  random_world = 60,
  route_choice = 61,
  data_choice = 70,
};

/// One run's source of randomness: Philox4x32-10 (Salmon et al. 2011) keyed by seed and
/// replication. The layout is part of the format of results:
///   key      = mix(mix(seed) xor replication), 64 bits; mix is the bijection of SplitMix64, so
///              seeds of one replication, and replications of one seed, never share a key.
///   counter  = word 0: draw · word 1: purpose (8 bits) above family (24 bits)
///              words 2, 3: entity, lower half first
///   the bits = word 1 above word 0 of the result.
class RandomSource {
 public:
  RandomSource(std::uint64_t seed, std::uint32_t replication);

  /// 64 random bits for (entity, purpose, draw); a pure function. Two entities with the same
  /// number in different families (workloads) are kept apart by `family`, which is below 2^24.
  [[nodiscard]] std::uint64_t bits(std::uint32_t family, std::uint64_t entity, Purpose purpose,
                                   std::uint32_t draw = 0) const;
  /// Uniform in the open interval (0, 1): (k + 1/2) / 2^52, exact, with the upper 52 bits as k.
  [[nodiscard]] double uniform(std::uint32_t family, std::uint64_t entity, Purpose purpose,
                               std::uint32_t draw = 0) const;

 private:
  std::uint64_t key_;
};

}  // namespace eastwest
