// The national data set: what the engine allocates from, added up and compared with the official
// totals.
#include <cmath>
#include <map>
#include <set>

#include "sim/world/accounts.hpp"
#include "sim/world/latency_circle.hpp"
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

WorldCase china_at(const std::string& as_of,
                   VintageChoice::Projection projection = VintageChoice::Projection::none) {
  return world_case("china", as_of, EASTWEST_SOURCE_DIR "/scenarios/test.yaml", projection);
}

const PublishedFigure* published(const World& world, const std::string& key) {
  for (const PublishedFigure& each : world.published) {
    if (each.key == key && each.province.empty()) return &each;
  }
  return nullptr;
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
  // Every city with demand has an edge pool, and nothing else has.
  int cities_with_demand = 0;
  for (const Node& node : china().world.nodes) cities_with_demand += node.demand_weight > 0 ? 1 : 0;
  CHECK(count[SiteKind::edge] == cities_with_demand);
}

TEST_CASE("edge pools hold 5 % of the nation, whose totals they leave alone") {
  const Accounts books = accounts(china().world);
  REQUIRE(books.by_tier.size() == 3);
  const PoolSums& edge = books.by_tier[2].pools;
  // 5 % of each of 31 provinces, rounded to whole racks and accelerators.
  CHECK(std::fabs(static_cast<double>(edge.racks) - 542'500) <= 16);
  CHECK(edge.eflops_fp16_intelligent == Approx(39.4).margin(0.01));
  const WorldCase without = world_case("{base: china, edge_share: 0 %}", "2025-06-30",
                                       EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  const Accounts whole = accounts(without.world);
  CHECK(whole.national.accelerators == books.national.accelerators);
  CHECK(whole.national.sites == 42);
  for (std::size_t i = 0; i < books.by_province.size(); ++i) {
    CHECK(whole.by_province[i].pools.racks == books.by_province[i].pools.racks);
    CHECK(whole.by_province[i].pools.accelerators == books.by_province[i].pools.accelerators);
    CHECK(whole.by_province[i].pools.storage_eb == books.by_province[i].pools.storage_eb);
  }
}

TEST_CASE("accelerators at full load take about 7 % of the racks' power") {
  const Accounts books = accounts(china().world);
  const PoolSums& national = books.national;
  CHECK(national.rack_kilowatts == 27'125'000);  // 10.85 million x 2.5 kW
  CHECK(national.ai_it_kilowatts / national.rack_kilowatts == Approx(0.07).margin(0.003));
  CHECK(national.base_it_kilowatts > 0);
  CHECK(national.base_it_kilowatts + national.ai_it_kilowatts < national.rack_kilowatts);
}

TEST_CASE("in 2024 the racks draw the electricity that is reported") {
  // 166 TWh (recalled) over 8784 h, for AI at 30 % (the mean utilisation reported) and the rest.
  const PoolSums national = accounts(china_at("2024-12-31").world).national;
  const double terawatt_hours =
      (0.3 * national.ai_it_kilowatts + national.base_it_kilowatts) * national.pue * 8784 / 1e9;
  CHECK(terawatt_hours == Approx(166).epsilon(0.03));
}

TEST_CASE("vintages have their own totals, cables and ports") {
  struct Vintage {
    const char* date;
    std::int64_t racks;
    double eflops;
    double storage_eb;
    double pue;
    std::int64_t trunks;
  };
  const Vintage vintages[] = {{"2023-06-30", 7'600'000, 291.6, 1080, 1.5, 130},
                              {"2023-12-31", 8'100'000, 416.6, 1200, 1.48, 180},
                              {"2024-12-31", 9'000'000, 725.3, 1580, 1.46, 180},
                              {"2025-06-30", 10'850'000, 788, 1680, 1.42, 186}};
  for (const Vintage& vintage : vintages) {
    const WorldCase read = china_at(vintage.date);
    INFO(vintage.date << read.messages);
    REQUIRE_FALSE(read.failed);
    const Accounts books = accounts(read.world);
    CHECK(books.national.racks == vintage.racks);
    CHECK(books.official.racks == static_cast<double>(vintage.racks));
    CHECK(books.national.eflops_fp16_intelligent == Approx(vintage.eflops).margin(0.01));
    CHECK(books.national.storage_eb == vintage.storage_eb);
    CHECK(books.national.pue == Approx(vintage.pue).margin(0.0001));
    CHECK(books.trunks == vintage.trunks);
    // 14,060 by the number of cables, to the nearest port.
    CHECK(std::fabs(static_cast<double>(books.ports_400g) -
                    14'060.0 * static_cast<double>(vintage.trunks) / 186) <= 0.5);
    CHECK(books.by_province.size() == 31);
  }
}

TEST_CASE("figures of other scope or precision stand apart and convert as declared") {
  const World world = china_at("2023-06-30").world;
  REQUIRE(published(world, "eflops_fp32_total") != nullptr);
  CHECK(published(world, "eflops_fp32_total")->value == 197);
  CHECK(published(world, "eflops_fp32_total")->scope == "total");
  CHECK(published(world, "eflops_fp32_total")->precision == "FP32");
  CHECK(world.official.eflops_fp16_intelligent == 0);  // none was published
  for (const char* date : {"2023-06-30", "2023-12-31", "2024-12-31"}) {
    const World then = china_at(date).world;
    const PublishedFigure* intelligent = published(then, "eflops_fp32_intelligent");
    REQUIRE(intelligent != nullptr);
    REQUIRE(then.fp16_per_fp32 > 0);
    INFO(date);
    CHECK(accounts(then).national.eflops_fp16_intelligent / then.fp16_per_fp32 ==
          Approx(intelligent->value).epsilon(0.001));
  }
  CHECK(published(china_at("2023-12-31").world, "interconnection_tbps")->value == 40);
}

TEST_CASE("the target of 2025 is no observation") {
  const WorldCase read = china_at("2025-12-31", VintageChoice::Projection::linear);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.official.storage_eb == 0);
  REQUIRE(published(read.world, "storage_eb") != nullptr);
  CHECK(published(read.world, "storage_eb")->kind == "target");
  // 10.43 to 10.85 million in the 91 days to 2025-06-30, 184 days on.
  CHECK(accounts(read.world).national.racks == std::llround(10'850'000 + 420'000 * 184.0 / 91));
}

TEST_CASE("listed points: twenty direct ones, ten platforms, five centres of seven") {
  std::map<Point::Kind, int> count;
  for (const Point& point : china().world.points) {
    ++count[point.kind];
    CHECK(point.province.valid());
    if (point.kind == Point::Kind::direct) CHECK(point.node.valid());
  }
  CHECK(count[Point::Kind::direct] == 20);
  CHECK(count[Point::Kind::platform] == 10);
  CHECK(count[Point::Kind::supercomputing] == 5);
  CHECK(count[Point::Kind::exchange] == 4);
}

TEST_CASE("every province has electricity figures for every hour of the year") {
  for (const Province& province : china().world.provinces) {
    INFO(province.id);
    CHECK(province.carbon_kg_per_kwh > 0);
    CHECK(province.renewable_share > 0);
    CHECK(!province.tariffs.empty());
  }
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
  const ClusterLatencies all = cluster_latencies(world, topology, ClusterPairs::all);
  CHECK(all.pairs == 45);
  CHECK(all.mean_ms == Approx(9.7).margin(0.05));
  CHECK(std::fabs(all.max_ms / 17.1 - 1) < 0.15);
  CHECK(all.max_ms < 17.1);
  // Hub to hub leaves out the two pairs inside a hub: 10.03 ms, within 5 % too.
  const ClusterLatencies hubs = cluster_latencies(world, topology, ClusterPairs::of_different_hubs);
  CHECK(hubs.pairs == 43);
  CHECK(std::fabs(hubs.mean_ms / 9.7 - 1) < 0.05);
  CHECK(hubs.with_ratio == 43);
  CHECK(hubs.at_target == 0);  // of 1.5 x theory: the policy target is not met today
}

TEST_CASE("as many cities lie in the circles as published") {
  // CAICT, mean over hubs: about 10 cities within 5 ms, 77 within 20 ms. Neither is fitted.
  const World& world = china().world;
  const Topology topology(world);
  const auto mean_cities = [&](std::chrono::milliseconds limit) {
    double cities = 0;
    double clusters = 0;
    for (const Site& site : world.sites) {
      if (site.kind != SiteKind::cluster) continue;
      cities +=
          static_cast<double>(latency_circle(world, topology, site.node, limit).nodes.size() - 1);
      ++clusters;
    }
    return cities / clusters;
  };
  CHECK(std::fabs(mean_cities(std::chrono::milliseconds{5}) - 10) < 2);
  CHECK(std::fabs(mean_cities(std::chrono::milliseconds{20}) - 77) < 4);
}

TEST_CASE("the policy target is one setting of the world") {
  const WorldCase read = world_case("{base: china, latency: {target: 1.5}}", "2025-06-30",
                                    EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.messages.empty());
  const Topology topology(read.world);
  const ClusterLatencies hubs =
      cluster_latencies(read.world, topology, ClusterPairs::of_different_hubs);
  CHECK(hubs.at_target == 43);
  CHECK(hubs.ratio_max == Approx(1.5).margin(0.001));
}

TEST_CASE("a date beyond the national data is refused") {
  const WorldCase read = china_at("2025-12-31");
  CHECK(read.failed);
  CHECK(read.says("as_of 2025-12-31 is beyond the data of world 'china', which end at 2025-06-30"));
}

TEST_CASE("local claims believe only those of intelligent computing in FP16") {
  const WorldCase read = world_case("{base: china, allocation: local_claims}", "2025-06-30",
                                    EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  REQUIRE_FALSE(read.failed);
  CHECK(
      read.says("leaves out what is claimed for guian (scope total, precision not stated), "
                "qingyang (scope not stated, precision not stated), zhongwei (scope not stated"));
  // Zhangjiakou 255 for 113.6, Wuhu 26 for 21.6, Horinger 116 for 92.8.
  CHECK(accounts(read.world).national.eflops_fp16_intelligent ==
        Approx(788 + 141.4 + 4.4 + 23.2).margin(0.02));
  for (const Site& site : read.world.sites) {
    if (site.id == "guian") CHECK(eflops(site) == Approx(40).margin(0.001));
    if (site.id == "horinger") CHECK(eflops(site) == Approx(116).margin(0.001));
  }
  CHECK(accounts(read.world).ports_400g == 14'060);
}

TEST_CASE("cables that are planned and built are no observation") {
  for (const char* date : {"2023-12-31", "2025-06-30"}) {
    const World world = china_at(date).world;
    CHECK(world.official.trunks == 0);
    REQUIRE(published(world, "trunks_planned_and_built") != nullptr);
    CHECK(published(world, "trunks_planned_and_built")->kind == "target");
  }
  CHECK(china_at("2023-06-30").world.official.trunks == 130);
}
