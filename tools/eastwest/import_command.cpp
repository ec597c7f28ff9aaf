// eastwest import: a recorded trace becomes the project's own table of jobs.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/workload/trace_import.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/experiment/process_pool.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/import_fit.hpp"
#include "tools/eastwest/interrupt.hpp"

namespace eastwest {
namespace {

struct ImportRequest {
  std::string format;
  std::string file;
  std::string out;
  std::vector<std::string> columns;
  std::vector<std::string> units;
  std::string throughput;
  std::vector<std::string> throughput_columns;
  std::string tenants = "none";
  std::string shake;
  std::uint64_t seed = 1;
  bool force = false;
  bool quiet = false;
  FitRequest fit;
};

/// A mistake of the command line.
ScenarioError mistake(const std::string& option, const std::string& what, const std::string& hint) {
  return {option, what, hint};
}

/// `submit=at` and `run_time=ms` as a map.
ColumnMap map_of(const std::string& option, const std::vector<std::string>& pairs) {
  ColumnMap map;
  for (const std::string& pair : pairs) {
    const std::size_t sign = pair.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == pair.size()) {
      throw mistake(option, fmt::format("'{}' is no pair", pair),
                    "write MEANING=NAME, e.g. submit=submit_time,run_time=duration");
    }
    if (!map.emplace(pair.substr(0, sign), pair.substr(sign + 1)).second) {
      throw mistake(option, fmt::format("'{}' is given twice", pair.substr(0, sign)), "");
    }
  }
  return map;
}

void throw_if_any(const std::vector<ParameterProblem>& problems) {
  Diagnostics diagnostics;
  for (const ParameterProblem& problem : problems) {
    diagnostics.error({.file = "--" + problem.key}, "", problem.message, problem.hint);
  }
  diagnostics.throw_if_errors();
}

void require_option_of(const ImportRequest& request, const char* owner, const char* option,
                       bool is_given) {
  if (!is_given || request.format == owner) return;
  throw mistake(option, fmt::format("format {} has no use for it", request.format),
                fmt::format("only format {} needs to be told that", owner));
}

TraceSource source_of(const ImportRequest& request) {
  require_option_of(request, "csv", "--columns", !request.columns.empty());
  require_option_of(request, "csv", "--units", !request.units.empty());
  require_option_of(request, "gavel", "--throughput", !request.throughput.empty());
  require_option_of(request, "gavel", "--throughput-columns", !request.throughput_columns.empty());
  if (request.format == "gavel" && request.throughput.empty()) {
    throw mistake("--throughput", "Gavel's traces have work in steps, not in seconds",
                  "name a CSV file with model, accelerators, steps_per_second");
  }
  Parameters parameters;
  if (!request.columns.empty()) parameters.set("columns", map_of("--columns", request.columns));
  if (!request.units.empty()) parameters.set("units", map_of("--units", request.units));
  std::vector<ParameterProblem> problems;
  TraceSource source{
      .file = request.file,
      .columns = CsvTraceColumns::read(parameters, problems),
      .throughput = {.file = request.throughput,
                     .columns = map_of("--throughput-columns", request.throughput_columns)},
      .tenants = trace_tenants(request.tenants)};
  if (auto problem = trace_format(request.format).tenants_problem(source.tenants);
      !problem.message.empty()) {
    problems.push_back(std::move(problem));
  }
  ThroughputSource::check(source.throughput.columns, "throughput-columns", problems);
  throw_if_any(problems);
  return source;
}

double shake_of(const ImportRequest& request) {
  if (request.shake.empty()) return 0;
  const QuantityReading reading = read_quantity(request.shake, Dimension::fraction);
  if (reading.value && *reading.value >= 0 && *reading.value < 1) return *reading.value;
  throw mistake("--shake",
                reading.value ? fmt::format("{} is not possible", request.shake) : reading.problem,
                "from 0 % to below 100 %, e.g. 5%");
}

int import_table(const ImportRequest& request, CommandContext& context) {
  context.terminal.set_quiet(request.quiet);
  const std::filesystem::path out(request.out);
  require_place_for_file(out, request.force ? ExistingFile::replace : ExistingFile::refuse);
  const TraceSource source = source_of(request);
  check_fit_options(request.fit);
  if (request.fit.is_wanted) {
    if (!request.shake.empty()) {
      throw mistake("--shake", "a fit is made of the trace as it is", "leave out --shake or --fit");
    }
    const Trace trace = read_trace(trace_format(request.format), source);
    context.terminal.print(write_fit(trace, request.fit, out));
    return kDone;
  }
  const ImportOptions options{.shake = shake_of(request), .seed = request.seed, .between_jobs = [] {
                                if (interrupt_came()) throw Interrupted();
                              }};
  const bool packed = out.extension() == ".gz";
  const ImportedTrace trace =
      import_trace(trace_format(request.format), source, options,
                   FileWriter(out, packed ? Compression::gzip : Compression::none));
  std::string text = fmt::format("{}: {}", request.file, to_text(trace.rows));
  for (const auto& [name, value] : trace.facts) text += fmt::format("\n  {}: {}", name, value);
  if (trace.origin > Duration{0}) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(trace.origin);
    text += fmt::format("\n  submit 0 is {}, by the file's own clock",
                        to_text(from_epoch_seconds(seconds.count())));
  }
  context.terminal.remark(text);
  context.terminal.remark(fmt::format("wrote {}: {} jobs submitted within {}", request.out,
                                      trace.rows.used, to_text(trace.span)));
  return kDone;
}

