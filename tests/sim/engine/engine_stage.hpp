// A small stage for engine tests: jobs from a list, plain policies, a network without sharing, a
// recorder.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/simulation.hpp"

namespace eastwest::engine_test {

inline Date at(double seconds) { return kStart + from_seconds(seconds); }
inline Duration span(double seconds) { return from_seconds(seconds); }

/// Two nodes 100 km apart (0.49 ms), a site of `left` accelerators at the first and `right` at the
/// second.
inline World two_sites(std::int64_t left, std::int64_t right) {
  World world;
  world.name = "two sites";
  world.provinces = {{.id = "west", .name = "West", .hub = "none", .east = false},
                     {.id = "east", .name = "East", .hub = "none", .east = true}};
  for (int i = 0; i < 2; ++i) {
    Node node;
    node.id = i == 0 ? "a" : "b";
    node.name = node.id;
    node.province = ProvinceId{i};
    node.demand_weight = 0.5;
    world.nodes.push_back(node);
    Site site;
    site.id = i == 0 ? "left" : "right";
    site.name = site.id;
    site.province = ProvinceId{i};
    site.node = NodeId{i};
    site.accelerators = i == 0 ? left : right;
    site.accelerator_speed = Flops{3e14};
    site.uplink_ports = 10;
    world.sites.push_back(site);
  }
  Trunk trunk;
  trunk.id = "a-b";
  trunk.name = "a-b";
  trunk.a = NodeId{0};
  trunk.b = NodeId{1};
  trunk.length = Kilometres{100};
  trunk.waves = 1;
  trunk.ports = 2;
  world.trunks.push_back(trunk);
  return world;
}

/// A job from node `home`; sizes in accelerators, times in seconds.
inline Job job(std::string id, double submit, std::int64_t accelerators, double run_time,
               int home = 0) {
  Job made;
  made.id = std::move(id);
  made.workload = WorkloadId{0};
  made.home = NodeId{home};
  made.submitted = at(submit);
  made.accelerators = accelerators;
  made.run_time = span(run_time);
  return made;
}

class ListWorkload final : public Workload {
 public:
  explicit ListWorkload(std::vector<Job> jobs, std::vector<Job> warm = {})
      : jobs_(std::move(jobs)), warm_(std::move(warm)) {}
  std::optional<Job> next() override {
    if (next_ == jobs_.size()) return std::nullopt;
    return jobs_[next_++];
  }
  std::vector<Job> warm_start() override { return warm_; }
  [[nodiscard]] std::vector<double> offered_accelerators() const override { return {0, 0}; }
  [[nodiscard]] JobAttributes attributes() const override {
    const auto is_spread = [](const Job& job) { return job.spread != nullptr; };
    return {.spread = std::any_of(jobs_.begin(), jobs_.end(), is_spread)};
  }

 private:
  std::vector<Job> jobs_;
  std::vector<Job> warm_;
  std::size_t next_ = 0;
};

/// First come, first served.
class PlainFcfs final : public SchedulePolicy {
 public:
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& out) override {
    queue_.insert(queue_.end(), changes.queued.begin(), changes.queued.end());
    std::size_t started = 0;
    while (started < queue_.size() && queue_[started].accelerators <= view.free()) {
      out.start(queue_[started++].slot);
    }
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(started));
  }

 private:
  std::vector<QueuedJob> queue_;
};

