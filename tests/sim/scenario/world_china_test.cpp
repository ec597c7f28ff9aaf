// The national data set: what the engine allocates from, added up and compared with the official
// totals.
#include <cmath>
#include <map>
#include <set>

#include "sim/world/accounts.hpp"
#include "sim/world/topology.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"

using namespace eastwest;

namespace {

const WorldCase& china() {
  static const WorldCase read =
      world_case("china", "2025-06-30", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  return read;
}

double eflops(const Site& site) {
  return static_cast<double>(site.accelerators) * site.accelerator_speed.value() / 1e18;
}

}  // namespace

TEST_CASE("the national world is read without a mistake or a warning") {
  INFO(china().messages);
  CHECK_FALSE(china().failed);
  CHECK(china().messages.empty());
  CHECK(china().world.as_of == "2025-06-30");
  CHECK(china().world.provinces.size() == 31);
}

TEST_CASE("the simulated pools add up to the official totals of mid-2025") {
  const World& world = china().world;
  double computing = 0;
  double one_each = 0;
  std::int64_t racks = 0;
  std::int64_t terabytes = 0;
  std::int64_t ports = 0;
  double pue_by_racks = 0;
  for (const Site& site : world.sites) {
    computing += eflops(site);
    one_each += site.accelerator_speed.value() / 1e18;
    racks += site.racks;
    terabytes += site.storage.value();
    pue_by_racks += site.pue.value() * static_cast<double>(site.racks);
    ports += site.uplink_ports;
  }
  for (const Trunk& trunk : world.trunks) ports += trunk.ports;
  CHECK(std::fabs(computing - 788) <= one_each);  // at most one accelerator off per site
  CHECK(racks == 10'850'000);
  CHECK(ports == 14'060);
  CHECK(terabytes == 1'680'000'000);
  CHECK(pue_by_racks / static_cast<double>(racks) == Approx(1.42).margin(0.00005));
}

TEST_CASE("Shanxi has 514,000 racks and 32 EFLOPS") {
  const World& world = china().world;
  double computing = 0;
  double one_each = 0;
  std::int64_t racks = 0;
  for (const Site& site : world.sites) {
    if (world.provinces[site.province.index()].id != "shanxi") continue;
    computing += eflops(site);
    one_each += site.accelerator_speed.value() / 1e18;
    racks += site.racks;
  }
  CHECK(racks == 514'000);
  CHECK(std::fabs(computing - 32) <= one_each);
}

TEST_CASE("accounts of the nation agree with the pools and stand beside the official totals") {
  const Accounts books = accounts(china().world);
  CHECK(books.national.eflops_fp16_intelligent == Approx(788).margin(0.02));
  CHECK(books.national.racks == 10'850'000);
  CHECK(books.national.storage_eb == 1680);
  CHECK(books.ports_400g == 14'060);
  CHECK(books.trunks >= 180);
  CHECK(books.official.eflops_fp16_intelligent == 788);
  CHECK(books.official.racks == 10'850'000);
  CHECK(books.official.ports_400g == 14'060);
  CHECK(books.official.storage_eb == 1680);
  CHECK(books.official.pue == 1.42);
  CHECK_FALSE(books.official.source.empty());
  double by_province = 0;
  for (const ProvinceAccount& province : books.by_province) {
    by_province += province.pools.eflops_fp16_intelligent;
    CHECK(province.pools.sites >= 1);
  }
  CHECK(books.by_province.size() == 31);
  CHECK(by_province == Approx(books.national.eflops_fp16_intelligent));
}

TEST_CASE("ten national clusters in eight hubs, and Datong") {
  std::set<std::string> hubs;
  std::map<SiteKind, int> count;
  std::set<std::string> provinces_with_a_pool;
  for (const Site& site : china().world.sites) {
    ++count[site.kind];
    if (site.kind == SiteKind::cluster) hubs.insert(site.hub);
    if (site.kind == SiteKind::city) CHECK(site.id == "datong");
    if (site.kind != SiteKind::provincial) continue;
    provinces_with_a_pool.insert(china().world.provinces[site.province.index()].id);
  }
  CHECK(count[SiteKind::cluster] == 10);
  CHECK(count[SiteKind::city] == 1);
  CHECK(hubs.size() == 8);
  CHECK(provinces_with_a_pool.size() == 31);
}

TEST_CASE("every city reaches every site, and demand sums to 1") {
  const World& world = china().world;
  const Topology topology(world);
  double demand = 0;
  for (std::size_t node = 0; node < world.nodes.size(); ++node) {
    demand += world.nodes[node].demand_weight;
    for (std::size_t site = 0; site < world.sites.size(); ++site) {
      CHECK(topology.node_to_site(NodeId(node), SiteId(site)).valid());
      CHECK(topology.site_to_node(SiteId(site), NodeId(node)).valid());
    }
  }
  CHECK(demand == Approx(1).margin(1e-9));
  // Every cable carries a route, because parallel cables share them.
  std::set<std::int32_t> used;
  for (const Route& route : topology.routes()) {
    for (const LinkId link : route.links) used.insert(topology.links()[link.index()].trunk.value);
  }
  used.erase(-1);  // uplinks
  CHECK(used.size() == world.trunks.size());
}

TEST_CASE("clusters are as far apart as measured in early 2024") {
  // CAICT, optical layer, one way, cluster city to cluster city: mean 9.7 ms, to which the detour
  // of 1.6 is fitted; maximum 17.1 ms, which is not fitted: the model's is 15.0 ms.
  const World& world = china().world;
  const Topology topology(world);
  double sum = 0;
  double longest = 0;
  int pairs = 0;
  for (const Site& a : world.sites) {
    for (const Site& b : world.sites) {
      if (a.kind != SiteKind::cluster || b.kind != SiteKind::cluster || a.id >= b.id) continue;
      const double milliseconds = to_seconds(topology.latency(a.node, b.node)) * 1e3;
      sum += milliseconds;
      longest = std::max(longest, milliseconds);
      ++pairs;
    }
  }
  REQUIRE(pairs == 45);
  CHECK(sum / pairs == Approx(9.7).margin(0.05));
  CHECK(longest > 14.5);
  CHECK(longest < 17.1);
}

TEST_CASE("a date beyond the national data is refused") {
  const WorldCase read =
      world_case("china", "2025-12-31", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  CHECK(read.failed);
  CHECK(read.says("as_of 2025-12-31 is beyond the data of world 'china', which end at 2025-06-30"));
}
