// The stated errors of log, exp, pow, sin and cos against MPFR, and their edges.
#include "sim/base/elementary.hpp"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>

#include "tests/catch.hpp"
#include "tests/sim/base/exact_number.hpp"

using namespace eastwest;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kPoints = 40'000;

using Exact = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

class Points {
 public:
  /// Uniform in [low, high].
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(random_() >> 11) * 0x1p-53);
  }
  /// A positive double with uniformly random bits: all magnitudes alike, subnormal ones too.
  double magnitude() {
    constexpr std::uint64_t kInfinityBits = 0x7FF0000000000000;
    return std::bit_cast<double>(random_() % (kInfinityBits - 1) + 1);
  }

 private:
  std::mt19937_64 random_{20250707};
};

double exact_error_in_ulp(Exact exact, double x, double computed) {
  ExactNumber result(x);
  exact(result.get(), result.get(), MPFR_RNDN);
  return result.error_in_ulp(computed);
}

double worst_ulp(Exact exact, double (*computed)(double), const std::function<double()>& point) {
  double worst = 0;
  for (int round = 0; round < kPoints; ++round) {
    const double x = point();
    worst = std::max(worst, exact_error_in_ulp(exact, x, computed(x)));
  }
  return worst;
}

double worst_absolute(Exact exact, double (*computed)(double),
                      const std::function<double()>& point) {
  double worst = 0;
  for (int round = 0; round < kPoints; ++round) {
    const double x = point();
    ExactNumber result(x);
    exact(result.get(), result.get(), MPFR_RNDN);
    worst = std::max(worst, std::fabs(result.error(computed(x))));
  }
  return worst;
}

double pow_error(double x, double y) {
  ExactNumber result(x);
  ExactNumber exponent(y);
  mpfr_pow(result.get(), result.get(), exponent.get(), MPFR_RNDN);
  return result.relative_error(portable_pow(x, y));
}

}  // namespace

TEST_CASE("log is within 1 ulp") {
  Points points;
  CHECK(worst_ulp(mpfr_log, portable_log, [&] { return points.magnitude(); }) <= 1);
  CHECK(worst_ulp(mpfr_log, portable_log, [&] { return points.uniform(0.5, 2); }) <= 1);
  CHECK(worst_ulp(mpfr_log, portable_log, [&] { return 1 + points.uniform(-1e-6, 1e-6); }) <= 1);
  for (const double x : {DBL_MIN, DBL_MAX, 5e-324, std::nextafter(1.0, 0.0),
                         std::nextafter(1.0, 2.0), 0x1.6a09e667f3bccp-1, 0x1.6a09e667f3bcdp-1}) {
    CHECK(exact_error_in_ulp(mpfr_log, x, portable_log(x)) <= 1);
  }
  CHECK(portable_log(1) == 0);
  CHECK(portable_log(0) == -kInfinity);
  CHECK(portable_log(kInfinity) == kInfinity);
  CHECK(std::isnan(portable_log(-1)));
  CHECK(std::isnan(portable_log(kNaN)));
}

TEST_CASE("log1p is within 2 ulp, also near zero") {
  Points points;
  CHECK(worst_ulp(mpfr_log1p, portable_log1p, [&] { return points.uniform(-1, 3); }) <= 2);
  CHECK(worst_ulp(mpfr_log1p, portable_log1p, [&] { return points.uniform(-1e-3, 1e-3); }) <= 2);
  CHECK(worst_ulp(mpfr_log1p, portable_log1p, [&] { return points.magnitude(); }) <= 2);
  CHECK(portable_log1p(-1) == -kInfinity);
  CHECK(portable_log1p(kInfinity) == kInfinity);
  CHECK(std::isnan(portable_log1p(-2)));
}

