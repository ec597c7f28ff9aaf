// Cells of a table of size classes become laws; every cell that cannot be used is an error.
#include "models/workload/fitted_classes.hpp"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

namespace {

constexpr double kAcceleratorsMax = 1e9;
constexpr double kJobsMax = 1e12;
constexpr std::size_t kQuantilesMax = 1000;

template <class T>
std::optional<T> number_in(std::string_view text) {
  T value{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

/// The percentage that a column `p99.9_s` is about.
std::optional<double> percentage_of(std::string_view name) {
  if (!name.starts_with("p") || !name.ends_with("_s") || name.size() < 4) return std::nullopt;
  return number_in<double>(name.substr(1, name.size() - 3));
}

class FittedTableReader {
 public:
  explicit FittedTableReader(const std::string& file)
      : table_(file, diagnostics_),
        class_(table_.required_column("class")),
        accelerators_(table_.required_column("accelerators")) {
    for (std::size_t i = 0; i < table_.header().size(); ++i) {
      const auto percentage = percentage_of(table_.header()[i]);
      if (!percentage || quantiles_.size() == kQuantilesMax) continue;
      quantiles_.emplace_back(CsvColumn{static_cast<std::ptrdiff_t>(i)}, *percentage / 100);
    }
    if (quantiles_.empty() && accelerators_.valid()) {
      diagnostics_.error({.file = file, .line = 1}, "", "there is no column of a quantile",
                         "name them by percentage: p0_s, p50_s, p100_s");
    }
  }

  std::vector<SizeClass> read() {
    const bool complete = class_.valid() && accelerators_.valid() && !quantiles_.empty();
    while (complete && table_.next()) {
      if (table_.text(class_) != "all") read_row();
    }
    if (!diagnostics_.has_errors() && classes_.empty()) {
      diagnostics_.error({.file = table_.file(), .line = 1}, "", "the table has no size class");
    }
    diagnostics_.throw_if_errors();
    return std::move(classes_);
  }

 private:
  void read_row() {
    std::optional<Law::Choice> sizes = read_sizes();
    std::vector<RunTimeTable::Point> points;
    for (const auto& [column, probability] : quantiles_) {
      const auto seconds = table_.number(column);
      if (seconds) points.push_back({probability, *seconds});
    }
    if (points.size() != quantiles_.size()) return;
    const std::string wrong = RunTimeTable::problem(points);
    if (!wrong.empty()) table_.error(quantiles_.front().first, "run times: " + wrong);
    if (!wrong.empty() || !sizes) return;
    double jobs = 0;
    for (const auto& entry : sizes->value_weights) jobs += entry.second;
    classes_.push_back(
        {jobs, WholeNumberLaw(Law(std::move(*sizes))), RunTimeTable(std::move(points))});
  }

  /// `3:7 4:90`: seven jobs of three accelerators and ninety of four.
  std::optional<Law::Choice> read_sizes() {
    Law::Choice sizes;
    std::string_view rest = table_.text(accelerators_);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const std::string_view entry = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t colon = std::min(entry.find(':'), entry.size());
      const auto size = number_in<std::int64_t>(entry.substr(0, colon));
      const auto jobs = colon < entry.size() ? number_in<double>(entry.substr(colon + 1)) : 0.0;
      if (!size || *size < 1 || static_cast<double>(*size) > kAcceleratorsMax || !jobs ||
          !(*jobs > 0) || *jobs > kJobsMax) {
        table_.error(accelerators_, fmt::format("'{}' is no size with its jobs", entry),
                     "write sizes and numbers of jobs as 3:7 4:90");
        return std::nullopt;
      }
      sizes.value_weights.emplace_back(static_cast<double>(*size), *jobs);
    }
    if (!sizes.value_weights.empty()) return sizes;
    table_.error(accelerators_, "the class has no sizes", "write 3:7 4:90");
    return std::nullopt;
  }

  Diagnostics diagnostics_;
  CsvReader table_;
  CsvColumn class_;
  CsvColumn accelerators_;
  std::vector<std::pair<CsvColumn, double>> quantiles_;
  std::vector<SizeClass> classes_;
};

}  // namespace

std::vector<SizeClass> read_fitted_classes(const std::string& file) {
  return FittedTableReader(file).read();
}

}  // namespace eastwest
