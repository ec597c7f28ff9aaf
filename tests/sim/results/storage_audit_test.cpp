// Random cases under the second book of storage, and what it says of thefts; a cache against a
// replica.
#include "sim/results/storage_audit.hpp"

#include <algorithm>
#include <list>
#include <random>

#include "sim/base/check.hpp"
#include "sim/results/data_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/data_stage.hpp"

namespace eastwest::results_test {

using namespace engine_test;

namespace {

std::int64_t between(std::mt19937_64& draws, std::int64_t least, std::int64_t most) {
  return least + static_cast<std::int64_t>(draws() % static_cast<std::uint64_t>(most - least + 1));
}

/// Jobs that read one to three of eight sets, and every fifth one that stores.
std::vector<Job> random_jobs(std::mt19937_64& draws, int count) {
  std::vector<Job> jobs;
  double date = 0;
  for (int i = 0; i < count; ++i) {
    date += static_cast<double>(between(draws, 0, 60));
    const std::string id = fmt::format("j{}", i);
    if (i % 5 == 4) {
      const bool is_named = between(draws, 0, 1) == 0;
      std::vector<int> sets;
      if (is_named) sets.push_back(static_cast<int>(between(draws, 0, 7)));
      const Duration retention = between(draws, 0, 1) == 0
                                     ? Duration::max()
                                     : span(static_cast<double>(between(draws, 10, 500)));
      jobs.push_back(
          job_that_stores(id, date, is_named ? 0 : between(draws, 1, 4), sets, retention));
    } else {
      std::vector<int> sets;
      for (int k = 0; k < 3; ++k) {
        const auto set = static_cast<int>(between(draws, 0, 7));
        if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(set);
      }
      std::sort(sets.begin(), sets.end());
      jobs.push_back(job_with(id, date, sets, static_cast<double>(between(draws, 1, 200))));
    }
    jobs.back().home = NodeId{static_cast<int>(between(draws, 0, 1))};
  }
  return jobs;
}

CachePolicy random_cache(std::mt19937_64& draws) {
  const std::int64_t kind = between(draws, 0, 2);
  if (kind == 0) return {};
  if (kind == 1) return oldest_goes();
  return [](std::span<const CachedSet> candidates) {
    return least(candidates, [](const CachedSet& copy) { return -copy.size.value(); });
  };
}

void fill(DataStage& data, std::mt19937_64& draws) {
  for (int i = 0; i < 8; ++i) data.add_set(fmt::format("s{}", i), between(draws, 1, 5));
  for (DataSet& set : data.plan.sets) {
    if (between(draws, 0, 1) == 0) set.places = {NodeId{1}};
  }
  // One set stands at a site only; another, too.
  data.plan.sets[7].places = {};
  data.plan.sets[7].hot = {SiteId{0}};
  data.plan.sets[6].cold = {SiteId{1}};
  for (const int site : {0, 1}) {
    data.set_capacity(site, PoolKind::hot, between(draws, 6, 14));
    data.set_capacity(site, PoolKind::cold, between(draws, 6, 20));
    if (between(draws, 0, 1) == 0) {
      data.pool(site, PoolKind::hot).ingest = BitsPerSecond{100'000'000'000};
      data.pool(site, PoolKind::hot).streams = between(draws, 1, 3);
    }
  }
  data.replication = std::make_unique<RuleReplication>(
      span(97), [](const ReplicationView& view, std::vector<CopyOrder>& orders) {
        for (const SetRequests& asked : view.requests()) {
          orders.push_back({.set = asked.set, .site = SiteId{1 - asked.site.value}});
        }
      });
}

DispatchRule to_either_site() {
  return [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
    out.place_in_queue(waiting.slot, SiteId{static_cast<int>(waiting.serial / 2 % 2)});
  };
}

}  // namespace

TEST_CASE("no byte is lost, doubled or squeezed in, in random cases", "[results]") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    std::mt19937_64 draws(seed);
    DataStage data(random_jobs(draws, 40));
    data.stage.parts->dispatchers[0] = std::make_unique<RuleDispatch>(to_either_site());
    fill(data, draws);
    data.cache = random_cache(draws);
    StorageAudit audit(data.stage.world, data.plan);
    DataLedger ledger(data.stage.world, data.plan);
    audit.compare_with([&](SiteId site, PoolKind kind) {
      return data.stage.simulation->stored_bytes(site, kind);
    });
    REQUIRE_NOTHROW(data.run({&audit, &ledger}));
    StoredBytes initial = 0;
    for (const DataSet& set : data.plan.sets) {
      initial += StoredBytes{set.size.value()} *
                 static_cast<StoredBytes>(set.hot.size() + set.cold.size());
    }
    StoredBytes balance = initial;
    StoredBytes held = 0;
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
      const DataLedger::Pool sum = ledger.total(kind);
      balance += sum.ingested - sum.evicted - sum.dropped;
      for (const int site : {0, 1}) held += data.stage.simulation->stored_bytes(SiteId{site}, kind);
    }
    CHECK(balance == held);
    const DataLedger::Requests& asked = ledger.requests();
    CHECK(asked.all == asked.there + asked.shared + asked.fetched + asked.streamed);
    CHECK(asked.all > 0);
  }
}

