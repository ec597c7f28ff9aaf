// An accelerator as far as a training step depends on it, and where its figures are from.
#pragma once

#include <string_view>

#include "sim/base/quantity.hpp"
#include "sim/engine/work.hpp"

namespace eastwest {

/// Rates in bytes per second of one accelerator.
struct Chip {
  Flops peak;              ///< FP16 or BF16, dense
  double memory_rate = 0;  ///< of its memory
  double link_rate = 0;    ///< one way, to the others of its node or scale-up domain
  double fabric_rate = 0;  ///< one way, to other nodes
  double efficiency = 0;   ///< share of the peak that its matrix products reach
  RunTimeBasis basis = RunTimeBasis::derived;
};

/// Share of the peak that matrix products reach on the chips whose published runs were fitted, and
/// on all others; docs/validation.md tells on what.
inline constexpr double kAmpereEfficiency = 0.662;
inline constexpr double kHopperEfficiency = 0.524;
inline constexpr double kDerivedEfficiency = kHopperEfficiency;

/// What a chip without a published rate has of it for each FLOP/s of its peak: as an A100.
inline constexpr double kMemoryBytesPerFlop = 2039e9 / 312e12;
inline constexpr double kLinkBytesPerFlop = 300e9 / 312e12;
inline constexpr double kFabricBytesPerFlop = 25e9 / 312e12;

/// The fitted efficiency of a kind of accelerator by its id; 0 for one without published runs.
[[nodiscard]] double fitted_efficiency(std::string_view accelerator);

/// The chip of a site. What the site does not say of its rates is derived from the peak.
[[nodiscard]] Chip chip_of(const Site& site);

}  // namespace eastwest
