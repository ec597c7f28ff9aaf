// Where a reader of a trace hands in what it finds: jobs, rows that are none, and mistakes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/workload/trace_rows.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {

/// A job as a trace has it; the texts are valid during the call only.
struct TracedJob {
  Duration submitted{0};  ///< since the trace's own 0; of dates, since 1970
  Duration run_time{0};
  Duration requested{0};  ///< 0: not in the trace
  std::int32_t accelerators = 1;
  std::string_view id = {};      ///< empty: the number of its row
  std::string_view group = {};   ///< cluster, team or user
  std::string_view tenant = {};  ///< empty: nobody's, or nobody asked
  TraceRowTerms terms = {};
  /// What it asks of the nodes of a site; null: the trace does not say, or was not asked.
  const PlacementTerms* placement = nullptr;
  std::string_view data = {};  ///< named data sets, with ';' between them
};

/// Counts the rows of one file, and passes the usable ones on. Every data row is begun, and then
/// used, left out, or reported as a mistake; the reader's rules say which.
class TraceIntake {
 public:
  explicit TraceIntake(std::string file) : file_(std::move(file)) {}
  virtual ~TraceIntake() = default;
  TraceIntake(const TraceIntake&) = delete;
  TraceIntake& operator=(const TraceIntake&) = delete;

  /// For CsvReader and RowReader; whatever is reported refuses the file.
  [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }

  /// The next data row stands in this line.
  void begin_row(int line) {
    ++rows_.rows;
    line_ = line;
  }
  /// The row is this job.
  void use(const TracedJob& job);
  /// The row is well-formed, but no job that could run: why, in words that follow a number of rows.
  void leave_out(std::string_view why) { InputRows::count(rows_.left_out, why, line_); }
  /// The row is used, but not as it stands: in which way, likewise.
  void remark(std::string_view what) { InputRows::count(rows_.remarks, what, line_); }
  /// What the file says of itself.
  void fact(std::string_view name, std::string_view text) { facts_.emplace_back(name, text); }
  /// Submissions are dates: the earliest job comes at 0. To be called at any time.
  void submissions_are_dates() { dates_ = true; }

  [[nodiscard]] const std::string& file() const { return file_; }
  /// The line of the data row begun last.
  [[nodiscard]] int line() const { return line_; }
  /// The data row begun last, from 1.
  [[nodiscard]] std::uint32_t number() const { return static_cast<std::uint32_t>(rows_.rows); }
  [[nodiscard]] const InputRows& rows() const { return rows_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& facts() const {
    return facts_;
  }
  [[nodiscard]] bool has_dates() const { return dates_; }
  /// Submissions of the jobs used so far, as the file has them.
  [[nodiscard]] Duration earliest() const { return earliest_; }
  [[nodiscard]] Duration latest() const { return latest_; }
  /// What is submitted at 0: the earliest job, or the trace's own 0.
  [[nodiscard]] Duration origin() const { return dates_ ? earliest_ : Duration{0}; }

  /// To be called when all rows are in: throws ScenarioError with all mistakes, or if no row is a
  /// job.
  void finish();

 protected:
  virtual void take(const TracedJob& job) = 0;

 private:
  std::string file_;
  Diagnostics diagnostics_;
  InputRows rows_;
  std::vector<std::pair<std::string, std::string>> facts_;
  bool dates_ = false;
  int line_ = 0;
  Duration earliest_{0};
  Duration latest_{0};
};

/// Keeps the jobs, sorted.
class TraceCollector final : public TraceIntake {
 public:
  using TraceIntake::TraceIntake;
  /// The jobs of a file that is read to its end. Throws what finish() throws.
  [[nodiscard]] Trace collected();

 private:
  void take(const TracedJob& job) override;
  using Names = std::map<std::string, std::uint32_t, std::less<>>;
  /// Its number in the order in which names were met.
  [[nodiscard]] static std::uint32_t number_of(Names& names, std::string_view name);
  void keep_terms(const TracedJob& job);
  [[nodiscard]] std::uint32_t placement(const PlacementTerms* terms);
  [[nodiscard]] std::uint32_t data(std::string_view names);

  Trace trace_;
  Names groups_;
  Names tenants_;
  std::map<PlacementTerms, std::uint32_t> placements_;
  std::map<std::string, std::uint32_t, std::less<>> data_;
};

}  // namespace eastwest