void add_table_options(CLI::App& command, ImportRequest& request) {
  command
      .add_option("--columns", request.columns,
                  "Of format csv: which column says what, as MEANING=COLUMN: submit, accelerators, "
                  "run_time, job_id, requested, group; tenant, priority, deadline.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST");
  command
      .add_option("--units", request.units,
                  "Of format csv: units of submit, run_time and requested, e.g. submit=ms.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST");
  command
      .add_option("--throughput", request.throughput,
                  "Of format gavel: CSV with model, accelerators, steps_per_second.")
      ->type_name("FILE");
  command
      .add_option("--throughput-columns", request.throughput_columns,
                  "Which of its columns says what, e.g. model=job_type.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST");
}

}  // namespace

void add_import_command(CLI::App& program, CommandContext& context) {
  CLI::App* command =
      add_command(program, "import", "Convert a recorded trace to the project's own table of jobs.",
                  "  eastwest import swf KTH-SP2-1996-2.1-cln.swf.gz -o kth.csv\n"
                  "  eastwest import philly philly.csv.gz -o shaken.csv --shake 5% --seed 7");
  const auto request = std::make_shared<ImportRequest>();
  std::vector<std::string> names;
  for (const TraceFormat& format : trace_formats()) names.emplace_back(format.name);
  add_choice(*command, "FORMAT", request->format, names,
             "Format of the trace (see: list formats).");
  command->get_option("FORMAT")->required();
  command->add_option("FILE", request->file, "The trace, plain or gzip.")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("-o,--output,--out", request->out,
                   "Table to write, which `format: csv` reads without a map; packed where its name "
                   "ends in .gz.")
      ->required()
      ->type_name("FILE");
  command->add_flag("--force", request->force, "Replace an existing file.");
  command
      ->add_option("--shake", request->shake,
                   "Change every run time (and request) by a random factor within 1 -+ SHARE, and "
                   "every submission by up to SHARE of the mean gap between submissions.")
      ->type_name("SHARE");
  command->add_option("--seed", request->seed, "Seed of --shake.")
      ->check([](const std::string& text) {
        return text.starts_with('-') ? "'" + text + "' is not a whole number from 0"
                                     : std::string();
      })
      ->type_name("N");
  add_choice(*command, "--tenants", request->tenants, trace_tenants_names(),
             "Write a column `tenant`: what of the trace is taken for it.");
  add_table_options(*command, *request);
  add_fit_options(*command, request->fit);
  command->add_flag("--quiet", request->quiet, "Do not tell what became of the rows.");
  command->callback([request, &context] {
    context.action = [request, &context] { return import_table(*request, context); };
  });
}

}  // namespace eastwest
