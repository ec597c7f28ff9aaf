// log, exp, pow, sin and cos: argument reduction with constants in parts, then a polynomial that
// was fitted at Chebyshev nodes with 60 digits. The error of each fit stands beside its
// coefficients.
#include "sim/base/elementary.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/base/polynomial.hpp"

namespace eastwest {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// ln 2 in two parts; the first has 32 bits, so that a product with an exponent is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
/// Added and taken away again, it rounds a double below 2^51 to the nearest whole number.
constexpr double kRounder = 0x1.8p52;

/// (2 atanh(s) - 2 s) / s^3 as a polynomial of s^2 for |s| <= 0.172; error in log below 1e-18.
constexpr std::array kLogarithm{0.6666666666666666,  0.40000000000001007, 0.2857142857072325,
                                0.22222222409750114, 0.18181793732111753, 0.15386342449645143,
                                0.13266048812203002, 0.131148348695975};
/// (exp(r) - 1 - r) / r^2 for |r| <= ln(2) / 2; error in exp below 1e-18.
constexpr std::array kExponential{0.5,
                                  0.1666666666666667,
                                  0.04166666666666667,
                                  0.008333333333325544,
                                  0.0013888888888883327,
                                  0.00019841269876864356,
                                  2.4801587327007187e-05,
                                  2.755725283351691e-06,
                                  2.75572718102198e-07,
                                  2.5106274733573296e-08,
                                  2.0915442297780116e-09};
/// (sin(r) - r) / r^3 as a polynomial of r^2 for |r| <= pi / 4; relative error below 3e-17.
constexpr std::array kSine{-0.16666666666666666, 0.0083333333333307,      -0.00019841269836385435,
                           2.7557315910939e-06,  -2.5051092308431318e-08, 1.5915309183057952e-10};
/// (cos(r) - 1 + r^2 / 2) / r^4 as a polynomial of r^2 for |r| <= pi / 4; error below 1e-18.
constexpr std::array kCosine{0.041666666666666664,   -0.0013888888888887241,
                             2.480158729853226e-05,  -2.7557317151858866e-07,
                             2.0876121534608454e-09, -1.1380868171449914e-11};

/// x = 2^exponent * mantissa with the mantissa in [sqrt(1/2), sqrt(2)).
struct Scaled {
  double exponent;
  double mantissa;
};

/// Requires x > 0 and finite.
Scaled scaled(double x) {
  double exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    exponent = -54;
  }
  constexpr std::uint64_t kRootHalf = 0x3FE6A09E667F3BCD;
  constexpr std::uint64_t kExponentBits = 0xFFF0000000000000;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t above = bits - kRootHalf;
  exponent += static_cast<double>(static_cast<std::int64_t>(above) >> 52);
  return {exponent, std::bit_cast<double>(bits - (above & kExponentBits))};
}

/// 2^exponent for -1022 <= exponent <= 1023.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// log(x) to about 60 bits. Requires x > 0 and finite.
DoublePair logarithm_pair(double x) {
  const auto [exponent, mantissa] = scaled(x);
  const double f = mantissa - 1;
  const double divisor = 2 + f;
  const double divisor_low = f - (divisor - 2);
  const double s = f / divisor;
  const DoublePair back = exact_product(s, divisor);
  const double s_low = ((f - back.high) - back.low - s * divisor_low) / divisor;
  const double z = s * s;
  const double rest = s * (z * polynomial(kLogarithm, z)) + 2 * s_low * (1 + z);
  const DoublePair sum = exact_sum(exponent * kLn2High, 2 * s);
  const double low = sum.low + (rest + exponent * kLn2Low);
  const double high = sum.high + low;
  return {high, low - (high - sum.high)};
}

/// exp(r) - 1 for |r| <= 0.35, where `low` is a correction to r below its last digit.
double small_expm1(double r, double low) { return r + (r * r * polynomial(kExponential, r) + low); }

/// The quadrant of x and what is left of it, |rest| <= pi/4. Requires |x| <= 1e5.
struct Angle {
  std::int64_t quadrant;
  double rest;
};

