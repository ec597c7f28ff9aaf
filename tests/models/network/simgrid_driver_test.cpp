// How SimGrid's loop drives the calendar: dates, ties, cancels, failures, the end of a run.
#include <csignal>
#include <stdexcept>

#include "models/network/module_loader.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/network/simgrid_stage.hpp"

namespace eastwest::network_test {
namespace {

using Ends = std::map<int, Date>;

World one_trunk() {
  return drawn_world(
      "West --400G 1000km-- East\n"
      "East [8]\n");
}

constexpr Duration kNanosecond{1};

volatile std::sig_atomic_t interrupts = 0;
void count_interrupt(int) { interrupts = interrupts + 1; }

std::string note_of(Date date) { return fmt::format("{}", date.time_since_epoch().count()); }

}  // namespace

TEST_CASE("a run without transfers settles every date of the calendar", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
    for (const Date date : {at(3), at(1), at(2), at(1) + kNanosecond}) {
      run.at(date, [&notes, date] { notes.push_back(note_of(date)); });
    }
  });
  CHECK(outcome.child.exit_code == 0);
  CHECK(outcome.notes == Notes{"1000000000", "1000000001", "2000000000", "3000000000"});
}

TEST_CASE("an empty run is over at once", "[simgrid]") {
  CHECK(simgrid_ends(one_trunk(), [](ScriptedRun&) {}).empty());
}

TEST_CASE("a transfer starts when another one has ended", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.on_end = [&run](int slot, Date date) {
      if (slot < 3) run.send(date, slot + 1, "West", "East", kTerabyte);
    };
  });
  CHECK(ends == Ends{{0, at(20)}, {1, at(40)}, {2, at(60)}, {3, at(80)}});
}

TEST_CASE("an event that an end brings comes before later ones", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.at(at(30), [&notes] { notes.emplace_back("last"); });
    run.on_end = [&run, &notes](int, Date date) {
      run.at(date + std::chrono::seconds{5}, [&notes] { notes.emplace_back("after the end"); });
    };
  });
  CHECK(outcome.notes == Notes{"after the end", "last"});
}

TEST_CASE("an end at the date of an event is dated a nanosecond later", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.at(at(20), [&run, &notes] {
      notes.push_back(fmt::format("{} left", run.network().remaining(TransferSlot(0)).value()));
    });
  });
  CHECK(outcome.ends == Ends{{0, at(20) + kNanosecond}});
  CHECK(outcome.notes == Notes{"0 left"});
}

TEST_CASE("a transfer can be cancelled at the date of its end", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.cancel(at(20), 0);
    run.send(at(20), 1, "West", "East", kTerabyte);
  });
  CHECK(ends == Ends{{1, at(40)}});
}

TEST_CASE("a slot can be used again at the date of its cancel", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    for (int second = 1; second <= 50; ++second) {
      run.cancel(at(second), 0);
      run.send(at(second), 0, "West", "East", kTerabyte);
    }
  });
  CHECK(ends == Ends{{0, at(70)}});
}

TEST_CASE("the smallest transfer ends after the date of its start", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    run.send(at(86400), 0, "West", "East", Bytes{1});
    run.send(at(86400), 1, "West", "East", Bytes{50});  // 50 B at 50 GB/s, shared with 1 B
  });
  CHECK(ends.at(0) == at(86400) + kNanosecond);
  CHECK(ends.at(1) > at(86400));
  CHECK(ends.at(1) <= at(86400) + 2 * kNanosecond);
}

TEST_CASE("a run may begin at a negative date", "[simgrid]") {
  RunOptions options;
  options.first_date = at(-86400);
  const Ends ends = simgrid_ends(
      one_trunk(),
      [](ScriptedRun& run) {
        run.send(at(-86400), 0, "West", "East", kTerabyte);
        run.send(at(-10), 1, "West", "East", kTerabyte);
      },
      options);
  CHECK(ends == Ends{{0, at(-86380)}, {1, at(10)}});
}

TEST_CASE("at the horizon everything is cancelled and the run ends in silence", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    for (int slot = 0; slot < 100; ++slot) run.send(at(slot), slot, "West", "East", kTerabyte);
    for (int slot = 0; slot < 100; ++slot) run.cancel(at(120), slot);
  });
  CHECK(ends.empty());
}