TEST_CASE("a stolen byte, a copy from nowhere and a used copy that goes are found", "[results]") {
  const auto run_with = [](std::function<void(StorageAudit&, DataStage&)> prepare) {
    DataStage data({job_with("reads", 0, {0}, 10)});
    data.add_set("a", 1);
    data.set_capacity(1, PoolKind::hot, 2);
    StorageAudit audit(data.stage.world, data.plan);
    prepare(audit, data);
    data.run({&audit});
  };
  CHECK_NOTHROW(run_with([](StorageAudit&, DataStage&) {}));
  CHECK_THROWS_AS(run_with([](StorageAudit& audit, DataStage& data) {
                    audit.compare_with([&data](SiteId site, PoolKind kind) {
                      return data.stage.simulation->stored_bytes(site, kind) - 1;
                    });
                  }),
                  Defect);

  DataPlan plan;
  plan.sites.resize(2);
  plan.sites[0].hot.capacity = 10;
  plan.sets.push_back({.name = "a", .size = Bytes{6}, .places = {NodeId{0}}});
  const World world = two_sites(8, 8);
  const StoreEvent taken{
      .kind = StoreEvent::Kind::taken, .site = SiteId{0}, .set = DataSetId{0}, .size = Bytes{6}};
  StorageAudit full(world, plan);
  full.on_stored(kStart, taken);
  CHECK_THROWS_AS(full.on_stored(kStart, taken), Defect);  // 12 B of 10
  StorageAudit early(world, plan);
  early.on_stored(kStart, taken);
  early.on_transfer_started(kStart, {.slot = TransferSlot{0}, .size = Bytes{5}});
  early.on_transfer_ended(at(1), {.slot = TransferSlot{0}, .size = Bytes{5}});
  StoreEvent kept = taken;
  kept.kind = StoreEvent::Kind::kept;
  kept.transfer = TransferSlot{0};
  CHECK_THROWS_AS(early.on_stored(at(1), kept), Defect);  // 5 B came, 6 B are kept
  StorageAudit used(world, plan);
  StoreEvent stands = taken;
  stands.kind = StoreEvent::Kind::stands;
  used.on_stored(kStart, stands);
  LiveJob live;
  live.site = SiteId{0};
  used.on_data_used(kStart, live, {.set = DataSetId{0}, .size = Bytes{6}});
  StoreEvent evicted = taken;
  evicted.kind = StoreEvent::Kind::evicted;
  CHECK_THROWS_AS(used.on_stored(kStart, evicted), Defect);
}

TEST_CASE("lru hits what an independent replica of it hits", "[results]") {
  /// A list of sets, the one asked for last in front.
  struct Replica {
    std::list<std::pair<int, std::int64_t>> sets = {};
    std::int64_t capacity = 0;
    std::int64_t hits = 0;
    std::int64_t evictions = 0;
    void ask(int set, std::int64_t size) {
      const auto found = std::find_if(sets.begin(), sets.end(),
                                      [set](const auto& each) { return each.first == set; });
      if (found != sets.end()) {
        ++hits;
        sets.splice(sets.begin(), sets, found);
        return;
      }
      if (size > capacity) return;
      std::int64_t held = size;
      for (const auto& each : sets) held += each.second;
      for (; held > capacity; ++evictions) {
        held -= sets.back().second;
        sets.pop_back();
      }
      sets.emplace_front(set, size);
    }
  };
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    std::mt19937_64 draws(seed);
    const std::int64_t capacity = between(draws, 5, 20);
    std::vector<std::int64_t> sizes;
    for (int i = 0; i < 12; ++i) sizes.push_back(between(draws, 1, 6));
    std::vector<Job> jobs;
    Replica replica{.capacity = capacity};
    // One after the other: 6 TB take 120 s.
    for (int i = 0; i < 300; ++i) {
      // Some are asked for more often than others.
      const auto set = static_cast<int>(std::min(between(draws, 0, 11), between(draws, 0, 11)));
      jobs.push_back(job_with(fmt::format("j{}", i), 200.0 * i, {set}));
      replica.ask(set, sizes[static_cast<std::size_t>(set)]);
    }
    DataStage data(jobs);
    for (int i = 0; i < 12; ++i)
      data.add_set(fmt::format("s{}", i), sizes[static_cast<std::size_t>(i)]);
    data.set_capacity(1, PoolKind::hot, capacity);
    DataLedger ledger(data.stage.world, data.plan);
    data.run({&ledger});
    CHECK(ledger.requests().there == replica.hits);
    CHECK(ledger.total(PoolKind::hot).evictions == replica.evictions);
    CHECK(ledger.requests().hit_ratio() == static_cast<double>(replica.hits) / 300);
  }
}

TEST_CASE("what a pool costs is what it held, over time", "[results]") {
  // 10 TB at 400 Gb/s: 200 s. Room is taken at 0; they are dropped at 200.00049 + 800 s, and the
  // other job ends at 2000 s.
  DataStage data({job_that_stores("store", 0, 10, {}, span(800)), job("last", 0, 1, 2000)});
  data.set_capacity(1, PoolKind::cold, 40);
  data.pool(1, PoolKind::cold).monthly_price = 0.03;
  DataLedger ledger(data.stage.world, data.plan);
  data.run({&ledger});
  const double held = 1000.00049;
  CHECK(ledger.cost(SiteId{1}, PoolKind::cold) ==
        Approx(10'000 * held / (30 * 86400.0) * 0.03).epsilon(1e-12));
  CHECK(ledger.occupied_mean(SiteId{1}, PoolKind::cold) ==
        Approx(1e13 * held / 2000).epsilon(1e-12));
  CHECK(ledger.pool(SiteId{1}, PoolKind::cold).dropped == StoredBytes{10} * kTerabyte);
}

}  // namespace eastwest::results_test
