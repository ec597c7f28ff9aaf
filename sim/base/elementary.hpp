// Elementary functions with the same bits on every machine: only + - x / and square root inside.
#pragma once

namespace eastwest {

/// Natural logarithm, error at most 1 ulp. x > 0; log(0) = -inf, negative or NaN gives NaN.
[[nodiscard]] double portable_log(double x);
/// log(1 + x) for x > -1, error at most 2 ulp, also where x is tiny.
[[nodiscard]] double portable_log1p(double x);
/// Exponential, error at most 1 ulp where the result is normal; overflows to inf, underflows to 0.
[[nodiscard]] double portable_exp(double x);
/// exp(x) - 1, error at most 4 ulp, also where x is tiny.
[[nodiscard]] double portable_expm1(double x);
/// x^y for x >= 0, relative error at most 2e-15 where the result is normal; NaN for x < 0.
[[nodiscard]] double portable_pow(double x, double y);
/// Sine and cosine for |x| <= 1e5, absolute error at most 3e-16; NaN beyond.
[[nodiscard]] double portable_sin(double x);
[[nodiscard]] double portable_cos(double x);
/// Standard normal distribution function: absolute error at most 3e-16, and relative error at most
/// 2e-15 in the lower tail where the result is normal (the upper tail of x is normal_cdf(-x)).
[[nodiscard]] double normal_cdf(double x);
/// Quantile of the standard normal law for 0 < p < 1, relative error at most 2e-15; infinite at 0
/// and 1, NaN beyond.
[[nodiscard]] double normal_quantile(double p);

}  // namespace eastwest
