// The standard normal distribution function and its quantile, as ratios of polynomials in pieces.
// They were fitted with 60 digits; the relative error of each fit is below 1e-16.
#include <array>
#include <cmath>
#include <limits>

#include "sim/base/elementary.hpp"
#include "sim/base/polynomial.hpp"

namespace eastwest {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// (cdf(x) - 1/2) / x as a polynomial of x^2 for |x| <= 0.7.
constexpr std::array kCentre{0.3989422804014327,     -0.06649038006690502,   0.009973557010012925,
                             -0.0011873282150001913, 0.00011543468256454982, -9.444626375593506e-06,
                             6.658652930784897e-07,  -4.101465179500252e-08, 2.038265169572674e-09};
/// cdf(-x) exp(x^2 / 2) for 0.65 <= x <= 4.
constexpr std::array kMiddleAbove{
    0.4999999999990611,   0.5898748283006862,   0.34807077397490466,    0.1266923812175155,
    0.030288130815746054, 0.004730055870347621, 0.00044758947102686896, 1.99732526966296e-05};
constexpr std::array kMiddleBelow{1.0,
                                  1.9776342173795964,
                                  1.7740653570644618,
                                  0.9460285316816075,
                                  0.32933974720233034,
                                  0.07704208843459175,
                                  0.011906607760367864,
                                  0.0011219386585213061,
                                  5.006555007796064e-05};
/// x cdf(-x) exp(x^2 / 2) as a function of 1 / x^2 for 4 <= x <= 39.
constexpr std::array kTailAbove{0.39894228040143265, 21.116675573118542, 383.80465601852336,
                                2923.909377109499,   9075.754683314233,  9173.334424572557,
                                1313.5207477499837};
constexpr std::array kTailBelow{1.0,
                                53.93165605778843,
                                1012.9872587690987,
                                8195.346207610488,
                                28609.902600849473,
                                37494.98436552976,
                                12095.172750206571};

/// quantile(1/2 + q) / q as a function of kCentreSquare - q^2 for |q| <= 0.425.
constexpr double kCentreHalf = 0.425;
constexpr double kCentreSquare = 0.180625;
constexpr std::array kQuantileCentreAbove{
    3.3871328727963665, 133.11318970459504, 1970.6611585140993, 13720.93359415009,
    45868.625620595965, 67157.14468700867,  33358.68386568325,  2502.1353662311813};
constexpr std::array kQuantileCentreBelow{1.0,
                                          42.30492294546649,
                                          686.8872329901636,
                                          5390.303801482505,
                                          21191.213941319336,
                                          39249.96491868575,
                                          28672.91785500479,
                                          5213.39303091861};
/// -quantile(p) as a function of r - 1.6 with r = sqrt(-log p), for r up to 5.
constexpr double kNearStart = 1.6;
constexpr std::array kQuantileNearAbove{
    1.4234371107496835, 4.630254301758695,  5.769233295067381,    3.647544456662342,
    1.270296822198117,  0.2417398827929199, 0.022719343430489924, 0.0007743857563409111};
constexpr std::array kQuantileNearBelow{1.0,
                                        2.0531329346188283,
                                        1.676269830249025,
                                        0.6896867552871079,
                                        0.14807960198888465,
                                        0.015195662383961054,
                                        0.000547481210751732,
                                        1.0506165631408683e-09};
/// The same as a function of r - 5, from 5 to the smallest double.
constexpr double kFarStart = 5;
constexpr std::array kQuantileFarAbove{
    6.657904643501104,    5.462296750376856,     1.7837086125898742,    0.2962355035971113,
    0.026486113353232383, 0.0012393869251102513, 2.700926866639239e-05, 1.9987506370927135e-07};
constexpr std::array kQuantileFarBelow{1.0,
                                       0.599608688667462,
                                       0.1368113270424589,
                                       0.01485242356901735,
                                       0.000784906701430301,
                                       1.8392119405971045e-05,
                                       1.4133209131633496e-07,
                                       2.0109961271717227e-15};

/// cdf(-x) for x >= 0.65.
double lower_tail(double x) {
  constexpr double kMiddleEnd = 4;
  constexpr double kEnd = 38.6;
  if (x > kEnd) return 0;
  // exp(-x^2 / 2) with the square to twice the digits: its error would be multiplied by x^2.
  const DoublePair square = exact_product(x, x);
  const double bell = portable_exp(-0.5 * square.high) * (1 - 0.5 * square.low);
  if (x <= kMiddleEnd) {
    return bell * (polynomial(kMiddleAbove, x) / polynomial(kMiddleBelow, x));
  }
  const double inverse = 1 / (x * x);
  return bell * (polynomial(kTailAbove, inverse) / polynomial(kTailBelow, inverse)) / x;
}

}  // namespace

double normal_cdf(double x) {
  constexpr double kCentreEnd = 0.66;
  if (std::fabs(x) < kCentreEnd) return 0.5 + x * polynomial(kCentre, x * x);
  if (x != x) return kNaN;
  return x < 0 ? lower_tail(-x) : 1 - lower_tail(x);
}

double normal_quantile(double p) {
  if (!(p > 0 && p < 1)) {
    if (p == 0) return -kInfinity;
    return p == 1 ? kInfinity : kNaN;
  }
  const double q = p - 0.5;
  if (std::fabs(q) <= kCentreHalf) {
    const double t = kCentreSquare - q * q;
    return q * polynomial(kQuantileCentreAbove, t) / polynomial(kQuantileCentreBelow, t);
  }
  const double r = std::sqrt(-portable_log(q < 0 ? p : 1 - p));
  double size = 0;
  if (r <= kFarStart) {
    const double t = r - kNearStart;
    size = polynomial(kQuantileNearAbove, t) / polynomial(kQuantileNearBelow, t);
  } else {
    const double t = r - kFarStart;
    size = polynomial(kQuantileFarAbove, t) / polynomial(kQuantileFarBelow, t);
  }
  return q < 0 ? -size : size;
}

}  // namespace eastwest
