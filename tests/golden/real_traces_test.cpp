// The traces of other people, where they are at hand, are read once: what docs/traces.md says of
// their rows is what the readers count. With EASTWEST_APPROVE=1 the test prints the rows of its
// table.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/workload/trace_format.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/row_reader.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace {

using namespace eastwest;

struct RealTrace {
  std::string file;
  std::string format;
  CsvTraceColumns columns = {};
};

std::vector<RealTrace> real_traces() {
  const CsvTraceColumns muri{
      .names = {{"submit", "submit_time"}, {"accelerators", "num_gpu"}, {"run_time", "duration"}},
      .units = {{"submit", 1e-3}, {"run_time", 1e-3}}};
  const CsvTraceColumns log{.names = {{"accelerators", "procs"}, {"requested", "walltime"}},
                            .units = {}};
  return {{"swf/HPC2N_alea_prefix.swf.gz", "swf"},
          {"swf/KTH-SP2-1996-2.1-cln.swf.gz", "swf"},
          {"swf/NASA-iPSC-1993-3.1-cln.swf.gz", "swf"},
          {"swf/lublin_256.swf.gz", "swf"},
          {"swf/metacentrum_wagap-2013.swf.gz", "swf"},
          {"gpu/philly_sia_before_2017-10-23.csv.gz", "philly"},
          {"gpu/alibaba_v2023_openb_pod_list_default.csv.gz", "openb"},
          {"gpu/alibaba_v2023_openb_pod_list_gpushare60.csv.gz", "openb"},
          {"gpu/alibaba_v2023_openb_pod_list_gpuspec33.csv.gz", "openb"},
          {"gpu/alibaba_v2025_disaggregated_DLRM.csv.gz", "dlrm"},
          {"gpu/gaia_alibaba_pai_100k.csv.gz", "pai"},
          {"gpu/gavel_msr_seed0_6c71a0.trace.gz", "gavel"},
          {"gpu/gavel_msr_seed0_ee9e8c.trace.gz", "gavel"},
          {"gpu/muri_philly_vc_trace1.csv", "csv", muri},
          {"gpu/muri_philly_vc_trace2.csv.gz", "csv", muri},
          {"ground_truth/backfilling/hpc2n_100000__jobs.csv.gz", "csv", log},
          {"ground_truth/backfilling/lublin_10000__jobs.csv.gz", "csv", log}};
}

/// A throughput table that gives every model of a Gavel trace 10 steps a second on 1, 2, 4 and 8
/// accelerators.
std::string flat_throughputs(const std::string& trace) {
  Diagnostics diagnostics;
  RowReader rows(trace, {.separator = CellSeparator::tab}, diagnostics);
  std::set<std::string> models;
  while (rows.next()) models.emplace(rows.text(0));
  std::string text = "model,accelerators,steps_per_second\n";
  for (const std::string& model : models) {
    for (const int accelerators : {1, 2, 4, 8})
      text += fmt::format("{},{},10\n", model, accelerators);
  }
  return text;
}

std::string in_words(const std::vector<InputRows::Group>& groups) {
  std::string text;
  for (const InputRows::Group& group : groups) {
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", group.rows, group.what);
  }
  return text.empty() ? "-" : text;
}

/// `| file | format | rows | used | left out | used, but |`
std::string table_row(const RealTrace& trace, const std::filesystem::path& data) {
  const TemporaryFolder folder;
  TraceSource source{.file = (data / trace.file).string(), .columns = trace.columns};
  if (trace.format == "gavel") {
    source.throughput.file = folder.write("rates.csv", flat_throughputs(source.file));
  }
  const InputRows rows = read_trace(trace_format(trace.format), source).input;
  return fmt::format("| `{}` | {} | {} | {} | {} | {} |", trace.file, trace.format, rows.rows,
                     rows.used, in_words(rows.left_out), in_words(rows.remarks));
}

}  // namespace

TEST_CASE("real traces have the rows that docs/traces.md counts, where they are at hand") {
  const char* data = std::getenv("EASTWEST_DATA");
  if (data == nullptr) {
    WARN("not tested: EASTWEST_DATA names no folder of traces");
    return;
  }
  const std::string page =
      read_whole_file(EASTWEST_SOURCE_DIR "/docs/traces.md", std::size_t{1} << 20);
  for (const RealTrace& trace : real_traces()) {
    CAPTURE(trace.file);
    if (!std::filesystem::exists(std::filesystem::path(data) / trace.file)) {
      WARN("not tested: EASTWEST_DATA has no " << trace.file);
      continue;
    }
    const std::string row = table_row(trace, data);
    if (std::getenv("EASTWEST_APPROVE") != nullptr) std::fputs((row + "\n").c_str(), stderr);
    CAPTURE(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

TEST_CASE("lists of pods without times are refused, where they are at hand") {
  const char* data = std::getenv("EASTWEST_DATA");
  const std::string file = std::string(data == nullptr ? "" : data) +
                           "/gpu/alibaba_v2023_openb_pod_list_multigpu20.csv.gz";
  if (!std::filesystem::exists(file)) {
    WARN("not tested: EASTWEST_DATA has no openb_pod_list_multigpu20");
    return;
  }
  CHECK_THROWS_AS(read_trace(trace_format("openb"), {.file = file}), ScenarioError);
}