/// What a site scheduler in a test does when it is asked.
using ScheduleRule = std::function<void(const SiteView&, const SiteChanges&, SiteDecisions&)>;
class RuleSchedule final : public SchedulePolicy {
 public:
  explicit RuleSchedule(ScheduleRule rule) : rule_(std::move(rule)) {}
  [[nodiscard]] bool preempts() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& out) override {
    rule_(view, changes, out);
  }

 private:
  ScheduleRule rule_;
};
/// The last to come goes first, and takes all that it needs from those before.
inline ScheduleRule last_come_first_served() {
  struct Known {
    QueuedJob job;
    bool runs = false;
    bool leaves = false;
  };
  return [known = std::vector<Known>()](const SiteView& view, const SiteChanges& changes,
                                        SiteDecisions& out) mutable {
    for (const EndedJob& over : changes.ended) {
      std::erase_if(known, [&](const Known& each) { return each.job.slot == over.job.slot; });
    }
    for (const QueuedJob& back : changes.suspended) {
      for (Known& each : known) {
        if (each.job.slot == back.slot) each = {back};
      }
    }
    for (const QueuedJob& job : changes.queued) known.push_back({job});
    std::int64_t room = view.accelerators();
    for (auto each = known.rbegin(); each != known.rend(); ++each) {
      const bool fits = each->job.accelerators <= room;
      if (fits) room -= each->job.accelerators;
      if (!fits && each->runs && !each->leaves) {
        out.suspend(each->job.slot);
        each->leaves = true;
      }
    }
    room = view.accelerators();
    for (auto each = known.rbegin(); each != known.rend(); ++each) {
      if (each->job.accelerators > room) continue;
      room -= each->job.accelerators;
      if (each->runs || each->leaves || each->job.accelerators > view.free()) continue;
      out.start(each->job.slot);
      each->runs = true;
    }
  };
}

/// What a dispatcher in a test does with each waiting job.
using DispatchRule =
    std::function<void(const DispatchView&, const WaitingJob&, DispatchDecisions&)>;
class RuleDispatch final : public DispatchPolicy {
 public:
  explicit RuleDispatch(DispatchRule rule) : rule_(std::move(rule)) {}
  void decide(const DispatchView& view, const DispatchChanges&, DispatchDecisions& out) override {
    for (const WaitingJob& waiting : view.waiting()) rule_(view, waiting, out);
  }

 private:
  DispatchRule rule_;
};
inline DispatchRule into_queue_of(int site) {
  return [site](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
    out.place_in_queue(waiting.slot, SiteId{site});
  };
}
inline DispatchRule claim_room_at(int site) {
  return [site](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
    out.place_now(waiting.slot, SiteId{site});
  };
}

/// Every transfer gets its narrowest link for itself.
class LoneNetwork : public SteppedNetwork {
 public:
  void attach(const Topology& topology, TransferListener& listener, Date first) override {
    topology_ = &topology;
    listener_ = &listener;
    now_ = first;
  }
  void start(TransferSlot slot, const TransferRequest& request) override {
    BitsPerSecond rate = request.rate_cap;
    for (const LinkId link : topology_->route(request.route).links) {
      const BitsPerSecond capacity = topology_->links()[link.index()].capacity;
      if (rate.value() == 0 || capacity < rate) rate = capacity;
    }
    const Date end = now_ + request.size / rate;
    ends_.emplace(end, slot);
    flows_[slot] = {end, rate};
  }
  void cancel(TransferSlot slot) override {
    std::erase_if(ends_, [slot](const auto& entry) { return entry.second == slot; });
  }
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override {
    const Flow& flow = flows_.at(slot);
    // In pieces: bits per second times nanoseconds do not fit into 64 bits.
    const std::int64_t left = (flow.end - now_).count();
    const std::int64_t bytes_a_second = flow.rate.value() / 8;
    const std::int64_t rest = left % 1'000'000'000 * (bytes_a_second / 1000);
    return Bytes{left / 1'000'000'000 * bytes_a_second + (rest + 999'999) / 1'000'000};
  }
  void set_capacity(LinkId, BitsPerSecond) override {}
  void set_link(LinkId, LinkState) override {}
  void enable_link_book() override {}
  [[nodiscard]] std::vector<double> link_book() const override { return {}; }
  Date next_end() override { return ends_.empty() ? kNever : ends_.begin()->first; }
  void advance(Date date) override {
    now_ = date;
    while (!ends_.empty() && ends_.begin()->first == date) {
      const TransferSlot slot = ends_.begin()->second;
      ends_.erase(ends_.begin());
      listener_->on_transfer_end(slot, date);
    }
  }

 private:
  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date now_;
  struct Flow {
    Date end;
    BitsPerSecond rate;
  };
  std::multimap<Date, TransferSlot> ends_;
  std::map<TransferSlot, Flow> flows_;
};

