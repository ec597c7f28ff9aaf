// Things that may happen to the same jobs: what one leaves behind must not mislead the other.
#include "tests/golden/tour_runs.hpp"

using namespace tour;

TEST_CASE("an outage takes a job off its nodes, and it begins again elsewhere") {
  const eastwest::TemporaryFolder folder;
  folder.write("jobs.csv", "job_id,submit_s,accelerators,run_time_s,home\nj,0,8,7200,a\n");
  const std::string file = folder.write("nodes.yaml", R"(
name: nodes
world:
  nodes: {a: {demand: 1}, b: {}}
  sites:
    a: {node_groups: {x: {count: 1, accelerators: 8}}, electricity_price: 0.3 CNY/kWh}
    b: {accelerators: 8, electricity_price: 0.4 CNY/kWh}
  trunks: {ab: {from: a, to: b, length: 2000 km, waves: 1}}
start: 2025-07-07 00:00
duration: until done
workload: {w: {kind: table, file: jobs.csv}}
dispatch: {filter: [fits, circle], score: cheapest}
failures:
  site_outages: {x: {sites: [a], start: 2025-07-07 01:00, duration: 1 h}}
  at_site_outage: resubmit
)");
  const Table jobs = run_file(file);
  CHECK(jobs.at("j").at("site") == "b");
  CHECK(jobs.at("j").at("nodes").empty());
  // An hour is lost; then all of its two hours at b.
  CHECK(jobs.at("j").at("end_s") == "10800");
}

TEST_CASE("jobs that only store take no nodes") {
  const eastwest::TemporaryFolder folder;
  const std::string file = folder.write("archive.yaml", R"(
name: archive
world:
  nodes: {a: {demand: 1}}
  sites: {a: {node_groups: {x: {count: 1, accelerators: 8}}}}
start: 2025-07-07 00:00
duration: until done
storage: {cold: {capacity: 100 TB}}
workload: {w: {kind: archive, home: demand, size: 1 TB, arrivals: {rate: 1 /h, jobs: 2}}}
dispatch: {filter: [fits], score: nearest}
)");
  const Table jobs = run_file(file);
  CHECK(jobs.at("w-1").at("state") == "done");
  CHECK(jobs.at("w-2").at("nodes").empty());
}
