// The project's own samples of every trace format, and how tests read them.
#pragma once

#include <string>
#include <vector>

#include "models/workload/trace_format.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

inline std::string sample_trace(const std::string& name) {
  return EASTWEST_SOURCE_DIR "/scenarios/study/traces/" + name;
}

/// A format with what it needs to be told, and a sample of it.
struct TraceSample {
  std::string format;
  TraceSource source;
};

inline ThroughputSource sample_throughput() {
  return {
      .file = sample_trace("gavel-throughput.csv"),
      .columns = {{"model", "job_type"}, {"accelerators", "gpus"}, {"steps_per_second", "rate"}}};
}

inline std::vector<TraceSample> trace_samples() {
  const auto sample = [](const char* format, const std::string& file) {
    return TraceSample{format, {.file = file, .columns = {}, .throughput = {}}};
  };
  std::vector<TraceSample> samples = {
      sample("philly", EASTWEST_SOURCE_DIR "/scenarios/study/philly-sample.csv"),
      sample("csv", EASTWEST_SOURCE_DIR "/scenarios/bench/backfilling-10000.csv"),
      sample("swf", sample_trace("sample.swf")),
      sample("swf", sample_trace("sample-with-nodes.swf")),
      sample("openb", sample_trace("openb-sample.csv")),
      sample("pai", sample_trace("pai-sample.csv")),
      sample("dlrm", sample_trace("dlrm-sample.csv")),
      sample("gavel", sample_trace("gavel-sample.trace"))};
  samples[1].source.columns.names = {{"accelerators", "procs"}, {"requested", "walltime"}};
  samples.back().source.throughput = sample_throughput();
  return samples;
}

/// The trace of a text in that format.
inline Trace trace_of(const std::string& format, const std::string& text) {
  const TemporaryFolder folder;
  return read_trace(
      trace_format(format),
      {.file = folder.write("trace", text), .columns = {}, .throughput = sample_throughput()});
}

/// The mistakes in a text of that format, or in a file; empty if there are none.
inline std::string mistakes_of(const std::string& format, const std::string& file) {
  try {
    static_cast<void>(read_trace(trace_format(format),
                                 {.file = file, .columns = {}, .throughput = sample_throughput()}));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Rows of the group of that text; 0 where there is none.
inline std::int64_t rows_that_are(const std::vector<InputRows::Group>& groups,
                                  const std::string& what) {
  std::int64_t rows = 0;
  for (const InputRows::Group& group : groups) {
    if (says(group.what, what)) rows += group.rows;
  }
  return rows;
}

/// Job ids in order, e.g. `1 2 8`.
inline std::string ids_of(const Trace& trace) {
  std::string ids;
  for (const TraceRow& row : trace.rows) {
    const std::string id(trace.id(row));
    ids += (ids.empty() ? "" : " ") + (id.empty() ? std::to_string(row.number) : id);
  }
  return ids;
}

}  // namespace eastwest
