// Truncated laws. Quantiles invert the distribution function; the length-biased law of a lognormal
// is a lognormal with log-mean + sigma^2, of a Pareto law one with shape - 1, of a Weibull law with
// shape k a gamma law of shape 1 + 1/k in (x / scale)^k; an exponential law is a Weibull of
// shape 1.
#include "sim/base/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"
#include "sim/base/gamma_law.hpp"

namespace eastwest {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

Law::Weibull weibull(const Law::Exponential& law) { return {law.mean, 1}; }
Law::Weibull weibull(const Law::Weibull& law) { return law; }

/// (x / scale)^shape, in which a Weibull law is the exponential law of mean 1.
double reduced(const Law::Weibull& law, double x) { return portable_pow(x / law.scale, law.shape); }

double restored(const Law::Weibull& law, double t) {
  return law.scale * portable_pow(t, 1 / law.shape);
}

/// Standard normal probability between a and b; from the side where the digits are.
double normal_mass(double a, double b) {
  return a > 0 ? normal_cdf(-a) - normal_cdf(-b) : normal_cdf(b) - normal_cdf(a);
}

/// The probability from which the quantile of a normal law cut at `low` is counted.
double normal_start(double low) { return normal_cdf(low > 0 ? -low : low); }

/// The standard normal variable at share u of the mass that begins at `low`.
double normal_between(double low, double start, double mass, double u) {
  return low > 0 ? -normal_quantile(start - u * mass) : normal_quantile(start + u * mass);
}

/// (1 - exp(-beta length)) / beta: the integral of exp(-beta y) for y from 0 to `length`.
double exponential_integral(double beta, double length) {
  return beta == 0 ? length : -portable_expm1(-beta * length) / beta;
}

/// The y below which the share u of that integral lies.
double exponential_share(double beta, double length, double u) {
  if (beta == 0) return u * length;
  return -portable_log1p(u * portable_expm1(-beta * length)) / beta;
}

/// Far beyond what any job needs, and safe from overflow in what follows.
bool positive(double value) { return value > 1e-100 && value < 1e100; }

std::string between(std::string_view what, double value, double low, double high) {
  if (value >= low && value <= high) return {};
  return fmt::format("its {} must be between {} and {}, not {}", what, low, high, value);
}

/// What is wrong with the parameters alone; empty when nothing is.
std::string parameter_problem(const Law::Kind& kind) {
  return std::visit(
      Overloaded{
          [](const Law::Constant& law) -> std::string {
            return law.value >= 0 && law.value < kInfinity ? "" : "its value must not be negative";
          },
          [](const Law::Uniform& law) -> std::string {
            const bool right = law.low >= 0 && law.low < law.high && law.high < kInfinity;
            return right ? "" : "its lower end must not be negative and lie below its upper end";
          },
          [](const Law::Exponential& law) -> std::string {
            return positive(law.mean) ? "" : "its mean must be positive";
          },
          [](const Law::Lognormal& law) -> std::string {
            if (!positive(law.median)) return "its median must be positive";
            return between("log standard deviation", law.log_standard_deviation, 1e-6, 10);
          },
          [](const Law::Weibull& law) -> std::string {
            if (!positive(law.scale)) return "its scale must be positive";
            return between("shape", law.shape, 0.1, 100);
          },
          [](const Law::Pareto& law) -> std::string {
            if (!positive(law.scale)) return "its scale must be positive";
            return between("shape", law.shape, 0.01, 100);
          },
          [](const Law::Choice& law) -> std::string {
            double total = 0;
            for (const auto& [value, weight] : law.value_weights) {
              if (!(value >= 0 && value < kInfinity)) return "its values must not be negative";
              if (!(weight >= 0 && weight < 1e100)) return "its weights must not be negative";
              total += weight;
            }
            return total > 0 ? "" : "it needs a value with a positive weight";
          },
      },
      kind);
}

/// The lowest and highest value that the untruncated law can take.
std::pair<double, double> support(const Law::Kind& kind) {
  return std::visit(Overloaded{
                        [](const Law::Constant& law) {
                          return std::pair{law.value, law.value};
                        },
                        [](const Law::Uniform& law) {
                          return std::pair{law.low, law.high};
                        },
                        [](const Law::Pareto& law) {
                          return std::pair{law.scale, kInfinity};
                        },
                        [](const Law::Choice& law) {
                          std::pair ends{kInfinity, 0.0};
                          for (const auto& [value, weight] : law.value_weights) {
                            ends = {std::min(ends.first, value), std::max(ends.second, value)};
                          }
                          return ends;
                        },
                        [](const auto&) {
                          return std::pair{0.0, kInfinity};
                        },
                    },
                    kind);
}

/// The probability of the untruncated law between two values of its support.
double probability(const Law::Kind& kind, double low, double high) {
  const auto of_weibull = [&](const auto& law) {
    const double t = reduced(weibull(law), low);
    return -portable_expm1(t - reduced(weibull(law), high)) * portable_exp(-t);
  };
  return std::visit(
      Overloaded{
          [&](const Law::Uniform& law) { return (high - low) / (law.high - law.low); },
          [&](const Law::Exponential& law) { return of_weibull(law); },
          [&](const Law::Weibull& law) { return of_weibull(law); },
          [&](const Law::Lognormal& law) {
            return normal_mass(portable_log(low / law.median) / law.log_standard_deviation,
                               portable_log(high / law.median) / law.log_standard_deviation);
          },
          [&](const Law::Pareto& law) {
            return portable_pow(law.scale / low, law.shape) *
                   -portable_expm1(-law.shape * portable_log(high / low));
          },
          [](const auto&) { return 1.0; },
      },
      kind);
}

}  // namespace

