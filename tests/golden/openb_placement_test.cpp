// How much of a cluster can be allocated: a case of the project's own by hand, and, where they are
// at hand, the published curves of another simulator on Alibaba's nodes and pods. With
// EASTWEST_APPROVE=1 the test prints the rows of its table in docs/placement.md.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_reader.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

namespace fs = std::filesystem;

constexpr int kRatios = 131;  // 0 % to 130 % arrived
constexpr int kSeedFirst = 42;
constexpr int kSeeds = 10;

/// Thousandths of accelerators that a pod asks for, by its name.
using Demands = std::map<std::string, std::int64_t>;
Demands demands_of(const std::string& file) {
  Diagnostics diagnostics;
  CsvReader table(file, diagnostics);
  const CsvColumn name = table.required_column("name");
  const CsvColumn gpus = table.required_column("num_gpu");
  const CsvColumn share = table.required_column("gpu_milli");
  Demands demands;
  while (table.next()) {
    const std::int64_t count = table.integer(gpus).value_or(0);
    demands[std::string(table.text(name))] = count == 1 ? *table.integer(share) : 1000 * count;
  }
  diagnostics.throw_if_errors();
  return demands;
}

/// One job as jobs.csv tells it.
struct PlacedJob {
  std::string pod;
  std::string submit;
  std::string start;  ///< empty: never
  double held = 0;
};

struct Cluster {
  std::string nodes;  ///< a table in the form of openb's list
  std::string pods;
};

/// The jobs of a run, in order of arrival.
std::vector<PlacedJob> run(const Cluster& cluster, const std::string& placement, int seed) {
  const TemporaryFolder folder;
  const std::string scenario = folder.write(
      "scenario.yaml",
      fmt::format("name: inflation\n"
                  "world: {{sites: {{cluster: {{node_table: {{file: '{}', accelerators_min: 1,\n"
                  "  columns: {{node: sn, accelerators: gpu, kind: model}}}}}}}}}}\n"
                  "start: 2025-07-07 00:00\n"
                  "duration: 1 d\n"
                  "workload: {{pods: {{kind: inflation, file: '{}'}}}}\n"
                  "schedule: fit-first\n"
                  "placement: {}\n",
                  cluster.nodes, cluster.pods, placement));
  const std::string command = fmt::format("'{}' run '{}' --quiet --seed {} --out '{}' > /dev/null",
                                          EASTWEST_PROGRAM, scenario, seed, folder.file("out"));
  REQUIRE(std::system(command.c_str()) == 0);
  Diagnostics diagnostics;
  CsvReader table(folder.file("out/jobs.csv"), diagnostics);
  const CsvColumn id = table.required_column("job_id");
  const CsvColumn submit = table.required_column("submit_s");
  const CsvColumn start = table.required_column("start_s");
  const CsvColumn held = table.required_column("held_accelerators");
  std::vector<PlacedJob> jobs;
  while (table.next()) {
    const std::string text(table.text(id));
    jobs.push_back({.pod = text.substr(0, text.find('#')),
                    .submit = std::string(table.text(submit)),
                    .start = std::string(table.text(start)),
                    .held = table.text(start).empty() ? 0 : table.number(held).value_or(0)});
  }
  diagnostics.throw_if_errors();
  return jobs;
}

/// Per cent of the accelerators allocated, by per cent arrived: the mean over the arrivals after
/// which so much has arrived, rounded.
using Curve = std::array<double, kRatios>;
Curve curve_of(const std::vector<PlacedJob>& jobs, const Demands& demands, double accelerators) {
  std::array<double, kRatios> sums{};
  std::array<int, kRatios> counts{};
  std::int64_t arrived = 0;
  std::int64_t allocated = 0;
  for (const PlacedJob& job : jobs) {
    const std::int64_t demand = demands.at(job.pod);
    arrived += demand;
    if (!job.start.empty()) {
      // Nothing is ever freed: who does not start at once never does.
      REQUIRE(job.start == job.submit);
      REQUIRE(std::llround(1000 * job.held) == demand);
      allocated += demand;
    }
    const auto ratio =
        static_cast<std::size_t>(std::lround(static_cast<double>(arrived) / accelerators / 10));
    if (ratio >= kRatios) continue;
    sums[ratio] += static_cast<double>(allocated) / accelerators / 10;
    ++counts[ratio];
  }
  Curve curve{};
  for (std::size_t i = 0; i < kRatios; ++i) curve[i] = counts[i] > 0 ? sums[i] / counts[i] : 0;
  return curve;
}

std::optional<fs::path> outside_data() {
  const char* data = std::getenv("EASTWEST_DATA");
  if (data != nullptr) return fs::path(data);
  WARN("skipped: EASTWEST_DATA is not set");
  return std::nullopt;
}

/// The mean of the published curves over their seeds.
Curve published(const fs::path& data, const std::string& workload, const std::string& policy) {
  Diagnostics diagnostics;
  CsvReader table((data / "ground_truth/openb_fgd/analysis_allo_discrete.csv.gz").string(),
                  diagnostics);
  Curve sum{};
  int seeds = 0;
  while (table.next()) {
    if (table.text(table.column("workload")) != "openb_pod_list_" + workload ||
        table.text(table.column("sc_policy")) != policy) {
      continue;
    }
    ++seeds;
    for (std::size_t i = 0; i < kRatios; ++i) {
      sum[i] += table.number(table.column(std::to_string(i))).value_or(0);
    }
  }
  diagnostics.throw_if_errors();
  REQUIRE(seeds == kSeeds);
  for (double& value : sum) value /= seeds;
  return sum;
}

