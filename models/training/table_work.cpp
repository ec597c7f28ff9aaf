// Work `table`: throughput as measured at some numbers of accelerators.
#include <fmt/format.h>

#include "models/training/throughput_curve.hpp"
#include "models/training/work_terms.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Half the distance between two uniform draws: the smallest and largest number that can be drawn.
constexpr double kEdge = 0x1p-53;

class TableWork final : public Work {
 public:
  explicit TableWork(const Parameters& parameters)
      : terms_(work_terms(parameters)),
        accelerators_(parameters.law("accelerators")),
        measured_on_(parameters.number("measured_on")),
        curve_(parameters.numbers("at"), parameters.numbers("tokens_per_second")) {}

  [[nodiscard]] const Law& accelerators() const override { return accelerators_; }

  [[nodiscard]] double run_seconds(std::int64_t accelerators, const Site& site) const override {
    const double pace = site.accelerator_speed.value() / measured_on_.value();
    const double rate = curve_.at(static_cast<double>(accelerators)) * pace;
    return expected_seconds(terms_, Seconds(terms_.tokens / rate), accelerators);
  }

  [[nodiscard]] bool runs_on(std::int64_t accelerators) const override {
    const auto count = static_cast<double>(accelerators);
    return count >= curve_.first() && count <= curve_.last();
  }
  [[nodiscard]] double parameters() const override { return terms_.model.parameters; }

  [[nodiscard]] RunTimeBasis basis(const Site& site) const override {
    return site.accelerator_speed == measured_on_ ? RunTimeBasis::published : RunTimeBasis::derived;
  }
  [[nodiscard]] std::shared_ptr<const FailureTerms> failures() const override {
    return terms_.failures;
  }

 private:
  WorkTerms terms_;
  Law accelerators_;
  Flops measured_on_;
  ThroughputCurve curve_;
};

Schema table_schema() {
  Schema schema{
      accelerators_parameter(),
      {.name = "at",
       .kind = ParameterKind::numbers,
       .help = "numbers of accelerators that were measured, rising",
       .required = true,
       .minimum = 1,
       .maximum = 1e9},
      {.name = "tokens_per_second",
       .kind = ParameterKind::numbers,
       .help = "the throughput at each of them, not falling",
       .required = true,
       .minimum = 1e-9,
       .maximum = 1e15},
      {.name = "measured_on",
       .kind = ParameterKind::quantity,
       .help = "speed of the accelerators it was measured on; elsewhere the throughput is "
               "scaled by the ratio of the speeds",
       .dimension = Dimension::compute,
       .required = true,
       .minimum = 1e6,
       .maximum = 1e21}};
  for (Parameter& parameter : work_terms_schema()) schema.push_back(std::move(parameter));
  return schema;
}

bool is_ordered(const std::vector<double>& values, double least_step) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] - values[i - 1] < least_step) return false;
  }
  return true;
}

std::vector<ParameterProblem> check_table(const Parameters& parameters) {
  std::vector<ParameterProblem> problems = check_work_terms(parameters);
  const std::vector<double>& at = parameters.numbers("at");
  const std::vector<double>& rates = parameters.numbers("tokens_per_second");
  if (at.size() < 2 || at.size() != rates.size()) {
    problems.push_back(
        {"at",
         fmt::format("{} numbers of accelerators and {} throughputs", at.size(), rates.size()),
         "give as many of both, at least two"});
    return problems;
  }
  if (!is_ordered(at, 1)) problems.push_back({"at", "the numbers of accelerators do not rise"});
  if (!is_ordered(rates, 0)) {
    problems.push_back({"tokens_per_second", "the throughput falls with more accelerators",
                        "leave out what nobody would use"});
  }
  const Law& accelerators = parameters.law("accelerators");
  const double least = accelerators.quantile(kEdge);
  const double most = accelerators.quantile(1 - kEdge);
  if (least < at.front() || most > at.back()) {
    problems.push_back({"accelerators",
                        fmt::format("jobs have {} to {} accelerators, measured are {} to {}", least,
                                    most, at.front(), at.back()),
                        "give the law a min and a max inside the table"});
  }
  return problems;
}

}  // namespace

Registered<WorkFactory> table_work() {
  return {.description =
              {.name = "table",
               .summary = "Training at a throughput measured at some numbers of accelerators.",
               .rule = "Time = tokens / throughput, by monotone cubic interpolation between the "
                       "points, times speed of the site's accelerator / measured_on. " +
                       terms_rule(),
               .limits = "Nothing is said outside the points. On other chips than the measured one "
                         "the run time is derived: scaled by the speed alone.",
               .source = "Fritsch and Carlson 1980; " + terms_source(),
               .schema = table_schema(),
               .check = check_table},
          .make = [](const Parameters& parameters) -> std::unique_ptr<Work> {
            return std::make_unique<TableWork>(parameters);
          }};
}

}  // namespace eastwest