std::string Law::problem(const Kind& kind, double minimum, double maximum) {
  std::string wrong = parameter_problem(kind);
  if (!wrong.empty()) return wrong;
  if (!(minimum >= 0 && minimum < kInfinity && maximum < kInfinity)) {
    return "its bounds must not be negative";
  }
  const auto [lowest, highest] = support(kind);
  const bool fixed = std::holds_alternative<Constant>(kind) || std::holds_alternative<Choice>(kind);
  if (fixed) {
    return lowest >= minimum && highest <= maximum ? "" : "its values must lie within its bounds";
  }
  if (!(minimum < maximum)) return "its minimum must be below its maximum";
  const auto* pareto = std::get_if<Pareto>(&kind);
  if (pareto != nullptr && pareto->shape <= 1 && maximum >= kUnbounded) {
    return "with a shape of at most 1 it has no mean: it needs a maximum";
  }
  constexpr double kLeast = 1e-9;
  const double low = std::max(lowest, minimum);
  const double high = std::min(highest, maximum);
  if (!(low < high) || !(probability(kind, low, high) >= kLeast)) {
    return "almost nothing of it lies within its bounds";
  }
  return {};
}

Law::Law(Kind kind, double minimum, double maximum)
    : kind_(std::move(kind)), minimum_(minimum), maximum_(maximum) {
  const std::string wrong = problem(kind_, minimum, maximum);
  EW_CHECK(wrong.empty(), "law: {}", wrong);
  const auto ends = support(kind_);
  prepared_.low = std::max(ends.first, minimum);
  prepared_.high = std::min(ends.second, maximum);
  const auto of_weibull = [this](const auto& law) {
    prepared_.low = reduced(weibull(law), prepared_.low);
    prepared_.high = reduced(weibull(law), prepared_.high);
  };
  std::visit(Overloaded{
                 [&](const Exponential& law) { of_weibull(law); },
                 [&](const Weibull& law) { of_weibull(law); },
                 [this](const Lognormal& law) {
                   const double sigma = law.log_standard_deviation;
                   prepared_.log_median = portable_log(law.median);
                   prepared_.low = portable_log(prepared_.low / law.median) / sigma;
                   prepared_.high = portable_log(prepared_.high / law.median) / sigma;
                   prepared_.start = normal_start(prepared_.low);
                   prepared_.mass = normal_mass(prepared_.low, prepared_.high);
                 },
                 [this](Choice& law) {
                   std::erase_if(law.value_weights,
                                 [](const auto& entry) { return entry.second == 0; });
                   std::stable_sort(law.value_weights.begin(), law.value_weights.end(),
                                    [](const auto& a, const auto& b) { return a.first < b.first; });
                   double total = 0;
                   for (const auto& entry : law.value_weights) {
                     cumulative_.push_back(total += entry.second);
                   }
                 },
                 [](const auto&) {},
             },
             kind_);
}

double Law::inside(double value) const { return std::clamp(value, minimum_, maximum_); }

