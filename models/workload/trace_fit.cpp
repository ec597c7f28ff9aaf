// Sizes are taken as they are; run times by their quantiles. What is lost is measured here.
#include "models/workload/trace_fit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "models/workload/rank_correlation.hpp"
#include "sim/base/check.hpp"

namespace eastwest {

namespace {

/// Percentages of the quantiles that a fit keeps.
constexpr std::array kPercentages{0.0,  0.5,  1.0,  2.5,   5.0,   10.0, 15.0, 20.0, 25.0,
                                  30.0, 35.0, 40.0, 45.0,  50.0,  55.0, 60.0, 65.0, 70.0,
                                  75.0, 80.0, 85.0, 90.0,  92.5,  95.0, 97.0, 98.0, 99.0,
                                  99.5, 99.8, 99.9, 99.95, 99.99, 100.0};
/// A size with so many jobs is a class of its own; a class with fewer than so many joins another.
constexpr std::size_t kJobsOwn = 400;
constexpr std::size_t kJobsLeast = 40;
/// Draws by which the rank correlation of a fit is computed.
constexpr std::size_t kDrawsLeast = 20'000;
constexpr std::size_t kDrawsMost = 200'000;

/// Jobs of a part of the trace.
struct JobSample {
  std::vector<double> sizes;
  std::vector<double> run_times;  // seconds
};

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double mean_work(const JobSample& jobs) {
  double sum = 0;
  for (std::size_t i = 0; i < jobs.sizes.size(); ++i) sum += jobs.sizes[i] * jobs.run_times[i];
  return sum / static_cast<double>(jobs.sizes.size());
}

/// Of sorted values, linear between two of them.
double sample_quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), sorted.size() - 1);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - std::floor(at)) * (sorted[above] - sorted[below]);
}

/// To four digits, as the table says it.
double rounded(double value) {
  const std::string text = fmt::format("{:.4g}", value);
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

double jobs_of(const FittedClass& one) {
  double sum = 0;
  for (const auto& entry : one.sizes) sum += entry.second;
  return sum;
}

/// The distribution of run times in a mix of classes.
class Mix {
 public:
  explicit Mix(const std::vector<const FittedClass*>& classes) {
    double jobs = 0;
    for (const FittedClass* one : classes) jobs += jobs_of(*one);
    for (const FittedClass* one : classes) {
      parts_.emplace_back(jobs_of(*one) / jobs, RunTimeTable(one->run_times));
    }
  }

  [[nodiscard]] double probability(double x) const {
    double sum = 0;
    for (const auto& [share, law] : parts_) sum += share * law.probability(x);
    return sum;
  }

  [[nodiscard]] double quantile(double share, double low, double high) const {
    constexpr int kSteps = 60;
    for (int step = 0; step < kSteps; ++step) {
      const double middle = std::sqrt(low) * std::sqrt(high);
      (probability(middle) < share ? low : high) = middle;
    }
    return high;
  }

 private:
  std::vector<std::pair<double, RunTimeTable>> parts_;
};

JobShape shape_of(const std::vector<const FittedClass*>& classes) {
  std::vector<SizeClass> shapes;
  for (const FittedClass* one : classes) {
    Law::Choice sizes;
    double jobs = 0;
    for (const auto& [size, count] : one->sizes) {
      sizes.value_weights.emplace_back(static_cast<double>(size), count);
      jobs += count;
    }
    shapes.push_back({jobs, WholeNumberLaw(Law(std::move(sizes))), RunTimeTable(one->run_times)});
  }
  return JobShape(std::move(shapes));
}

/// Of evenly spread draws: multiples of irrational numbers fill the cube without clusters.
double fit_correlation(const JobShape& shape, std::size_t jobs) {
  constexpr double kSecond = 0.7548776662466927;  // 1/x and 1/x^2 for x^3 = x + 1
  constexpr double kThird = 0.5698402909980532;
  const std::size_t draws = std::clamp(jobs, kDrawsLeast, kDrawsMost);
  const auto part = [](double value) { return value - std::floor(value); };
  JobSample drawn;
  for (std::size_t i = 0; i < draws; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(draws);
    const auto n = static_cast<double>(i + 1);
    const JobShape::Draw job = shape.at({u, part(n * kSecond), part(n * kThird)});
    drawn.sizes.push_back(static_cast<double>(job.accelerators));
    drawn.run_times.push_back(job.run_time);
  }
  return rank_correlation(drawn.sizes, drawn.run_times);
}

/// The largest difference of the distributions, on both sides of every step of the sample's.
double largest_distance(const Mix& mix, const std::vector<double>& sorted) {
  constexpr double kJustBelow = 1 - 1e-12;
  const auto jobs = static_cast<double>(sorted.size());
  double distance = 0;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin;
    while (end < sorted.size() && sorted[end] == sorted[begin]) ++end;
    const double before = mix.probability(sorted[begin] * kJustBelow);
    const double after = mix.probability(sorted[begin]);
    distance = std::max({distance, std::fabs(before - static_cast<double>(begin) / jobs),
                         std::fabs(after - static_cast<double>(end) / jobs)});
    begin = end;
  }
  return distance;
}

