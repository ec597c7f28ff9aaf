// The warm start begins in the lasting state: day 2 and day 7 are equally full, at any declared
// load.
#include <cmath>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

/// A nation of 51,774 accelerators under jobs of 1 to 8 accelerators that run for hours to days.
constexpr const char* kScenario = R"(name: lasting-state
world: {{base: {0}/scenarios/world/china, scale: 2 %}}
start: 2025-07-07 00:00
duration: 7 d
warm_up: 1 d
seed: 7
strategy: unified-least-loaded
network: uncontended
results: {{jobs: none}}
workload:
  all:
    kind: training
    arrivals: {{load: {1} %}}
    accelerators: {{choice: {{1: 0.4, 4: 0.4, 8: 0.2}}}}
    run_time: {{lognormal: {{median: 4 h, sigma: 1.3}}, max: 6 d}}
)";

/// Allocated share of each simulated day.
Json shares_by_day(int load_percent) {
  const TemporaryFolder folder;
  const std::string scenario =
      folder.write("lasting-state.yaml", fmt::format(kScenario, EASTWEST_SOURCE_DIR, load_percent));
  const std::string command = fmt::format("'{}' run '{}' --quiet --out '{}' > /dev/null",
                                          EASTWEST_PROGRAM, scenario, folder.file("out"));
  REQUIRE(std::system(command.c_str()) == 0);
  return parse_json_file(folder.file("out/summary.json"))["compute"]["by_day"];
}

}  // namespace

TEST_CASE("day 2 and day 7 have the utilisation that was declared") {
  for (const int load_percent : {20, 60}) {
    CAPTURE(load_percent);
    const Json days = shares_by_day(load_percent);
    REQUIRE(days.size() == 7);
    // Sizes: mean 0.4 x 1 + 0.4 x 4 + 0.2 x 8 = 3.6, mean square 0.4 + 6.4 + 12.8 = 19.6. The
    // number of running jobs is Poisson, so busy accelerators have the variance (busy / 3.6)
    // x 19.6; a day's mean varies less. Submissions follow the hours of the day, alike every day.
    const double accelerators = 51774;
    const double busy = accelerators * load_percent / 100;
    const double noise = std::sqrt(busy / 3.6 * 19.6) / accelerators;
    const double day_2 = days[1].get<double>();
    const double day_7 = days[6].get<double>();
    CHECK(std::abs(day_2 - day_7) < 4 * std::sqrt(2.0) * noise);
    CHECK(std::abs(day_2 - load_percent / 100.0) < 4 * noise);
    CHECK(std::abs(day_7 - load_percent / 100.0) < 4 * noise);
  }
}
