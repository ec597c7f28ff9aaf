// Options of a fit, and its table.
#include "tools/eastwest/import_fit.hpp"

#include <algorithm>

#include "sim/base/diagnostic.hpp"
#include "sim/text/file_writer.hpp"

namespace eastwest {

void add_fit_options(CLI::App& command, FitRequest& request) {
  command.add_flag("--fit", request.is_wanted,
                   "Write size classes with quantiles of their run times, fitted to the trace, for "
                   "`fitted: FILE` of a generator; tell the errors of the fit.");
  command
      .add_option("--source", request.origin.source,
                  "Of --fit: where the trace is from, for the table.")
      ->type_name("TEXT");
  command.add_option("--licence", request.origin.licence, "Of --fit: its licence, for the table.")
      ->type_name("TEXT");
}

void check_fit_options(const FitRequest& request) {
  if (request.is_wanted || (request.origin.source.empty() && request.origin.licence.empty()))
    return;
  throw ScenarioError(request.origin.source.empty() ? "--licence" : "--source",
                      "only the table of a fit says where a trace is from", "add --fit");
}

std::string write_fit(const Trace& trace, const FitRequest& request,
                      const std::filesystem::path& out) {
  const bool ran = std::any_of(trace.rows.begin(), trace.rows.end(),
                               [](const TraceRow& row) { return row.run_time > Duration{0}; });
  if (!ran) throw ScenarioError("--fit", "no job of the trace ever ran: there is nothing to fit");
  const TraceFit fit = fit_of(trace);
  write_file(out, fit_table(fit, request.origin));
  return to_text(fit);
}

}  // namespace eastwest
