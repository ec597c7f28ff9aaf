// Pods that bring what they ask of nodes, and inflation: every one once, then drawn again.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "models/workload/placement_keys.hpp"
#include "tests/models/workload/trace_sample.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

const char* const kPods =
    "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec\n"
    "a,4000,1024,1,250,\n"
    "b,8000,2048,2,1000,T4|A10\n"
    "c,2000,512,0,0,T4\n"
    "d,1000,256,1,1000,\n";

/// Jobs of that list at a world of so many accelerators.
std::vector<Job> inflated(const std::string& file, std::int64_t accelerators, double demand,
                          std::uint64_t seed = 2025) {
  const World world = three_homes();
  WorkloadContext context = context_of(world, accelerators);
  context.random = RandomSource(seed, 0);
  const auto workload = workload_of(
      "inflation", {{"file", file}, {"format", std::string("openb")}, {"demand", demand}}, context);
  return all_jobs(*workload);
}

std::string name_of(const Job& job) { return job.id.substr(0, job.id.find('#')); }

}  // namespace

TEST_CASE("pods bring what they ask of nodes, if that is wanted", "[openb]") {
  const TemporaryFolder folder;
  const Trace trace =
      read_trace(trace_format("openb"),
                 {.file = folder.write("pods.csv", kPods), .placement = true, .demand_only = true});
  REQUIRE(trace.rows.size() == 4);
  const auto terms = [&](std::size_t row) { return *trace.placements[trace.rows[row].placement]; };
  CHECK(terms(0) == PlacementTerms{.share = 250, .together = true, .cpu = 4000, .memory = 1024});
  CHECK(terms(1) ==
        PlacementTerms{.together = true, .cpu = 8000, .memory = 2048, .kinds = {"T4", "A10"}});
  // Without a GPU any node will do.
  CHECK(trace.rows[2].accelerators == 0);
  CHECK(terms(2) == PlacementTerms{.together = true, .cpu = 2000, .memory = 512});
  CHECK(terms(3).share == kWholeAccelerator);
}

TEST_CASE("pods with times keep them, and those without a GPU are jobs too", "[openb]") {
  const Trace trace = read_trace(trace_format("openb"),
                                 {.file = sample_trace("openb-sample.csv"), .placement = true});
  // One more than without placement: the pod without a GPU.
  CHECK(trace.rows.size() == 6);
  CHECK(rows_that_are(trace.input.left_out, "never scheduled") == 1);
  CHECK(rows_that_are(trace.input.remarks, "share of one GPU") == 0);
  const auto share = [&](const char* id) {
    const auto row = std::find_if(trace.rows.begin(), trace.rows.end(),
                                  [&](const TraceRow& each) { return trace.id(each) == id; });
    return trace.placements[row->placement]->share;
  };
  CHECK(share("openb-pod-0001") == 460);
  CHECK(share("openb-pod-0000") == 1000);
}

TEST_CASE("inflation plays every row once, in random order, and then draws", "[inflation]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("pods.csv", kPods);
  // 100 accelerators x 130 %; a round of all four asks for 0.25 + 2 + 0 + 1.
  const std::vector<Job> jobs = inflated(file, 100, 1.3);
  REQUIRE(jobs.size() > 100);
  std::set<std::string> first;
  double asked = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (i < 4) first.insert(jobs[i].id);
    CHECK((i < 4) == (jobs[i].id.find('#') == std::string::npos));
    CHECK(jobs[i].submitted == kStart + std::chrono::seconds{i});
    REQUIRE(jobs[i].placement != nullptr);
    asked += static_cast<double>(jobs[i].accelerators) * jobs[i].placement->share / 1000;
  }
  CHECK(first == std::set<std::string>{"a", "b", "c", "d"});
  // It ends before the job that would go beyond, which asks for 2 at most.
  CHECK(asked <= 130);
  CHECK(asked > 128);
  // Another seed, another order.
  const std::vector<Job> other = inflated(file, 100, 1.3, 2026);
  const auto same = [](const Job& a, const Job& b) { return name_of(a) == name_of(b); };
  CHECK_FALSE(std::equal(jobs.begin(), jobs.begin() + 20, other.begin(), same));
}

TEST_CASE("inflation offers in the end what it asks for", "[inflation]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const auto workload = workload_of("inflation",
                                    {{"file", folder.write("pods.csv", kPods)},
                                     {"format", std::string("openb")},
                                     {"demand", 1.3}},
                                    context_of(world, 100));
  double offered = 0;
  for (const double part : workload->offered_accelerators()) offered += part;
  CHECK(offered == Approx(130).epsilon(1e-12));
}

TEST_CASE("terms of a workload are those of its jobs", "[inflation]") {
  Parameters group;
  group.set("share", 0.5);
  group.set("cpu", 1.5);
  group.set("memory", 2.0 * 1024 * 1024);
  Parameters parameters;
  parameters.set("placement", std::make_shared<const Parameters>(group));
  const PlacementKeys keys(parameters);
  Job one;
  one.accelerators = 1;
  keys.fill(one);
  CHECK(*one.placement == PlacementTerms{.share = 500, .cpu = 1500, .memory = 2});
  // A share is of one accelerator; who asks for several has them whole.
  Job two;
  two.accelerators = 2;
  keys.fill(two);
  CHECK(*two.placement == PlacementTerms{.cpu = 1500, .memory = 2});
  Job own;
  own.placement = std::make_shared<const PlacementTerms>(PlacementTerms{.together = true});
  keys.fill(own);
  CHECK(own.placement->together);
  std::vector<ParameterProblem> problems;
  PlacementKeys::check(parameters, problems);
  CHECK(problems.empty());
}

}  // namespace eastwest
