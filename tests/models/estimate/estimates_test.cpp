// What policies are told of run times: exact, requested, noisy, none.
#include "models/builtin.hpp"
#include "sim/base/elementary.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"

namespace eastwest {

namespace {

RuntimeEstimate estimate_of(const std::string& name, const Values& values = {}) {
  static const ModelRegistries models = builtin_models();
  const auto& entry = models.estimates.at(name);
  return entry.make(with_defaults(entry.description.schema, values));
}

Job job_of(std::chrono::hours run_time, std::chrono::hours requested) {
  Job job;
  job.workload = WorkloadId{0};
  job.run_time = run_time;
  job.requested = requested;
  return job;
}

}  // namespace

TEST_CASE("exact, requested and none", "[estimate]") {
  using std::chrono::hours;
  const RandomSource random(1, 0);
  const Job asked = job_of(hours{2}, hours{10});
  const Job unasked = job_of(hours{2}, hours{0});
  CHECK(estimate_of("exact")(asked, 0, random) == Duration{hours{2}});
  CHECK(estimate_of("requested")(asked, 0, random) == Duration{hours{10}});
  CHECK_FALSE(estimate_of("requested")(unasked, 0, random).has_value());
  CHECK_FALSE(estimate_of("none")(asked, 0, random).has_value());
}

TEST_CASE("noisy: the logarithm of the error is normal with the deviation given", "[estimate]") {
  const RandomSource random(2, 0);
  const Job job = job_of(std::chrono::hours{1}, std::chrono::hours{0});
  const RuntimeEstimate noisy = estimate_of("noisy", {{"log_standard_deviation", 0.8}});
  constexpr int kJobs = 10000;
  double sum = 0;
  double squares = 0;
  for (std::uint64_t serial = 0; serial < kJobs; ++serial) {
    const double error = portable_log(to_seconds(*noisy(job, serial, random)) / 3600);
    sum += error;
    squares += error * error;
  }
  // Mean: standard error 0.8 / sqrt(10000) = 0.008. Variance 0.64: 0.64 x sqrt(2 / 10000) = 0.009.
  CHECK(std::abs(sum / kJobs) < 4 * 0.008);
  CHECK(std::abs(squares / kJobs - 0.64) < 4 * 0.009);
}

TEST_CASE("noisy: one error for each job, none with deviation 0", "[estimate]") {
  const RandomSource random(3, 0);
  const Job job = job_of(std::chrono::hours{5}, std::chrono::hours{0});
  const RuntimeEstimate noisy = estimate_of("noisy");
  CHECK(noisy(job, 1, random) == noisy(job, 1, random));
  CHECK(noisy(job, 1, random) != noisy(job, 2, random));
  const RuntimeEstimate still = estimate_of("noisy", {{"log_standard_deviation", 0.0}});
  CHECK(still(job, 1, random) == job.run_time);
}

}  // namespace eastwest
