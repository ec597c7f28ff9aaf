// The audit passes honest runs, and finds a stolen accelerator, a stolen byte and a rewritten past.
#include "sim/results/audit.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"

namespace eastwest::results_test {
namespace {

/// Small data, so that one byte is more than rounding.
std::vector<Job> small_jobs() {
  Job near = job("near", 0, 4, 3600, 0);
  Job far = job("far", 0, 8, 7200, 1);
  far.input = Bytes{1'000'000};
  far.result = Bytes{500'000};
  return {near, far};
}

/// What the links of that run pass: a>b, b>a, left in, left out, right in, right out.
const std::vector<double> kLinkBook = {500'000, 1'000'000, 1'000'000, 500'000, 0, 0};

/// Hands every event on to the audit as `doctor` makes it.
class Forger final : public Observer {
 public:
  using Doctor = std::function<void(LiveJob&)>;
  Forger(Audit& audit, Doctor started, Doctor ended)
      : audit_(audit), started_(std::move(started)), ended_(std::move(ended)) {}
  void on_submitted(Date date, const LiveJob& live) override { audit_.on_submitted(date, live); }
  void on_placed(Date date, const LiveJob& live) override { audit_.on_placed(date, live); }
  void on_queued(Date date, const LiveJob& live) override { audit_.on_queued(date, live); }
  void on_started(Date date, const LiveJob& live) override {
    LiveJob forged = live;
    started_(forged);
    audit_.on_started(date, forged);
  }
  void on_ended(Date date, const LiveJob& live) override {
    LiveJob forged = live;
    ended_(forged);
    audit_.on_ended(date, forged);
  }
  void on_finished(Date date, const LiveJob& live) override { audit_.on_finished(date, live); }
  void on_settled(Date date) override { audit_.on_settled(date); }
  void on_alive(Date date, const LiveJob& live) override { audit_.on_alive(date, live); }
  void on_horizon(Date date) override { audit_.on_horizon(date); }

 private:
  Audit& audit_;
  Doctor started_;
  Doctor ended_;
};

void leave(LiveJob&) {}

/// A stage whose engine's books are held against the audit's.
struct AuditedStage {
  AuditedStage() : stage(two_sites(8, 4), into_queue_of(0), small_jobs()) {}

  /// Runs it; returns what the audit says: the text of the Defect, or its report.
  std::string run(Observer* instead = nullptr) {
    stage.parts->observers.push_back(instead != nullptr ? instead : &audit);
    stage.simulation = std::make_unique<Simulation>(std::move(*stage.parts));
    AuditedBooks books{.site = [this](SiteId id) -> const SiteBook& {
                         book = stage.simulation->site_book(id);
                         book.allocated -= stolen_accelerators;
                         return book;
                       },
                       .alive = [this] { return stage.simulation->alive(); },
                       .links = [this] { return links; },
                       .network = {},
                       .whole_links = [this] { return whole_links; }};
    audit.compare_with(std::move(books));
    try {
      stage.simulation->run();
    } catch (const Defect& defect) {
      return defect.what();
    }
    return audit.report();
  }

  Stage stage;
  Audit audit{stage.world, stage.topology, kStart};
  std::vector<double> links = kLinkBook;
  std::optional<std::vector<WholeBytes>> whole_links;  ///< of a network that counts every byte
  std::int64_t stolen_accelerators = 0;
  SiteBook book;
};

bool names(const std::string& text, int invariant) {
  return text.starts_with("audit: invariant " + std::to_string(invariant) + " ");
}

}  // namespace

TEST_CASE("an honest run passes the audit", "[results]") {
  AuditedStage honest;
  const std::string report = honest.run();
  CHECK(report.ends_with("2 jobs checked, nothing broken; links agree to 1e-9 of their bytes."));
  AuditedStage bookless;
  bookless.links.clear();
  CHECK(bookless.run().ends_with("the network keeps no book of its links to compare."));
}

TEST_CASE("a network that counts every byte is held to the byte", "[results]") {
  AuditedStage exact;
  exact.whole_links.emplace(kLinkBook.begin(), kLinkBook.end());
  CHECK(exact.run().ends_with("2 jobs checked, nothing broken; links agree to the byte."));
  for (const int change : {-1, 1}) {
    AuditedStage stolen;
    stolen.whole_links.emplace(kLinkBook.begin(), kLinkBook.end());
    stolen.whole_links->at(1) += change;
    CHECK(names(stolen.run(), 3));
  }
  // Where a transfer was cut, a byte of it may have been on its way, and no more.
  const World world = two_sites(8, 4);
  const Topology topology(world);
  const TransferEvent event{.slot = TransferSlot{0},
                            .route = topology.node_to_site(NodeId{1}, SiteId{0}),
                            .size = Bytes{1000}};
  for (const int more : {-1, 0, 1, 2}) {
    Audit audit(world, topology, kStart);
    std::vector<double> links(topology.links().size(), 0);
    std::vector<WholeBytes> whole(links.size(), 0);
    for (const LinkId link : topology.route(event.route).links) {
      links[link.index()] = 600;
      whole[link.index()] = 600 + more;
    }
    audit.compare_with({.site = {},
                        .alive = {},
                        .links = [&] { return links; },
                        .network = {},
                        .whole_links = [&] { return std::optional(whole); }});
    audit.on_transfer_started(at(0), event);
    audit.on_transfer_cancelled(at(1), event, Bytes{400});
    if (more == 0 || more == 1) {
      CHECK_NOTHROW(audit.on_horizon(at(1)));
    } else {
      CHECK_THROWS_AS(audit.on_horizon(at(1)), Defect);
    }
  }
}

TEST_CASE("an accelerator missing from the engine's book is found", "[results]") {
  AuditedStage stage;
  stage.stolen_accelerators = 1;
  CHECK(names(stage.run(), 1));
}

TEST_CASE("a byte missing from the network's book is found", "[results]") {
  AuditedStage stage;
  stage.links[1] -= 1;
  CHECK(names(stage.run(), 3));
}

TEST_CASE("a link that passes more than its capacity is found", "[results]") {
  AuditedStage stage;
  // 10800 s at 400 Gb/s are 540 TB.
  stage.links[1] = 550e12;
  CHECK(names(stage.run(), 1));
}

TEST_CASE("a doctored event stream is found", "[results]") {
  SECTION("a start with one accelerator less") {
    AuditedStage stage;
    Forger forger(
        stage.audit, [](LiveJob& live) { --live.job.accelerators; }, leave);
    CHECK(names(stage.run(&forger), 2));
  }
  SECTION("a start at another site") {
    AuditedStage stage;
    Forger forger(
        stage.audit, [](LiveJob& live) { live.site = SiteId{1}; }, leave);
    CHECK(names(stage.run(&forger), 2));
  }
  SECTION("an end dated back") {
    AuditedStage stage;
    Forger forger(stage.audit, leave, [](LiveJob& live) { live.ended -= Duration{1}; });
    CHECK(names(stage.run(&forger), 5));
  }
  SECTION("no forgery, no transfers told") {
    AuditedStage stage;
    Forger forger(stage.audit, leave, leave);
    // The audit has not seen the transfers that the network's book holds.
    CHECK(names(stage.run(&forger), 3));
  }
}

TEST_CASE("a site that holds more than it has is found", "[results]") {
  const World world = two_sites(8, 4);
  const Topology topology(world);
  Audit audit(world, topology, kStart);
  const auto start = [&audit](std::int64_t accelerators, std::uint64_t serial) {
    LiveJob live = live_job(job("j", 0, accelerators, 10), serial);
    audit.on_submitted(kStart, live);
    live.site = SiteId{0};
    live.placed = live.matched = live.staged = live.started = kStart;
    audit.on_placed(kStart, live);
    audit.on_queued(kStart, live);
    audit.on_started(kStart, live);
  };
  start(8, 1);
  CHECK_THROWS_AS(start(1, 2), Defect);
}

TEST_CASE("illegal moves and events in the past are found", "[results]") {
  const World world = two_sites(8, 4);
  const Topology topology(world);
  Audit audit(world, topology, kStart);
  LiveJob live = live_job(job("j", 10, 1, 10), 1);
  audit.on_submitted(at(10), live);
  CHECK_THROWS_AS(audit.on_submitted(at(10), live), Defect);  // twice
  live.site = SiteId{0};
  CHECK_THROWS_AS(audit.on_started(at(10), live), Defect);  // never placed
  live.state = JobState::done;
  CHECK_THROWS_AS(audit.on_finished(at(10), live), Defect);  // never ran
  CHECK_THROWS_AS(audit.on_settled(at(9)), Defect);
  // Alive by its events, and nobody tells of it at the end.
  CHECK_THROWS_AS(audit.on_horizon(at(20)), Defect);
}

TEST_CASE("transfers that lose bytes on the way are found", "[results]") {
  const World world = two_sites(8, 4);
  const Topology topology(world);
  Audit audit(world, topology, kStart);
  TransferEvent event{.slot = TransferSlot{0},
                      .route = topology.node_to_site(NodeId{1}, SiteId{0}),
                      .size = Bytes{1000}};
  audit.on_transfer_started(at(0), event);
  CHECK_THROWS_AS(audit.on_transfer_started(at(1), event), Defect);
  CHECK_THROWS_AS(audit.on_transfer_cancelled(at(1), event, Bytes{1001}), Defect);
  event.size = Bytes{999};
  CHECK_THROWS_AS(audit.on_transfer_ended(at(1), event), Defect);
}

TEST_CASE("a run with outages passes the audit", "[results]") {
  for (const InFlight choice : {InFlight::reroute, InFlight::wait, InFlight::fail}) {
    ResultsStage stage(near_and_far());
    stage.scenario.network_plan.in_flight = choice;
    stage.cut({engine_test::cut({0}, 100, 700), engine_test::cut({1}, 10'850, 11'000)});
    Audit audit(stage.stage.world, stage.stage.topology, kStart);
    stage.run({&audit});
    CHECK(audit.report().find("nothing broken") != std::string::npos);
  }
}

TEST_CASE("broken transfers that go on wrongly are found", "[results]") {
  const World world = two_sites(8, 4);
  const Topology topology(world);
  Audit audit(world, topology, kStart);
  const Outage outage = engine_test::cut({0}, 1, 11);
  const TransferEvent event{.slot = TransferSlot{0},
                            .route = topology.node_to_site(NodeId{1}, SiteId{0}),
                            .size = Bytes{1000}};
  audit.on_transfer_started(at(0), event);
  CHECK_THROWS_AS(audit.on_transfer_resumed(at(0), event), Defect);  // nothing broke it
  CHECK_THROWS_AS(audit.on_transfer_broken(at(0), event, Bytes{400}, 0), Defect);  // by what?
  audit.on_settled(at(0));
  audit.on_outage_began(at(1), 0, outage);
  for (const LinkId link : {LinkId{0}, LinkId{1}}) {
    audit.on_capacity_changed(at(1), link, BitsPerSecond{0});
  }
  SECTION("it moves on over a link that is down") {
    audit.on_settled(at(1));
    CHECK_THROWS_AS(audit.on_transfer_ended(at(2), event), Defect);
  }
  SECTION("its last byte had left before") {
    audit.on_settled(at(1));
    // 100 km: 0.49 ms.
    CHECK_NOTHROW(audit.on_transfer_ended(at(1.00049), event));
  }
  SECTION("it starts again while the link is down") {
    audit.on_transfer_broken(at(1), event, Bytes{400}, 0);
    audit.on_settled(at(1));
    TransferEvent rest = event;
    rest.size = Bytes{400};
    audit.on_transfer_resumed(at(2), rest);
    CHECK_THROWS_AS(audit.on_settled(at(2)), Defect);
  }
  SECTION("it goes on with a byte too much") {
    audit.on_transfer_broken(at(1), event, Bytes{400}, 0);
    TransferEvent rest = event;
    rest.size = Bytes{401};
    CHECK_THROWS_AS(audit.on_transfer_resumed(at(2), rest), Defect);
  }
  SECTION("the repair comes too early") {
    CHECK_THROWS_AS(audit.on_outage_ended(at(10), 0, outage), Defect);
  }
}

TEST_CASE("a link that passes more than it could between cuts is found", "[results]") {
  const World world = two_sites(8, 4);
  const Topology topology(world);
  Audit audit(world, topology, kStart);
  // 400 Gb/s for 1 s are 50 GB; then the trunk is down for a day.
  std::vector<double> links(topology.links().size(), 0);
  links[0] = 50e9;
  audit.compare_with({.site = {}, .alive = {}, .links = [&] { return links; }, .network = {}});
  audit.on_capacity_changed(at(1), LinkId{0}, BitsPerSecond{0});
  CHECK_NOTHROW(audit.on_settled(at(86'400)));
  links[0] = 51e9;
  CHECK_THROWS_AS(audit.on_settled(at(2 * 86'400)), Defect);
}

}  // namespace eastwest::results_test
