// What the module eastwest_simgrid exports: its fingerprint, and a maker of the network.
#include <memory>
#include <string>
#include <string_view>

#include "models/network/module_interface.hpp"
#include "models/network/simgrid_network.hpp"

extern "C" {

__attribute__((visibility("default"))) const char* eastwest_network_module_fingerprint() {
  static const std::string fingerprint = eastwest::network_module_fingerprint();
  return fingerprint.c_str();
}

__attribute__((visibility("default"))) eastwest::Network* eastwest_network_module_make(
    const char* profile) {
  const bool is_lv08 = std::string_view(profile) == "lv08";
  return std::make_unique<eastwest::SimgridNetwork>(is_lv08 ? eastwest::SimgridProfile::lv08
                                                            : eastwest::SimgridProfile::cm02)
      .release();
}

}  // extern "C"
