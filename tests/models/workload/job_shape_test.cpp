// Sizes and run times together: means, dependence by classes, and the law of jobs in service.
#include <cmath>
#include <map>

#include "models/workload/job_shape.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

/// Three quarters small jobs (1 or 2 accelerators, 100 s), a quarter large (8, 300 s to 500 s).
JobShape small_and_large() {
  return JobShape(std::vector<SizeClass>{
      {3, WholeNumberLaw(Law(Law::Choice{{{1, 1}, {2, 1}}})), Law(Law::Constant{100})},
      {1, WholeNumberLaw(Law(Law::Constant{8})), Law(Law::Uniform{300, 500})}});
}

std::vector<ParameterProblem> problems_of(const Values& values) {
  std::vector<ParameterProblem> problems;
  JobShape::check(with_defaults(JobShape::schema(), values), problems);
  return problems;
}

Parameters::Value class_group(double weight, double size, double seconds) {
  Parameters keys;
  keys.set("weight", weight);
  keys.set("accelerators", Law(Law::Constant{size}));
  keys.set("run_time", Law(Law::Constant{seconds}));
  return std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>>{
      {"only", std::make_shared<const Parameters>(std::move(keys))}};
}

}  // namespace

TEST_CASE("means of a mix, and the work that sizes and run times have together", "[shape]") {
  const JobShape shape = small_and_large();
  CHECK(shape.mean_accelerators() == Approx(0.75 * 1.5 + 0.25 * 8));
  CHECK(shape.mean_run_time() == Approx(0.75 * 100 + 0.25 * 400));
  // Not the product of the two means: large jobs run longer.
  CHECK(shape.mean_work() == Approx(0.75 * 150 + 0.25 * 3200));
  CHECK(shape.busy(2) == Approx(2 * shape.mean_work()));
}

TEST_CASE("draws have the shares, the means and the work of the mix", "[shape]") {
  const JobShape shape = small_and_large();
  const RandomSource random(5, 0);
  constexpr int kJobs = 40'000;
  double large = 0, work = 0, work_squares = 0;
  for (std::uint64_t job = 0; job < kJobs; ++job) {
    const JobShape::Draw drawn = shape.job(random, 3, job);
    CHECK((drawn.accelerators == 8) == (drawn.run_time >= 300));
    large += drawn.accelerators == 8;
    const double one = static_cast<double>(drawn.accelerators) * drawn.run_time;
    work += one / kJobs;
    work_squares += one * one / kJobs;
  }
  CHECK(std::abs(large / kJobs - 0.25) < 4 * std::sqrt(0.25 * 0.75 / kJobs));
  CHECK(std::abs(work - shape.mean_work()) < 4 * std::sqrt((work_squares - work * work) / kJobs));
}

TEST_CASE("who is found in service is drawn by run time", "[shape]") {
  const JobShape shape = small_and_large();
  constexpr int kPoints = 100'000;
  double large = 0, long_ones = 0;
  for (int i = 0; i < kPoints; ++i) {
    // The class by one probability, the run time by another: the golden ratio spreads them evenly.
    const double u = (i + 0.5) / kPoints;
    const double v = u * kPoints * 0.6180339887498949;
    const JobShape::Draw drawn = shape.in_service({u, 0.5, v - std::floor(v)});
    large += drawn.accelerators == 8;
    long_ones += drawn.run_time > 400;
  }
  // Of the seconds of service 0.25 x 400 = 100 of 175 are large jobs'; of these, those above 400 s
  // have the share (500^2 - 400^2) / (500^2 - 300^2) = 9/16.
  CHECK(large / kPoints == Approx(100.0 / 175).margin(1e-4));
  CHECK(long_ones / kPoints == Approx(100.0 / 175 * 9 / 16).margin(1e-3));
}

TEST_CASE("size and run time are given once", "[shape]") {
  const Law eight(Law::Constant{8});
  const Law hour(Law::Constant{3600});
  CHECK(problems_of({{"accelerators", eight}, {"run_time", hour}}).empty());
  CHECK(problems_of({{"classes", class_group(1, 8, 60)}}).empty());
  CHECK(problems_of({{"fitted", std::string("a.csv")}}).empty());
  CHECK(problems_of({}).size() == 2);
  struct Case {
    Values values;
    const char* key;
  };
  const std::vector<Case> cases{
      {{{"accelerators", eight}}, "run_time"},
      {{{"accelerators", eight}, {"fitted", std::string("a.csv")}}, "fitted"},
      {{{"run_time", hour}, {"classes", class_group(1, 8, 60)}}, "classes"},
      {{{"classes", class_group(0, 8, 60)}}, "classes"},
      {{{"classes", class_group(1, 8, 0)}}, "classes.only.run_time"},
      {{{"accelerators", eight}, {"run_time", Law(Law::Constant{0})}}, "run_time"}};
  for (const Case& one : cases) {
    const auto problems = problems_of(one.values);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == one.key);
  }
}

TEST_CASE("classes come from a table of a fit", "[shape]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("fit.csv",
                                        "class,accelerators,p0_s,p50_s,p100_s,note\n"
                                        "all,1:30 3:7 4:63,1,2,3,the whole trace\n"
                                        "1,1:30,10,20,40,\n"
                                        "3-4,3:7 4:63,100,100,200,\n");
  const JobShape shape(with_defaults(JobShape::schema(), {{"fitted", file}}));
  REQUIRE(shape.classes().size() == 2);
  CHECK(shape.mean_accelerators() == Approx((30 * 1 + 7 * 3 + 63 * 4) / 100.0));
  // log-uniform from 10 to 20 and from 20 to 40, and half at 100, half from there to 200.
  const double small = (0.5 * 10 + 0.5 * 20) / std::log(2.0);
  const double large = 0.5 * 100 + 0.5 * 100 / std::log(2.0);
  CHECK(shape.mean_run_time() == Approx(0.3 * small + 0.7 * large));
  const JobShape::Draw drawn = shape.at({0.9, 0.05, 0.25});
  CHECK(drawn.accelerators == 3);
  CHECK(drawn.run_time == Approx(100));
}

TEST_CASE("every cell of such a table that cannot be used is named", "[shape]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("fit.csv",
                                        "class,accelerators,p0_s,p50_s,p100_s\n"
                                        "1,1-30,10,20,40\n"
                                        "2,2:30,10,20,5\n"
                                        "3,,10,20,40\n"
                                        "4,0:3,10,20,40\n");
  try {
    const JobShape shape(with_defaults(JobShape::schema(), {{"fitted", file}}));
    FAIL("the table was accepted");
  } catch (const ScenarioError& error) {
    std::map<int, std::string> messages;
    for (const Diagnostic& one : error.diagnostics().all()) {
      messages[one.position.line] = one.message;
    }
    CHECK(messages ==
          std::map<int, std::string>{{2, "'1-30' is no size with its jobs"},
                                     {3, "run times: 5 s follows 20 s: quantiles must not fall"},
                                     {4, "the class has no sizes"},
                                     {5, "'0:3' is no size with its jobs"}});
  }
  for (const char* text : {"class,accelerators\n1,1:3\n", "class,accelerators,p0_s,p100_s\n"}) {
    const std::string other = folder.write("other.csv", text);
    REQUIRE_THROWS_AS(JobShape(with_defaults(JobShape::schema(), {{"fitted", other}})),
                      ScenarioError);
  }
}

}  // namespace eastwest
