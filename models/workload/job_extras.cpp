// Draws of data sizes and requests.
#include "models/workload/job_extras.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/workload/job_terms.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {

namespace {

constexpr double kSecondsMax = 200.0 * 366 * 86400;
constexpr double kBytesMax = 1e18;
/// Draws of Purpose::estimate: 0 is the error of noisy estimates, 1 the owner's request.
constexpr std::uint32_t kRequestDraw = 1;

Bytes whole_bytes(double value) {
  return Bytes{static_cast<std::int64_t>(std::floor(std::min(value, kBytesMax) + 0.5))};
}

std::optional<Bytes> constant_size(const Law& law) {
  if (!std::holds_alternative<Law::Constant>(law.kind())) return std::nullopt;
  return whole_bytes(law.quantile(0.5));
}

}  // namespace

void throw_if_problems(const WorkloadContext& context,
                       const std::vector<ParameterProblem>& problems) {
  const std::string path = "workload." + context.name;
  Diagnostics diagnostics;
  for (const ParameterProblem& problem : problems) {
    diagnostics.error({.file = path}, problem.key, problem.message, problem.hint);
  }
  diagnostics.throw_if_errors();
}

Duration run_time_of(double seconds) {
  return std::max(Duration{1}, from_seconds(std::min(seconds, kSecondsMax)));
}

Parameter JobExtras::rate_cap_parameter() {
  return {.name = "transfer_rate_cap",
          .kind = ParameterKind::quantity,
          .help = "highest rate of one job's transfers; `0 b/s`: no cap",
          .dimension = Dimension::bit_rate,
          .fallback = "100 Gb/s",
          .minimum = 0,
          .maximum = 1e18};
}

Parameter JobExtras::circle_parameter() {
  return {.name = "circle",
          .kind = ParameterKind::quantity,
          .help = "one-way latency allowed between home and site; absent: no limit",
          .dimension = Dimension::duration,
          .minimum = 1e-9,
          .maximum = 3600};
}

Schema JobExtras::schema() {
  Schema schema{
      {.name = "input",
       .kind = ParameterKind::law,
       .help = "data set that is staged from home to the site before the start",
       .dimension = Dimension::bytes,
       .fallback = "0 B",
       .minimum = 0},
      {.name = "result",
       .kind = ParameterKind::law,
       .help = "data that return home after the end",
       .dimension = Dimension::bytes,
       .fallback = "0 B",
       .minimum = 0},
      rate_cap_parameter(),
      circle_parameter(),
      {.name = "requested_factor",
       .kind = ParameterKind::law,
       .help = "requested time / run time, at least 1 (nobody is killed); absent: no request",
       .minimum = 1},
      JobTerms::deadline_factor_parameter()};
  for (Parameter& parameter : JobTerms::schema()) schema.push_back(std::move(parameter));
  for (Parameter& parameter : JobDataChoice::schema()) schema.push_back(std::move(parameter));
  return schema;
}

JobExtras::JobExtras(const Parameters& parameters)
    : input_(parameters.law("input")),
      result_(parameters.law("result")),
      input_size_(constant_size(input_)),
      result_size_(constant_size(result_)),
      rate_cap_(parameters.bit_rate("transfer_rate_cap")) {
  if (parameters.has("circle")) circle_ = parameters.duration("circle");
  if (parameters.has("requested_factor")) requested_factor_ = parameters.law("requested_factor");
}

void JobExtras::fill(Job& job, std::uint64_t entity, const RandomSource& random) const {
  const auto family = static_cast<std::uint32_t>(job.workload.index());
  const auto draw = [&](const Law& law, Purpose purpose) {
    return whole_bytes(law.quantile(random.uniform(family, entity, purpose)));
  };
  // Draws are independent of each other, so one that says nothing is left out.
  job.input = input_size_ ? *input_size_ : draw(input_, Purpose::data_size);
  job.result = result_size_ ? *result_size_ : draw(result_, Purpose::result_size);
  job.transfer_rate_cap = rate_cap_;
  job.circle = circle_;
  // What the trace itself says of the request comes first.
  if (!requested_factor_ || job.requested > Duration{0}) return;
  const double u = random.uniform(family, entity, Purpose::estimate, kRequestDraw);
  const Duration asked = run_time_of(to_seconds(job.run_time) * requested_factor_->quantile(u));
  // A job that reaches its request is killed: ask for a nanosecond more than is needed.
  job.requested = std::max(asked, job.run_time + Duration{1});
}

}  // namespace eastwest