/// Writes down what happened, one line an event: "3 start j1".
class Recorder final : public Observer {
 public:
  void on_submitted(Date date, const LiveJob& live) override { note(date, "submit", live); }
  void on_placed(Date date, const LiveJob& live) override { note(date, "place", live); }
  void on_refused(Date date, const LiveJob& live, SiteId, Refusal why) override {
    note(date, std::string("refuse ") + to_text(why), live);
  }
  void on_queued(Date date, const LiveJob& live) override { note(date, "queue", live); }
  void on_started(Date date, const LiveJob& live) override {
    note(date, "start", live);
    starts[live.job.id] = to_seconds(date);
  }
  void on_withdrawn(Date date, const LiveJob& live) override { note(date, "withdraw", live); }
  void on_preempted(Date date, const LiveJob& live) override { note(date, "preempt", live); }
  void on_suspended(Date date, const LiveJob& live) override { note(date, "suspend", live); }
  void on_resumed(Date date, const LiveJob& live) override { note(date, "resume", live); }
  void on_failed(Date date, const LiveJob& live, std::optional<std::size_t> outage) override {
    note(date, outage ? "hit" : "fail", live);
  }
  void on_recalled(Date date, const LiveJob& live) override { note(date, "recall", live); }
  void on_departed(Date date, const LiveJob& live) override { note(date, "depart", live); }
  void on_migrating(Date date, const LiveJob& live) override { note(date, "migrate", live); }
  void on_arrived(Date date, const LiveJob& live) override { note(date, "arrive", live); }
  void on_ended(Date date, const LiveJob& live) override {
    note(date, "end", live);
    ended[live.job.id] = live;
  }
  void on_finished(Date date, const LiveJob& live) override {
    note(date, eastwest::to_text(live.state), live);
    finishes[live.job.id] = to_seconds(date);
  }
  void on_transfer_cancelled(Date, const TransferEvent&, Bytes) override { ++cancelled; }
  void on_alive(Date date, const LiveJob& live) override { note(date, "alive", live); }
  void on_decided(Date, DispatcherId, Duration age, std::int64_t) override { ages.push_back(age); }

  std::vector<std::string> lines;
  std::map<std::string, double> starts;
  std::map<std::string, double> finishes;
  std::map<std::string, LiveJob> ended;  ///< as they were at their end
  std::vector<Duration> ages;
  int cancelled = 0;

 private:
  void note(Date date, const std::string& what, const LiveJob& live) {
    lines.push_back(fmt::format("{} {} {}", to_seconds(date), what, live.job.id));
  }
};

/// One run on a world; change the parts before run().
struct Stage {
  explicit Stage(World made, DispatchRule rule, std::vector<Job> jobs, std::vector<Job> warm = {},
                 std::size_t ways_max = 1)
      : world(std::move(made)), topology(world, ways_max) {
    parts = std::make_unique<SimulationParts>(SimulationParts{
        .world = world,
        .topology = topology,
        .platform = {},
        .workloads = {},
        .dispatchers = {},
        .schedulers = {},
        .network = std::make_unique<LoneNetwork>(),
        .dispatch_name = "rule",
        .schedule_name = "plain-fcfs",
        .estimate = [](const Job& of, std::uint64_t,
                       const RandomSource&) { return std::optional<Duration>(of.run_time); },
        .random = RandomSource(1, 0),
        .first = kStart,
        .horizon = kNever,
        .warm_start = !warm.empty(),
        .observers = {&recorder},
        .interrupted = [] { return false; }});
    Silo nation{.name = "nation", .sites = {}, .homes = {}};
    for (std::size_t i = 0; i < world.sites.size(); ++i) nation.sites.push_back(SiteId(i));
    for (std::size_t i = 0; i < world.nodes.size(); ++i) nation.homes.push_back(NodeId(i));
    parts->platform.silos = {nation};
    parts->workloads.push_back(std::make_unique<ListWorkload>(std::move(jobs), std::move(warm)));
    parts->dispatchers.push_back(std::make_unique<RuleDispatch>(std::move(rule)));
    for (std::size_t i = 0; i < world.sites.size(); ++i) {
      parts->schedulers.push_back(std::make_unique<PlainFcfs>());
    }
  }
  const Recorder& run() {
    simulation = std::make_unique<Simulation>(std::move(*parts));
    simulation->run();
    return recorder;
  }

  World world;
  Topology topology;
  Recorder recorder;
  std::unique_ptr<SimulationParts> parts;
  std::unique_ptr<Simulation> simulation;
};

}  // namespace eastwest::engine_test
