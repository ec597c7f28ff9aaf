// Implements sim/experiment/run_record.hpp.
#include "sim/experiment/run_record.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>

#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/text/sha256.hpp"

namespace eastwest {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

rusage usage_so_far() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

double cpu_so_far() {
  const rusage usage = usage_so_far();
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string host() {
  utsname name{};
  if (uname(&name) != 0) return "unknown";
  return fmt::format("{} {} {} {}", name.nodename, name.sysname, name.release, name.machine);
}

}  // namespace

ResourceMeter::ResourceMeter()
    : began_(std::chrono::steady_clock::now()), cpu_began_(cpu_so_far()) {}

Json ResourceMeter::resources() const {
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began_;
  // Linux counts peak memory in KiB.
  const auto peak = static_cast<std::int64_t>(usage_so_far().ru_maxrss) * 1024;
  return {{"build", EASTWEST_BUILD},
          {"host", host()},
          {"wall_s", wall.count()},
          {"cpu_s", cpu_so_far() - cpu_began_},
          {"peak_memory_bytes", peak}};
}

Json run_record(const LoadedScenario& loaded, const std::vector<std::string>& remarks,
                const ResourceMeter& meter) {
  Json inputs = Json::array();
  for (const InputFile& input : loaded.inputs) {
    inputs.push_back({{"path", input.path}, {"sha256", input.sha256}});
  }
  Json record;
  record["scenario"] = loaded.scenario.name;
  record["version"] = EASTWEST_VERSION;
  record["seed"] = loaded.scenario.seed;
  record["replication"] = loaded.scenario.replication;
  record["resolved"] = loaded.resolved;
  record["resolved_sha256"] = sha256(loaded.resolved);
  record["inputs"] = std::move(inputs);
  record["remarks"] = remarks;
  record["resources"] = meter.resources();
  return record;
}

}  // namespace eastwest
