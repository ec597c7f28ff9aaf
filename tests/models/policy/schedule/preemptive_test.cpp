// The preemptive schedules srpt, srsf, las, priority and edf: by hand, by property, and srpt
// against an independent replica.
#include "tests/models/policy/schedule/site_play.hpp"

namespace eastwest {

namespace {

/// The mean time in the system on one machine under SRPT, second by second.
std::vector<std::int64_t> replica_of_srpt(const std::vector<PlayedJob>& jobs) {
  std::vector<std::int64_t> left;
  std::vector<std::int64_t> ends(jobs.size(), -1);
  for (const PlayedJob& job : jobs) left.push_back(job.run_s);
  std::size_t over = 0;
  for (std::int64_t now = 0; over < jobs.size(); ++now) {
    std::size_t shortest = jobs.size();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (jobs[i].submit_s > now || left[i] == 0) continue;
      if (shortest == jobs.size() || left[i] < left[shortest]) shortest = i;
    }
    if (shortest == jobs.size()) continue;
    if (--left[shortest] == 0) {
      ends[shortest] = now + 1;
      ++over;
    }
  }
  return ends;
}

QueuedJob with_deadline(double seconds) {
  QueuedJob terms;
  terms.deadline = kStart + from_seconds(seconds);
  return terms;
}

}  // namespace

TEST_CASE("srpt suspends for a job that needs less than what is left", "[schedule]") {
  SiteStage site("srpt", 1);
  site.queue(1, 10);
  CHECK(site.ask_at(0) == Numbers{0});
  site.queue(1, 3, 2);
  CHECK(site.ask_at(2) == Numbers{1});  // 3 < 10 - 2
  CHECK(site.suspended() == Numbers{0});
  CHECK(site.ask_at(2).empty());
  site.queue(1, 4, 3);
  CHECK(site.ask_at(3).empty());             // 4 > 3 - 1
  CHECK(site.ask_at(5, {1}) == Numbers{2});  // 4 < 8
  CHECK(site.ask_at(9, {2}) == Numbers{0});
}

TEST_CASE("srpt waits for the state of whom it suspends, and does not give that room away",
          "[schedule]") {
  SiteStage site("srpt", 8);
  site.saves();
  site.queue(6, 100);
  CHECK(site.ask_at(0) == Numbers{0});
  site.queue(8, 10, 1);
  CHECK(site.ask_at(1).empty());
  CHECK(site.suspended() == Numbers{0});
  site.queue(2, 20, 2);  // would fit into the 2 that are free, but job 1 needs them
  CHECK(site.ask_at(2).empty());
  site.saved();
  CHECK(site.ask_at(3) == Numbers{1});
  CHECK(site.ask_at(13, {1}) == Numbers{2, 0});
}

TEST_CASE("srsf goes by accelerators x remaining time", "[schedule]") {
  SiteStage site("srsf", 8);
  site.queue(8, 10);  // 80
  CHECK(site.ask_at(0) == Numbers{0});
  site.queue(1, 70, 1);  // 70 < 8 x 9
  CHECK(site.ask_at(1) == Numbers{1});
  CHECK(site.suspended() == Numbers{0});
  CHECK(site.ask_at(1).empty());
  // At 2 s job 1 has 69 left; job 2 takes 6 x 12 = 72, which fits beside it.
  site.queue(6, 12, 2);
  CHECK(site.ask_at(2) == Numbers{2});
}

TEST_CASE("schedules by remaining time put jobs without an estimate last", "[schedule]") {
  for (const char* schedule : {"srpt", "srsf"}) {
    SiteStage site(schedule, 1);
    site.queue(1);
    CHECK(site.ask_at(0) == Numbers{0});
    site.queue(1, -1, 1);
    CHECK(site.ask_at(1).empty());  // among themselves in order of arrival
    site.queue(1, 1e6, 2);
    CHECK(site.ask_at(2) == Numbers{2});
  }
}

TEST_CASE("las: a job goes down at the threshold, to the nanosecond", "[schedule]") {
  SiteStage site("las", 4, {{"thresholds", std::vector<double>{1, 10}}});
  site.queue(4);
  CHECK(site.ask_at(0) == Numbers{0});
  CHECK(site.asked_for_s() == -1);  // nobody waits
  site.queue(4, -1, 100);
  CHECK(site.ask_at(100).empty());  // the same queue, later
  // 1 accelerator-hour of 4 accelerators: 900 s.
  CHECK(site.asked_for_s() == 900);
  CHECK(site.ask_at(900) == Numbers{1});
  CHECK(site.suspended() == Numbers{0});
  CHECK(site.ask_at(900).empty());
  CHECK(site.asked_for_s() == 1800);
  // Both in the second queue: the one that came first goes on, until 10 hours: 9000 - 900 s more.
  CHECK(site.ask_at(1800) == Numbers{0});
  CHECK(site.suspended() == Numbers{1});
  CHECK(site.ask_at(1800).empty());
  CHECK(site.asked_for_s() == 1800 + 8100);
}

TEST_CASE("las: whoever has waited long enough is promoted", "[schedule]") {
  SiteStage site("las", 1, {{"thresholds", std::vector<double>{1}}, {"promote", 2.0}});
  site.queue(1);
  CHECK(site.ask_at(0) == Numbers{0});
  CHECK(site.ask_at(3600).empty());  // down, and nobody else is there
  for (int i = 0; i < 9; ++i) site.queue(1, -1, 4000);
  CHECK(site.ask_at(4000) == Numbers{1});
  CHECK(site.suspended() == Numbers{0});
  CHECK(site.ask_at(4000).empty());
  // Job 0 was served 4000 s and is promoted after 8000 s of waiting; jobs 1 and 2 go down before.
  CHECK(site.ask_at(7600) == Numbers{2});
  CHECK(site.ask_at(7600).empty());
  CHECK(site.ask_at(11200) == Numbers{3});
  CHECK(site.ask_at(11200).empty());
  CHECK(site.asked_for_s() == 12000);
  CHECK(site.ask_at(12000) == Numbers{0});
  CHECK(site.suspended() == Numbers{3});
}

