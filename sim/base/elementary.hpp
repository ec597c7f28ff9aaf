// Elementary functions with the same bits on every machine: only + - x / and square root inside.
#pragma once

namespace eastwest {

/// Natural logarithm, error at most 2 ulp. x > 0; log(0) = -inf, negative or NaN gives NaN.
[[nodiscard]] double portable_log(double x);
/// Exponential, error at most 2 ulp; overflows to inf, underflows to 0.
[[nodiscard]] double portable_exp(double x);
/// x^y for x >= 0, relative error at most 1e-14 where the result is normal and |y log x| < 50.
[[nodiscard]] double portable_pow(double x, double y);
/// Sine and cosine for |x| <= 1e5, absolute error at most 1e-15.
[[nodiscard]] double portable_sin(double x);
[[nodiscard]] double portable_cos(double x);
/// Standard normal distribution function, absolute error at most 1e-15.
[[nodiscard]] double normal_cdf(double x);
/// Quantile of the standard normal law for 0 < p < 1, relative error at most 1e-14.
[[nodiscard]] double normal_quantile(double p);

}  // namespace eastwest
