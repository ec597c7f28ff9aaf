// Any bytes in any trace format are jobs, rows left out, or mistakes: none is lost, none
// impossible.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "models/workload/trace_format.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/fuzz/fuzz_file.hpp"

namespace {

/// Steps a second of a model that the seeds have, as a file that lasts as long as the process.
std::string rates_file() {
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("eastwest-rates-" + std::to_string(getpid())))
          .string();
  static const int removed_at_exit =
      std::atexit([] { static_cast<void>(std::remove(path.c_str())); });
  static const bool written =
      static_cast<bool>(std::ofstream(path) << "model,steps_per_second\nA3C,2.5\n");
  if (removed_at_exit != 0 || !written) std::abort();
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace eastwest;
  if (size == 0) return 0;
  // The first byte chooses the format: 0 for the first of the list, 1 for the second…
  const auto& formats = trace_formats();
  const TraceFormat& format = formats[static_cast<std::size_t>(bytes[0] - '0') % formats.size()];
  const std::string file = fuzz_file(bytes + 1, size - 1);
  const TraceSource source{
      .file = file, .columns = {}, .throughput = {.file = rates_file(), .columns = {}}};
  try {
    const Trace trace = read_trace(format, source);
    std::int64_t rows = trace.input.used;
    for (const InputRows::Group& group : trace.input.left_out) rows += group.rows;
    require_property(rows == trace.input.rows);
    require_property(trace.rows.size() == static_cast<std::size_t>(trace.input.used));
    Duration last{0};
    for (const TraceRow& row : trace.rows) {
      require_property(row.submitted >= last && row.run_time >= Duration{0});
      require_property(row.requested >= Duration{0} && row.accelerators >= 1);
      require_property(row.group < trace.groups && row.number >= 1);
      last = row.submitted;
    }
  } catch (const ScenarioError&) {
    return 0;
  }
  return 0;
}
