// Backlogs that grow, stand and shrink, with slopes computed by hand.
#include "sim/results/backlog_ledger.hpp"

#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"

namespace eastwest::results_test {
namespace {

constexpr double kHour = 3600;

/// A job of 1 accelerator for 10 hours.
LiveJob ten_hours(double submit, std::uint64_t serial = 0) {
  return live_job(job("j", submit, 1, 10 * kHour), serial);
}

}  // namespace

TEST_CASE("a job is in the backlog from submission to start", "[results]") {
  BacklogLedger ledger(1, 2);
  LiveJob live = ten_hours(0);
  ledger.on_submitted(at(0), live);
  CHECK(ledger.nation() == 10);
  CHECK(ledger.scope(DispatcherId{0}) == 10);
  CHECK(ledger.site(SiteId{1}) == 0);
  live.site = SiteId{1};
  live.placed = at(60);
  ledger.on_placed(at(60), live);
  CHECK(ledger.site(SiteId{1}) == 10);
  live.started = at(100);
  ledger.on_started(at(100), live);
  CHECK(ledger.nation() == 0);
  CHECK(ledger.scope(DispatcherId{0}) == 0);
  CHECK(ledger.site(SiteId{1}) == 0);
}

TEST_CASE("work is cut at the requested time, and a rejected job leaves the backlog", "[results]") {
  BacklogLedger ledger(1, 1);
  LiveJob live = ten_hours(0);
  live.job.requested = span(4 * kHour);
  ledger.on_submitted(at(0), live);
  CHECK(ledger.nation() == 4);
  live.state = JobState::rejected;
  ledger.on_finished(at(1), live);
  CHECK(ledger.nation() == 0);
}

TEST_CASE("a backlog of ten hours more every hour grows by 240 a day", "[results]") {
  BacklogLedger ledger(1, 1);
  for (int hour = 0; hour < 96; ++hour) {
    ledger.on_submitted(at(hour * kHour), ten_hours(hour * kHour));
  }
  ledger.on_horizon(at(96 * kHour));
  // Hourly means 10, 20, …, 960: on a line of 10 an hour, so are their daily means.
  const BacklogGrowth growth = ledger.nation_growth();
  CHECK(growth.per_day.value() == Approx(240));
  CHECK(growth.low.value() == Approx(240));
  CHECK(growth.high.value() == Approx(240));
  CHECK(ledger.scope_growth(DispatcherId{0}).per_day.value() == Approx(240));
  CHECK(ledger.site_growth(SiteId{0}).per_day.value() == 0);
}

TEST_CASE("what was submitted before the start is in the backlog and is no growth", "[results]") {
  BacklogLedger ledger(1, 1);
  ledger.on_submitted(at(-kHour), ten_hours(-kHour));
  ledger.on_horizon(at(72 * kHour));
  CHECK(ledger.nation() == 10);
  CHECK(ledger.nation_growth().per_day.value() == Approx(0).margin(1e-12));
  CHECK(ledger.nation_growth().high.value() == Approx(0).margin(1e-12));
}

TEST_CASE("the interval needs three whole days, the slope one", "[results]") {
  BacklogLedger two_days(1, 1);
  two_days.on_horizon(at(71 * kHour));
  CHECK(two_days.nation_growth().per_day.has_value());
  CHECK_FALSE(two_days.nation_growth().low.has_value());
  BacklogLedger less_than_a_day(1, 1);
  less_than_a_day.on_horizon(at(23.9 * kHour));
  CHECK_FALSE(less_than_a_day.nation_growth().per_day.has_value());
}

TEST_CASE("the interval of uneven days by hand", "[results]") {
  // Daily means 0, 20, 10 accelerator-hours at days 0.5, 1.5, 2.5: the points of the hand-computed
  // trend line times 10: slope 5, error sqrt(150 / 2); t(0.995; 1 degree) = 63.6567.
  BacklogLedger ledger(1, 1);
  LiveJob first = ten_hours(24 * kHour, 1);
  LiveJob second = ten_hours(24 * kHour, 2);
  ledger.on_submitted(at(24 * kHour), first);
  ledger.on_submitted(at(24 * kHour), second);
  second.site = SiteId{0};
  ledger.on_placed(at(48 * kHour), second);
  second.started = at(48 * kHour);
  ledger.on_started(at(48 * kHour), second);
  ledger.on_horizon(at(72 * kHour));
  const BacklogGrowth growth = ledger.nation_growth();
  const double reach = 63.6567 * 8.660254037844386;
  CHECK(growth.low.value() == Approx(5 - reach));
  CHECK(growth.high.value() == Approx(5 + reach));
}

}  // namespace eastwest::results_test
