// Loading of network modules: what is said when one is missing or is not ours.
#include "models/network/module_loader.hpp"

#include <functional>

#include "models/network/module_interface.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"

namespace eastwest::network_test {
namespace {

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const EnvironmentError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a missing module is named, with what to install", "[network]") {
  const std::string text =
      refusal([] { static_cast<void>(load_network("no_such_module.so", "cm02")); });
  CHECK(contains(text, "the SimGrid module 'no_such_module.so' was not found"));
  CHECK(contains(text, "built when SimGrid is installed (package libsimgrid-dev)"));
}

TEST_CASE("a library that is no network module is refused", "[network]") {
  const std::string text = refusal([] { static_cast<void>(load_network("libc.so.6", "cm02")); });
  CHECK(contains(text, "'libc.so.6'"));
  CHECK(contains(text, kModuleFingerprintFunction));
}

TEST_CASE("a module of another build is refused", "[network]") {
  CHECK_NOTHROW(require_same_interface("eastwest_simgrid.so", network_module_fingerprint()));
  const std::string text =
      refusal([] { require_same_interface("eastwest_simgrid.so", "eastwest 0.0.1 interface 0"); });
  CHECK(contains(text, "built for 'eastwest 0.0.1 interface 0'"));
  CHECK(contains(text, "build and install both together"));
}

TEST_CASE("the simgrid network describes itself", "[network]") {
  const Registered<NetworkFactory> simgrid = simgrid_network();
  CHECK(simgrid.description.name == "simgrid");
  REQUIRE(simgrid.description.schema.size() == 2);
  CHECK(simgrid.description.schema[0].choices == std::vector<std::string>{"cm02", "lv08"});
}

}  // namespace eastwest::network_test
