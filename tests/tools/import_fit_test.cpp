// What `import --fit` writes and says.
#include <cmath>

#include "models/workload/fitted_classes.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "tools/eastwest/import_fit.hpp"

namespace eastwest {

TEST_CASE("a fit is written as a table with its origin, and its errors are told", "[import]") {
  Trace trace;
  for (int job = 0; job < 500; ++job) {
    trace.rows.push_back({.run_time = from_seconds(60 + job), .accelerators = 4});
  }
  const TemporaryFolder folder;
  const FitRequest request{.is_wanted = true, .origin = {.source = "here", .licence = "free"}};
  const std::string text = write_fit(trace, request, folder.file("fit.csv"));
  CHECK(text.find("KS distance") != std::string::npos);
  CHECK(folder.read("fit.csv").find(",here,free\n") != std::string::npos);
  const JobShape shape(read_fitted_classes(folder.file("fit.csv")));
  CHECK(shape.mean_accelerators() == 4);
  // Uniform from 60 s to 559 s: mean 309.5 s.
  CHECK(std::abs(shape.mean_run_time() / 309.5 - 1) < 0.01);
}

TEST_CASE("a trace in which nothing ran cannot be fitted", "[import]") {
  Trace trace;
  trace.rows.push_back({.run_time = Duration{0}, .accelerators = 4});
  const TemporaryFolder folder;
  CHECK_THROWS_AS(write_fit(trace, {.is_wanted = true, .origin = {}}, folder.file("fit.csv")),
                  ScenarioError);
  CHECK(folder.entries() == 0);
}

TEST_CASE("only a fit has an origin", "[import]") {
  CHECK_THROWS_AS(check_fit_options({.is_wanted = false, .origin = {.source = "a", .licence = ""}}),
                  ScenarioError);
  CHECK_THROWS_AS(check_fit_options({.is_wanted = false, .origin = {.source = "", .licence = "a"}}),
                  ScenarioError);
  CHECK_NOTHROW(check_fit_options({.is_wanted = true, .origin = {.source = "a", .licence = ""}}));
  CHECK_NOTHROW(check_fit_options({}));
}

}  // namespace eastwest
