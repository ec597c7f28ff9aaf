// A fit as a table that generators read, and its errors for people.
#include <fmt/format.h>

#include "models/workload/trace_fit.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"

namespace eastwest {

namespace {

/// In quotes where a comma or a quote asks for it.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text)
    quoted += letter == '"' ? std::string("\"\"") : std::string{letter};
  return quoted + "\"";
}

std::string sizes_text(const FittedClass& one) {
  std::string text;
  for (const auto& [size, jobs] : one.sizes) {
    text += fmt::format("{}{}:{:.0f}", text.empty() ? "" : " ", size, jobs);
  }
  return text;
}

double jobs_of(const FittedClass& one) {
  double sum = 0;
  for (const auto& entry : one.sizes) sum += entry.second;
  return sum;
}

void add_row(const FittedClass& one, const FitOrigin& origin, std::string& table) {
  table += fmt::format("{},{},{:.0f}", one.name, sizes_text(one), jobs_of(one));
  for (const RunTimeTable::Point& point : one.run_times) table += "," + shortest(point.value);
  const FitError& error = one.error;
  table +=
      fmt::format(",{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{},{}\n",
                  error.distance, error.mean, error.work, error.p50, error.p90, error.p99,
                  one.correlation, error.correlation, cell(origin.source), cell(origin.licence));
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

}  // namespace

std::string fit_table(const TraceFit& fit, const FitOrigin& origin) {
  std::string table = "class,accelerators,jobs";
  for (const RunTimeTable::Point& point : fit.all.run_times) {
    table += fmt::format(",p{:.6g}_s", 100 * point.probability);
  }
  table +=
      ",distance,mean_error,work_error,p50_error,p90_error,p99_error,correlation,"
      "correlation_error,source,licence\n";
  add_row(fit.all, origin, table);
  for (const FittedClass& one : fit.classes) add_row(one, origin, table);
  return table;
}

std::string to_text(const TraceFit& fit) {
  TextTable table({"class", "jobs", "mean run time", "KS distance", "mean", "work", "p50", "p90",
                   "p99", "correlation", "its error"});
  const auto add = [&table](const FittedClass& one) {
    const FitError& error = one.error;
    table.row({one.name, fmt::format("{:.0f}", jobs_of(one)),
               fmt::format("{:.0f} s", one.mean_run_time), fmt::format("{:.4f}", error.distance),
               percent(error.mean), percent(error.work), percent(error.p50), percent(error.p90),
               percent(error.p99), fmt::format("{:.3f}", one.correlation),
               fmt::format("{:+.3f}", error.correlation)});
  };
  add(fit.all);
  for (const FittedClass& one : fit.classes) add(one);
  std::string text =
      "Size classes with quantiles of their run times; errors are the fit's over the trace's, "
      "minus "
      "1.\n" +
      table.text(2);
  if (fit.left_out > 0) {
    text += fmt::format("  {} jobs that never ran (run time 0) are left out.\n", fit.left_out);
  }
  return text;
}

}  // namespace eastwest
