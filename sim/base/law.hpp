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
  struct Constant {
    double value;
  };
  struct Uniform {
    double low, high;
  };
  struct Exponential {
    double mean;
  };
  /// Of the underlying untruncated law: its median and the standard deviation of its logarithm.
  struct Lognormal {
    double median, log_standard_deviation;
  };
  struct Weibull {
    double scale, shape;
  };
  struct Pareto {
    double scale, shape;
  };
  /// Values with weights (need not sum to 1).
  struct Choice {
    std::vector<std::pair<double, double>> value_weights;
  };
  using Kind = std::variant<Constant, Uniform, Exponential, Lognormal, Weibull, Pareto, Choice>;

  /// The `maximum` of a law that has none.
  static constexpr double kUnbounded = 1e300;

  Law() : Law(Kind{Constant{0}}) {}
  /// Requires that `problem` finds none.
  explicit Law(Kind kind, double minimum = 0, double maximum = kUnbounded);

  /// What is wrong with such a law, as part of a message to the user; empty when nothing is.
  /// Wanted: 0 <= minimum < maximum, positive parameters (log_standard_deviation at most 10,
  /// Weibull shape 0.1 to 100, Pareto shape 0.01 to 100, above 1 where there is no maximum),
  /// constants and choices inside the bounds, at least 1e-9 of the probability between them.
  [[nodiscard]] static std::string problem(const Kind& kind, double minimum, double maximum);

  /// The value at probability u in (0, 1) of the truncated law; relative error at most 1e-12 for
  /// u down to 1e-12 (lognormal: 1e-14 times the standard deviation of the logarithm).
  [[nodiscard]] double quantile(double u) const;
  /// Mean of the truncated law, relative error at most 1e-6 (closed forms).
  [[nodiscard]] double mean() const;
  /// Value at probability u of the length-biased law, density proportional to x f(x): the law of
  /// the service time of whoever is found in service. Relative error at most 1e-6.
  [[nodiscard]] double length_biased_quantile(double u) const;
  [[nodiscard]] double minimum() const { return minimum_; }
  [[nodiscard]] double maximum() const { return maximum_; }
  /// As given; of a Choice the values of positive weight, smallest first.
  [[nodiscard]] const Kind& kind() const { return kind_; }

 private:
  /// Computed once: the bounds in the variable in which the law is simple (x itself; the standard
  /// normal variable; (x / scale)^shape), and the probability at the first and between them.
  struct Prepared {
    double low = 0;
    double high = 0;
    double start = 0;
    double mass = 1;
    double log_median = 0;
  };

  [[nodiscard]] double inside(double value) const;

  Kind kind_;
  double minimum_;
  double maximum_;
  Prepared prepared_;
  /// Of a Choice: sums of the weights up to each value, in the order of the values.
  std::vector<double> cumulative_;
};

}  // namespace eastwest
