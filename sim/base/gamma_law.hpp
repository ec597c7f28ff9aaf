// The gamma law, on which length-biased exponential and Weibull laws rest.
#pragma once

namespace eastwest {

/// log of the gamma function for s >= 1, absolute error at most 1e-14 for s <= 15.
[[nodiscard]] double log_gamma(double s);
/// Probability of the gamma law of shape s (scale 1) between a and b; 0 <= a <= b, b may be
/// infinite. Relative error at most 1e-12 where a = 0 or b is infinite.
[[nodiscard]] double gamma_mass(double s, double a, double b);
/// The value below which the share u in (0, 1) of that mass lies.
[[nodiscard]] double gamma_quantile(double s, double a, double b, double u);

}  // namespace eastwest
