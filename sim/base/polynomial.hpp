// Evaluation of polynomials and exact sums and products of doubles, for the elementary functions.
#pragma once

#include <array>
#include <cstddef>

namespace eastwest {

/// c[0] + c[1] x + c[2] x^2 + …, by Horner's rule.
template <std::size_t N>
[[nodiscard]] constexpr double polynomial(const std::array<double, N>& coefficients, double x) {
  double value = coefficients[N - 1];
  for (std::size_t at = N - 1; at > 0; --at) value = value * x + coefficients[at - 1];
  return value;
}

/// A number as high + low, where low is far below high's last digit.
struct DoublePair {
  double high = 0;
  double low = 0;
};

/// a + b without error (Knuth).
[[nodiscard]] constexpr DoublePair exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// a * b without error (Dekker). Requires |a|, |b| < 1e290 and a product that does not underflow.
[[nodiscard]] constexpr DoublePair exact_product(double a, double b) {
  constexpr double kSplit = 134217729;  // 2^27 + 1 cuts a double into halves of 26 bits
  const double a_scaled = a * kSplit;
  const double a_high = a_scaled - (a_scaled - a);
  const double a_low = a - a_high;
  const double b_scaled = b * kSplit;
  const double b_high = b_scaled - (b_scaled - b);
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

}  // namespace eastwest