Angle reduced(double x) {
  constexpr double kTwoOverPi = 0x1.45f306dc9c883p-1;
  // pi/2 in three parts; the first two have 33 bits, so that n of them is exact for n < 2^20.
  constexpr double kFirst = 0x1.921fb544p+0;
  constexpr double kSecond = 0x1.0b4611a6p-34;
  constexpr double kThird = 0x1.3198a2e037073p-69;
  const double n = (x * kTwoOverPi + kRounder) - kRounder;
  return {static_cast<std::int64_t>(n), ((x - n * kFirst) - n * kSecond) - n * kThird};
}

double small_sine(double r) {
  const double z = r * r;
  return r + r * (z * polynomial(kSine, z));
}

double small_cosine(double r) {
  const double z = r * r;
  const double half = 0.5 * z;
  const double main = 1 - half;
  return main + (((1 - main) - half) + z * z * polynomial(kCosine, z));
}

constexpr double kAngleMax = 1e5;

}  // namespace

double portable_log(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  const auto [exponent, mantissa] = scaled(x);
  // log(1 + f) = 2 atanh(s) with s = f / (2 + f), arranged so that f itself stays exact.
  const double f = mantissa - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double half_square = 0.5 * f * f;
  const double correction = s * (half_square + z * polynomial(kLogarithm, z));
  return exponent * kLn2High - ((half_square - (correction + exponent * kLn2Low)) - f);
}

double portable_log1p(double x) {
  const double sum = 1 + x;
  if (!(sum > 0) || sum == kInfinity) return portable_log(sum);
  return portable_log(sum) + (x - (sum - 1)) / sum;
}

double portable_exp(double x) {
  constexpr double kLog2E = 0x1.71547652b82fep+0;
  constexpr double kOverflow = 709.782712893384;
  constexpr double kUnderflow = -745.1332191019412;
  if (!(x <= kOverflow)) return x > kOverflow ? kInfinity : kNaN;
  if (x < kUnderflow) return 0;
  const double n = (x * kLog2E + kRounder) - kRounder;
  const double high = x - n * kLn2High;
  const double low = n * kLn2Low;
  const double r = high - low;
  const double value = 1 + small_expm1(r, (high - r) - low);
  const int exponent = static_cast<int>(n);
  if (exponent > 1023) return value * 2 * power_of_two(exponent - 1);
  if (exponent < -1022) return value * power_of_two(exponent + 100) * 0x1p-100;
  return value * power_of_two(exponent);
}

double portable_expm1(double x) {
  constexpr double kSmall = 0.34;
  return std::fabs(x) < kSmall ? small_expm1(x, 0) : portable_exp(x) - 1;
}

double portable_pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (!(x >= 0) || y != y) return kNaN;
  if (y == 1) return x;
  if (x == 0) return y > 0 ? 0 : kInfinity;
  constexpr double kHuge = 0x1p80;
  if (x == kInfinity || std::fabs(y) > kHuge) return (x > 1) == (y > 0) ? kInfinity : 0;
  // The logarithm and the product carry 60 bits, for the exponential multiplies their error.
  const DoublePair logarithm = logarithm_pair(x);
  const DoublePair product = exact_product(y, logarithm.high);
  const double low = product.low + y * logarithm.low;
  const double value = portable_exp(product.high);
  if (value == 0 || value == kInfinity) return value;
  return value + value * low;
}

double portable_sin(double x) {
  if (!(std::fabs(x) <= kAngleMax)) return kNaN;
  const auto [quadrant, rest] = reduced(x);
  const double size = (quadrant & 1) == 0 ? small_sine(rest) : small_cosine(rest);
  return (quadrant & 2) == 0 ? size : -size;
}

double portable_cos(double x) {
  if (!(std::fabs(x) <= kAngleMax)) return kNaN;
  const auto [quadrant, rest] = reduced(x);
  const double size = (quadrant & 1) == 0 ? small_cosine(rest) : small_sine(rest);
  return ((quadrant + 1) & 2) == 0 ? size : -size;
}

}  // namespace eastwest
