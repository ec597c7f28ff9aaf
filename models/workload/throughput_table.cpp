// Implements models/workload/throughput_table.hpp.
#include "models/workload/throughput_table.hpp"

#include <fmt/format.h>

#include "models/workload/trace_cells.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

namespace {

/// In the place of the number of accelerators where the table does not tell it.
constexpr std::int32_t kAnyNumber = 0;

const std::vector<std::string> kMeanings{"model", "accelerators", "steps_per_second"};

}  // namespace

void ThroughputSource::check(const ColumnMap& columns, const std::string& key,
                             std::vector<ParameterProblem>& problems) {
  check_meanings(columns, key, kMeanings, problems);
}

ThroughputTable::ThroughputTable(const ThroughputSource& source, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  read(source, diagnostics);
  if (rates_.empty() && diagnostics.error_count() == before) {
    diagnostics.error({.file = source.file, .line = 1}, "", "the table has no throughputs");
  }
}

void ThroughputTable::read(const ThroughputSource& source, Diagnostics& diagnostics) {
  CsvReader table(source.file, diagnostics);
  const CsvColumn model = mapped_column(table, source.columns, "model", Need::required);
  const CsvColumn rate = mapped_column(table, source.columns, "steps_per_second", Need::required);
  const CsvColumn number = mapped_column(table, source.columns, "accelerators", Need::optional);
  by_accelerators_ = number.valid();
  while (model.valid() && rate.valid() && table.next()) {
    const auto steps = table.number(rate);
    const auto accelerators =
        number.valid() ? accelerators_cell(table, number) : std::optional(kAnyNumber);
    if (table.text(model).empty()) table.error(model, "the model has no name");
    if (steps && *steps < 0) {
      table.error(rate, fmt::format("{} steps a second are not possible", *steps),
                  "0 where the model does not run on so many accelerators");
    }
    if (!steps || !accelerators) continue;
    if (!rates_.try_emplace({std::string(table.text(model)), *accelerators}, *steps).second) {
      table.error(model, "this model stands here twice for the same number of accelerators");
    }
  }
}

std::optional<double> ThroughputTable::steps_per_second(std::string_view model,
                                                        std::int32_t accelerators) const {
  const auto found =
      rates_.find({std::string(model), by_accelerators_ ? accelerators : kAnyNumber});
  if (found == rates_.end() || !(found->second > 0)) return std::nullopt;
  return found->second;
}

}  // namespace eastwest
