// The part of docs/validation.md on training across sites: published trials against the formulas,
// with what had to be assumed because it was not published.
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/training/cross_site.hpp"
#include "tests/catch.hpp"
#include "tests/golden/written_page.hpp"

using namespace eastwest;

namespace {

struct Trial {
  std::string what;
  std::string published;
  double least;  ///< of the model, to agree
  double most;
  CrossSiteRun run;
  std::string assumed;
  std::string source;
};

/// There and back, 4.9 us/km.
Seconds round_trip(double kilometres) { return Seconds(2 * kilometres * 4.9e-6); }

/// Two sites that average gradients of 2 B a parameter after each step, nothing hidden.
CrossSiteRun synchronous(double parameters, double bits_per_second, double kilometres,
                         double step_seconds) {
  CrossSiteRun run;
  run.rate = BitsPerSecond{static_cast<std::int64_t>(bits_per_second)};
  run.round_trip = round_trip(kilometres);
  run.step = Seconds(step_seconds);
  run.gradients = Bytes{static_cast<std::int64_t>(2 * parameters)};
  return run;
}

/// 100 steps of 22.8 s (38 min), then an exchange of so many seconds.
CrossSiteRun local_steps(std::int64_t exchange_seconds) {
  CrossSiteRun run;
  run.split = SiteSplit::local_steps;
  run.step = Seconds(22.8);
  run.local_steps = 100;
  // Two sites pass the data once: 1 GB/s for so many seconds.
  run.rate = BitsPerSecond{8'000'000'000};
  run.gradients = Bytes{exchange_seconds * 1'000'000'000};
  return run;
}

const std::vector<Trial>& trials() {
  const std::string telecom = "mydrivers, C114 2025-01-23";
  const std::string prime = "arXiv 2412.01152; seconds recalled";
  // 512 cards at 200 Gb/s over 32.
  constexpr double kConverged = 512 * 200e9 / 32;
  // 1,536 H100 at 400 Gb/s over 32.
  constexpr double kNemo = 1536 * 400e9 / 32;
  static const std::vector<Trial> all = {
      {"China Telecom, 1,024 cards, 100B, loop of 500 km, 32:1", "at least 97 %", 0.97, 1,
       synchronous(100e9, kConverged, 500, 17.5),
       "512 cards a site at 200 Gb/s, step of 17.5 s, nothing hidden", telecom},
      {"the same over one wave of 800 Gb/s", "-", 0.89, 0.91, synchronous(100e9, 800e9, 500, 17.5),
       "the same", "-"},
      {"China Unicom, Lingang-Jinan, 100B, more than 1,500 km", "at least 95 %", 0.95, 1,
       synchronous(100e9, kConverged, 1500, 17.5), "as China Telecom, equal sites",
       "c114 a1293276, 2025-07-19"},
      {"NVIDIA NeMo, Nemotron-4 340B, 1,000 km", "96 %", 0.94, 1,
       synchronous(340e9, kNemo, 1000, 10),
       "1,536 H100 a site at 400 Gb/s over 32, step of 10 s, nothing hidden",
       "NVIDIA blog, copy at open-lab.net"},
      {"INTELLECT-1, 10B, USA", "95.7 %", 0.952, 0.962, local_steps(103),
       "exchange of 103 s every 38 min", prime},
      {"INTELLECT-1, across the Atlantic", "85.6 %", 0.851, 0.861, local_steps(382),
       "exchange of 382 s every 38 min", prime},
      {"INTELLECT-1, three continents", "83.0 %", 0.825, 0.835, local_steps(469),
       "exchange of 469 s every 38 min", prime},
  };
  return all;
}

}  // namespace

TEST_CASE("training across sites is inside the bounds of published trials", "[training]") {
  std::string text = "| case | published | model | assumed | source |\n|---|---|---|---|---|\n";
  for (const Trial& trial : trials()) {
    INFO(trial.what);
    const double share = compute_share(trial.run).value();
    CHECK(share >= trial.least);
    CHECK(share <= trial.most);
    text += fmt::format("| {} | {} | {:.1f} % | {} | {} |\n", trial.what, trial.published,
                        100 * share, trial.assumed, trial.source);
  }
  check_section(std::filesystem::path(EASTWEST_SOURCE_DIR) / "docs" / "validation.md",
                "across sites", text);
}
