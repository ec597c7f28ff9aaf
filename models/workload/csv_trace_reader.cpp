// Cells of a mapped table become rows; every cell that cannot be used is an error with its place.
#include "models/workload/csv_trace_reader.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

namespace {

constexpr std::int64_t kAcceleratorsMax = 1'000'000'000;
constexpr double kSecondsMax = 100.0 * 366 * 86400;
constexpr std::int64_t kWholeSecondsMax = 100LL * 366 * 86400;
constexpr std::size_t kIdBytesMax = std::numeric_limits<std::uint32_t>::max();

const std::vector<std::string> kMeanings{"job_id",   "submit",    "accelerators",
                                         "run_time", "requested", "group"};
const std::vector<std::string> kSpans{"submit", "run_time", "requested"};

/// A column of seconds, or of another unit.
struct SpanColumn {
  CsvColumn column;
  double unit = 1;
  const char* what;
};

class CsvTraceReader {
 public:
  CsvTraceReader(const std::string& file, const CsvTraceColumns& columns)
      : table_(file, diagnostics_) {
    const auto find = [&](const char* meaning, bool needed) {
      const auto named = columns.names.find(meaning);
      if (named != columns.names.end()) return table_.required_column(named->second);
      return needed ? table_.required_column(meaning) : CsvColumn{};
    };
    const auto unit = [&](const char* meaning) {
      const auto found = columns.units.find(meaning);
      return found == columns.units.end() ? 1.0 : found->second;
    };
    submit_ = {find("submit", true), unit("submit"), "a submission"};
    run_time_ = {find("run_time", true), unit("run_time"), "a run time"};
    requested_ = {find("requested", false), unit("requested"), "a request"};
    accelerators_ = find("accelerators", true);
    job_id_ = find("job_id", false);
    group_ = find("group", false);
  }

  Trace read() {
    while (complete() && table_.next()) read_row();
    if (!diagnostics_.has_errors() && trace_.rows.empty()) {
      diagnostics_.error({.file = table_.file(), .line = 1}, "", "the trace has no jobs");
    }
    diagnostics_.throw_if_errors();
    trace_.groups = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(groups_.size()));
    const auto before = [this](const TraceRow& a, const TraceRow& b) {
      if (a.submitted != b.submitted) return a.submitted < b.submitted;
      if (id_before(trace_.id(a), trace_.id(b))) return true;
      return !id_before(trace_.id(b), trace_.id(a)) && a.number < b.number;
    };
    if (!std::is_sorted(trace_.rows.begin(), trace_.rows.end(), before)) {
      std::sort(trace_.rows.begin(), trace_.rows.end(), before);
    }
    return std::move(trace_);
  }

 private:
  [[nodiscard]] bool complete() const {
    return submit_.column.valid() && run_time_.column.valid() && accelerators_.valid();
  }

  void read_row() {
    TraceRow row;
    row.number = ++number_;
    row.submitted = span(submit_, 0);
    row.run_time = span(run_time_, 0);
    if (requested_.column.valid() && !table_.text(requested_.column).empty()) {
      row.requested = span(requested_, 1e-9);
    }
    row.accelerators = accelerators();
    if (group_.valid()) row.group = group(table_.text(group_));
    const std::string_view id = table_.text(job_id_);
    if (job_id_.valid() && id.empty()) table_.error(job_id_, "the job has no id");
    if (trace_.ids.size() + id.size() > kIdBytesMax) {
      table_.error(job_id_, "the ids of this table take more than 4 GiB");
      return;
    }
    row.id_begin = static_cast<std::uint32_t>(trace_.ids.size());
    row.id_size = static_cast<std::uint32_t>(id.size());
    trace_.ids += id;
    trace_.rows.push_back(row);
  }

  Duration span(const SpanColumn& from, double least) {
    if (from.unit == 1) {
      const auto whole = table_.plain_integer(from.column);
      if (whole && *whole > 0 && *whole < kWholeSecondsMax) return std::chrono::seconds{*whole};
    }
    const auto number = table_.number(from.column);
    if (!number) return Duration{0};
    const double seconds = *number * from.unit;
    if (seconds >= least && seconds <= kSecondsMax) return from_seconds(seconds);
    table_.error(from.column, fmt::format("{} of {} s is not possible", from.what, seconds),
                 least > 0 ? "above 0 s and below 100 years; nothing where there is no request"
                           : "from 0 s to 100 years");
    return Duration{0};
  }

  std::int32_t accelerators() {
    const auto number = table_.integer(accelerators_);
    if (!number) return 1;
    if (*number >= 1 && *number <= kAcceleratorsMax) return static_cast<std::int32_t>(*number);
    table_.error(accelerators_, fmt::format("a job cannot have {} accelerators", *number),
                 "a job has 1 to 1000000000 accelerators");
    return 1;
  }

  std::uint32_t group(std::string_view name) {
    auto found = groups_.find(name);
    if (found == groups_.end()) {
      found = groups_.emplace(std::string(name), static_cast<std::uint32_t>(groups_.size())).first;
    }
    return found->second;
  }

  Diagnostics diagnostics_;
  CsvReader table_;
  SpanColumn submit_, run_time_, requested_;
  CsvColumn accelerators_, job_id_, group_;
  std::map<std::string, std::uint32_t, std::less<>> groups_;
  std::uint32_t number_ = 0;
  Trace trace_;
};

bool is_whole_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
}

std::string_view without_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

/// Names that `known` does not have become problems.
void check_meanings(const std::map<std::string, std::string>& given, const std::string& key,
                    const std::vector<std::string>& known,
                    std::vector<ParameterProblem>& problems) {
  for (const auto& [meaning, value] : given) {
    if (std::find(known.begin(), known.end(), meaning) != known.end()) continue;
    const std::string meant = closest(meaning, known);
    problems.push_back({key, fmt::format("'{}' is nothing that a trace can say here", meaning),
                        meant.empty() ? fmt::format("known: {}", fmt::join(known, ", "))
                                      : fmt::format("did you mean '{}'?", meant)});
  }
}

}  // namespace

bool id_before(std::string_view a, std::string_view b) {
  const bool number_a = is_whole_number(a);
  const bool number_b = is_whole_number(b);
  if (number_a != number_b) return number_a;
  if (!number_a) return a < b;
  const std::string_view digits_a = without_zeros(a);
  const std::string_view digits_b = without_zeros(b);
  if (digits_a.size() != digits_b.size()) return digits_a.size() < digits_b.size();
  return digits_a < digits_b;
}

CsvTraceColumns CsvTraceColumns::read(const Parameters& parameters,
                                      std::vector<ParameterProblem>& problems) {
  CsvTraceColumns columns;
  if (parameters.has("columns")) columns.names = parameters.columns("columns");
  check_meanings(columns.names, "columns", kMeanings, problems);
  if (!parameters.has("units")) return columns;
  check_meanings(parameters.columns("units"), "units", kSpans, problems);
  for (const auto& [meaning, unit] : parameters.columns("units")) {
    const auto reading = read_quantity("1 " + unit, Dimension::duration);
    if (reading.value) {
      columns.units[meaning] = *reading.value;
    } else {
      problems.push_back(
          {"units", fmt::format("'{}' is no unit of time", unit), "write e.g. s, ms, min or h"});
    }
  }
  return columns;
}

Trace read_csv_trace(const std::string& file, const CsvTraceColumns& columns) {
  return CsvTraceReader(file, columns).read();
}

}  // namespace eastwest
