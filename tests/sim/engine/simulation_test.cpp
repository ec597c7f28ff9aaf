// The life of jobs through the settle loop, on worlds small enough to do the arithmetic by hand.
#include "sim/engine/simulation.hpp"

#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

TEST_CASE("one job runs from submission to done") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("j", 5, 8, 100)});
  const Recorder& seen = stage.run();
  CHECK(seen.lines == std::vector<std::string>{"5 submit j", "5 place j", "5 queue j", "5 start j",
                                               "105 end j", "105 done j"});
  CHECK(stage.simulation->alive() == 0);
}

TEST_CASE("staging and returning take bytes over the narrowest link plus latency") {
  Job remote = job("j", 0, 1, 10);
  remote.input = Bytes{1'000'000'000'000};  // 1 TB over one 400 Gb/s wave: 20 s
  remote.result = Bytes{50'000'000'000};    // 50 GB: 1 s
  Stage stage(two_sites(8, 8), into_queue_of(1), {remote});
  const Recorder& seen = stage.run();
  // 100 km x 4.9 us/km = 0.49 ms one way.
  CHECK(seen.starts.at("j") == Approx(20.00049).epsilon(1e-12));
  CHECK(seen.finishes.at("j") == Approx(20.00049 + 10 + 1 + 0.00049).epsilon(1e-12));
}

TEST_CASE("a rate cap slows a transfer down") {
  Job remote = job("j", 0, 1, 10);
  remote.input = Bytes{1'000'000'000'000};
  remote.transfer_rate_cap = BitsPerSecond{100'000'000'000};  // 1 TB at 100 Gb/s = 80 s
  Stage stage(two_sites(8, 8), into_queue_of(1), {remote});
  CHECK(stage.run().starts.at("j") == Approx(80.00049).epsilon(1e-12));
}

TEST_CASE("a transfer that the network re-routes is told of on each of its routes") {
  /// Sends everything by the second trunk, and what is left at 5 s by the first.
  class RestlessNetwork final : public LoneNetwork {
   public:
    void attach(const Topology& topology, TransferListener& listener, Date first) override {
      LoneNetwork::attach(topology, listener, first);
      told_ = &listener;
    }
    void start(TransferSlot slot, const TransferRequest& request) override {
      LoneNetwork::start(slot, request);
      told_->on_transfer_rerouted(slot, {LinkId{2}, LinkId{6}}, request.size);
    }
    void advance(Date date) override {
      LoneNetwork::advance(date);
      reached_ = date;
    }
    Date next_end() override {
      if (reached_ == at(5) && !is_back_) {
        is_back_ = true;
        const Bytes left{750'000'000'000};
        told_->on_transfer_rerouted(TransferSlot{0}, {LinkId{0}, LinkId{6}}, left);
      }
      return LoneNetwork::next_end();
    }

   private:
    TransferListener* told_ = nullptr;
    Date reached_;
    bool is_back_ = false;
  };
  class Transfers final : public Observer {
   public:
    void on_transfer_started(Date date, const TransferEvent& event) override {
      note(date, "start", event, event.size);
    }
    void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes left) override {
      note(date, "leave", event, left);
    }
    void on_transfer_ended(Date date, const TransferEvent& event) override {
      note(date, "end", event, event.size);
    }
    std::vector<std::string> lines;

   private:
    void note(Date date, const char* what, const TransferEvent& event, Bytes bytes) {
      lines.push_back(fmt::format("{} {} {} GB, route {}", to_seconds(date), what,
                                  bytes.value() / 1'000'000'000, event.route.value));
    }
  };
  World world = two_sites(8, 8);
  world.trunks.push_back(world.trunks.front());
  world.trunks.back().id = "a-b-2";
  world.trunks.back().length = Kilometres{300};  // too long for a route of its own
  Job remote = job("j", 0, 1, 10);
  remote.input = Bytes{1'000'000'000'000};
  Stage stage(world, into_queue_of(1), {remote, job("other", 5, 1, 10)});
  stage.parts->network = std::make_unique<RestlessNetwork>();
  Transfers transfers;
  stage.parts->observers.push_back(&transfers);
  const RouteId asked = stage.topology.node_to_site(NodeId{0}, SiteId{1});
  const std::size_t known = stage.topology.routes().size();
  const Recorder& seen = stage.run();
  // 1 TB at 400 Gb/s ends at 20 s; it arrives 0.49 ms later, by the route that it was on at its
  // end.
  CHECK(seen.starts.at("j") == Approx(20.00049).epsilon(1e-12));
  CHECK(transfers.lines ==
        std::vector<std::string>{fmt::format("0 start 1000 GB, route {}", known),
                                 fmt::format("5 leave 750 GB, route {}", known),
                                 fmt::format("5 start 750 GB, route {}", asked.value),
                                 fmt::format("20.00049 end 750 GB, route {}", asked.value)});
}

TEST_CASE("accelerators freed at a date are there for arrivals of the same date") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("a", 0, 8, 100), job("b", 100, 8, 1)});
  CHECK(stage.run().starts.at("b") == 100);
}

TEST_CASE("a queue is served in order and never over capacity") {
  Stage stage(two_sites(8, 8), into_queue_of(0),
              {job("a", 0, 6, 100), job("b", 1, 6, 10), job("c", 2, 2, 10)});
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("a") == 0);
  CHECK(seen.starts.at("b") == 100);  // 2 free are not enough
  CHECK(seen.starts.at("c") == 100);  // first come, first served: not before b
}

