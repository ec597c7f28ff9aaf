// A law given by its quantiles, as fits to recorded run times are.
#pragma once

#include <string>
#include <vector>

namespace eastwest {

/// Positive values (seconds) with known quantiles; between two neighbours the logarithm is uniform.
class RunTimeTable {
 public:
  struct Point {
    double probability;
    double value;
  };
  /// What is wrong with such points, as part of a message to the user; empty when nothing is.
  /// Wanted: at least two, probabilities rising from 0 to 1, values above 0 that do not fall.
  [[nodiscard]] static std::string problem(const std::vector<Point>& points);

  /// Requires that `problem` finds none.
  explicit RunTimeTable(std::vector<Point> points);

  [[nodiscard]] double quantile(double u) const;
  /// Probability of at most x.
  [[nodiscard]] double probability(double x) const;
  [[nodiscard]] double mean() const { return mean_; }
  /// Value at probability u of the length-biased law, density proportional to x f(x).
  [[nodiscard]] double length_biased_quantile(double u) const;
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }

 private:
  std::vector<Point> points_;
  std::vector<double> partial_means_;  // part of the mean up to each point
  double mean_ = 0;
};

}  // namespace eastwest
