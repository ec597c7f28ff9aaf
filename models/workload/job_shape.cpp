// Classes from the scenario, or from a table of a fit, and draws from them.
#include "models/workload/job_shape.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "models/workload/fitted_classes.hpp"
#include "sim/base/check.hpp"

namespace eastwest {

namespace {

double mean_of(const RunTimeLaw& law) {
  return std::visit([](const auto& any) { return any.mean(); }, law);
}

Schema law_keys() {
  return {{.name = "accelerators",
           .kind = ParameterKind::law,
           .help = "accelerators of a job; draws are rounded to whole numbers, at least 1",
           .minimum = 0},
          {.name = "run_time",
           .kind = ParameterKind::law,
           .help = "run time on the site's accelerators, independent of their number",
           .dimension = Dimension::duration,
           .minimum = 0}};
}

std::vector<SizeClass> classes_of(const Parameters& parameters) {
  if (parameters.has("fitted")) return read_fitted_classes(parameters.text("fitted"));
  if (!parameters.has("classes")) {
    return {{1, WholeNumberLaw(parameters.law("accelerators")), parameters.law("run_time")}};
  }
  std::vector<SizeClass> classes;
  for (const auto& [name, keys] : parameters.named("classes")) {
    classes.push_back(
        {keys->number("weight"), WholeNumberLaw(keys->law("accelerators")), keys->law("run_time")});
  }
  std::erase_if(classes, [](const SizeClass& one) { return one.weight <= 0; });
  return classes;
}

}  // namespace

Schema JobShape::schema() {
  Schema schema = law_keys();
  Schema of_class{{.name = "weight",
                   .kind = ParameterKind::quantity,
                   .help = "share of the jobs; weights need not sum to 1",
                   .fallback = "1",
                   .minimum = 0,
                   .maximum = 1e12}};
  for (Parameter& law : law_keys()) {
    law.required = true;
    of_class.push_back(std::move(law));
  }
  of_class.back().help = "run time, independent of the size inside the class";
  schema.push_back({.name = "classes",
                    .kind = ParameterKind::named,
                    .help = "instead of accelerators and run_time: size classes, each with laws of "
                            "its own, so that run time depends on size",
                    .group = of_class});
  schema.push_back({.name = "fitted",
                    .kind = ParameterKind::file,
                    .help = "instead of these: a table of size classes fitted to a trace, as those "
                            "in scenarios/fitted"});
  return schema;
}

void JobShape::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  constexpr const char* kHint = "give accelerators and run_time, or classes, or fitted";
  const bool laws = parameters.has("accelerators") || parameters.has("run_time");
  const int ways = int{laws} + int{parameters.has("classes")} + int{parameters.has("fitted")};
  if (ways > 1) {
    const char* key = parameters.has("fitted") ? "fitted" : "classes";
    problems.push_back({key, "size and run time are given twice", kHint});
    return;
  }
  if (parameters.has("classes")) {
    double weights = 0;
    for (const auto& [name, keys] : parameters.named("classes")) {
      weights += keys->number("weight");
      if (keys->law("run_time").mean() > 0) continue;
      problems.push_back({fmt::format("classes.{}.run_time", name), "the run time is always 0"});
    }
    if (weights <= 0) problems.push_back({"classes", "no class has a weight above 0"});
    return;
  }
  if (parameters.has("fitted")) return;
  for (const char* key : {"accelerators", "run_time"}) {
    if (!parameters.has(key)) {
      problems.push_back({key, "the key is missing", kHint});
    }
  }
  if (parameters.has("run_time") && !(parameters.law("run_time").mean() > 0)) {
    problems.push_back({"run_time", "the run time is always 0"});
  }
}

JobShape::JobShape(const Parameters& parameters) : JobShape(classes_of(parameters)) {}

JobShape::JobShape(std::vector<SizeClass> classes) : classes_(std::move(classes)) {
  EW_CHECK(!classes_.empty(), "no size class");
  double total = 0;
  for (const SizeClass& one : classes_) total += one.weight;
  double jobs = 0;
  double seconds = 0;
  for (const SizeClass& one : classes_) {
    const double share = one.weight / total;
    jobs_.push_back(jobs += share);
    seconds_.push_back(seconds += share * mean_of(one.run_time));
    mean_accelerators_ += share * one.accelerators.mean();
    mean_run_time_ = seconds;
  }
  mean_work_ = busy(1);
  EW_CHECK(mean_run_time_ > 0, "jobs that never run");
}

JobShape::Draw JobShape::job(const RandomSource& random, std::uint32_t family,
                             std::uint64_t job) const {
  const double size_class =
      classes_.size() == 1 ? 0.5 : random.uniform(family, job, Purpose::job_class);
  return at({size_class, random.uniform(family, job, Purpose::accelerators),
             random.uniform(family, job, Purpose::run_time)});
}

JobShape::Draw JobShape::at(const Probabilities& u) const {
  const SizeClass& one = one_of(jobs_, u.size_class);
  return {one.accelerators.quantile(u.accelerators),
          std::visit([&u](const auto& law) { return law.quantile(u.run_time); }, one.run_time)};
}

JobShape::Draw JobShape::in_service(const Probabilities& u) const {
  const SizeClass& one = one_of(seconds_, u.size_class);
  return {one.accelerators.quantile(u.accelerators),
          std::visit([&u](const auto& law) { return law.length_biased_quantile(u.run_time); },
                     one.run_time)};
}

double JobShape::busy(double rate) const {
  double total = 0;
  double busy = 0;
  for (const SizeClass& one : classes_) total += one.weight;
  for (const SizeClass& one : classes_) {
    busy += rate * (one.weight / total) * one.accelerators.mean() * mean_of(one.run_time);
  }
  return busy;
}

const SizeClass& JobShape::one_of(const std::vector<double>& sums, double u) const {
  const auto found = std::upper_bound(sums.begin(), sums.end() - 1, u * sums.back());
  return classes_[static_cast<std::size_t>(found - sums.begin())];
}

}  // namespace eastwest
