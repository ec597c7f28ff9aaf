// Jobs that two sites compute together: every date derived from the formula of their method.
#include "sim/engine/spread_life.hpp"

#include <cmath>

#include "sim/base/random.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/cuttable_network.hpp"
#include "tests/sim/engine/spread_stage.hpp"

namespace eastwest::engine_test {
namespace {

constexpr double kRoundTrip = 0.00098;

/// When a job across both sites ends that comes at 0, on a network where nobody shares.
double end_of(const SpreadTerms& terms, double run_time = 100) {
  Stage stage(two_sites(8, 8), to_both_or(0), {across("j", 0, terms, run_time)});
  const Recorder& recorder = stage.run();
  return recorder.finishes.at("j");
}

/// A third node c, over which there is a way round: trunks 1 a-c and 2 c-b of 100 km.
World with_way_round() {
  World world = two_sites(8, 8);
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

}  // namespace

TEST_CASE("data parallel: a step computes, and shows what its exchange does not hide", "[engine]") {
  SpreadTerms terms = hundred_steps();
  // 1 s + max(0, 1 s + 0.98 ms - 0.5 s)
  CHECK(end_of(terms) == Approx(100 * (1 + 0.5 + kRoundTrip)).margin(1e-8));
  // The blocks do not matter: 1, 15 (of which the last has 10 exchanges) or all at once.
  for (const std::int64_t block : {1, 15, 1000}) {
    terms.exchanges_per_block = block;
    CHECK(end_of(terms) == Approx(100 * (1 + 0.5 + kRoundTrip)).margin(2e-7));
  }
  // 0.4 s + 0.98 ms are hidden.
  terms.bytes_per_exchange = 20e9;
  CHECK(end_of(terms) == 100);
  // 0.5 s + 0.98 ms: all but the round trip is.
  terms.bytes_per_exchange = 25e9;
  CHECK(end_of(terms) == Approx(100 * (1 + kRoundTrip)).margin(2e-7));
}

TEST_CASE("data parallel: what it has done and sent is told at the end", "[engine]") {
  Stage stage(two_sites(8, 8), to_both_or(0), {across("j", 0, hundred_steps())});
  const LiveJob& over = stage.run().ended.at("j");
  CHECK(over.kept == span(100));
  CHECK(to_seconds(over.spread->exposed) == Approx(50 + 100 * kRoundTrip));
  CHECK(over.overhead == over.spread->exposed);
  // 50 GB each way, 100 times.
  CHECK(over.spread->exchanged == Bytes{10'000'000'000'000});
  CHECK(over.spread->exchanges == 100);
}

TEST_CASE("an accelerator's share of the way out limits the exchange", "[engine]") {
  SpreadTerms terms = hundred_steps();
  // 4 x 50 Gb/s: 2 s for 50 GB.
  terms.rate_per_accelerator = BitsPerSecond{50'000'000'000};
  CHECK(end_of(terms) == Approx(100 * (1 + 1.5 + kRoundTrip)).margin(2e-7));
  // The smaller part sets it: 2 x 50 Gb/s, 4 s.
  terms.parts = {6, 2};
  CHECK(end_of(terms) == Approx(100 * (1 + 3.5 + kRoundTrip)).margin(2e-7));
}

TEST_CASE("local steps: one exchange in many, the last one after what is left", "[engine]") {
  SpreadTerms terms = hundred_steps();
  terms.method = SpreadMethod::local_steps;
  terms.hidden_steps = 0;
  terms.steps = 95;
  terms.steps_per_exchange = 10;
  terms.exchanges_per_block = 3;
  // 95 steps of 1 s, and 10 times 1 s + 0.98 ms.
  CHECK(end_of(terms, 95) == Approx(95 + 10 * (1 + kRoundTrip)).margin(1e-7));
  // Three steps' time is not noticed, and 150 GB take as long.
  terms.hidden_steps = 3;
  terms.bytes_per_exchange = 150e9;
  terms.steps = 90;
  CHECK(end_of(terms, 90) == Approx(90 + 9 * kRoundTrip).margin(1e-7));
  // In two fragments, after every fifth step, with half of the bytes.
  terms.hidden_steps = 1;
  terms.steps_per_exchange = 5;
  terms.bytes_per_exchange = 75e9;
  CHECK(end_of(terms, 90) == Approx(90 + 18 * (0.5 + kRoundTrip)).margin(1e-7));
}

TEST_CASE("a pipeline: the slowest of computing, sending and turning round", "[engine]") {
  SpreadTerms terms = hundred_steps();
  terms.method = SpreadMethod::pipeline;
  terms.micro_batches = 10;  // of 0.1 s
  terms.micro_batches_ahead = 2;
  terms.bytes_per_exchange = 20e9;  // 0.4 s
  // (0.1 s + 0.98 ms) / 2 to turn: all hidden but the round trip.
  CHECK(end_of(terms) == Approx(100 * (1 + kRoundTrip)).margin(1e-7));
  terms.bytes_per_exchange = 75e9;  // 1.5 s
  CHECK(end_of(terms) == Approx(100 * (1.5 + kRoundTrip)).margin(1e-7));
  terms.bytes_per_exchange = 0;
  terms.micro_batches_ahead = 1;
  // 10 (0.1 s + 0.98 ms) + 0.98 ms
  CHECK(end_of(terms) == Approx(100 * (1 + 11 * kRoundTrip)).margin(1e-7));
}

TEST_CASE("the slower site sets the pace", "[engine]") {
  class TwoSpeeds final : public Workload {
   public:
    std::optional<Job> next() override {
      if (std::exchange(is_over_, true)) return std::nullopt;
      return across("j", 0, hundred_steps());
    }
    [[nodiscard]] Duration run_time_at(const Job&, SiteId site) const override {
      return site == SiteId{1} ? span(200) : span(80);
    }
    [[nodiscard]] std::vector<double> offered_accelerators() const override { return {0, 0}; }
    [[nodiscard]] JobAttributes attributes() const override { return {.spread = true}; }

   private:
    bool is_over_ = false;
  };
  Stage stage(two_sites(8, 8), to_both_or(0), {});
  stage.parts->workloads[0] = std::make_unique<TwoSpeeds>();
  // Steps of 2 s, which hide 1 s: the round trip is seen.
  CHECK(stage.run().finishes.at("j") == Approx(200 + 100 * kRoundTrip).margin(1e-7));
}

TEST_CASE("a part that has its accelerators waits for the others", "[engine]") {
  Stage stage(two_sites(8, 8), to_both_or(1), {job("busy", 0, 6, 30), across("j", 10, [] {
                                                 SpreadTerms terms = hundred_steps();
                                                 terms.bytes_per_exchange = 0;
                                                 return terms;
                                               }())});
  const Recorder& recorder = stage.run();
  CHECK(recorder.starts.at("j") == 30);
  CHECK(recorder.finishes.at("j") == 130);
  const SpreadLife& life = *recorder.ended.at("j").spread;
  CHECK(life.parts[0].held == at(10));
  CHECK(life.parts[1].queued == at(10));
  CHECK(life.parts[1].held == at(30));
}

TEST_CASE("an outage on the way of an exchange stops the run until there is another", "[engine]") {
  SpreadTerms terms = hundred_steps();
  terms.steps = 1;
  terms.hidden_steps = 0;
  terms.bytes_per_exchange = 500e9;  // 10 s
  const auto end_with_cut = [&](World world) {
    Stage stage(std::move(world), to_both_or(0), {across("j", 0, terms, 10)});
    stage.parts->network = std::make_unique<CuttableNetwork>();
    stage.parts->calendar.outages = {cut({0}, 4, 54)};
    return stage.run().finishes.at("j");
  };
  // 300 GB are left at 4 s and go on over c at 5 s: 11 s, and then 10 s and the round trip (that
  // of the way on which the exchange began).
  CHECK(end_with_cut(with_way_round()) == Approx(11 + 10 + kRoundTrip).margin(1e-8));
  // Without c they wait for the repair: 54 s + 6 s.
  CHECK(end_with_cut(two_sites(8, 8)) == Approx(60 + 10 + kRoundTrip).margin(1e-8));
}

TEST_CASE("jobs that want the same sites never wait for each other in a circle",
          "[engine][property]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const RandomSource random(seed, 0);
    const auto draw = [&](std::uint64_t of, std::uint32_t what) {
      return random.uniform(0, of, Purpose::job_class, what);
    };
    World world = two_sites(6, 6);
    Site third = world.sites[1];
    third.id = "third";
    world.sites.push_back(third);
    std::vector<Job> jobs;
    for (std::uint64_t i = 0; i < 60; ++i) {
      const double submit = std::floor(static_cast<double>(i) / 4);
      if (draw(i, 0) < 0.3) {
        const auto wanted = 1 + static_cast<std::int64_t>(draw(i, 1) * 6);
        jobs.push_back(job(fmt::format("{}", i), submit, wanted, 5));
        continue;
      }
      SpreadTerms terms = hundred_steps();
      terms.bytes_per_exchange = 0;
      const auto size = [&](std::uint32_t what) {
        return 1 + static_cast<std::int64_t>(draw(i, what) * 6);
      };
      terms.parts = {size(2), size(3)};
      if (draw(i, 4) < 0.4) terms.parts.push_back(size(5));
      jobs.push_back(across(fmt::format("{}", i), submit, terms, 1 + draw(i, 6) * 10));
    }
    const DispatchRule anywhere = [&](const DispatchView&, const WaitingJob& waiting,
                                      DispatchDecisions& out) {
      const auto first = static_cast<int>(draw(waiting.serial, 7) * 3);
      if (waiting.spread == nullptr) return out.place_in_queue(waiting.slot, SiteId{first});
      std::vector<SiteId> sites;
      for (int site = 0; site < 3; ++site) {
        const bool is_left_out = waiting.spread->parts.size() == 2 && site == first;
        if (!is_left_out) sites.emplace_back(site);
      }
      out.place_across(waiting.slot, sites, DispatchDecisions::Claim::queue);
    };
    Stage stage(world, anywhere, jobs);
    CHECK(stage.run().finishes.size() == jobs.size());
    CHECK(stage.simulation->alive() == 0);
    for (int site = 0; site < 3; ++site) {
      CHECK(stage.simulation->site_book(SiteId{site}).allocated == 0);
      CHECK(stage.simulation->site_book(SiteId{site}).incoming == 0);
      CHECK(stage.simulation->site_book(SiteId{site}).queued == 0);
    }
  }
}

TEST_CASE("placements across sites are checked against the truth", "[engine]") {
  using Claim = DispatchDecisions::Claim;
  const auto lines_with = [](const DispatchRule& rule, SpreadTerms terms, Job first) {
    Stage stage(two_sites(8, 8), rule, {std::move(first), across("j", 1, terms)});
    stage.parts->horizon = at(2);
    return stage.run().lines;
  };
  const auto is_refused = [](const std::vector<std::string>& lines, const std::string& why) {
    return std::find(lines.begin(), lines.end(), "1 refuse " + why + " j") != lines.end();
  };
  const auto rule = [](std::vector<SiteId> sites, Claim claim) -> DispatchRule {
    return [sites, claim](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
      if (waiting.spread == nullptr) return out.place_in_queue(waiting.slot, SiteId{1});
      out.place_across(waiting.slot, sites, claim);
    };
  };
  const std::vector<SiteId> both = {SiteId{0}, SiteId{1}};
  const Job small = job("small", 0, 2, 100);
  const Job large = job("large", 0, 6, 100);
  CHECK_FALSE(is_refused(lines_with(rule(both, Claim::room_now), hundred_steps(), small), "stale"));
  CHECK(is_refused(lines_with(rule(both, Claim::room_now), hundred_steps(), large), "stale"));
  SpreadTerms terms = hundred_steps();
  terms.parts = {1, 9};
  CHECK(is_refused(lines_with(rule(both, Claim::queue), terms, small), "no_room"));
  terms = hundred_steps();
  terms.latency = span(0.0004);  // of 0.49 ms
  CHECK(is_refused(lines_with(rule(both, Claim::queue), terms, small), "circle"));
  terms.latency = span(0.00049);
  CHECK_FALSE(is_refused(lines_with(rule(both, Claim::queue), terms, small), "circle"));
  terms = hundred_steps();
  terms.sites = {SiteId{1}, SiteId{2}};
  CHECK(is_refused(lines_with(rule(both, Claim::queue), terms, small), "incompatible"));
  // At one site alone, or in another order.
  CHECK(is_refused(lines_with(into_queue_of(1), hundred_steps(), small), "incompatible"));
  REQUIRE_THROWS_AS(lines_with(rule({SiteId{1}, SiteId{0}}, Claim::queue), hundred_steps(), small),
                    PolicyError);
  REQUIRE_THROWS_AS(lines_with(rule({SiteId{0}}, Claim::queue), hundred_steps(), small),
                    PolicyError);
}

}  // namespace eastwest::engine_test
