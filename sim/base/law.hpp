// Probability laws of job sizes, durations and data: quantiles, means and the length-biased law.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace eastwest {

/// A law on positive numbers in the base unit of what it describes (seconds, bytes, accelerators),
/// truncated to [minimum, maximum]: draws outside are impossible, the law is renormalised.
class Law {
 public:
  struct Constant { double value; };
  struct Uniform { double low, high; };
  struct Exponential { double mean; };
  /// Of the underlying untruncated law: its median and the standard deviation of its logarithm.
  struct Lognormal { double median, log_standard_deviation; };
  struct Weibull { double scale, shape; };
  struct Pareto { double scale, shape; };
  /// Values with weights (need not sum to 1).
  struct Choice { std::vector<std::pair<double, double>> value_weights; };
  using Kind = std::variant<Constant, Uniform, Exponential, Lognormal, Weibull, Pareto, Choice>;

  Law() : Law(Kind{Constant{0}}) {}
  /// Requires 0 <= minimum < maximum (or a Constant/Choice inside) and positive parameters.
  explicit Law(Kind kind, double minimum = 0, double maximum = 1e300);

  /// The value at probability u in (0, 1) of the truncated law.
  [[nodiscard]] double quantile(double u) const;
  /// Mean of the truncated law, relative error at most 1e-6 (closed form or quadrature).
  [[nodiscard]] double mean() const;
  /// Value at probability u of the length-biased law, density proportional to x f(x): the law of
  /// the service time of whoever is found in service. Relative error at most 1e-6.
  [[nodiscard]] double length_biased_quantile(double u) const;
  [[nodiscard]] double minimum() const { return minimum_; }
  [[nodiscard]] double maximum() const { return maximum_; }
  [[nodiscard]] const Kind& kind() const { return kind_; }

 private:
  Kind kind_;
  double minimum_;
  double maximum_;
};

}  // namespace eastwest
