// Widths and speed-ups of workloads: laws against closed forms, training runs by their work.
#include <cmath>

#include "models/workload/elastic_shape.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

using Numbers = std::vector<double>;

Schema elastic_schema() { return ElasticShape::parameter().group; }

Parameters::Value speed_up(Values values) {
  return group_with_defaults(elastic_schema(), "speed_up", std::move(values));
}
Parameters::Value resize(Values values) {
  return group_with_defaults(elastic_schema(), "resize", std::move(values));
}
Parameters::Value elastic(Values values) {
  return group_with_defaults({ElasticShape::parameter()}, "elastic", std::move(values));
}
ElasticShape shape(const Values& values) {
  return ElasticShape(with_defaults(elastic_schema(), values));
}

double speed_of(const ElasticTerms& terms, std::int64_t width) {
  return static_cast<double>(terms.rate_of(width)) / static_cast<double>(terms.reference_rate);
}

std::vector<std::int64_t> widths_of(const ElasticTerms& terms) {
  std::vector<std::int64_t> widths;
  for (const auto& width : terms.widths) widths.push_back(width.accelerators);
  return widths;
}

std::vector<std::string> problems_of(const std::string& kind, Values values) {
  Parameters parameters;
  parameters.set("elastic", elastic(std::move(values)));
  std::vector<ParameterProblem> problems;
  ElasticShape::check(parameters, problems);
  ElasticShape::check_speed(parameters, kind == "training-run", problems);
  std::vector<std::string> keys;
  for (const ParameterProblem& problem : problems) keys.push_back(problem.key);
  return keys;
}

}  // namespace

TEST_CASE("speed-up laws are their closed forms", "[elastic]") {
  const std::int64_t reference = 4;
  const Values range = {{"min", std::int64_t{1}}, {"max", std::int64_t{64}}};
  const auto of = [&](Values law) {
    Values values = range;
    values["speed_up"] = speed_up(std::move(law));
    return shape(values).terms(reference);
  };
  const auto linear = of({{"law", std::string("linear")}});
  const auto amdahl = of({{"law", std::string("amdahl")}, {"serial", 0.1}});
  const auto power = of({{"law", std::string("power")}, {"exponent", 0.5}});
  const auto table =
      of({{"law", std::string("table")}, {"at", Numbers{2, 4, 8}}, {"speed", Numbers{10, 18, 26}}});
  for (std::int64_t width = 1; width <= 64; ++width) {
    CAPTURE(width);
    const auto g = static_cast<double>(width);
    // Exactly, in whole numbers.
    CHECK(linear->rate_of(width) * reference == linear->reference_rate * width);
    // (s + (1 - s) / 4) / (s + (1 - s) / g) with s = 0.1
    CHECK(speed_of(*amdahl, width) == Approx(0.325 / (0.1 + 0.9 / g)).epsilon(2e-12));
    CHECK(speed_of(*power, width) == Approx(std::sqrt(g) / 2).epsilon(2e-12));
  }
  CHECK(speed_of(*table, 1) == Approx(5.0 / 18).epsilon(1e-11));   // through 0
  CHECK(speed_of(*table, 3) == Approx(14.0 / 18).epsilon(1e-11));  // between 10 and 18
  CHECK(speed_of(*table, 6) == Approx(22.0 / 18).epsilon(1e-11));
  CHECK(speed_of(*table, 64) == Approx(26.0 / 18).epsilon(1e-11));  // level
}

TEST_CASE("a job's own width is always among its widths", "[elastic]") {
  const auto in_steps =
      shape({{"min", std::int64_t{8}}, {"max", std::int64_t{32}}, {"step", std::int64_t{8}}});
  CHECK(widths_of(*in_steps.terms(16)) == std::vector<std::int64_t>{8, 16, 24, 32});
  CHECK(widths_of(*in_steps.terms(12)) == std::vector<std::int64_t>{8, 12, 16, 24, 32});
  CHECK(widths_of(*in_steps.terms(1)) == std::vector<std::int64_t>{1, 8, 16, 24, 32});
  const auto listed = shape({{"widths", Numbers{4, 64}}});
  CHECK(widths_of(*listed.terms(128)) == std::vector<std::int64_t>{4, 64, 128});
  // Jobs of one width share their terms.
  CHECK(listed.terms(4) == listed.terms(4));
}

