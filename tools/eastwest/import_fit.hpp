// `eastwest import FORMAT FILE --fit`: size classes fitted to a trace instead of its jobs.
#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include "models/workload/trace_fit.hpp"

namespace eastwest {

struct FitRequest {
  bool is_wanted = false;
  FitOrigin origin;
};

/// Adds --fit, --source and --licence.
void add_fit_options(CLI::App& command, FitRequest& request);
/// Throws ScenarioError where --source or --licence is given without --fit.
void check_fit_options(const FitRequest& request);
/// Writes the table of the fit and returns its errors, for people. Throws ScenarioError if no job
/// of the trace ever ran.
[[nodiscard]] std::string write_fit(const Trace& trace, const FitRequest& request,
                                    const std::filesystem::path& out);

}  // namespace eastwest
