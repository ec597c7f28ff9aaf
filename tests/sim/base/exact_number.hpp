// Reference values to 200 bits for the tests of elementary functions, by MPFR.
#pragma once

#include <cfloat>
#include <cmath>

#include <mpfr.h>

namespace eastwest {

/// A number of 200 bits that frees itself.
class ExactNumber {
 public:
  explicit ExactNumber(double value = 0) {
    mpfr_init2(value_, 200);
    mpfr_set_d(value_, value, MPFR_RNDN);
  }
  ExactNumber(const ExactNumber&) = delete;
  ExactNumber& operator=(const ExactNumber&) = delete;
  ~ExactNumber() { mpfr_clear(value_); }

  mpfr_ptr get() { return value_; }
  [[nodiscard]] double rounded() const { return mpfr_get_d(value_, MPFR_RNDN); }
  /// computed - exact.
  [[nodiscard]] double error(double computed) const {
    ExactNumber difference(computed);
    mpfr_sub(difference.value_, difference.value_, value_, MPFR_RNDN);
    return difference.rounded();
  }
  /// |computed - exact| in units of the last digit of the exact value.
  [[nodiscard]] double error_in_ulp(double computed) const {
    const double size = std::fabs(rounded());
    const int exponent = size < DBL_MIN ? DBL_MIN_EXP : std::ilogb(size) + 1;
    return std::fabs(std::ldexp(error(computed), DBL_MANT_DIG - exponent));
  }
  /// |computed - exact| / |exact|; 0 where both are 0.
  [[nodiscard]] double relative_error(double computed) const {
    const double difference = error(computed);
    return difference == 0 ? 0 : std::fabs(difference / rounded());
  }

 private:
  mpfr_t value_;
};

/// The standard normal distribution function: erfc(-x / sqrt 2) / 2.
inline void exact_normal_cdf(ExactNumber& result, double x) {
  ExactNumber root(0.5);
  mpfr_sqrt(root.get(), root.get(), MPFR_RNDN);
  mpfr_mul_d(root.get(), root.get(), -x, MPFR_RNDN);
  mpfr_erfc(result.get(), root.get(), MPFR_RNDN);
  mpfr_div_ui(result.get(), result.get(), 2, MPFR_RNDN);
}

}  // namespace eastwest
