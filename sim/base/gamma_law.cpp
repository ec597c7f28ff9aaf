// Incomplete gamma functions by series (below the bulk) and continued fraction (above it).
#include "sim/base/gamma_law.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/elementary.hpp"
#include "sim/base/polynomial.hpp"

namespace eastwest {
namespace {

constexpr double kPrecision = 1e-16;
constexpr int kTermsMax = 500;
/// exp(-t) t^s is nothing beyond, for the shapes up to 11 that laws use.
constexpr double kFar = 800;

/// t^s exp(-t) / gamma(s) for t > 0.
double kernel(double s, double t) { return portable_exp(s * portable_log(t) - t - log_gamma(s)); }

/// P(value <= t) for t < s + 1: t^s exp(-t) / gamma(s) (1/s + t/(s(s+1)) + …).
double below(double s, double t) {
  if (t <= 0) return 0;
  double term = 1 / s;
  double sum = term;
  for (int n = 1; n < kTermsMax && term > kPrecision * sum; ++n) {
    term *= t / (s + n);
    sum += term;
  }
  return kernel(s, t) * sum;
}

/// P(value > t) for t >= s + 1, by Legendre's continued fraction in Lentz's form.
double above(double s, double t) {
  if (t > kFar) return 0;
  constexpr double kTiny = 1e-300;
  double b = t + 1 - s;
  double c = 1 / kTiny;
  double d = 1 / b;
  double fraction = d;
  for (int n = 1; n < kTermsMax; ++n) {
    const double a = -n * (n - s);
    b += 2;
    d = a * d + b;
    if (std::fabs(d) < kTiny) d = kTiny;
    c = b + a / c;
    if (std::fabs(c) < kTiny) c = kTiny;
    d = 1 / d;
    const double factor = d * c;
    fraction *= factor;
    if (std::fabs(factor - 1) < 2 * kPrecision) break;
  }
  return kernel(s, t) * fraction;
}

/// A first guess of the quantile at p of the whole law (Wilson and Hilferty 1931).
double guess(double s, double p) {
  const double z = normal_quantile(std::clamp(p, 1e-300, 1 - 1e-16));
  const double root = 1 - 1 / (9 * s) + z / (3 * std::sqrt(s));
  return s * root * root * root;
}

}  // namespace

double log_gamma(double s) {
  // Stirling's series from 15 on; below, gamma(s) = gamma(s + n) / (s (s + 1) … (s + n - 1)).
  constexpr double kStart = 15;
  constexpr double kHalfLogTwoPi = 0.9189385332046727;
  constexpr std::array kStirling{1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188};
  double product = 1;
  for (; s < kStart; s += 1) product *= s;
  const double inverse = 1 / s;
  return (s - 0.5) * portable_log(s) - s + kHalfLogTwoPi +
         inverse * polynomial(kStirling, inverse * inverse) - portable_log(product);
}

double gamma_mass(double s, double a, double b) {
  const double bulk = s + 1;
  if (a >= bulk) return above(s, a) - above(s, b);
  if (b < bulk) return below(s, b) - below(s, a);
  return 1 - below(s, a) - above(s, b);
}

double gamma_quantile(double s, double a, double b, double u) {
  constexpr int kStepsMax = 200;
  constexpr double kClose = 1e-12;
  const double total = gamma_mass(s, a, b);
  double low = a;
  double high = std::min(b, kFar);
  double t = guess(s, gamma_mass(s, 0, a) + u * total);
  for (int step = 0; step < kStepsMax; ++step) {
    if (!(t > low && t < high)) {
      // Outside the bracket: halve it, by ratio where it spans several magnitudes.
      t = low > 0 && high > 4 * low ? std::sqrt(low) * std::sqrt(high) : low + (high - low) / 2;
    }
    // Measured from the nearer end, so that small masses keep their digits.
    const double excess =
        u <= 0.5 ? gamma_mass(s, a, t) - u * total : (1 - u) * total - gamma_mass(s, t, b);
    (excess > 0 ? high : low) = t;
    const double next = t - excess * t / kernel(s, t);
    if (std::fabs(next - t) <= kClose * t || high - low <= kClose * high) {
      return std::clamp(next, a, b);
    }
    t = next;
  }
  return t;
}

}  // namespace eastwest
