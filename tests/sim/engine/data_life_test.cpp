// Named data sets through the settle loop: one transfer for all who wait, what stays, what goes.
#include "tests/catch.hpp"
#include "tests/sim/engine/data_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

// 1 TB over one 400 Gb/s wave takes 20 s; 100 km x 4.9 us/km = 0.49 ms one way.
constexpr double kLight = 0.00049;

}  // namespace

TEST_CASE("two jobs that need the same set at the same site share one transfer") {
  DataStage data({job_with("one", 0, {0}, 5), job_with("two", 15, {0}, 5)});
  data.add_set("a", 1);
  data.set_capacity(1, PoolKind::hot, 1);
  const Recorder& seen = data.run();
  CHECK(data.stores.sizes == std::vector<Bytes>{Bytes{kTerabyte}});
  CHECK(seen.starts.at("one") == Approx(20 + kLight).epsilon(1e-12));
  CHECK(seen.starts.at("two") == seen.starts.at("one"));
  CHECK(seen.ended.at("one").fetched == Bytes{kTerabyte});
  CHECK(seen.ended.at("two").fetched == Bytes{0});
  CHECK(data.stores.lines == std::vector<std::string>{"0 taken a in hot right",
                                                      "0 fetched a for one", "15 shared a for two",
                                                      "20.00049 kept a in hot right"});
}

TEST_CASE("what a site has is not moved, wherever it stands there") {
  DataStage data({job_with("one", 0, {0}), job_with("two", 0, {1})});
  data.add_set("a", 1);
  data.add_set("b", 1);
  data.plan.sets[0].hot = {SiteId{1}};
  data.plan.sets[1].cold = {SiteId{1}};
  data.set_capacity(1, PoolKind::hot, 1);
  data.set_capacity(1, PoolKind::cold, 1);
  const Recorder& seen = data.run();
  CHECK(data.stores.sizes.empty());
  CHECK(seen.starts.at("one") == 0);
  CHECK(seen.starts.at("two") == 0);
}

TEST_CASE("several sets and the input travel side by side, and the job waits for the last") {
  Job both = job_with("both", 0, {0, 1});
  both.input = Bytes{3 * kTerabyte};
  DataStage data({both});
  data.add_set("a", 1);
  data.add_set("b", 2);
  data.set_capacity(1, PoolKind::hot, 3);
  // Alone, whatever the others do: 3 TB in 60 s are the longest.
  CHECK(data.run().starts.at("both") == Approx(60 + kLight).epsilon(1e-12));
  CHECK(data.stores.sizes.size() == 3);
}

TEST_CASE("a set comes from the nearest copy, also from another site") {
  SECTION("a site in the same node is nearer than the owner's place") {
    // Right has no copy, and asks left, or the owner at a: both 100 km away, the owner comes first.
    DataStage data({job_with("one", 0, {0})});
    data.add_set("a", 1);
    data.plan.sets[0].places = {};
    data.plan.sets[0].hot = {SiteId{0}};
    data.set_capacity(0, PoolKind::hot, 1);
    data.set_capacity(1, PoolKind::hot, 1);
    CHECK(data.run().starts.at("one") == Approx(20 + kLight).epsilon(1e-12));
    // Out of left's uplink, over the trunk, into right's.
    const auto& routes = data.stage.topology.routes();
    const bool passes_uplink = std::any_of(routes.begin(), routes.end(), [](const Route& route) {
      return route.from.site == SiteId{0} && route.to.site == SiteId{1} && route.links.size() == 3;
    });
    CHECK(passes_uplink);
  }
  SECTION("the owner's place at the site's own node needs no trunk") {
    DataStage data({job_with("one", 0, {0})});
    data.add_set("a", 1);
    data.plan.sets[0].places = {NodeId{0}, NodeId{1}};
    // 1 TB over the uplink's ten ports of 400 Gb/s: 2 s, and no light in fibre.
    CHECK(data.run().starts.at("one") == Approx(2).epsilon(1e-12));
  }
}

TEST_CASE("eviction follows the policy, and spares what is in use, pinned, or the only copy") {
  // The pool holds two. a and b come; a is asked for again; c takes b's place.
  std::vector<Job> jobs = {job_with("1", 0, {0}), job_with("2", 100, {1}), job_with("3", 200, {0}),
                           job_with("4", 300, {2})};
  SECTION("the one that was asked for longest ago goes") {
    DataStage data(jobs);
    for (const char* name : {"a", "b", "c"}) data.add_set(name, 1);
    data.set_capacity(1, PoolKind::hot, 2);
    data.run();
    CHECK(data.stores.lines[6] == "200 there a for 3");
    CHECK(data.stores.lines[7] == "300 evicted b in hot right");
  }
  SECTION("a running job's set stays, and so does one that a queued job waits with") {
    jobs[1] = job_with("2", 100, {1}, 1000);
    jobs[1].accelerators = 8;
    jobs[2].accelerators = 8;  // waits for 2, holding a
    DataStage data(jobs);
    for (const char* name : {"a", "b", "c"}) data.add_set(name, 1);
    data.set_capacity(1, PoolKind::hot, 2);
    data.run();
    CHECK(data.stores.lines.back() == "300 streamed c for 4");
  }
  SECTION("pinned copies stay") {
    DataStage data({job_with("1", 0, {0}), job_with("2", 100, {2})});
    for (const char* name : {"a", "b", "c"}) data.add_set(name, 1);
    data.plan.sets[1].hot = {SiteId{1}};
    data.plan.sets[1].is_pinned = true;
    data.set_capacity(1, PoolKind::hot, 2);
    data.run();
    CHECK(data.stores.lines[4] == "100 evicted a in hot right");
  }
  SECTION("the only copy stays") {
    DataStage data({job_with("1", 0, {1})});
    data.add_set("a", 1);
    data.add_set("b", 1);
    data.plan.sets[0].places = {};
    data.plan.sets[0].hot = {SiteId{1}};
    data.set_capacity(1, PoolKind::hot, 1);
    data.run();
    CHECK(data.stores.lines.back() == "0 streamed b for 1");
  }
  SECTION("nothing goes for a set that does not fit anyway") {
    DataStage data({job_with("1", 0, {0}), job_with("2", 100, {1})});
    data.add_set("a", 1);
    data.add_set("b", 3);
    data.set_capacity(1, PoolKind::hot, 2);
    data.run();
    CHECK(data.stores.lines.back() == "100 streamed b for 2");
  }
}

