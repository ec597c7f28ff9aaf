// What the program and a network module that is loaded at run time agree on.
#pragma once

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "sim/engine/network.hpp"

namespace eastwest {

/// Raised by hand when a class that both sides use changes its meaning but not its size.
inline constexpr std::uint32_t kNetworkModuleInterface = 4;

/// Equal on both sides if they were built from the same interface; compared before anything is
/// called.
inline std::string network_module_fingerprint() {
  return fmt::format("eastwest {} interface {} layout {}-{}-{}-{}", EASTWEST_VERSION,
                     kNetworkModuleInterface, sizeof(Topology), sizeof(Route), sizeof(Link),
                     sizeof(TransferRequest));
}

/// The two functions that a module exports, with C linkage, under these names.
inline constexpr const char* kModuleFingerprintFunction = "eastwest_network_module_fingerprint";
inline constexpr const char* kModuleMakeFunction = "eastwest_network_module_make";
/// The module's own network_module_fingerprint(); the text lives as long as the module.
using ModuleFingerprintFunction = const char*();
/// A new network, owned by the caller, that shares by the profile: "cm02" or "lv08".
using ModuleMakeFunction = Network*(const char* profile);

}  // namespace eastwest