TEST_CASE("what a resize costs is declared, or follows from the parameters", "[elastic]") {
  using std::chrono::seconds;
  const auto by_default = shape({{"widths", Numbers{1}}});
  CHECK(by_default.terms(1)->checkpoint == Duration{0});
  CHECK(by_default.terms(1)->restart == seconds{120});
  const auto speed = [](std::int64_t) { return 1.0; };
  // 16 B x 100e9 at 1.6 Tb/s: 8 s.
  CHECK(by_default.terms(1, speed, 100e9)->checkpoint == seconds{8});
  const auto declared = shape(
      {{"widths", Numbers{1}}, {"resize", resize({{"checkpoint", 30.0}, {"restore", 20.0}})}});
  CHECK(declared.terms(1, speed, 100e9)->checkpoint == seconds{30});
  CHECK(declared.terms(1)->restart == seconds{140});
  const auto narrow = shape({{"widths", Numbers{1}}, {"resize", resize({{"bandwidth", 0.8e12}})}});
  CHECK(narrow.terms(1, speed, 100e9)->checkpoint == seconds{16});
}

TEST_CASE("widths that would slow a job down are left out", "[elastic]") {
  const auto listed = shape({{"widths", Numbers{1, 2, 4, 8, 16}}});
  // 8 is slower than 4, 16 cannot run.
  const auto speed = [](std::int64_t width) {
    if (width == 8) return 3.0;
    return width == 16 ? 0.0 : static_cast<double>(width);
  };
  CHECK(widths_of(*listed.terms(2, speed, 0)) == std::vector<std::int64_t>{1, 2, 4});
  // A reference that is itself too wide: 4 is faster and narrower.
  CHECK(widths_of(*listed.terms(8, speed, 0)) == std::vector<std::int64_t>{1, 2, 8});
}

TEST_CASE("mistakes in widths and speed-ups are found", "[elastic]") {
  using Names = std::vector<std::string>;
  CHECK(problems_of("table", {{"max", std::int64_t{4}}}).empty());
  CHECK(problems_of("table", {}) == Names{"elastic"});
  CHECK(problems_of("table", {{"max", std::int64_t{4}}, {"widths", Numbers{4}}}) ==
        Names{"elastic.widths"});
  CHECK(problems_of("table", {{"max", std::int64_t{4}}, {"min", std::int64_t{8}}}) ==
        Names{"elastic.max"});
  CHECK(problems_of("table", {{"max", std::int64_t{5000}}}) == Names{"elastic.max"});
  CHECK(problems_of("table", {{"widths", Numbers{4, 4}}}) == Names{"elastic.widths"});
  CHECK(problems_of("table", {{"widths", Numbers{4.5}}}) == Names{"elastic.widths"});
  CHECK(problems_of("table", {{"kind", std::string("mouldable")},
                              {"widths", Numbers{4}},
                              {"resize", resize({})}}) == Names{"elastic.resize"});
  CHECK(problems_of("table", {{"widths", Numbers{4}}, {"resize", resize({{"bandwidth", 1e12}})}}) ==
        Names{"elastic.resize.bandwidth"});
  CHECK(problems_of("training-run",
                    {{"widths", Numbers{4}}, {"resize", resize({{"bandwidth", 1e12}})}})
            .empty());
  CHECK(problems_of("training-run", {{"widths", Numbers{4}},
                                     {"speed_up", speed_up({{"law", std::string("linear")}})}}) ==
        Names{"elastic.speed_up"});
  CHECK(problems_of("table", {{"widths", Numbers{4}},
                              {"speed_up",
                               speed_up({{"law", std::string("amdahl")}, {"exponent", 0.5}})}}) ==
        Names{"elastic.speed_up", "elastic.speed_up.exponent"});
  CHECK(problems_of("table", {{"widths", Numbers{4}},
                              {"speed_up", speed_up({{"law", std::string("table")},
                                                     {"at", Numbers{2, 1}},
                                                     {"speed", Numbers{2, 1, 3}}})}}) ==
        Names{"elastic.speed_up.at", "elastic.speed_up.at", "elastic.speed_up.speed"});
}

TEST_CASE("jobs of a table get their widths", "[elastic][table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file = folder.write(
      "jobs.csv",
      "job_id,submit_s,accelerators,run_time_s,home\na,0,4,1,A\nb,1,4,1,A\nc,2,6,1,A\n");
  const auto workload =
      workload_of("table", {{"file", file}, {"elastic", elastic({{"widths", Numbers{2, 4}}})}},
                  context_of(world, 100));
  CHECK(workload->attributes().elastic);
  const auto jobs = all_jobs(*workload);
  CHECK(jobs[0].elastic == jobs[1].elastic);
  CHECK(widths_of(*jobs[2].elastic) == std::vector<std::int64_t>{2, 4, 6});
  CHECK(workload->elastic_at(jobs[0], SiteId{0}) == jobs[0].elastic);
}

}  // namespace eastwest