TEST_CASE("a job is killed at its requested time and returns nothing") {
  Job greedy = job("j", 0, 1, 100);
  greedy.requested = span(60);
  greedy.result = Bytes{1'000'000};
  Stage stage(two_sites(8, 8), into_queue_of(1), {greedy});
  const Recorder& seen = stage.run();
  CHECK(seen.lines.back() == "60 killed j");
}

TEST_CASE("the end of the run leaves jobs alive and cuts transfers") {
  Job remote = job("far", 0, 1, 10);
  remote.input = Bytes{1'000'000'000'000};
  Stage stage(two_sites(8, 8), into_queue_of(1), {job("near", 0, 1, 15), remote});
  stage.parts->horizon = at(10);
  const Recorder& seen = stage.run();
  CHECK(seen.cancelled == 1);
  CHECK(seen.lines[seen.lines.size() - 2] == "10 alive near");
  CHECK(seen.lines.back() == "10 alive far");
  CHECK(stage.simulation->alive() == 2);
}

TEST_CASE("an end at the horizon still counts") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("j", 0, 1, 10)});
  stage.parts->horizon = at(10);
  CHECK(stage.run().lines.back() == "10 done j");
}

TEST_CASE("a warm job runs only what is left, and is placed before anything arrives") {
  Job warm = job("warm", 0, 8, 100);
  warm.warm = true;
  warm.elapsed = span(70);
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("j", 0, 8, 5)}, {warm});
  stage.parts->first = at(-10);
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("warm") == -10);
  CHECK(seen.finishes.at("warm") == 20);
  CHECK(seen.starts.at("j") == 20);
}

TEST_CASE("the matching delay lies between decision and queue") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("j", 0, 1, 10)});
  stage.parts->platform.matching_delay = span(30);
  CHECK(stage.run().starts.at("j") == 30);
}

TEST_CASE("simultaneous jobs of two workloads come in the order of workload and number") {
  Stage stage(two_sites(1, 8), into_queue_of(0), {job("a0", 3, 1, 1), job("a1", 3, 1, 1)});
  stage.parts->workloads.push_back(
      std::make_unique<ListWorkload>(std::vector<Job>{job("b0", 3, 1, 1), job("b1", 3, 1, 1)}));
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("a0") == 3);
  CHECK(seen.starts.at("a1") == 4);
  CHECK(seen.starts.at("b0") == 5);
  CHECK(seen.starts.at("b1") == 6);
}

TEST_CASE("a rejected job leaves at once") {
  Stage stage(two_sites(8, 8),
              [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
                out.reject(waiting.slot);
              },
              {job("j", 2, 100, 10)});
  CHECK(stage.run().lines.back() == "2 rejected j");
}

TEST_CASE("an interrupted run closes at the date it reached") {
  std::vector<Job> jobs;
  for (int i = 0; i < 1000; ++i) jobs.push_back(job("j" + std::to_string(i), i, 1, 5000));
  Stage stage(two_sites(2000, 8), into_queue_of(0), jobs);
  stage.parts->interrupted = [] { return true; };
  stage.run();
  CHECK(stage.simulation->was_interrupted());
  CHECK(stage.simulation->alive() > 0);
  CHECK(stage.simulation->alive() < 1000);
}

namespace {

/// Moves nothing: every link is down for good.
class StuckNetwork final : public LoneNetwork {
 public:
  [[nodiscard]] Bytes remaining(TransferSlot) const override { return Bytes{7}; }
  Date next_end() override { return kNever; }
};

/// Writes down the dates that are settled.
class Settled final : public Observer {
 public:
  void on_settled(Date date) override { seconds.push_back(to_seconds(date)); }
  std::vector<double> seconds;
};

}  // namespace

TEST_CASE("every step from the start on is a settled date while anything is to come") {
  // Runs from -30 s to 145 s; the warm-up has no steps.
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("j", -30, 8, 175)});
  Settled settled;
  stage.parts->observers.push_back(&settled);
  stage.parts->first = at(-40);
  stage.parts->settle_steps = {span(60)};
  stage.run();
  CHECK(settled.seconds == std::vector<double>{-40, -30, 0, 60, 120, 145});
}

TEST_CASE("the multiples of several steps are settled") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("j", 0, 8, 145)});
  Settled settled;
  stage.parts->observers.push_back(&settled);
  stage.parts->settle_steps = {span(60), span(45)};
  stage.run();
  CHECK(settled.seconds == std::vector<double>{0, 45, 60, 90, 120, 135, 145});
}

TEST_CASE("steps go on to the horizon, and end where nothing ever moves") {
  Job far = job("far", 10, 1, 10, 1);
  far.input = Bytes{7};
  Stage stage(two_sites(8, 8), into_queue_of(0), {far});
  stage.parts->network = std::make_unique<StuckNetwork>();
  Settled settled;
  stage.parts->observers.push_back(&settled);
  stage.parts->settle_steps = {span(60)};
  SECTION("until done: after two steps without a byte") {
    stage.run();
    CHECK(settled.seconds == std::vector<double>{0, 10, 60, 120});
  }
  SECTION("with a horizon") {
    stage.parts->horizon = at(200);
    stage.run();
    CHECK(settled.seconds == std::vector<double>{0, 10, 60, 120, 180, 200});
  }
  CHECK(stage.simulation->alive() == 1);
}
