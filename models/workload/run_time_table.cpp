// Between the values a and b with f(x) = m / (x log(b / a)) the part of the mean is m (b - a) /
// log(b / a), and x f(x) is constant, so the length-biased law is uniform there.
#include "models/workload/run_time_table.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {

namespace {

using Point = RunTimeTable::Point;

double part_of_mean(const Point& a, const Point& b) {
  const double mass = b.probability - a.probability;
  const double growth = (b.value - a.value) / a.value;
  return a.value * mass * (growth > 0 ? growth / portable_log1p(growth) : 1);
}

}  // namespace

std::string RunTimeTable::problem(const std::vector<Point>& points) {
  if (points.size() < 2) return "two quantiles are needed";
  if (points.front().probability != 0 || points.back().probability != 1) {
    return "quantiles go from 0 % to 100 %";
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!(points[i].value > 0)) return fmt::format("{} s is not above 0", points[i].value);
    if (i == 0) continue;
    if (!(points[i - 1].probability < points[i].probability)) return "percentages must rise";
    if (points[i].value < points[i - 1].value) {
      return fmt::format("{} s follows {} s: quantiles must not fall", points[i].value,
                         points[i - 1].value);
    }
  }
  return {};
}

RunTimeTable::RunTimeTable(std::vector<Point> points) : points_(std::move(points)) {
  const std::string wrong = problem(points_);
  EW_CHECK(wrong.empty(), "run times: {}", wrong);
  partial_means_.push_back(0);
  for (std::size_t i = 1; i < points_.size(); ++i) {
    partial_means_.push_back(mean_ += part_of_mean(points_[i - 1], points_[i]));
  }
}

double RunTimeTable::quantile(double u) const {
  const auto above =
      std::upper_bound(points_.begin() + 1, points_.end() - 1, u,
                       [](double value, const Point& point) { return value < point.probability; });
  const Point& a = *(above - 1);
  const double share = (u - a.probability) / (above->probability - a.probability);
  const double value = a.value * portable_exp(share * portable_log(above->value / a.value));
  return std::clamp(value, a.value, above->value);
}

double RunTimeTable::probability(double x) const {
  if (x < points_.front().value) return 0;
  const auto above =
      std::upper_bound(points_.begin(), points_.end(), x,
                       [](double value, const Point& point) { return value < point.value; });
  if (above == points_.end()) return 1;
  const Point& a = *(above - 1);
  const double share = portable_log(x / a.value) / portable_log(above->value / a.value);
  return a.probability + share * (above->probability - a.probability);
}

double RunTimeTable::length_biased_quantile(double u) const {
  const double wanted = u * mean_;
  const auto found = std::upper_bound(partial_means_.begin() + 1, partial_means_.end() - 1, wanted);
  const auto i = static_cast<std::size_t>(found - partial_means_.begin());
  const double share =
      (wanted - partial_means_[i - 1]) / (partial_means_[i] - partial_means_[i - 1]);
  const double from = points_[i - 1].value;
  return std::clamp(from + share * (points_[i].value - from), from, points_[i].value);
}

}  // namespace eastwest
