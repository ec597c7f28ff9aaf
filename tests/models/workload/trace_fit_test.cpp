// Fits: classes by size, quantiles of run times, errors by hand, and the table that comes of it.
#include <cmath>

#include "models/workload/fitted_classes.hpp"
#include "models/workload/trace_fit.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

void add_jobs(Trace& trace, int jobs, std::int32_t accelerators, double seconds) {
  for (int job = 0; job < jobs; ++job) {
    trace.rows.push_back(
        {.run_time = from_seconds(seconds), .accelerators = accelerators, .number = 1});
  }
}

/// A thousand jobs of one and a thousand of four to eight accelerators, the latter ten times as
/// long; log-uniform run times.
Trace two_classes() {
  Trace trace;
  for (int job = 0; job < 1000; ++job) {
    const double u = (job + 0.5) / 1000;
    add_jobs(trace, 1, 1, 100 * std::exp(3 * u));
    add_jobs(trace, 1, 4 + job % 5, 1000 * std::exp(3 * u));
  }
  return trace;
}

}  // namespace

TEST_CASE("a fit has a class for each frequent size and each doubling of the others", "[fit]") {
  Trace trace = two_classes();
  add_jobs(trace, 150, 2, 50);
  add_jobs(trace, 7, 3, 50);    // with those of 4 in (2, 4]
  add_jobs(trace, 39, 20, 70);  // too few for a class: joins 5-8
  add_jobs(trace, 40, 64, 70);
  add_jobs(trace, 400, 48, 70);  // enough for a class of its own
  add_jobs(trace, 12, 1, 0);
  const TraceFit fit = fit_of(trace);
  std::vector<std::string> names;
  for (const FittedClass& one : fit.classes) names.push_back(one.name);
  CHECK(names == std::vector<std::string>{"1", "2", "3-4", "5-20", "64", "48"});
  CHECK(fit.left_out == 12);
  CHECK(fit.classes[0].sizes == std::vector<std::pair<std::int64_t, double>>{{1, 1000}});
  CHECK(fit.classes[2].sizes == std::vector<std::pair<std::int64_t, double>>{{3, 7}, {4, 200}});
  CHECK(fit.all.sizes.size() == 11);
  CHECK(fit.all.sizes.back() == std::pair<std::int64_t, double>{64, 40});
}

TEST_CASE("the error of a fit is what it is by hand", "[fit]") {
  Trace trace;
  add_jobs(trace, 50, 1, 1);
  add_jobs(trace, 50, 1, 100);
  const TraceFit fit = fit_of(trace);
  // The quantile at 45 % is 1 s, at 50 % the middle 50.5 s, at 55 % 100 s: up to 5 % of the jobs
  // are moved between the two steps of the trace.
  CHECK(fit.all.error.distance == Approx(0.05));
  const double mean = 0.45 + 0.05 * 49.5 / std::log(50.5) + 0.05 * 49.5 / std::log(100 / 50.5) + 45;
  CHECK(fit.all.mean_run_time == Approx(50.5));
  CHECK(fit.all.error.mean == Approx(mean / 50.5 - 1));
  CHECK(fit.all.error.work == Approx(mean / 50.5 - 1));
  CHECK(fit.all.error.p50 == Approx(0).margin(1e-9));
  CHECK(fit.all.error.p90 == Approx(0).margin(1e-9));
  CHECK(fit.all.correlation == 0);
}

TEST_CASE("size and run time stay correlated in the fit", "[fit]") {
  const TraceFit fit = fit_of(two_classes());
  // Classes 1, 4 and 5-8. Without ties the ranks would give more than a half: most pairs of a small
  // and a large job are in order.
  CHECK(fit.classes.size() == 3);
  CHECK(fit.all.correlation > 0.6);
  CHECK(std::abs(fit.all.error.correlation) < 0.01);
  CHECK(fit.all.error.distance < 0.005);
  CHECK(std::abs(fit.all.error.mean) < 0.01);
  CHECK(std::abs(fit.all.error.work) < 0.01);
  // What the correlation is worth: work of a job against the product of the means.
  const JobShape shape = shape_of(fit);
  CHECK(shape.mean_work() > 1.3 * shape.mean_accelerators() * shape.mean_run_time());
}

TEST_CASE("the table of a fit is read as the same classes", "[fit]") {
  const TraceFit fit = fit_of(two_classes());
  const TemporaryFolder folder;
  const std::string table = fit_table(fit, {.source = "a \"log\", of its own", .licence = "none"});
  const JobShape read(read_fitted_classes(folder.write("fit.csv", table)));
  const JobShape written = shape_of(fit);
  REQUIRE(read.classes().size() == written.classes().size());
  CHECK(read.mean_accelerators() == Approx(written.mean_accelerators()).epsilon(1e-12));
  CHECK(read.mean_work() == Approx(written.mean_work()).epsilon(1e-12));
  for (const double u : {0.1, 0.5, 0.9}) {
    CHECK(read.at({u, u, u}).run_time == Approx(written.at({u, u, u}).run_time).epsilon(1e-12));
  }
  CHECK(table.find("\"a \"\"log\"\", of its own\",none\n") != std::string::npos);
  const std::string text = to_text(fit);
  CHECK(text.find("KS distance") != std::string::npos);
  CHECK(text.find("all") < text.find("5-8"));
}

}  // namespace eastwest
