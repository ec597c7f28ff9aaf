// Implements models/workload/trace_copies.hpp.
#include "models/workload/trace_copies.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

std::uint32_t copies_of(const Parameters& parameters, const WorkloadContext& context,
                        const Trace& trace) {
  if (!parameters.has("scale")) return 1;
  const Parameters& scale = parameters.group("scale");
  if (scale.has("copies")) return static_cast<std::uint32_t>(scale.count("copies"));
  const double wanted = scale.number("load") * static_cast<double>(context.accelerators);
  const double exact = wanted / trace.mean_busy();
  const double copies = std::floor(exact + 0.5);
  const std::string path = "workload." + context.name + ".scale.load";
  if (copies < 1) {
    throw ScenarioError(
        path,
        fmt::format("one copy of the trace keeps {:.4g} accelerators busy, the load "
                    "asked for only {:.4g}",
                    trace.mean_busy(), wanted),
        fmt::format("ask for at least {:.3g} %, or make the world larger",
                    100 * trace.mean_busy() / static_cast<double>(context.accelerators)));
  }
  if (copies > kCopiesMax) {
    throw ScenarioError(path, fmt::format("it would take {:.4g} copies of the trace", copies),
                        "at most 1000000 are possible: use a larger trace or a smaller world");
  }
  return static_cast<std::uint32_t>(copies);
}

}  // namespace eastwest
