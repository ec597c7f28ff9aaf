// Outages on a triangle of one wave a trunk: what is in flight goes another way, waits or begins
// again; every date by hand.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.hpp"
#include "tests/sim/engine/cuttable_network.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {
namespace {

/// Writes down what becomes of transfers: "1 broken 50 GB left", "2 resumed 50 GB over 2 trunks".
class TransferRecorder final : public Observer {
 public:
  explicit TransferRecorder(const Topology& topology) : topology_(topology) {}
  void on_transfer_broken(Date date, const TransferEvent&, Bytes remaining,
                          std::size_t outage) override {
    lines.push_back(
        fmt::format("{} broken by {}, {} GB left", to_seconds(date), outage, gigabytes(remaining)));
  }
  void on_transfer_resumed(Date date, const TransferEvent& event) override {
    lines.push_back(fmt::format("{} resumed, {} GB over {} links", to_seconds(date),
                                gigabytes(event.size), topology_.route(event.route).links.size()));
  }
  void on_transfer_detoured(Date date, const TransferEvent& event, std::size_t outage) override {
    lines.push_back(fmt::format("{} round {} over {} links", to_seconds(date), outage,
                                topology_.route(event.route).links.size()));
  }
  void on_horizon(Date date) override { end = date; }

  std::vector<std::string> lines;
  Date end;

