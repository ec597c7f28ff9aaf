// An engine stage with all ledgers attached, and hand-made jobs for ledgers that are fed directly.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/offered_load.hpp"
#include "sim/results/run_results.hpp"
#include "sim/world/elastic_terms.hpp"
#include "tests/sim/engine/cuttable_network.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::results_test {

using engine_test::at;
using engine_test::into_queue_of;
using engine_test::job;
using engine_test::span;
using engine_test::Stage;
using engine_test::two_sites;

inline Scenario scenario_named(const std::string& name) {
  Scenario scenario;
  scenario.name = name;
  scenario.start = CivilTime{.year = 2025, .month = 7, .day = 7};
  scenario.strategy = "custom";
  scenario.workloads = {{.name = "list", .model = {.name = "trace", .parameters = {}}}};
  scenario.platform.name = "nation";
  scenario.dispatch.name = "rule";
  scenario.schedule.name = "plain-fcfs";
  scenario.network.name = "lone";
  return scenario;
}

/// A job as a ledger sees it at its submission.
inline LiveJob live_job(Job made, std::uint64_t serial = 0) {
  LiveJob live;
  live.job = std::move(made);
  live.serial = serial;
  live.dispatcher = DispatcherId{0};
  return live;
}

/// The run that most tests of results compute by hand. Left (west, 8 accelerators) is the site of
/// all jobs; the trunk between a and b has 400 Gb/s, 100 km and 0.49 ms.
///
///   near: home a (west), 4 accelerators, runs 0 … 3600 s.
///   far:  home b (east), 8 accelerators for 7200 s. 10 TB travel 200 s + 0.49 ms; it then
///         queues until near ends, runs 3600 … 10800 s, and 5 TB travel home in 100 s + 0.49 ms.
inline std::vector<Job> near_and_far() {
  Job near = job("near", 0, 4, 3600, 0);
  near.class_name = "small";
  Job far = job("far", 0, 8, 7200, 1);
  far.class_name = "large";
  far.input = Bytes{10'000'000'000'000};
  far.result = Bytes{5'000'000'000'000};
  return {near, far};
}
inline constexpr double kStaged = 200.00049;
inline constexpr double kEnd = 10900.00049;

/// `wide` runs 100 s at its reference width 4, twice as fast on 8, half as fast on 2. A resize
/// writes for 10 s and restarts for 5.
inline std::vector<Job> resized_jobs() {
  Job wide = job("wide", 0, 4, 100);
  wide.elastic =
      std::make_shared<const ElasticTerms>(ElasticTerms{.widths = {{2, 2}, {4, 4}, {8, 8}},
                                                        .reference_rate = 4,
                                                        .checkpoint = span(10),
                                                        .restart = span(5)});
  return {wide};
}
/// Starts the job on 2 at once, and gives it 8 later.
inline engine_test::ScheduleRule wider_at(double seconds) {
  return [seconds, slot = JobSlot{}](const SiteView& view, const SiteChanges& changes,
                                     SiteDecisions& out) mutable {
    for (const QueuedJob& queued : changes.queued) {
      slot = queued.slot;
      out.start(slot, 2);
      out.ask_again(at(seconds));
    }
    if (view.now() == at(seconds)) out.resize(slot, 8);
  };
}

/// Transfers that never share, each at the pace of the first trunk on its way, or of its cap.
class PacedNetwork final : public engine_test::LoneNetwork {
 public:
  void attach(const Topology& topology, TransferListener& listener, Date first) override {
    LoneNetwork::attach(topology, listener, first);
    topology_ = &topology;
    now_ = first;
  }
  void start(TransferSlot slot, const TransferRequest& request) override {
    LoneNetwork::start(slot, request);
    for (const LinkId link : topology_->route(request.route).links) {
      if (!topology_->links()[link.index()].trunk.valid()) continue;
      const BitsPerSecond capacity = topology_->links()[link.index()].capacity;
      const bool is_capped = request.rate_cap.value() > 0 && request.rate_cap < capacity;
      const Duration length = request.size / (is_capped ? request.rate_cap : capacity);
      paces_.push_back({is_capped ? LinkId{} : link, now_, now_ + length});
      return;
    }
  }
  void advance(Date date) override {
    now_ = date;
    LoneNetwork::advance(date);
  }
  [[nodiscard]] std::optional<LimitBook> limit_book() const override {
    LimitBook book;
    book.links.resize(topology_->links().size());
    for (const Pace& pace : paces_) {
      const Duration passed = std::min(now_, pace.end) - pace.begin;
      if (pace.link.valid()) {
        book.links[pace.link.index()].limited += to_seconds(passed);
        book.links[pace.link.index()].saturated += passed;
      } else {
        book.at_cap += to_seconds(passed);
      }
    }
    return book;
  }

 private:
  struct Pace {
    LinkId link;  ///< none: its cap
    Date begin;
    Date end;
  };
  const Topology* topology_ = nullptr;
  Date now_;
  std::vector<Pace> paces_;
};

/// A stage whose run is observed by all ledgers. `extra` observers come after them.
struct ResultsStage {
  explicit ResultsStage(std::vector<Job> jobs, std::vector<Job> warm = {})
      : stage(two_sites(8, 4), into_queue_of(0), std::move(jobs), std::move(warm)) {}

  /// Gives the run outages, and a network that can be cut. To be called before run().
  void cut(std::vector<Outage> outages) {
    stage.parts->calendar.outages = std::move(outages);
    stage.parts->calendar.in_flight = scenario.network_plan.in_flight;
    stage.parts->network = std::make_unique<engine_test::CuttableNetwork>();
  }

  /// Makes the results, for what reads them during the run. To be called after cut() and
  /// know_limits().
  RunResults& prepare() {
    results = std::make_unique<RunResults>(RunFrame{
        .world = stage.world,
        .topology = stage.topology,
        .scenario = scenario,
        .scopes = stage.parts->platform.silos,
        .offered = offered_by_silo(stage.world, stage.parts->platform, stage.parts->workloads)});
    return *results;
  }

  RunResults& run(std::vector<Observer*> extra = {}) {
    if (!results) prepare();
    for (const Listener& ledger : results->observers()) stage.parts->observers.push_back(ledger);
    for (Observer* observer : extra) stage.parts->observers.push_back(observer);
    stage.parts->settle_steps = results->steps();
    results->read_from(
        {.remaining = [this](TransferSlot slot) { return stage.simulation->remaining(slot); },
         .limits = [this] { return stage.simulation->network().limit_book(); }});
    if (scenario.duration) stage.parts->horizon = kStart + *scenario.duration;
    stage.run();
    return *results;
  }
  /// Gives the run a network that knows what sets the pace. To be called before run().
  void know_limits() { stage.parts->network = std::make_unique<PacedNetwork>(); }
  [[nodiscard]] RunEnd end() const {
    return {.events = stage.simulation->events(), .interrupted = false};
  }

  Stage stage;
  Scenario scenario = scenario_named("near and far");
  std::unique_ptr<RunResults> results;
};

}  // namespace eastwest::results_test
