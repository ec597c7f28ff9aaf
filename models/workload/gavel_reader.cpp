// Reader of Gavel's traces (Narayanan et al., OSDI 2020): seven cells between tabs, no header; work
// is in steps, so that a table of throughputs is needed to know how long a job runs.
#include <fmt/format.h>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"
#include "sim/text/row_reader.hpp"

namespace eastwest {

namespace {

// Model with batch size, command, name of its option for steps, whether it needs data, steps,
// arrival in seconds, GPUs.
constexpr std::size_t kCells = 7;
constexpr std::size_t kModel = 0;
constexpr std::size_t kSteps = 4;
constexpr std::size_t kArrival = 5;
constexpr std::size_t kGpus = 6;

void read_row(RowReader& rows, const ThroughputTable& throughputs, TraceIntake& intake) {
  if (rows.size() != kCells) {
    return rows.error(fmt::format("the row has {}, a row of Gavel has 7", rows.size_text()),
                      "one tab stands between two cells: model, command, option for steps, needs "
                      "data (0 or 1), steps, arrival (s), GPUs");
  }
  const auto steps = rows.integer(kSteps, "steps");
  const auto submitted = span_cell(rows, kArrival, "arrival");
  const auto gpus = accelerators_cell(rows, kGpus, "GPUs");
  if (steps && *steps < 0) return rows.error(kSteps, "steps", "a job cannot have negative work");
  if (!steps || !submitted || !gpus) return;
  const auto rate = throughputs.steps_per_second(rows.text(kModel), *gpus);
  if (!rate) {
    return intake.leave_out("without a throughput of their model on so many accelerators");
  }
  const double seconds = static_cast<double>(*steps) / *rate;
  if (seconds > kTraceSecondsMax) {
    return rows.error(kSteps, "steps",
                      fmt::format("at {} steps a second these would take {} s", *rate, seconds),
                      "a job runs for at most 100 years");
  }
  intake.use({.submitted = *submitted, .run_time = from_seconds(seconds), .accelerators = *gpus});
}

void read_format(const TraceSource& source, TraceIntake& intake) {
  const ThroughputTable throughputs(source.throughput, intake.diagnostics());
  if (intake.diagnostics().has_errors()) return;
  RowReader rows(source.file, {.separator = CellSeparator::tab}, intake.diagnostics());
  while (rows.next()) {
    intake.begin_row(rows.line());
    read_row(rows, throughputs, intake);
  }
}

}  // namespace

TraceFormat gavel_format() {
  return {.name = "gavel",
          .summary =
              "Gavel's traces: seven cells between tabs; work in steps, so `throughput` is "
              "needed",
          .read = read_format};
}

}  // namespace eastwest
