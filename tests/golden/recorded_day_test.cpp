// One national day's transfers, recorded and sent again over `fluid` and over SimGrid's two
// profiles: the same dates, what TCP's shares change, and what the solver has to do.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/network/fluid/fluid_network.hpp"
#include "tests/catch.hpp"
#include "tests/golden/recorded_day.hpp"

namespace eastwest::golden_test {
namespace {

namespace fs = std::filesystem;

const fs::path kApproved = fs::path(EASTWEST_SOURCE_DIR) / "tests/approved/network";

struct Load {
  const char* name;
  ReplayOptions options;
};

/// As it was, and crowded: no transfer has a cap, and links have a twentieth.
const std::vector<Load> kLoads = {{"as recorded", {}},
                                  {"crowded", {.capacity_divisor = 20, .rate_caps = false}}};

const Recording& national_day() {
  static const Recording recording =
      record_transfers(std::string(EASTWEST_SOURCE_DIR) + "/scenarios/guard/national-day.yaml");
  return recording;
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The worst disagreement, in units of what is allowed: 2 ns or 1e-9 of the duration.
double disagreement(const Recording& recording, const std::vector<Date>& one,
                    const std::vector<Date>& other) {
  double worst = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const auto error =
        static_cast<double>((std::max(one[i], other[i]) - std::min(one[i], other[i])).count());
    const auto span = static_cast<double>((one[i] - recording.transfers[i].start).count());
    worst = std::max(worst, error / std::max(2.0, 1e-9 * span));
  }
  return worst;
}

/// Durations over one network in units of those over another: mean and extremes.
struct Ratios {
  std::size_t count = 0;
  double sum = 0;
  double least = 1e300;
  double most = 0;

  void add(double ratio) {
    ++count;
    sum += ratio;
    least = std::min(least, ratio);
    most = std::max(most, ratio);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    if (count == 0) return {};
    return fmt::format("  {:18}{:7} transfers: mean {:.4f}, least {:.4f}, most {:.4f}\n", name,
                       count, sum / static_cast<double>(count), least, most);
  }
};

/// How long transfers take under lv08, in units of cm02, by the length of their routes.
std::string ratios_text(const Recording& recording, const std::vector<Date>& equal,
                        const std::vector<Date>& tcp) {
  const Topology topology(recording.world);
  Ratios near;
  Ratios middle;
  Ratios far;
  Ratios all;
  for (std::size_t i = 0; i < equal.size(); ++i) {
    const Date start = recording.transfers[i].start;
    const double ratio = to_seconds(tcp[i] - start) / to_seconds(equal[i] - start);
    const double length = topology.route(recording.transfers[i].request.route).length.value();
    (length < 1000 ? near : length < 2000 ? middle : far).add(ratio);
    all.add(ratio);
  }
  return all.text("all") + near.text("below 1,000 km") + middle.text("1,000 to 2,000 km") +
         far.text("from 2,000 km on");
}

/// The ends over fluid, which must be those over SimGrid's cm02.
std::vector<Date> agreed_ends(const Recording& recording, const Load& load) {
  FluidNetwork network;
  std::vector<Date> ours = replay(recording, network, load.options);
  const std::vector<Date> theirs = replay_over_simgrid(recording, "cm02", load.options);
  REQUIRE(ours.size() == recording.transfers.size());
  REQUIRE(theirs.size() == recording.transfers.size());
  CHECK(disagreement(recording, ours, theirs) <= 1);
  return ours;
}

}  // namespace

TEST_CASE("a part of a national day's transfers ends alike over fluid and SimGrid", "[simgrid]") {
  Recording recording = national_day();
  REQUIRE(recording.transfers.size() > 15'000);
  recording.transfers.resize(15'000);
  for (const Load& load : kLoads) {
    INFO(load.name);
    static_cast<void>(agreed_ends(recording, load));
  }
}

TEST_CASE("a national day's transfers end alike over fluid and SimGrid", "[simgrid][.full]") {
  const Recording& recording = national_day();
  double bytes = 0;
  for (const RecordedTransfer& one : recording.transfers) {
    bytes += static_cast<double>(one.request.size.value());
  }
  std::string text = fmt::format(
      "scenarios/guard/national-day.yaml: {} transfers of {:.4g} PB, sent again\n"
      "Durations under lv08 in units of cm02:\n",
      recording.transfers.size(), bytes / 1e15);
  for (const Load& load : kLoads) {
    INFO(load.name);
    const std::vector<Date> equal = agreed_ends(recording, load);
    const std::vector<Date> tcp = replay_over_simgrid(recording, "lv08", load.options);
    REQUIRE(tcp.size() == recording.transfers.size());
    text += std::string(load.name) + "\n" + ratios_text(recording, equal, tcp);
  }
  const fs::path approved = kApproved / "national-day.txt";
  if (std::getenv("EASTWEST_APPROVE") != nullptr) {
    fs::create_directories(kApproved);
    std::ofstream(approved, std::ios::binary) << text;
  }
  CHECK(text == read_file(approved));
}

TEST_CASE("the solver has no more to do on a national day than it had") {
  const Recording& recording = national_day();
  std::string text;
  std::vector<std::uint64_t> work;
  for (const Load& load : kLoads) {
    FluidNetwork network;
    REQUIRE(replay(recording, network, load.options).size() == recording.transfers.size());
    work.push_back(network.solver_work());
    text += fmt::format("{}: {} bundles solved for {} transfers\n", load.name,
                        network.solver_work(), recording.transfers.size());
  }
  const fs::path approved = kApproved / "solver-work.txt";
  // The work on the same transfers may only fall; then the file is written anew. Where the scenario
  // has other transfers, the file is too.
  std::istringstream former(read_file(approved));
  bool is_comparable = false;
  bool has_risen = false;
  for (std::size_t i = 0; i < kLoads.size(); ++i) {
    std::string line;
    std::getline(former, line);
    const std::string start = std::string(kLoads[i].name) + ": ";
    const std::string end =
        fmt::format(" bundles solved for {} transfers", recording.transfers.size());
    if (!line.starts_with(start) || !line.ends_with(end)) continue;
    is_comparable = true;
    has_risen = has_risen || work[i] > std::strtoull(line.c_str() + start.size(), nullptr, 10);
  }
  INFO("EASTWEST_APPROVE=1 writes " << approved.string() << " where the work has not risen");
  CHECK_FALSE((is_comparable && has_risen));
  if (std::getenv("EASTWEST_APPROVE") != nullptr && !(is_comparable && has_risen)) {
    fs::create_directories(kApproved);
    std::ofstream(approved, std::ios::binary) << text;
  }
  CHECK(text == read_file(approved));
}

}  // namespace eastwest::golden_test
