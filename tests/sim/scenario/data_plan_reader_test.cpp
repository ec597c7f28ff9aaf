// Pools of storage and data sets as scenarios write them; what is wrong with them stands in
// scenarios/broken.
#include "sim/scenario/data_plan_reader.hpp"

#include <string>

#include "sim/scenario/scenario_reader.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/fake_catalogue.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

DataPlan plan_of(const std::string& keys) {
  const TemporaryFolder folder;
  const std::string text =
      "name: test\nstart: 2025-07-07\nduration: 7 d\nworkload: {}\n"
      "world:\n  nodes: {a: {}, b: {}}\n"
      "  sites: {s: {node: a, accelerators: 8, storage: 40 TB}, t: {node: b, accelerators: 8}}\n"
      "  trunks: {u: {from: a, to: b, waves: 1, length: 10 km}}\n" +
      keys;
  const FakeCatalogue catalogue;
  return load_scenario(folder.write("s.yaml", text), {}, catalogue).scenario.data_plan;
}

}  // namespace

TEST_CASE("a scenario without storage and data sets has no plan", "[scenario]") {
  CHECK_FALSE(plan_of("").is_used());
}

TEST_CASE("pools of all sites are overridden by those of one", "[scenario]") {
  const DataPlan plan = plan_of(
      "storage:\n"
      "  hot: {share: 5 %, monthly_price: 100 CNY/TB, ingest: 400 Gb/s, streams: 4}\n"
      "  cold: {capacity: 2 PB}\n"
      "  sites: {t: {hot: {capacity: 3 TB, streams: 2}, cold: {monthly_price: 0.03 CNY/GB}}}\n");
  REQUIRE(plan.sites.size() == 2);
  // 5 % of 40 TB
  CHECK(plan.sites[0].hot.capacity == StoredBytes{2'000'000'000'000});
  CHECK(plan.sites[0].hot.is_share);
  CHECK(plan.sites[0].hot.monthly_price == Approx(0.1));
  CHECK(plan.sites[0].hot.stream_rate() == BitsPerSecond{100'000'000'000});
  CHECK(plan.sites[0].cold.capacity == StoredBytes{2'000'000'000'000'000});
  CHECK_FALSE(plan.sites[0].cold.is_share);
  CHECK(plan.sites[1].hot.capacity == StoredBytes{3'000'000'000'000});
  CHECK_FALSE(plan.sites[1].hot.is_share);
  CHECK(plan.sites[1].hot.stream_rate() == BitsPerSecond{200'000'000'000});
  CHECK(plan.sites[1].cold.capacity == plan.sites[0].cold.capacity);
  CHECK(plan.sites[1].cold.monthly_price == Approx(0.03));
  CHECK(plan.cache.name == "lru");
  CHECK(plan.replication.name == "on-demand");
}

TEST_CASE("a site's storage may be larger than 64 bits of bytes", "[scenario]") {
  const DataPlan plan = plan_of("storage: {cold: {capacity: 50 EB}}\n");
  CHECK(plan.sites[0].cold.capacity == StoredBytes{50} * 1'000'000'000'000'000'000);
}

TEST_CASE("copies stand at nodes and in pools, in the order of the world", "[scenario]") {
  const DataPlan plan = plan_of(
      "storage: {hot: {capacity: 10 TB}, cold: {capacity: 10 TB}}\n"
      "datasets:\n"
      "  corpus: {size: 4 TB, at: [b, a], hot: [t, s], pinned: true}\n"
      "  images: {size: 6 TB, cold: [s]}\n");
  REQUIRE(plan.sets.size() == 2);
  CHECK(plan.sets[0].name == "corpus");
  CHECK(plan.sets[0].size == Bytes{4'000'000'000'000});
  CHECK(plan.sets[0].places == std::vector<NodeId>{NodeId{0}, NodeId{1}});
  CHECK(plan.sets[0].hot == std::vector<SiteId>{SiteId{0}, SiteId{1}});
  CHECK(plan.sets[0].is_pinned);
  CHECK(plan.sets[1].cold == std::vector<SiteId>{SiteId{0}});
  CHECK(plan.find("images") == DataSetId{1});
  CHECK_FALSE(plan.find("image").valid());
}

}  // namespace eastwest