double Law::quantile(double u) const {
  EW_CHECK(u > 0 && u < 1, "quantile at {}", u);
  const auto of_weibull = [&](const auto& law) {
    const double t = exponential_share(1, prepared_.high - prepared_.low, u);
    return inside(restored(weibull(law), prepared_.low + t));
  };
  return std::visit(
      Overloaded{
          [](const Constant& law) { return law.value; },
          [&](const Uniform&) { return prepared_.low + u * (prepared_.high - prepared_.low); },
          [&](const Exponential& law) { return of_weibull(law); },
          [&](const Weibull& law) { return of_weibull(law); },
          [&](const Lognormal& law) {
            const double z = normal_between(prepared_.low, prepared_.start, prepared_.mass, u);
            return inside(portable_exp(prepared_.log_median + law.log_standard_deviation * z));
          },
          [&](const Pareto& law) {
            const double length = portable_log(prepared_.high / prepared_.low);
            const double y = exponential_share(law.shape, length, u);
            return inside(prepared_.low * portable_exp(y));
          },
          [&](const Choice& law) {
            const auto found =
                std::upper_bound(cumulative_.begin(), cumulative_.end(), u * cumulative_.back());
            const auto at =
                std::min<std::ptrdiff_t>(found - cumulative_.begin(), std::ssize(cumulative_) - 1);
            return law.value_weights[static_cast<std::size_t>(at)].first;
          },
      },
      kind_);
}

double Law::mean() const {
  const double low = prepared_.low;
  const double high = prepared_.high;
  const auto of_weibull = [&](const auto& law) {
    const double s = 1 + 1 / weibull(law).shape;
    const double partial = portable_exp(log_gamma(s)) * gamma_mass(s, low, high);
    return inside(weibull(law).scale * partial /
                  (portable_exp(-low) * exponential_integral(1, high - low)));
  };
  return std::visit(
      Overloaded{
          [](const Constant& law) { return law.value; },
          [&](const Uniform&) { return low + (high - low) / 2; },
          [&](const Exponential& law) { return of_weibull(law); },
          [&](const Weibull& law) { return of_weibull(law); },
          [&](const Lognormal& law) {
            const double sigma = law.log_standard_deviation;
            const double whole = portable_exp(prepared_.log_median + sigma * sigma / 2);
            return inside(whole * (normal_mass(low - sigma, high - sigma) / prepared_.mass));
          },
          [&](const Pareto& law) {
            const double length = portable_log(high / low);
            return inside(low * exponential_integral(law.shape - 1, length) /
                          exponential_integral(law.shape, length));
          },
          [&](const Choice& law) {
            double sum = 0;
            for (const auto& [value, weight] : law.value_weights) sum += value * weight;
            return sum / cumulative_.back();
          },
      },
      kind_);
}

double Law::length_biased_quantile(double u) const {
  EW_CHECK(u > 0 && u < 1, "length-biased quantile at {}", u);
  const double low = prepared_.low;
  const double high = prepared_.high;
  const auto of_weibull = [&](const auto& law) {
    const double s = 1 + 1 / weibull(law).shape;
    return inside(restored(weibull(law), gamma_quantile(s, low, high, u)));
  };
  return std::visit(
      Overloaded{
          [](const Constant& law) { return law.value; },
          [&](const Uniform&) {
            const double ratio = low / high;
            const double square = ratio * ratio + u * (1 - ratio * ratio);
            return std::clamp(high * std::sqrt(square), low, high);
          },
          [&](const Exponential& law) { return of_weibull(law); },
          [&](const Weibull& law) { return of_weibull(law); },
          [&](const Lognormal& law) {
            const double sigma = law.log_standard_deviation;
            const double shifted = low - sigma;
            const double z = normal_between(shifted, normal_start(shifted),
                                            normal_mass(shifted, high - sigma), u);
            return inside(portable_exp(prepared_.log_median + sigma * sigma + sigma * z));
          },
          [&](const Pareto& law) {
            const double length = portable_log(high / low);
            return inside(low * portable_exp(exponential_share(law.shape - 1, length, u)));
          },
          [&](const Choice& law) {
            double left = u * mean() * cumulative_.back();
            for (const auto& [value, weight] : law.value_weights) {
              left -= value * weight;
              if (left < 0) return value;
            }
            return law.value_weights.back().first;
          },
      },
      kind_);
}

}  // namespace eastwest