/// Names the sizes, takes quantiles and the trace's own figures.
FittedClass described(const JobSample& jobs, const std::vector<double>& sorted) {
  FittedClass found;
  std::vector<double> sizes = jobs.sizes;
  std::sort(sizes.begin(), sizes.end());
  for (const double size : sizes) {
    const auto whole = static_cast<std::int64_t>(size);
    if (found.sizes.empty() || found.sizes.back().first != whole)
      found.sizes.emplace_back(whole, 0);
    ++found.sizes.back().second;
  }
  const auto first = found.sizes.front().first;
  const auto last = found.sizes.back().first;
  found.name = first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
  for (const double percentage : kPercentages) {
    found.run_times.push_back(
        {percentage / 100, rounded(sample_quantile(sorted, percentage / 100))});
  }
  found.mean_run_time = mean_of(jobs.run_times);
  found.correlation = rank_correlation(jobs.sizes, jobs.run_times);
  return found;
}

FitError error_of(const std::vector<const FittedClass*>& classes, const FittedClass& trace,
                  const JobSample& jobs, const std::vector<double>& sorted) {
  const Mix mix(classes);
  const JobShape shape = shape_of(classes);
  const auto quantile_error = [&](double share) {
    return mix.quantile(share, sorted.front() / 2, sorted.back() * 2) /
               sample_quantile(sorted, share) -
           1;
  };
  return {.distance = largest_distance(mix, sorted),
          .mean = shape.mean_run_time() / trace.mean_run_time - 1,
          .work = shape.mean_work() / mean_work(jobs) - 1,
          .p50 = quantile_error(0.5),
          .p90 = quantile_error(0.9),
          .p99 = quantile_error(0.99),
          .correlation = fit_correlation(shape, sorted.size()) - trace.correlation};
}

/// Where the jobs of a size go: the class of the k of (2^k, 2^(k+1)], or one of their own.
using ClassKey = std::pair<int, double>;

std::map<double, ClassKey> keys_of(const std::vector<double>& sizes) {
  std::map<double, std::size_t> jobs;
  for (const double size : sizes) ++jobs[size];
  std::map<double, ClassKey> keys;
  for (const auto& [size, count] : jobs) {
    int doublings = 0;
    while (static_cast<double>(std::int64_t{1} << doublings) < size) ++doublings;
    keys[size] = {doublings, count >= kJobsOwn ? size : 0};
  }
  return keys;
}

/// The classes, small ones joined to the one before.
std::vector<JobSample> by_size(const JobSample& all) {
  const std::map<double, ClassKey> keys = keys_of(all.sizes);
  std::map<ClassKey, JobSample> bins;
  for (std::size_t i = 0; i < all.sizes.size(); ++i) {
    JobSample& bin = bins[keys.at(all.sizes[i])];
    bin.sizes.push_back(all.sizes[i]);
    bin.run_times.push_back(all.run_times[i]);
  }
  std::vector<JobSample> found;
  for (auto& [key, bin] : bins) {
    const bool joins =
        !found.empty() && (bin.sizes.size() < kJobsLeast || found.back().sizes.size() < kJobsLeast);
    if (!joins) {
      found.push_back(std::move(bin));
      continue;
    }
    JobSample& before = found.back();
    before.sizes.insert(before.sizes.end(), bin.sizes.begin(), bin.sizes.end());
    before.run_times.insert(before.run_times.end(), bin.run_times.begin(), bin.run_times.end());
  }
  return found;
}

std::vector<double> sorted_run_times(const JobSample& jobs) {
  std::vector<double> sorted = jobs.run_times;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

TraceFit fit_of(const Trace& trace) {
  TraceFit fit;
  JobSample all;
  for (const TraceRow& row : trace.rows) {
    if (row.run_time <= Duration{0}) {
      ++fit.left_out;
      continue;
    }
    all.sizes.push_back(row.accelerators);
    all.run_times.push_back(to_seconds(row.run_time));
  }
  EW_CHECK(!all.sizes.empty(), "no job of the trace ever ran");
  for (const JobSample& jobs : by_size(all)) {
    const std::vector<double> sorted = sorted_run_times(jobs);
    FittedClass one = described(jobs, sorted);
    one.error = error_of({&one}, one, jobs, sorted);
    fit.classes.push_back(std::move(one));
  }
  const std::vector<double> sorted = sorted_run_times(all);
  fit.all = described(all, sorted);
  fit.all.name = "all";
  std::vector<const FittedClass*> classes;
  for (const FittedClass& one : fit.classes) classes.push_back(&one);
  fit.all.error = error_of(classes, fit.all, all, sorted);
  return fit;
}

JobShape shape_of(const TraceFit& fit) {
  std::vector<const FittedClass*> classes;
  for (const FittedClass& one : fit.classes) classes.push_back(&one);
  return shape_of(classes);
}

}  // namespace eastwest
