// Which kinds of accelerators have published training runs, and the figures of all others.
#include "models/training/chip.hpp"

#include <array>

namespace eastwest {

namespace {

/// Ids as in the national table of accelerators.
constexpr std::array<std::string_view, 2> kAmpere = {"a100-sxm-80gb", "a800-sxm-80gb"};
constexpr std::array<std::string_view, 3> kHopper = {"h100-sxm", "h800-sxm", "h200-sxm"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& names, std::string_view wanted) {
  for (const std::string_view name : names) {
    if (name == wanted) return true;
  }
  return false;
}

double rate_or(BitsPerSecond given, double derived) {
  constexpr double kBitsPerByte = 8;
  return given > BitsPerSecond{0} ? static_cast<double>(given.value()) / kBitsPerByte : derived;
}

}  // namespace

double fitted_efficiency(std::string_view accelerator) {
  if (contains(kAmpere, accelerator)) return kAmpereEfficiency;
  return contains(kHopper, accelerator) ? kHopperEfficiency : 0;
}

Chip chip_of(const Site& site) {
  const double peak = site.accelerator_speed.value();
  const double fitted = fitted_efficiency(site.accelerator);
  return {.peak = site.accelerator_speed,
          .memory_rate = rate_or(site.memory_rate, kMemoryBytesPerFlop * peak),
          .link_rate = rate_or(site.link_rate, kLinkBytesPerFlop * peak),
          .fabric_rate = rate_or(site.fabric_rate, kFabricBytesPerFlop * peak),
          .efficiency = fitted > 0 ? fitted : kDerivedEfficiency,
          .basis = fitted > 0 ? RunTimeBasis::published : RunTimeBasis::derived};
}

}  // namespace eastwest
