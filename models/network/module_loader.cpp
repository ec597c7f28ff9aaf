// Finds, checks and loads the SimGrid module: linking SimGrid would cost every start 20 ms.
#include "models/network/module_loader.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <system_error>

#include "models/network/module_interface.hpp"
#include "models/network/routes_parameter.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSimgridModule = "eastwest_simgrid.so";

[[noreturn]] void raise_not_loaded(const std::string& file_name, const std::string& reason) {
  throw EnvironmentError(fmt::format(
      "the SimGrid module '{}' was not found or cannot be loaded ({}); it is built when SimGrid is "
      "installed (package libsimgrid-dev) and stands beside the program or in ../lib/eastwest",
      file_name, reason));
}

std::string loader_message() {
  const char* message = dlerror();
  return message == nullptr ? "no reason given" : message;
}

/// SimGrid cannot be unloaded: it keeps callbacks and exit handlers.
void* open_library(const std::string& file) {
  return dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
}

/// Where the module lies when the run path does not lead there (sanitizers replace dlopen by a
/// function of their own library, whose run path then counts).
fs::path beside_program(const std::string& file_name) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return {};
  const fs::path folder = program.parent_path();
  for (const fs::path& candidate :
       {folder / file_name, folder.parent_path() / "lib" / "eastwest" / file_name}) {
    if (fs::exists(candidate, error)) return candidate;
  }
  return {};
}

void* open_module(const std::string& file_name) {
  if (void* module = open_library(file_name)) return module;
  const std::string reason = loader_message();
  const fs::path path = beside_program(file_name);
  if (path.empty()) raise_not_loaded(file_name, reason);
  void* module = open_library(path.string());
  if (module == nullptr) raise_not_loaded(file_name, loader_message());
  return module;
}

template <class Function>
Function* find_function(void* module, const std::string& file_name, const char* name) {
  void* symbol = dlsym(module, name);
  if (symbol == nullptr) raise_not_loaded(file_name, loader_message());
  return reinterpret_cast<Function*>(symbol);
}

}  // namespace

void require_same_interface(const std::string& file_name, const std::string& built_for) {
  if (built_for == network_module_fingerprint()) return;
  throw EnvironmentError(
      fmt::format("the SimGrid module '{}' was built for '{}', this program is '{}'; build and "
                  "install both together",
                  file_name, built_for, network_module_fingerprint()));
}

std::unique_ptr<Network> load_network(const std::string& file_name, const std::string& profile) {
  void* module = open_module(file_name);
  auto* fingerprint =
      find_function<ModuleFingerprintFunction>(module, file_name, kModuleFingerprintFunction);
  require_same_interface(file_name, fingerprint());
  auto* make = find_function<ModuleMakeFunction>(module, file_name, kModuleMakeFunction);
  return std::unique_ptr<Network>(make(profile.c_str()));
}

std::string simgrid_release() {
  // A library's symbols are found through the module that is linked with it.
  using VersionFunction = void(int*, int*, int*);
  auto* version =
      find_function<VersionFunction>(open_module(kSimgridModule), kSimgridModule, "sg_version_get");
  int major = 0;
  int minor = 0;
  int patch = 0;
  version(&major, &minor, &patch);
  return fmt::format("simgrid-{}.{}", major, minor);
}

Registered<NetworkFactory> simgrid_network() {
  ModelDescription description{
      .name = "simgrid",
      .summary = "Transfers share trunks and uplinks max-min fairly; solved by SimGrid.",
      .rule =
          "cm02: the rates of all live transfers are the max-min fair ones: every transfer has a\n"
          "full link on its route on which no other transfer is faster in proportion to its\n"
          "weight, or runs at its own cap. Rates change only when a transfer begins, ends or is\n"
          "cancelled, or a link changes.\n"
          "lv08: the same with 97 % of each capacity, and weights divided by the route's latency\n"
          "(one way) + sum over its links of 20,537 bytes / capacity, as TCP shares.",
      .limits =
          "A weight of w (at most 1,000) is w transfers of SimGrid's. No background losses. One "
          "run a process. Transfers begin within 90 days of the first\n"
          "date. Each change costs O(live transfers x links). Ends are exact to 2 ns or 1e-9 of\n"
          "the duration. lv08 was validated for TCP Reno and transfers of more than 10 MiB; the\n"
          "cost of slow start (a few round trips) is left out.",
      .source =
          "Casanova, Legrand, Giersch, Quinson, Suter: Versatile, scalable, and accurate\n"
          "simulation of distributed applications and platforms. JPDC 74(10), 2014.\n"
          "SimGrid 3.32 or 4.0, network model CM02 with latency 0 and no TCP window. Constants\n"
          "of lv08: Velho, Schnorr, Casanova, Legrand: On the validity of flow-level TCP network\n"
          "models for grid and cloud simulations. ACM TOMACS 23(4), 2013.",
      .schema = {{.name = "profile",
                  .kind = ParameterKind::choice,
                  .help = "cm02: equal shares of the full capacity; lv08: shares as TCP's",
                  .fallback = "cm02",
                  .choices = {"cm02", "lv08"}},
                 routes_parameter()}};
  return {std::move(description), [](const Parameters& parameters) {
            return load_network(kSimgridModule,
                                parameters.has("profile") ? parameters.text("profile") : "cm02");
          }};
}

}  // namespace eastwest
