// Laws against independent integration of their densities, and against known values.
#include "sim/base/law.hpp"

#include <cmath>
#include <functional>

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

constexpr double kPi = 3.14159265358979323846;

struct Example {
  std::string name;
  Law law;
  /// Proportional to the untruncated density.
  std::function<double(double)> density;
  /// Where the truncated law lives, for the integration.
  double low, high;
};

double lognormal_density(double x, double median, double sigma) {
  const double z = std::log(x / median) / sigma;
  return std::exp(-z * z / 2) / x;
}

double weibull_density(double x, double scale, double shape) {
  return std::pow(x / scale, shape - 1) * std::exp(-std::pow(x / scale, shape));
}

const std::vector<Example>& examples() {
  const auto exponential = [](double x) { return std::exp(-x / 100); };
  const auto lognormal = [](double x) { return lognormal_density(x, 3'600, 1.5); };
  const auto narrow = [](double x) { return lognormal_density(x, 3'600, 0.25); };
  const auto weibull = [](double x) { return weibull_density(x, 100, 0.7); };
  const auto steep = [](double x) { return weibull_density(x, 100, 5); };
  const auto pareto = [](double shape) {
    return [shape](double x) { return std::pow(x, -shape - 1); };
  };
  static const std::vector<Example> all{
      {"uniform", Law(Law::Uniform{2, 10}), [](double) { return 1.0; }, 2, 10},
      {"uniform cut", Law(Law::Uniform{2, 10}, 0, 7), [](double) { return 1.0; }, 2, 7},
      {"exponential", Law(Law::Exponential{100}), exponential, 1e-7, 6'000},
      {"exponential cut", Law(Law::Exponential{100}, 50, 170), exponential, 50, 170},
      {"exponential tail", Law(Law::Exponential{100}, 1'500), exponential, 1'500, 7'000},
      {"lognormal", Law(Law::Lognormal{3'600, 1.5}), lognormal, 1e-4, 1e11},
      {"lognormal cut", Law(Law::Lognormal{3'600, 1.5}, 60, 86'400), lognormal, 60, 86'400},
      {"lognormal upper tail", Law(Law::Lognormal{3'600, 1.5}, 1e6), lognormal, 1e6, 1e11},
      {"lognormal lower tail", Law(Law::Lognormal{3'600, 1.5}, 0, 10), lognormal, 1e-4, 10},
      {"narrow lognormal", Law(Law::Lognormal{3'600, 0.25}, 3'000, 5'000), narrow, 3'000, 5'000},
      {"weibull", Law(Law::Weibull{100, 0.7}), weibull, 1e-16, 2e4},
      {"weibull cut", Law(Law::Weibull{100, 0.7}, 1, 500), weibull, 1, 500},
      {"steep weibull", Law(Law::Weibull{100, 5}), steep, 1e-3, 250},
      {"pareto", Law(Law::Pareto{10, 2.5}), pareto(2.5), 10, 1e14},
      {"pareto cut", Law(Law::Pareto{10, 1.5}, 20, 1'000), pareto(1.5), 20, 1'000},
      {"pareto of shape 1", Law(Law::Pareto{10, 1}, 0, 1'000), pareto(1), 10, 1'000},
      {"pareto below shape 1", Law(Law::Pareto{10, 0.4}, 0, 1'000), pareto(0.4), 10, 1'000},
  };
  return all;
}

/// The integral of x^power times the density over [low, high], by Simpson's rule in log x.
double moment(const Example& example, int power, double low, double high) {
  constexpr int kIntervals = 20'000;
  const double step = std::log(high / low) / kIntervals;
  double sum = 0;
  for (int at = 0; at <= kIntervals; ++at) {
    const double x = low * std::exp(step * at);
    const int weight = at == 0 || at == kIntervals ? 1 : at % 2 == 1 ? 4 : 2;
    sum += weight * std::pow(x, power + 1) * example.density(x);
  }
  return sum * step / 3;
}

/// Checks that the share `u` of the integral lies below `value`.
void check_share(const Example& example, int power, double value, double u) {
  CAPTURE(example.name, power, value, u);
  const double whole = moment(example, power, example.low, example.high);
  const double below = moment(example, power, example.low, value);
  // An error of 1e-6 in the value moves the share by at most 1e-6 value f(value) / integral.
  const double slope = value * std::pow(value, power) * example.density(value) / whole;
  CHECK(std::fabs(below / whole - u) <= 1e-6 * slope + 2e-8);
}

}  // namespace

TEST_CASE("quantiles leave the right share of the density below them") {
  for (const Example& example : examples()) {
    for (const double u : {0.001, 0.1, 0.5, 0.9, 0.999}) {
      check_share(example, 0, example.law.quantile(u), u);
      check_share(example, 1, example.law.length_biased_quantile(u), u);
    }
  }
}

TEST_CASE("means agree with the integral of the density") {
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    const double expected = moment(example, 1, example.low, example.high) /
                            moment(example, 0, example.low, example.high);
    CHECK(example.law.mean() == Approx(expected).epsilon(1e-6));
  }
}

TEST_CASE("quantiles ascend and stay within the bounds") {
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    double before = 0;
    double biased_before = 0;
    for (const double u : {0x1p-53, 1e-9, 0.2, 0.4, 0.6, 0.8, 1 - 1e-9, 1 - 0x1p-53}) {
      const double value = example.law.quantile(u);
      const double biased = example.law.length_biased_quantile(u);
      CHECK((value >= before && biased >= biased_before));
      CHECK((value >= example.law.minimum() && value <= example.law.maximum()));
      CHECK((biased >= example.law.minimum() && biased <= example.law.maximum()));
      // Whoever is found in service has a longer service than whoever arrives.
      CHECK(biased >= value * (1 - 1e-9));
      before = value;
      biased_before = biased;
    }
  }
}

TEST_CASE("laws have their known means and medians") {
  CHECK(Law(Law::Exponential{100}).mean() == Approx(100).epsilon(1e-12));
  CHECK(Law(Law::Exponential{100}).quantile(0.5) == Approx(100 * std::log(2)).epsilon(1e-14));
  // exp(sigma^2 / 2) times the median.
  CHECK(Law(Law::Lognormal{100, 2}).mean() == Approx(100 * std::exp(2.0)).epsilon(1e-12));
  CHECK(Law(Law::Lognormal{100, 2}).quantile(0.5) == Approx(100).epsilon(1e-14));
  // Length-biased: median times exp(sigma^2).
  CHECK(Law(Law::Lognormal{100, 2}).length_biased_quantile(0.5) ==
        Approx(100 * std::exp(4.0)).epsilon(1e-13));
  // Weibull of shape 2: scale sqrt(pi) / 2.
  CHECK(Law(Law::Weibull{100, 2}).mean() == Approx(50 * std::sqrt(kPi)).epsilon(1e-12));
  // Pareto: shape / (shape - 1) times the scale; the median is scale 2^(1 / shape).
  CHECK(Law(Law::Pareto{10, 3}).mean() == Approx(15).epsilon(1e-12));
  CHECK(Law(Law::Pareto{10, 3}).quantile(0.5) == Approx(10 * std::cbrt(2)).epsilon(1e-13));
  CHECK(Law(Law::Uniform{2, 10}).mean() == 6);
  CHECK(Law(Law::Uniform{2, 10}).quantile(0.25) == 4);
  // Density proportional to x on [0, 10]: the share below 5 is one quarter.
  CHECK(Law(Law::Uniform{0, 10}).length_biased_quantile(0.25) == Approx(5).epsilon(1e-15));
  // The length-biased exponential law is a gamma law of shape 2: median 1.6783469900166605.
  CHECK(Law(Law::Exponential{1}).length_biased_quantile(0.5) ==
        Approx(1.6783469900166605).epsilon(1e-11));
}

TEST_CASE("the lower tail of quantiles keeps its digits") {
  // 1 - exp(-x) = 1e-12 gives x = 1e-12 + 5e-25.
  CHECK(Law(Law::Exponential{1}).quantile(1e-12) == Approx(1e-12).epsilon(1e-11));
  CHECK(Law(Law::Weibull{1, 2}).quantile(1e-12) == Approx(1e-6).epsilon(1e-11));
}

TEST_CASE("a constant is what it is") {
  const Law law(Law::Constant{42});
  CHECK(law.quantile(0.001) == 42);
  CHECK(law.mean() == 42);
  CHECK(law.length_biased_quantile(0.9) == 42);
  CHECK(Law{}.mean() == 0);
}

TEST_CASE("a choice takes its values by weight, whatever their order") {
  const Law law(Law::Choice{{{8, 1}, {1, 2}, {64, 1}, {4, 0}}});
  // Sorted: 1 with probability 1/2, 8 and 64 with 1/4 each; 4 never.
  CHECK(law.quantile(0.499) == 1);
  CHECK(law.quantile(0.501) == 8);
  CHECK(law.quantile(0.749) == 8);
  CHECK(law.quantile(0.751) == 64);
  CHECK(law.quantile(1 - 0x1p-53) == 64);
  // (2 * 1 + 8 + 64) / 4
  CHECK(law.mean() == 18.5);
  // Length-biased weights 2, 8, 64 of 74.
  CHECK(law.length_biased_quantile(1.99 / 74) == 1);
  CHECK(law.length_biased_quantile(2.01 / 74) == 8);
  CHECK(law.length_biased_quantile(9.99 / 74) == 8);
  CHECK(law.length_biased_quantile(10.01 / 74) == 64);
}

TEST_CASE("laws that cannot be are refused with a reason") {
  struct Refused {
    Law::Kind kind;
    double minimum, maximum;
    std::string problem;
  };
  const double none = Law::kUnbounded;
  const std::vector<Refused> table{
      {Law::Constant{-1}, 0, none, "its value must not be negative"},
      {Law::Constant{5}, 6, 10, "its values must lie within its bounds"},
      {Law::Uniform{3, 3}, 0, none,
       "its lower end must not be negative and lie below its upper end"},
      {Law::Uniform{1, 2}, 3, 4, "almost nothing of it lies within its bounds"},
      {Law::Exponential{0}, 0, none, "its mean must be positive"},
      {Law::Exponential{1}, 5, 5, "its minimum must be below its maximum"},
      {Law::Exponential{1}, 30, none, "almost nothing of it lies within its bounds"},
      {Law::Lognormal{0, 1}, 0, none, "its median must be positive"},
      {Law::Lognormal{1, 11}, 0, none,
       "its log standard deviation must be between 1e-06 and 10, not 11"},
      {Law::Lognormal{1, 1}, 1e4, none, "almost nothing of it lies within its bounds"},
      {Law::Weibull{-1, 1}, 0, none, "its scale must be positive"},
      {Law::Weibull{1, 0.05}, 0, none, "its shape must be between 0.1 and 100, not 0.05"},
      {Law::Pareto{1, 1}, 0, none, "with a shape of at most 1 it has no mean: it needs a maximum"},
      {Law::Pareto{100, 2}, 0, 50, "almost nothing of it lies within its bounds"},
      {Law::Choice{}, 0, none, "it needs a value with a positive weight"},
      {Law::Choice{{{1, -1}}}, 0, none, "its weights must not be negative"},
      {Law::Choice{{{1, 1}, {9, 1}}}, 0, 8, "its values must lie within its bounds"},
      {Law::Exponential{1}, -1, none, "its bounds must not be negative"},
  };
  for (const Refused& refused : table) {
    CHECK(Law::problem(refused.kind, refused.minimum, refused.maximum) == refused.problem);
    CHECK_THROWS_AS(Law(refused.kind, refused.minimum, refused.maximum), Defect);
  }
  CHECK(Law::problem(Law::Exponential{1}, 0, none) == "");
  CHECK_THROWS_AS(Law(Law::Constant{1}).quantile(0), Defect);
  CHECK_THROWS_AS(Law(Law::Constant{1}).length_biased_quantile(1), Defect);
}
