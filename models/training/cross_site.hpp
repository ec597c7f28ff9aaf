// One training run over several sites: what of the exchange between them is not hidden.
#pragma once

#include <cstdint>
#include <string>

#include "models/training/step_time.hpp"

namespace eastwest {

/// What is divided among the sites.
enum class SiteSplit : std::uint8_t {
  data,         ///< every step ends with an all-reduce of the gradients
  pipeline,     ///< groups of layers; activations cross at every cut
  local_steps,  ///< each site trains by itself for some steps, then the changes are averaged
  tensor,       ///< parts of each layer: always refused
};

/// Share of the time that accelerators compute: with all sites at once over with one alone.
using ComputeShare = UtilisationShare<struct ComputeShareTag>;

/// A run over `sites` equal sites. One copy of everything per site crosses the trunks.
struct CrossSiteRun {
  SiteSplit split = SiteSplit::data;
  std::int64_t sites = 2;
  BitsPerSecond rate;     ///< of each site towards the others, one way
  Seconds round_trip{0};  ///< between neighbouring sites
  Seconds step{0};        ///< without the exchange
  Bytes gradients;        ///< data: of the whole model; local_steps: what one exchange averages
  /// data: which share of the backward pass (two thirds of the step) hides the all-reduce.
  double overlap = 0;

  Bytes activations;                     ///< pipeline: of one micro-batch at one cut, one way
  std::int64_t micro_batches = 1;        ///< pipeline: of a step
  std::int64_t micro_batches_ahead = 1;  ///< pipeline: that a stage may have under way

  std::int64_t local_steps = 1;  ///< local_steps: between two exchanges of a parameter
  std::int64_t fragments = 1;    ///< local_steps: of the parameters, exchanged in turn
  double steps_behind = 0;  ///< local_steps: that an exchange may take without being waited for
};

/// Why the run is refused, with what to do instead; empty if it is not.
[[nodiscard]] std::string problem_of(const CrossSiteRun& run, const LanguageModel& model);

/// What each step takes longer, on average over the steps between two exchanges:
///   data         max(0, 2 (S - 1) / S g / B + (S - 1) RTT - overlap 2/3 t)
///   pipeline     m (max(t_mb, a / B, (t_mb + RTT) / ahead) - t_mb) + (S - 1) RTT
///   local steps  P max(0, 2 (S - 1) / S g / (P B) + RTT - behind t) / H, with P fragments
/// Requires that problem_of finds none.
[[nodiscard]] Seconds exposed_per_step(const CrossSiteRun& run);
[[nodiscard]] ComputeShare compute_share(const CrossSiteRun& run);
/// What crosses from each site, on average over the steps.
[[nodiscard]] double bytes_per_step(const CrossSiteRun& run);

}  // namespace eastwest