TEST_CASE("exp is within 1 ulp where normal") {
  Points points;
  CHECK(worst_ulp(mpfr_exp, portable_exp, [&] { return points.uniform(-708, 709.78); }) <= 1);
  CHECK(worst_ulp(mpfr_exp, portable_exp, [&] { return points.uniform(-1, 1); }) <= 1);
  CHECK(worst_ulp(mpfr_exp, portable_exp, [&] { return points.uniform(-1e-8, 1e-8); }) <= 1);
  // Subnormal results are rounded twice.
  CHECK(worst_ulp(mpfr_exp, portable_exp, [&] { return points.uniform(-745.13, -708); }) <= 1.01);
  CHECK(portable_exp(0) == 1);
  CHECK(portable_exp(709.782712893384) < kInfinity);
  CHECK(portable_exp(709.7827128933841) == kInfinity);
  CHECK(portable_exp(-745.14) == 0);
  CHECK(portable_exp(kInfinity) == kInfinity);
  CHECK(portable_exp(-kInfinity) == 0);
  CHECK(std::isnan(portable_exp(kNaN)));
}

TEST_CASE("expm1 is within 4 ulp, also near zero") {
  Points points;
  CHECK(worst_ulp(mpfr_expm1, portable_expm1, [&] { return points.uniform(-2, 2); }) <= 4);
  CHECK(worst_ulp(mpfr_expm1, portable_expm1, [&] { return points.uniform(-1e-8, 1e-8); }) <= 4);
  CHECK(worst_ulp(mpfr_expm1, portable_expm1, [&] { return points.uniform(-50, 700); }) <= 4);
  CHECK(portable_expm1(0) == 0);
  CHECK(portable_expm1(-kInfinity) == -1);
  CHECK(portable_expm1(kInfinity) == kInfinity);
}

TEST_CASE("pow has a relative error below 2e-15 where the result is normal") {
  Points points;
  double worst = 0;
  for (int round = 0; round < kPoints; ++round) {
    // x of any magnitude, y such that |y log x| < 708.
    const double x = points.magnitude();
    const double y = points.uniform(-708, 708) / portable_log(x);
    worst = std::max(worst, pow_error(x, y));
    const double close = points.uniform(0.5, 2);
    worst = std::max(worst, pow_error(close, points.uniform(-1'000, 1'000)));
    worst = std::max(worst, pow_error(1 + points.uniform(-1e-9, 1e-9), points.uniform(-1e9, 1e9)));
  }
  CHECK(worst < 2e-15);
}

TEST_CASE("pow at its edges") {
  CHECK(portable_pow(0, 0) == 1);
  CHECK(portable_pow(kNaN, 0) == 1);
  CHECK(portable_pow(1, kNaN) == 1);
  CHECK(portable_pow(0.1, 1) == 0.1);
  CHECK(portable_pow(0, 2) == 0);
  CHECK(portable_pow(0, -2) == kInfinity);
  CHECK(portable_pow(kInfinity, 0.5) == kInfinity);
  CHECK(portable_pow(kInfinity, -0.5) == 0);
  CHECK(portable_pow(2, kInfinity) == kInfinity);
  CHECK(portable_pow(0.5, kInfinity) == 0);
  CHECK(portable_pow(0.5, -kInfinity) == kInfinity);
  CHECK(portable_pow(2, 1024) == kInfinity);
  CHECK(portable_pow(2, -1080) == 0);
  CHECK(portable_pow(2, 10) == 1024);
  CHECK(portable_pow(3, 4) == 81);
  CHECK(std::isnan(portable_pow(-1, 2)));
  CHECK(std::isnan(portable_pow(2, kNaN)));
}

TEST_CASE("sine and cosine are within 3e-16") {
  Points points;
  for (const double reach : {1.0, 10.0, 1e3, 1e5}) {
    const auto point = [&] { return points.uniform(-reach, reach); };
    CHECK(worst_absolute(mpfr_sin, portable_sin, point) <= 3e-16);
    CHECK(worst_absolute(mpfr_cos, portable_cos, point) <= 3e-16);
  }
  // Next to multiples of pi / 2, where the reduction loses most.
  for (int n = -63'000; n <= 63'000; n += 7) {
    const double x = n * 1.5707963267948966;
    ExactNumber exact(x);
    mpfr_sin(exact.get(), exact.get(), MPFR_RNDN);
    REQUIRE(std::fabs(exact.error(portable_sin(x))) <= 3e-16);
  }
  CHECK(portable_sin(0) == 0);
  CHECK(portable_cos(0) == 1);
  CHECK(std::isnan(portable_sin(1.00001e5)));
  CHECK(std::isnan(portable_cos(-kInfinity)));
}