TEST_CASE("a pool takes in so many at a time, at its own rate") {
  // 100 Gb/s in two streams of 50: 1 TB takes 160 s; the third waits for a stream.
  DataStage data({job_with("1", 0, {0}), job_with("2", 0, {1}), job_with("3", 0, {2})});
  for (const char* name : {"a", "b", "c"}) data.add_set(name, 1);
  data.set_capacity(1, PoolKind::hot, 3);
  data.pool(1, PoolKind::hot).ingest = BitsPerSecond{100'000'000'000};
  data.pool(1, PoolKind::hot).streams = 2;
  const Recorder& seen = data.run();
  CHECK(seen.starts.at("1") == Approx(160 + kLight).epsilon(1e-12));
  CHECK(seen.starts.at("2") == Approx(160 + kLight).epsilon(1e-12));
  CHECK(seen.starts.at("3") == Approx(320 + 2 * kLight).epsilon(1e-12));
}

TEST_CASE("a job that stores is done when its bytes are there") {
  // 10 TB at the pool's 200 Gb/s: 400 s. The other 10 TB find no room until the first are dropped.
  DataStage data({job_that_stores("first", 0, 10, {}, span(1000)), job("runs", 0, 8, 50),
                  job_that_stores("next", 100, 10)});
  data.set_capacity(1, PoolKind::cold, 15);
  data.pool(1, PoolKind::cold).ingest = BitsPerSecond{200'000'000'000};
  const Recorder& seen = data.run();
  CHECK(seen.finishes.at("first") == Approx(400 + kLight).epsilon(1e-12));
  CHECK(seen.finishes.at("runs") == 50);
  // It is refused, and comes back when the picture changes: at 1400.00049 + 400.00049 s.
  CHECK(seen.finishes.at("next") == Approx(1800 + 2 * kLight).epsilon(1e-12));
  CHECK(data.stage.simulation->stored_bytes(SiteId{1}, PoolKind::cold) ==
        StoredBytes{10} * kTerabyte);
}

TEST_CASE("a named set is archived from its nearest copy, once") {
  DataStage data({job_that_stores("one", 0, 0, {0}), job_that_stores("again", 500, 0, {0}),
                  job_with("reads", 600, {0})});
  data.add_set("a", 5);
  data.set_capacity(1, PoolKind::cold, 10);
  const Recorder& seen = data.run();
  CHECK(seen.finishes.at("one") == Approx(100 + kLight).epsilon(1e-12));
  CHECK(seen.finishes.at("again") == 500);
  CHECK(seen.starts.at("reads") == 600);
  CHECK(data.stores.lines[3] == "500 withdrawn a in cold right");
  CHECK(data.stage.simulation->stored_bytes(SiteId{1}, PoolKind::cold) ==
        StoredBytes{5} * kTerabyte);
}

TEST_CASE("copies that a policy asks for are checked and made") {
  DataStage data({job_with("reads", 250, {0}), job("later", 1000, 1, 1)});
  data.add_set("a", 1);
  data.add_set("b", 9);
  data.set_capacity(1, PoolKind::hot, 5);
  data.replication = std::make_unique<RuleReplication>(
      span(100), [](const ReplicationView& view, std::vector<CopyOrder>& orders) {
        if (view.now() > at(350)) return;
        orders.push_back({.set = DataSetId{0}, .site = SiteId{1}});
        orders.push_back({.set = DataSetId{1}, .site = SiteId{1}});
        const std::size_t asked = view.now() == at(300) ? 1 : 0;
        CHECK(view.requests().size() == asked);
      });
  const Recorder& seen = data.run();
  CHECK(seen.starts.at("reads") == 250);
  const std::vector<std::string>& lines = data.stores.lines;
  CHECK(std::vector<std::string>(lines.begin(), lines.begin() + 6) ==
        std::vector<std::string>{"100 taken a in hot right", "100 copy a begun",
                                 "100 copy b no_room", "120.00049 kept a in hot right",
                                 "200 copy a there", "200 copy b no_room"});
}

TEST_CASE("a set that cannot reach a site is no reason to wait there") {
  World world = two_sites(8, 8);
  world.trunks.clear();
  Stage stage(world,
              [](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
                REQUIRE(view.data() != nullptr);
                CHECK(view.data()->can_reach(DataSetId{0}, SiteId{0}));
                CHECK_FALSE(view.data()->can_reach(DataSetId{0}, SiteId{1}));
                CHECK_FALSE(can_ever_hold(*view.data(), *waiting.data, waiting.input, SiteId{1}));
                out.reject(waiting.slot);
              },
              {job_with("j", 0, {0})});
  DataPlan plan;
  plan.sites.resize(2);
  plan.sets.push_back({.name = "a", .size = Bytes{1}, .places = {NodeId{0}}});
  stage.parts->data.plan = &plan;
  CHECK(stage.run().lines.back() == "0 rejected j");
}