std::string read_page() {
  std::ifstream page(std::string(EASTWEST_SOURCE_DIR) + "/docs/placement.md");
  std::ostringstream text;
  text << page.rdbuf();
  return text.str();
}

struct Published {
  const char* workload;
  const char* policy;
  const char* placement;
};

/// Runs every seed, holds the mean curve against the published one, and the row of the page.
void compare(const fs::path& data, const Published& known) {
  constexpr double kAccelerators = 6212;
  const Cluster cluster{
      .nodes = (data / "gpu/alibaba_v2023_openb_node_list_all_node.csv").string(),
      .pods = (data / "gpu" / fmt::format("alibaba_v2023_openb_pod_list_{}.csv.gz", known.workload))
                  .string()};
  const Demands demands = demands_of(cluster.pods);
  Curve mean{};
  for (int seed = kSeedFirst; seed < kSeedFirst + kSeeds; ++seed) {
    const Curve one = curve_of(run(cluster, known.placement, seed), demands, kAccelerators);
    for (std::size_t i = 0; i < kRatios; ++i) mean[i] += one[i] / kSeeds;
  }
  const Curve theirs = published(data, known.workload, known.policy);
  double worst = 0;
  // Both have no arrival at exactly 0 %.
  for (std::size_t i = 1; i < kRatios; ++i) {
    INFO(known.workload << ", " << known.placement << ", " << i << " % arrived");
    CHECK(std::fabs(mean[i] - theirs[i]) <= 1);
    worst = std::max(worst, std::fabs(mean[i] - theirs[i]));
  }
  std::string row = fmt::format("| {} | `{}` |", known.workload, known.placement);
  for (const std::size_t ratio : {80, 90, 100, 110, 130}) {
    row += fmt::format(" {:.2f} / {:.2f} |", mean[ratio], theirs[ratio]);
  }
  row += fmt::format(" {:.2f} |", worst);
  if (std::getenv("EASTWEST_APPROVE") != nullptr) std::printf("%s\n", row.c_str());
  INFO(row);
  CHECK(read_page().find(row) != std::string::npos);
}

}  // namespace

TEST_CASE("inflation by hand: one pod of 600 thousandths an accelerator", "[placement]") {
  const TemporaryFolder folder;
  // 10 accelerators; a node without any is left out.
  const Cluster cluster{
      .nodes = folder.write("nodes.csv",
                            "sn,cpu_milli,memory_mib,gpu,model\n"
                            "n0,64000,65536,4,T4\nn1,64000,65536,4,T4\nn2,64000,65536,2,P100\n"
                            "n3,64000,65536,0,\n"),
      .pods = folder.write("pods.csv",
                           "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np,1000,1024,1,600\n")};
  for (const std::string placement : {"random", "best-fit", "worst-fit", "packing", "first-fit"}) {
    CAPTURE(placement);
    const std::vector<PlacedJob> jobs = run(cluster, placement, 1);
    // 130 % of 10 accelerators are 13: the 22nd pod would make it 13.2.
    REQUIRE(jobs.size() == 21);
    const Curve curve = curve_of(jobs, demands_of(cluster.pods), 10);
    // A second pod fits on no accelerator: 400 thousandths of each are left. After the fifth,
    // 30 % have arrived, after the tenth 60 %, and then nothing starts.
    CHECK(curve[30] == Approx(30));
    CHECK(curve[60] == Approx(60));
    CHECK(curve[66] == Approx(60));
    CHECK(curve[126] == Approx(60));
  }
}

TEST_CASE("inflation by hand: CPU without accelerators, and accelerators without CPU",
          "[placement]") {
  const TemporaryFolder folder;
  // Two nodes with an accelerator and 10 cores each. `eater` takes 6 cores and no accelerator,
  // `user` one accelerator and 5 cores: an eater and a user share no node, two eaters neither.
  const Cluster cluster{.nodes = folder.write("nodes.csv",
                                              "sn,cpu_milli,memory_mib,gpu,model\n"
                                              "n0,10000,65536,1,T4\nn1,10000,65536,1,T4\n"),
                        .pods = folder.write("pods.csv",
                                             "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n"
                                             "eater,6000,1024,0,0\nuser,5000,1024,1,1000\n")};
  for (int seed = 1; seed <= 5; ++seed) {
    const std::vector<PlacedJob> jobs = run(cluster, "packing", seed);
    REQUIRE(jobs.size() >= 2);
    // Both come once before anyone comes again: each has a node, and it is full.
    CHECK(jobs[0].start == "0");
    CHECK(jobs[1].start == "1");
    for (std::size_t i = 2; i < jobs.size(); ++i) CHECK(jobs[i].start.empty());
  }
}

TEST_CASE("openb: allocation of random and best-fit is the published one within a point",
          "[placement]") {
  const auto data = outside_data();
  if (!data) return;
  compare(*data, {"default", "01-Random", "random"});
  compare(*data, {"default", "05-BestFit", "best-fit"});
}

TEST_CASE("openb: so it is for other mixes of pods", "[.full]") {
  const auto data = outside_data();
  if (!data) return;
  for (const char* workload : {"gpushare60", "gpuspec33", "multigpu20"}) {
    compare(*data, {workload, "01-Random", "random"});
    compare(*data, {workload, "05-BestFit", "best-fit"});
  }
}
