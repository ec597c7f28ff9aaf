// Estimates `noisy`: the true run time times a lognormal error, the same in every strategy.
#include <algorithm>

#include "sim/base/elementary.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Longest estimate in seconds; anything above is as good as forever.
constexpr double kLongest = 9e9;

}  // namespace

Registered<EstimateFactory> noisy_estimate() {
  Parameter deviation{.name = "log_standard_deviation",
                      .kind = ParameterKind::quantity,
                      .help =
                          "standard deviation of the logarithm of estimate / run time; 0.69 means "
                          "off by a factor of 2 or more in about a third of the cases",
                      .fallback = "0.5",
                      .minimum = 0,
                      .maximum = 10};
  return {
      .description = {.name = "noisy",
                      .summary = "Policies are told the run time with a random error.",
                      .rule = "estimate = run time x exp(log_standard_deviation x z), z standard "
                              "normal, drawn once for each job; right in the median.",
                      .limits = "Clairvoyant in the median: errors do not depend on owner, size or "
                                "history.",
                      .source = "Multiplicative error model usual for predicted run times.",
                      .schema = {deviation}},
      .make = [](const Parameters& parameters) -> RuntimeEstimate {
        const double sigma = parameters.number("log_standard_deviation");
        return [sigma](const Job& job, std::uint64_t serial,
                       const RandomSource& random) -> std::optional<Duration> {
          const auto family = static_cast<std::uint32_t>(job.workload.index());
          const double z = normal_quantile(random.uniform(family, serial, Purpose::estimate));
          const double seconds = to_seconds(job.run_time) * portable_exp(sigma * z);
          return std::max(Duration{1}, from_seconds(std::min(seconds, kLongest)));
        };
      }};
}

}  // namespace eastwest