TEST_CASE("priority with ageing: an hour is worth a step", "[schedule]") {
  SiteStage site("priority", 1);
  site.terms.priority = 0;
  site.queue(1, 100000, 0);
  CHECK(site.ask_at(0) == Numbers{0});
  site.terms.priority = 2;
  site.queue(1, 10, 7201);  // two hours and a second later: too late by a second
  CHECK(site.ask_at(7201).empty());
  site.terms.priority = 3;
  site.queue(1, 10, 7202);
  CHECK(site.ask_at(7202) == Numbers{2});
  CHECK(site.suspended() == Numbers{0});
}

TEST_CASE("priority without preemption holds the queue for its head", "[schedule]") {
  SiteStage site("priority", 4, {{"preempt", false}});
  site.queue(3, 100, 0);
  CHECK(site.ask_at(0) == Numbers{0});
  site.queue(1, 100, 1);
  site.terms.priority = 5;
  site.queue(2, 100, 1);
  CHECK(site.ask_at(1).empty());
  CHECK(site.suspended().empty());
  CHECK(site.ask_at(100, {0}) == Numbers{2, 1});
}

TEST_CASE("edf runs who is due first", "[schedule]") {
  SiteStage site("edf", 1);
  site.queue(1, 100, 0);  // no deadline
  CHECK(site.ask_at(0) == Numbers{0});
  site.terms = with_deadline(50);
  site.queue(1, 30, 1);
  site.terms = with_deadline(20);
  site.queue(1, 10, 1);
  CHECK(site.ask_at(1) == Numbers{2});
  CHECK(site.suspended() == Numbers{0});
  CHECK(site.ask_at(1).empty());
  CHECK(site.ask_at(11, {2}) == Numbers{1});
  CHECK(site.ask_at(41, {1}) == Numbers{0});
}

TEST_CASE("srpt is the optimum of one machine: its replica, and never worse than sjf",
          "[schedule][property]") {
  int suspensions = 0;
  double gained = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const std::vector<PlayedJob> jobs = drawn_play(seed, 60, 1);
    SiteStage srpt("srpt", 1);
    const Played played = play(srpt, jobs);
    CHECK(played.ends_s == replica_of_srpt(jobs));
    SiteStage sjf("sjf", 1);
    const double other = play(sjf, jobs).mean_flow(jobs);
    CHECK(played.mean_flow(jobs) <= other);
    gained += other - played.mean_flow(jobs);
    suspensions += played.suspensions;
  }
  CHECK(suspensions > 100);
  CHECK(gained > 0);
}

TEST_CASE("preemptive schedules leave nothing idle that a waiting job could use",
          "[schedule][property]") {
  const std::vector<std::pair<std::string, Values>> schedules = {
      {"srpt", {}},
      {"srsf", {}},
      {"las", {{"thresholds", std::vector<double>{0.02, 0.1}}, {"promote", 3.0}}},
      {"priority", {}},
      {"edf", {}}};
  for (const auto& [schedule, values] : schedules) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(schedule, seed);
      const std::vector<PlayedJob> jobs = drawn_play(seed, 120, 16);
      SiteStage site(schedule, 16, values);
      bool idle = false;
      const Played played = play(site, jobs, [&idle](const SiteStage& at, const Numbers& waiting) {
        for (const int number : waiting) idle = idle || at.job(number).accelerators <= at.free();
      });
      CHECK_FALSE(idle);
      CHECK(played.suspensions > 0);
      CHECK(std::count(played.ends_s.begin(), played.ends_s.end(), -1) == 0);
    }
  }
}

TEST_CASE("edf meets all deadlines of one machine if any schedule does", "[schedule][property]") {
  int feasible = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    std::vector<PlayedJob> jobs = drawn_play(seed, 30, 1);
    // Deadlines that first come, first served meets: then some schedule meets them.
    SiteStage fcfs("fcfs", 1);
    const Played plain = play(fcfs, jobs);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      jobs[i].terms.deadline =
          kStart + std::chrono::seconds{plain.ends_s[i] + (i % 3 == 0 ? 50 : 0)};
    }
    SiteStage edf("edf", 1);
    const Played played = play(edf, jobs);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      CHECK(kStart + std::chrono::seconds{played.ends_s[i]} <= jobs[i].terms.deadline);
    }
    feasible += played.suspensions;
  }
  CHECK(feasible > 0);
}

TEST_CASE("with ageing nobody starves, without it low priorities do", "[schedule][property]") {
  // Two jobs a minute of a minute each, of priority 6, on one machine; one of priority 0.
  std::vector<PlayedJob> jobs;
  for (std::int64_t i = 0; i < 2000; ++i) {
    PlayedJob job{.submit_s = i * 30, .run_s = 60};
    job.terms.priority = i == 5 ? 0 : 6;
    jobs.push_back(job);
  }
  SiteStage ageing("priority", 1, {{"ageing", 600.0}});
  const Played fair = play(ageing, jobs, {}, 60000);
  // Before it come those that enter before 150 + 6 x 600 = 3750 s: 124 others of a minute each.
  CHECK(fair.ends_s[5] == (124 + 1) * 60);
  SiteStage rigid("priority", 1, {{"ageing", 0.0}});
  CHECK(play(rigid, jobs, {}, 60000).ends_s[5] == -1);
}

}  // namespace eastwest
