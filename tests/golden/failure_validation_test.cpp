// The formulas of checkpoints and failures against simulated jobs that fail, with intervals; the
// table in docs/training.md is written here.
#include <cmath>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "sim/world/failure_terms.hpp"
#include "tests/catch.hpp"
#include "tests/golden/written_page.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace {

using namespace eastwest;
using engine_test::job;
using engine_test::Stage;

/// 99.9 % of a normal law lie within so many standard deviations.
constexpr double kNormal = 3.2905;
constexpr double kDay = 86'400;
constexpr double kHour = 3'600;

struct Case {
  std::string name;
  double per_node_day;
  std::int64_t accelerators;
  double work;         ///< s
  FailureTerms terms;  ///< without the rate
  int jobs;
};

FailureTerms terms_of(double interval, double stall, double restart,
                      IntervalRule rule = IntervalRule::daly,
                      AfterFailure after = AfterFailure::restart) {
  return {.checkpoints = true,
          .interval = from_seconds(interval),
          .rule = rule,
          .stall = from_seconds(stall),
          .restart = from_seconds(restart),
          .after_failure = after};
}

const std::vector<Case>& cases() {
  const double rsc = preset_rate("rsc-1");
  const double llama = preset_rate("llama-3");
  static const std::vector<Case> all = {
      {"RSC-1, 16,384 accelerators, 24 h of work, stall 30 s, Daly", rsc, 16'384, kDay,
       terms_of(0, 30, 600), 2'000},
      {"RSC-1, 131,072 accelerators, 2 h, stall 5 s, restart 2 min, Daly", rsc, 131'072, 2 * kHour,
       terms_of(0, 5, 120), 2'000},
      {"Llama 3, 16,384 accelerators, 49 d, stall 5 s, Young", llama, 16'384, 49 * kDay,
       terms_of(0, 5, 600, IntervalRule::young), 200},
      {"Llama 3, the same, stall 30 s", llama, 16'384, 49 * kDay,
       terms_of(0, 30, 600, IntervalRule::young), 200},
      {"one node, a failure every 25 min, interval 700 s, stall 50 s, restart 5 min", kDay / 1'500,
       8, 10'000, terms_of(700, 50, 300), 4'000},
      {"the same, given back and queued again", kDay / 1'500, 8, 10'000,
       terms_of(700, 50, 300, IntervalRule::daly, AfterFailure::requeue), 4'000},
  };
  return all;
}

/// Mean over jobs, and its standard error.
struct Estimate {
  double mean = 0;
  double error = 0;
};
Estimate estimate(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  Estimate result{.mean = sum / count};
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.error = std::sqrt(squares / (count - 1) / count);
  return result;
}

struct Simulated {
  Estimate time;  ///< s, from start to end
  Estimate failures;
  Estimate lost;  ///< s of work
};

Simulated simulate(const Case& one) {
  FailureTerms terms = one.terms;
  terms.per_node_second = one.per_node_day / kDay;
  const auto shared = std::make_shared<const FailureTerms>(terms);
  std::vector<Job> jobs;
  for (int i = 0; i < one.jobs; ++i) {
    jobs.push_back(job(fmt::format("j{}", i), 0, one.accelerators, one.work));
    jobs.back().failures = shared;
  }
  Stage stage(engine_test::two_sites(one.jobs * one.accelerators, 8), engine_test::into_queue_of(0),
              std::move(jobs));
  std::vector<double> times;
  std::vector<double> failures;
  std::vector<double> lost;
  for (const auto& [id, live] : stage.run().ended) {
    times.push_back(to_seconds(live.ended - live.started));
    failures.push_back(live.setbacks->failures);
    lost.push_back(to_seconds(live.setbacks->undone));
  }
  return {estimate(times), estimate(failures), estimate(lost)};
}

struct Expected {
  double time = 0;
  double failures = 0;
  double lost = 0;
};

/// Time: Daly's exact expectation. Failures come once in M of the time held, whatever is done in
/// it: E[T] / M (Wald). Work lost in a segment of s = tau + C: it is tried e^(s/M) times on
/// average, each try does min(X, tau) of work before its failure at X, and the one that succeeds
/// does tau: e^(s/M) E[min(X, tau)] - tau = M e^(s/M) (1 - e^(-tau/M)) - tau.
Expected expect(const Case& one) {
  FailureTerms terms = one.terms;
  terms.per_node_second = one.per_node_day / kDay;
  const double between = 1 / terms.rate(one.accelerators);
  const double interval = to_seconds(terms.interval_of(one.accelerators));
  const double stall = to_seconds(terms.stall);
  Expected result;
  result.time = to_seconds(terms.expected(from_seconds(one.work), one.accelerators));
  result.failures = result.time / between;
  const auto lost = [&](double piece) {
    return between * std::exp((piece + stall) / between) * (1 - std::exp(-piece / between)) - piece;
  };
  const double whole = std::floor(one.work / interval);
  result.lost = whole * lost(interval) + lost(one.work - whole * interval);
  return result;
}

std::string row(const std::string& name, const std::string& what, double formula,
                const Estimate& seen, double unit) {
  return fmt::format("| {} | {} | {:.4g} | {:.4g} ± {:.2g} |\n", name, what, formula / unit,
                     seen.mean / unit, kNormal * seen.error / unit);
}

bool agree(double formula, const Estimate& seen) {
  return std::fabs(seen.mean - formula) < kNormal * seen.error;
}

}  // namespace

TEST_CASE("formulas of checkpoints and failures against jobs that fail", "[training]") {
  std::string text = "| case | what | formula | simulated, 99.9 % interval |\n|---|---|---|---|\n";
  for (const Case& one : cases()) {
    INFO(one.name);
    const Simulated seen = simulate(one);
    const Expected formula = expect(one);
    // The means of thousands of jobs (or of hundreds that fail hundreds of times each) are normal.
    CHECK(agree(formula.time, seen.time));
    CHECK(agree(formula.failures, seen.failures));
    CHECK(agree(formula.lost, seen.lost));
    // Sharp enough to notice if restarts could not fail (M e^(R/M) against M + R) or checkpoints
    // were free.
    CHECK(kNormal * seen.time.error < 0.025 * formula.time);
    text += row(one.name, "run time, h", formula.time, seen.time, kHour);
    text += row("", "failures", formula.failures, seen.failures, 1);
    text += row("", "work lost, h", formula.lost, seen.lost, kHour);
    const double goodput = one.work / formula.time;
    const Estimate share{.mean = one.work / seen.time.mean,
                         .error = one.work / seen.time.mean * seen.time.error / seen.time.mean};
    text += row("", "goodput (ETTR)", goodput, share, 1);
  }
  check_section(std::filesystem::path(EASTWEST_SOURCE_DIR) / "docs" / "training.md", "failures",
                text);
}

TEST_CASE("simulated failures meet the published figures", "[training]") {
  // Kokolis et al.: 1.8 h between failures on 16,384 accelerators, 0.23 h on 131,072. A mean of n
  // exponential times has the relative error 1 / sqrt(n).
  for (const auto& [which, published, margin] :
       {std::tuple{std::size_t{0}, 1.8, 0.05}, std::tuple{std::size_t{1}, 0.23, 0.006}}) {
    const Simulated seen = simulate(cases()[which]);
    const double jobs = cases()[which].jobs;
    const double between = seen.time.mean / seen.failures.mean / kHour;
    const double error = between / std::sqrt(seen.failures.mean * jobs);
    CHECK(std::fabs(between - published) < margin + kNormal * error);
  }
  // Llama 3: 419 unexpected interruptions in 54 days, and more than 90 % of productive time where a
  // checkpoint stops computing for 5 s; first-order formula 0.917, with 30 s 0.876.
  const Simulated quick = simulate(cases()[2]);
  const Simulated slow = simulate(cases()[3]);
  const double in_54_days = quick.failures.mean * 54 * kDay / quick.time.mean;
  CHECK(std::fabs(in_54_days - 419) <
        1 + kNormal * 54 * kDay / quick.time.mean * quick.failures.error);
  CHECK(49 * kDay / quick.time.mean == Approx(0.917).margin(0.004));
  CHECK(49 * kDay / slow.time.mean == Approx(0.876).margin(0.005));
}