TEST_CASE("the noise of a clock in floating point moves no end", "[simgrid]") {
  // Alone one after the other, at 50 bytes a nanosecond, so that each takes whole nanoseconds. The
  // event at the date of an end may lie behind SimGrid's clock by its rounding error.
  RunOptions options;
  options.first_date = at(-86400);
  const auto start_of = [](int slot) { return at(21.3 * slot + 0.1) + Duration{slot}; };
  const auto span_of = [](int slot) { return Duration{2'469'135'781 + 1'000'003LL * slot}; };
  const Ends ends = simgrid_ends(
      one_trunk(),
      [&](ScriptedRun& run) {
        for (int slot = 0; slot < 300; ++slot) {
          run.send(start_of(slot), slot, "West", "East", Bytes{50 * span_of(slot).count()});
        }
        run.on_end = [&run](int, Date date) { run.at(date, [] {}); };
      },
      options);
  REQUIRE(ends.size() == 300);
  for (const auto& [slot, end] : ends) CHECK(end == start_of(slot) + span_of(slot));
}

TEST_CASE("other events change no end", "[simgrid]") {
  const auto run_with = [](int events) {
    return simgrid_ends(one_trunk(), [events](ScriptedRun& run) {
      for (int slot = 0; slot < 50; ++slot) {
        run.send(at(0.37 * slot), slot, "West", "East", Bytes{7'000'000'000'007LL * (slot + 1)});
      }
      for (int event = 0; event < events; ++event) run.at(at(7.0011 * event), [] {});
    });
  };
  const Ends alone = run_with(0);
  CHECK(alone.size() == 50);
  CHECK(alone == run_with(20'000));  // rounding adds up in days if shares are updated at each event
}

TEST_CASE("what settling a date throws leaves the run unchanged in type and text", "[simgrid]") {
  const auto run_throwing = [](const std::function<void()>& raise) {
    return simgrid_run(one_trunk(), [&](ScriptedRun& run, Notes&) {
      for (int slot = 0; slot < 3; ++slot) run.send(at(0), slot, "West", "East", kTerabyte);
      run.at(at(1), raise);
      run.at(at(2), [] { std::abort(); });
    });
  };
  SECTION("Defect") {
    const SimgridOutcome outcome = run_throwing([] { throw Defect("seven"); });
    CHECK(outcome.child.exit_code == 3);
    CHECK(outcome.child.result == "seven");
    CHECK(outcome.child.printed == "");
  }
  SECTION("ScenarioError") {
    const SimgridOutcome outcome =
        run_throwing([] { throw ScenarioError("file.csv", "row 7 is wrong"); });
    CHECK(outcome.child.exit_code == 2);
    CHECK(outcome.child.printed == "");
  }
  SECTION("EnvironmentError") {
    const SimgridOutcome outcome = run_throwing([] { throw EnvironmentError("disk full"); });
    CHECK(outcome.child.exit_code == 4);
    CHECK(outcome.child.result == "disk full");
    CHECK(outcome.child.printed == "");
  }
  SECTION("anything else") {
    const SimgridOutcome outcome = run_throwing([] { throw std::runtime_error("other"); });
    CHECK(outcome.child.exit_code == 1);
    CHECK(outcome.child.result == "other");
    CHECK(outcome.child.printed == "");
  }
}

TEST_CASE("what the report of an end throws leaves the run too", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes&) {
    for (int slot = 0; slot < 3; ++slot) run.send(at(0), slot, "West", "East", kTerabyte);
    run.send(at(0), 3, "West", "East", kTerabyte * 2);
    run.at(at(1000), [] { std::abort(); });
    run.on_end = [](int, Date) { throw Defect("at the end"); };
  });
  CHECK(outcome.child.exit_code == 3);
  CHECK(outcome.child.result == "at the end");
  CHECK(outcome.child.printed == "");
}

TEST_CASE("the module's own exceptions are caught by their type", "[simgrid]") {
  SECTION("Defect: no such transfer") {
    const SimgridOutcome outcome =
        simgrid_run(one_trunk(), [](ScriptedRun& run, Notes&) { run.cancel(at(0), 7); });
    CHECK(outcome.child.exit_code == 3);
    CHECK(outcome.child.result.find("no transfer is live in slot 7") != std::string::npos);
  }
  SECTION("Defect: a second run in one process") {
    const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun&, Notes&) {
      const std::unique_ptr<Network> second = simgrid_network().make(Parameters{});
      const ScriptedRun other(one_trunk(), *second, {});
    });
    CHECK(outcome.child.exit_code == 3);
    CHECK(outcome.child.result.find("one simulation a process") != std::string::npos);
  }
  SECTION("EnvironmentError: a transfer that starts too late for nanoseconds") {
    const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes&) {
      run.send(at(91 * 86400.0), 0, "West", "East", kTerabyte);
    });
    CHECK(outcome.child.exit_code == 4);
    CHECK(outcome.child.result.find("91.0 days after the first date") != std::string::npos);
    CHECK(outcome.child.printed == "");
  }
}

TEST_CASE("a weight that SimGrid would need too many transfers for is refused", "[simgrid]") {
  const auto run_with = [](std::int32_t weight) {
    return simgrid_run(one_trunk(), [weight](ScriptedRun& run, Notes&) {
      const RouteId route = run.topology().node_to_site(NodeId(0), SiteId(0));
      run.send(at(0), 0, {route, kTerabyte, kNoCap, weight});
    });
  };
  CHECK(run_with(1000).ends == Ends{{0, at(20)}});
  const SimgridOutcome refused = run_with(1001);
  CHECK(refused.child.exit_code == 4);
  CHECK(refused.child.result.find("a transfer of weight 1001") != std::string::npos);
}

TEST_CASE("events may come long after the last start", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
    run.send(at(89 * 86400.0), 0, "West", "East", kTerabyte * 4000);  // 80,000 s: into day 90
    for (const Date date : {at(400 * 86400.0), at(400 * 86400.0) + kNanosecond}) {
      run.at(date, [&notes, date] { notes.push_back(note_of(date)); });
    }
  });
  CHECK(outcome.child.exit_code == 0);
  CHECK(outcome.ends == Ends{{0, at(89 * 86400.0 + 80'000)}});
  CHECK(outcome.notes == Notes{"34560000000000000", "34560000000000001"});
}

TEST_CASE("an interrupt reaches the program's own handler", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
    run.at(at(1), [&notes] {
      std::raise(SIGINT);
      notes.push_back(fmt::format("{} interrupts", static_cast<int>(interrupts)));
    });
  });
  // Without a handler of ours the default one ends the process, as it must.
  CHECK(outcome.child.exit_code == -1);

  const ChildOutcome handled = run_in_child([] {
    std::signal(SIGINT, count_interrupt);
    const std::unique_ptr<Network> network = simgrid_network().make(Parameters{});
    ScriptedRun run(one_trunk(), *network, {});
    run.at(at(1), [] { std::raise(SIGINT); });
    run.run();
    return fmt::format("{} interrupts", static_cast<int>(interrupts));
  });
  CHECK(handled.exit_code == 0);
  CHECK(handled.result == "1 interrupts");
}

}  // namespace eastwest::network_test