 private:
  static std::int64_t gigabytes(Bytes size) { return size.value() / 1'000'000'000; }
  const Topology& topology_;
};

/// Trunks 0 a-b, 1 a-c, 2 c-b, each 100 km and one wave; site left at a.
World triangle() {
  World world = two_sites(8, 4);
  Node c = world.nodes[0];
  c.id = "c";
  world.nodes.push_back(c);
  Trunk trunk = world.trunks[0];
  trunk.id = "a-c";
  trunk.b = NodeId{2};
  world.trunks.push_back(trunk);
  trunk.id = "c-b";
  trunk.a = NodeId{2};
  trunk.b = NodeId{1};
  world.trunks.push_back(trunk);
  return world;
}

/// A job of home b that brings 100 GB to the site at a: 2 s over one wave.
Job hundred_gigabytes(double submit) {
  Job made = job("far", submit, 1, 1000, 1);
  made.input = Bytes{100'000'000'000};
  return made;
}

struct OutageStage {
  OutageStage(World world, std::vector<Outage> outages, std::vector<Job> jobs)
      : stage(std::move(world), into_queue_of(0), std::move(jobs)), recorder(stage.topology) {
    calendar.outages = std::move(outages);
    calendar.protection_delay = std::chrono::milliseconds{50};
  }
  void run() {
    stage.parts->calendar = calendar;
    stage.parts->network = std::make_unique<CuttableNetwork>(&said);
    stage.parts->observers.push_back(&recorder);
    stage.run();
  }
  /// When the job's data are at the site.
  [[nodiscard]] double start() const { return stage.recorder.starts.at("far"); }

  Stage stage;
  NetworkCalendar calendar;
  std::vector<std::string> said;
  TransferRecorder recorder;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the rest of a transfer that is cut goes another way after the restoration delay") {
  OutageStage stage(triangle(), {cut({0}, 1, 11)}, {hundred_gigabytes(0)});
  stage.run();
  // 1 s x 400 Gb/s = 50 GB. From 2 s on the other 50 GB take 1 s over b-c-a, 200 km = 0.98 ms.
  CHECK(stage.recorder.lines ==
        Lines{"1 broken by 0, 50 GB left", "2 resumed, 50 GB over 3 links"});
  CHECK(stage.start() == 3.00098);
}

TEST_CASE("a transfer that waits goes on where it was") {
  OutageStage stage(triangle(), {cut({0}, 1, 11)}, {hundred_gigabytes(0)});
  stage.calendar.in_flight = InFlight::wait;
  stage.run();
  CHECK(stage.recorder.lines ==
        Lines{"1 broken by 0, 50 GB left", "11 resumed, 50 GB over 2 links"});
  CHECK(stage.start() == 12.00049);
}

TEST_CASE("a transfer that fails begins again from its first byte") {
  OutageStage stage(triangle(), {cut({0}, 1, 11)}, {hundred_gigabytes(0)});
  stage.calendar.in_flight = InFlight::fail;
  stage.run();
  CHECK(stage.recorder.lines ==
        Lines{"1 broken by 0, 50 GB left", "2 resumed, 100 GB over 3 links"});
  CHECK(stage.start() == 4.00098);
}

TEST_CASE("without another way everybody waits for the repair") {
  World alone = two_sites(8, 4);
  OutageStage stage(alone, {cut({0}, 1, 11)}, {hundred_gigabytes(0)});
  SECTION("what was in flight goes on at once") {
    stage.run();
    CHECK(stage.recorder.lines ==
          Lines{"1 broken by 0, 50 GB left", "11 resumed, 50 GB over 2 links"});
    CHECK(stage.start() == 12.00049);
  }
  SECTION("what failed begins again then") {
    stage.calendar.in_flight = InFlight::fail;
    stage.run();
    CHECK(stage.start() == 13.00049);
  }
}

TEST_CASE("a transfer that begins during a cut avoids it, or waits") {
  OutageStage round(triangle(), {cut({0}, 1, 11)}, {hundred_gigabytes(5)});
  round.calendar.in_flight = InFlight::wait;  // speaks of transfers in flight only
  round.run();
  CHECK(round.recorder.lines == Lines{"5 round 0 over 3 links"});
  CHECK(round.start() == 7.00098);

  OutageStage stuck(two_sites(8, 4), {cut({0}, 1, 11)}, {hundred_gigabytes(5)});
  stuck.run();
  CHECK(stuck.recorder.lines ==
        Lines{"5 broken by 0, 100 GB left", "11 resumed, 100 GB over 2 links"});
  CHECK(stuck.start() == 13.00049);
}

TEST_CASE("a parallel cable takes over after the protection delay") {
  World world = two_sites(8, 4);
  Trunk second = world.trunks[0];
  second.id = "a-b again";
  world.trunks.push_back(second);
  // Which of the two cables the route has, it goes on over the other.
  const LinkId used =
      Topology(world).route(Topology(world).node_to_site(NodeId{1}, SiteId{0})).links[0];
  OutageStage stage(world, {cut({span_of(used).value}, 1, 11)}, {hundred_gigabytes(0)});
  stage.run();
  CHECK(stage.recorder.lines ==
        Lines{"1 broken by 0, 50 GB left", "1.05 resumed, 50 GB over 2 links"});
  CHECK(stage.start() == 2.05049);
}

TEST_CASE("a way that is cut while it is set up is no way") {
  // At 2 s c-b is down too; from 20 s on there is a way over it.
  OutageStage stage(triangle(), {cut({0}, 1, 100), cut({2}, 1.5, 20)}, {hundred_gigabytes(0)});
  stage.run();
  CHECK(stage.recorder.lines ==
        Lines{"1 broken by 0, 50 GB left", "20 resumed, 50 GB over 3 links"});
  CHECK(stage.start() == 21.00098);
}

TEST_CASE("at one date failures come before repairs") {
  // The first cut ends as the second begins: the trunk stays down.
  OutageStage stage(two_sites(8, 4), {cut({0}, 1, 5), cut({0}, 5, 7)}, {hundred_gigabytes(0)});
  stage.run();
  CHECK(stage.start() == 8.00049);
  CHECK(stage.said == Lines{"1 a-b a>b down", "1 a-b b>a down", "7 a-b a>b up",
                            "7 a-b a>b 400 Gb/s", "7 a-b b>a up", "7 a-b b>a 400 Gb/s"});
}

TEST_CASE("a detour that is cut is left for the next one") {
  // At 1 s to b-c-a; there 25 GB in 0.5 s, until the detour is cut at 2.5 s. From 11 s on a-b.
  OutageStage stage(triangle(), {cut({0}, 1, 11), cut({1, 2}, 2.5, 30)}, {hundred_gigabytes(0)});
  stage.run();
  CHECK(stage.recorder.lines == Lines{"1 broken by 0, 50 GB left", "2 resumed, 50 GB over 3 links",
                                      "2.5 broken by 1, 25 GB left",
                                      "11 resumed, 25 GB over 2 links"});
  CHECK(stage.start() == 11.50049);
}

TEST_CASE("ports and upgrades change the capacity, the last port takes the trunk down") {
  World world = two_sites(8, 4);
  world.trunks[0].waves = 4;
  // Uplinks follow the trunk: span 1 is that of the site at a, with 10 ports.
  OutageStage stage(world, {cut({0}, 1, 6, 3), cut({0}, 2, 4, 1), cut({1}, 3, 5, 4)},
                    {job("far", 20, 1, 1, 0)});
  stage.calendar.upgrades = {{.name = "more", .span = SpanId{0}, .date = at(10), .waves = 6}};
  stage.run();
  CHECK(stage.said == Lines{"1 a-b a>b 400 Gb/s", "1 a-b b>a 400 Gb/s", "2 a-b a>b down",
                            "2 a-b b>a down", "3 left uplink in 2400 Gb/s",
                            "3 left uplink out 2400 Gb/s", "4 a-b a>b up", "4 a-b a>b 400 Gb/s",
                            "4 a-b b>a up", "4 a-b b>a 400 Gb/s", "5 left uplink in 4000 Gb/s",
                            "5 left uplink out 4000 Gb/s", "6 a-b a>b 1600 Gb/s",
                            "6 a-b b>a 1600 Gb/s", "10 a-b a>b 2400 Gb/s", "10 a-b b>a 2400 Gb/s"});
}

TEST_CASE("a site whose uplink is cut gets nothing") {
  OutageStage stage(triangle(), {cut({3}, 1, 11)}, {hundred_gigabytes(0)});
  stage.run();
  CHECK(stage.start() == 12.00049);
}

TEST_CASE("a run until done ends with its last job, whatever would have happened later") {
  OutageStage stage(triangle(), {cut({0}, 1, 11), cut({0}, 1e6, 2e6)}, {hundred_gigabytes(0)});
  stage.stage.world.background_swing = 1e-9;  // hours pass
  stage.run();
  CHECK(stage.recorder.end == at(1003.00098));
}

TEST_CASE("background traffic changes with the hour") {
  World world = two_sites(8, 4);
  world.background_share = 0.3;
  world.background_swing = 0.15;
  OutageStage stage(world, {}, {job("far", 0, 1, 3 * 3600, 0)});
  // 23:30: the first step comes at midnight, after half an hour.
  stage.calendar.start_time_of_day = std::chrono::minutes{23 * 60 + 30};
  stage.run();
  // 0.3 + 0.15 cos(15 deg x (hour + 0.5 - 21)): 0.41900 from 23 h, 0.39131 from 0 h, 0.35740 from
  // 1 h, 0.31958 from 2 h; the rest of 400 Gb/s.
  CHECK(stage.said == Lines{"0 a-b a>b 232 Gb/s", "0 a-b b>a 232 Gb/s", "1800 a-b a>b 243 Gb/s",
                            "1800 a-b b>a 243 Gb/s", "5400 a-b a>b 257 Gb/s",
                            "5400 a-b b>a 257 Gb/s", "9000 a-b a>b 272 Gb/s",
                            "9000 a-b b>a 272 Gb/s"});
}

TEST_CASE("what stands still when the run ends has lost nothing") {
  OutageStage stage(two_sites(8, 4), {cut({0}, 1, 100)}, {hundred_gigabytes(0)});
  stage.stage.parts->horizon = at(50);
  stage.run();
  CHECK(stage.stage.recorder.cancelled == 1);
  CHECK(stage.recorder.lines == Lines{"1 broken by 0, 50 GB left"});
}

}  // namespace eastwest::engine_test
