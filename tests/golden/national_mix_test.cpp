// The national mix and the fitted presets: what generators really hand out is the load they
// declare.
#include <cmath>
#include <filesystem>

#include "models/builtin.hpp"
#include "sim/engine/known_means.hpp"
#include "sim/experiment/run_assembly.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "tests/catch.hpp"

namespace eastwest::golden_test {
namespace {

namespace fs = std::filesystem;

/// Busy accelerators from what was drawn, with the standard error of that.
struct Measured {
  double busy = 0;
  double error = 0;
};

/// Sum of sizes x run times of everything submitted, over the span of the run.
Measured submitted(Workload& workload, double span) {
  Measured found;
  while (const auto job = workload.next()) {
    const double work = static_cast<double>(job->accelerators) * to_seconds(job->run_time);
    found.busy += work / span;
    found.error += work / span * (work / span);  // of a compound Poisson sum: E[work^2]
  }
  found.error = std::sqrt(found.error);
  return found;
}

Measured in_service(Workload& workload) {
  Measured found;
  for (const Job& job : workload.warm_start()) {
    const auto accelerators = static_cast<double>(job.accelerators);
    found.busy += accelerators;
    found.error += accelerators * accelerators;
  }
  found.error = std::sqrt(found.error);
  return found;
}

LoadedScenario load(const std::string& name, const ScenarioOverrides& overrides) {
  static const ModelRegistries models = builtin_models();
  static const auto catalogue = catalogue_of(models);
  return load_scenario(std::string(EASTWEST_SOURCE_DIR) + "/scenarios/" + name, overrides,
                       *catalogue);
}

/// The scenario's workloads, and what they are made of.
struct Made {
  explicit Made(LoadedScenario scenario)
      : loaded(std::move(scenario)),
        topology(World{}, ways_max_of(loaded.scenario)),
        parts(assemble_parts(loaded, models, topology)) {}
  ModelRegistries models = builtin_models();
  LoadedScenario loaded;
  Topology topology;
  SimulationParts parts;
};

double offered(const Workload& workload) {
  double sum = 0;
  for (const double part : workload.offered_accelerators()) sum += part;
  return sum;
}

std::size_t fitted_tables() {
  std::size_t tables = 0;
  for (const auto& entry :
       fs::directory_iterator(std::string(EASTWEST_SOURCE_DIR) + "/scenarios/fitted")) {
    tables += entry.path().extension() == ".csv";
  }
  return tables;
}

}  // namespace

TEST_CASE("the national mix submits the load that it declares", "[national-mix]") {
  const std::vector<double> declared{0.15, 0.15};
  Made made(load("national-2025.yaml", {.network = "uncontended"}));
  const double span =
      to_seconds(horizon_date(made.loaded.scenario) - first_date(made.loaded.scenario));
  const auto all = static_cast<double>(accelerators_total(made.loaded.world));
  REQUIRE(made.parts.workloads.size() == 3);
  double total = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    Workload& workload = *made.parts.workloads[i];
    const double wanted = offered(workload);
    if (i < declared.size()) CHECK(wanted == Approx(declared[i] * all).epsilon(1e-9));
    total += wanted;
    const Measured measured = submitted(workload, span);
    CAPTURE(i, wanted, measured.busy, measured.error);
    CHECK(std::abs(measured.busy - wanted) < 4 * measured.error);
    CHECK(measured.error < 0.1 * wanted);
  }
  // "About 30 %": two times 15 % and the small research jobs.
  CHECK(total / all == Approx(0.302).margin(0.001));
}

TEST_CASE("the national mix begins with the load that it declares", "[national-mix]") {
  // Without the hours of the day, of which midnight is not the mean one.
  Made made(load("national-2025.yaml", {.network = "uncontended",
                                        .sets = {"workload.foundation.arrivals.daily=flat",
                                                 "workload.fine_tuning.arrivals.daily=flat",
                                                 "workload.research.arrivals.daily=flat"}}));
  for (const auto& workload : made.parts.workloads) {
    const double wanted = offered(*workload);
    const Measured warm = in_service(*workload);
    CAPTURE(wanted, warm.busy, warm.error);
    CHECK(std::abs(warm.busy - wanted) < 4 * warm.error);
    CHECK(warm.error < 0.15 * wanted);
  }
}

TEST_CASE("every fitted preset is used in one line, and offers and begins with its load",
          "[national-mix]") {
  const std::string study = "study/fitted-jobs.yaml";
  std::vector<std::string> variants = load(study, {}).variants;
  variants.emplace_back();  // the file itself
  CHECK(variants.size() == fitted_tables());
  for (const std::string& variant : variants) {
    CAPTURE(variant);
    Made made(load(study, {.variant = variant,
                           .network = "uncontended",
                           .sets = {"workload.jobs.arrivals.daily=flat"}}));
    Workload& workload = *made.parts.workloads.front();
    const double wanted = 0.9 * static_cast<double>(accelerators_total(made.loaded.world));
    CHECK(offered(workload) == Approx(wanted).epsilon(1e-9));
    const auto* generator = dynamic_cast<const KnownMeans*>(&workload);
    REQUIRE(generator != nullptr);
    const JobMeans means = generator->means();
    CHECK(means.jobs_per_second * means.work == Approx(wanted).epsilon(1e-9));
    const Measured warm = in_service(workload);
    CHECK(std::abs(warm.busy - wanted) < 4 * warm.error);
    CHECK(warm.error < 0.2 * wanted);
  }
}

}  // namespace eastwest::golden_test
