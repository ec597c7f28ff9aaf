// When the dispatch policy `scored` takes a job from one site to another.
#pragma once

#include <cstdint>

#include "sim/base/parameter.hpp"
#include "sim/engine/dispatch.hpp"

namespace eastwest {

/// committed = allocated + incoming + queued accelerators of a published picture, p = committed /
/// installed. A job of site A may go to site B if somebody waits at A (p_A > 1) and
///   p_A >= gain x (committed_B + its accelerators) / installed_B.
/// With gain > 1 it does not come straight back: p_B with the job is at most p_A / gain, which is
/// less than the gain x p_A that A would have to undercut. Beyond that, each job goes at most
/// `at_most` times.
struct MigrationRule {
  Duration every{0};  ///< between two looks
  Duration after{0};  ///< waiting at its site, or running there
  double gain = 1;
  std::int64_t at_most = 1;
  bool running = false;  ///< running jobs too

  /// The key `migrate`.
  [[nodiscard]] static Parameter parameter();
  [[nodiscard]] static MigrationRule read(const Parameters& parameters);

  [[nodiscard]] bool may_go(const PlacedJob& job, Date now) const;
  [[nodiscard]] bool is_better(const SitePicture& from, const SitePicture& to,
                               std::int64_t accelerators) const;
};

}  // namespace eastwest
