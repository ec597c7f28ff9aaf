// Reader of the Standard Workload Format (Chapin et al., JSSPP 1999; Parallel Workloads Archive):
// 18 columns of numbers, -1 for what is not known, header comments after semicolons; and the
// variant of MetaCentrum with three more columns (nodes, queue, request).
#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"
#include "sim/text/row_reader.hpp"

namespace eastwest {

namespace {

constexpr std::size_t kCells = 18;
constexpr std::size_t kCellsWithNodes = 21;
/// Without UnixStartTime in the header, submissions that all lie after 1973-03-03 are Unix times.
constexpr std::chrono::seconds kUnixTimesFrom{100'000'000};

// Cells of a row, from 0.
constexpr std::size_t kJob = 0;
constexpr std::size_t kSubmit = 1;
constexpr std::size_t kWait = 2;
constexpr std::size_t kRunTime = 3;
constexpr std::size_t kAllocated = 4;
constexpr std::size_t kRequestedProcessors = 7;
constexpr std::size_t kRequestedTime = 8;
constexpr std::size_t kStatus = 10;
constexpr std::size_t kUser = 11;
constexpr std::size_t kGroup = 12;
constexpr std::size_t kQueue = 14;
constexpr std::size_t kQueueWithNodes = 19;

constexpr double kMissing = -1;
constexpr std::int64_t kPartFirst = 2;
constexpr std::int64_t kPartLast = 4;
constexpr std::int64_t kCancelled = 5;

/// `; MaxProcs: 240` has two parts.
struct HeaderLine {
  std::string_view key;
  std::string_view text;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of("; \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

HeaderLine header_line(std::string_view row) {
  const std::string_view text = trimmed(row);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  return {text.substr(0, colon), trimmed(text.substr(colon + 1))};
}

class SwfReader {
 public:
  SwfReader(const TraceSource& source, TraceIntake& intake)
      : intake_(intake),
        rows_(source.file, {.comment = ';'}, intake.diagnostics()),
        tenants_(source.tenants) {}

  void read() {
    while (rows_.next()) {
      if (rows_.is_comment()) {
        read_comment();
      } else {
        read_row();
      }
    }
    if (!has_start_ && intake_.earliest() > kUnixTimesFrom) intake_.submissions_are_dates();
  }

 private:
  void read_comment() {
    static constexpr std::array<std::string_view, 5> kFacts{"UnixStartTime", "TimeZoneString",
                                                            "MaxNodes", "MaxProcs", "MaxJobs"};
    const HeaderLine line = header_line(rows_.row());
    for (const std::string_view fact : kFacts) {
      if (line.key != fact || line.text.empty()) continue;
      intake_.fact(fact, line.text);
      has_start_ = has_start_ || fact == "UnixStartTime";
    }
  }

  /// All rows have as many cells as the first.
  bool check_width() {
    if (width_ == 0 && (rows_.size() == kCells || rows_.size() == kCellsWithNodes)) {
      width_ = rows_.size();
    }
    if (rows_.size() == width_) return true;
    rows_.error(width_ == 0 ? fmt::format("the row has {}", rows_.size_text())
                            : fmt::format("the row has {}, the rows before it have {}",
                                          rows_.size_text(), width_),
                "a row of the Standard Workload Format has 18 cells, or 21 with nodes, queue and "
                "request");
    return false;
  }

  /// A number that is not negative, or missing (-1). Anything else is reported.
  struct Cell {
    bool good = true;
    std::optional<double> value = {};
  };
  Cell cell(std::size_t at, const char* name) {
    const auto number = rows_.number(at, name);
    if (!number) return {.good = false};
    if (*number == kMissing) return {};
    if (*number >= 0 && *number <= kTraceSecondsMax) return {.value = *number};
    rows_.error(at, name, fmt::format("{} s is not possible here", *number),
                "from 0 s to 100 years, or -1 where it is not known");
    return {.good = false};
  }

  /// The greater of 0 and the number of processors, which may be missing; nothing if it is wrong.
  std::optional<std::int32_t> processors(std::size_t at, const char* name) {
    if (rows_.text(at) == "-1") return 0;
    return accelerators_cell(rows_, at, name, 0);
  }

  /// Logs whose jobs' ends were recorded as date 0 have -(submit + wait) for the run time.
  [[nodiscard]] bool ends_at_date_0(double submit) {
    const auto run_time = rows_.number(kRunTime, "run_time");
    const auto wait = rows_.number(kWait, "wait");
    return run_time && wait && *run_time < kMissing && *wait >= 0 && *run_time == -(submit + *wait);
  }

  void read_row() {
    intake_.begin_row(rows_.line());
    if (!check_width()) return;
    const Cell submit = cell(kSubmit, "submit");
    const bool no_end = submit.value && ends_at_date_0(*submit.value);
    const Cell run_time = no_end ? Cell{} : cell(kRunTime, "run_time");
    const Cell requested = cell(kRequestedTime, "requested_time");
    const auto allocated = processors(kAllocated, "allocated_processors");
    const auto asked = processors(kRequestedProcessors, "requested_processors");
    const auto status = rows_.integer(kStatus, "status");
    const bool is_good = submit.good && run_time.good && requested.good;
    if (!is_good || !allocated || !asked || !status) return;

    if (*status >= kPartFirst && *status <= kPartLast) {
      return intake_.leave_out("parts of a job that stands in another row (status 2 to 4)");
    }
    if (*status == kCancelled && run_time.value.value_or(0) == 0) {
      return intake_.leave_out("cancelled before the start (status 5, no run time)");
    }
    if (!submit.value) return intake_.leave_out("without a submission (-1)");
    if (no_end) return intake_.leave_out("without an end (run time = -start)");
    if (!run_time.value) return intake_.leave_out("without a run time (-1)");
    const std::int32_t needed = *asked > 0 ? *asked : *allocated;
    if (needed == 0) return intake_.leave_out("without processors (neither asked for nor used)");
    use(*submit.value, *run_time.value, requested.value.value_or(0), needed);
  }

  void use(double submit, double run_time, double requested, std::int32_t needed) {
    if (run_time == 0) intake_.remark("with a run time of 0 s");
    if (requested == 0) intake_.remark("without a requested time");
    if (requested > 0 && run_time > requested) {
      intake_.remark("run longer than requested (stopped at the request)");
    }
    intake_.use({.submitted = from_seconds(submit),
                 .run_time = from_seconds(run_time),
                 .requested = from_seconds(requested),
                 .accelerators = needed,
                 .id = rows_.text(kJob),
                 .group = rows_.text(kUser),
                 .tenant = tenant()});
  }

  [[nodiscard]] std::string_view tenant() {
    if (tenants_ == TraceTenants::none) return {};
    const std::size_t queue = width_ == kCellsWithNodes ? kQueueWithNodes : kQueue;
    const std::size_t at = tenants_ == TraceTenants::user    ? kUser
                           : tenants_ == TraceTenants::group ? kGroup
                                                             : queue;
    const std::string_view name = rows_.text(at);
    return name == "-1" ? std::string_view() : name;
  }

  TraceIntake& intake_;
  RowReader rows_;
  TraceTenants tenants_;
  std::size_t width_ = 0;
  bool has_start_ = false;
};

void read_format(const TraceSource& source, TraceIntake& intake) {
  SwfReader(source, intake).read();
}

}  // namespace

TraceFormat swf_format() {
  return {.name = "swf",
          .summary =
              "Standard Workload Format: 18 columns, or 21 with nodes, queue and request; "
              "-1 is missing, comments after ;",
          .read = read_format,
          .tenants = {TraceTenants::user, TraceTenants::group, TraceTenants::queue}};
}

}  // namespace eastwest
