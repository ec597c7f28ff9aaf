// The arithmetic of the tour's later scenarios: what may happen to jobs besides waiting and
// running.
#include "tests/golden/tour_runs.hpp"

using namespace tour;

TEST_CASE("tour 130: a site goes dark, and nodes fail") {
  const Table jobs = run_tour("130-failures.yaml");
  CHECK(jobs.at("train").at("end_s") == "13220");
  CHECK(jobs.at("train").at("undone_s") == "920");
  CHECK(jobs.at("train").at("stood_s") == "1800");
  CHECK(number(jobs, "train", "goodput") == Approx(10'000 / 13'220.0));
  CHECK(jobs.at("tune").at("site") == "horinger");
  CHECK(jobs.at("tune").at("end_s") == "8240");
  const Table elsewhere = run_tour("130-failures.yaml", "--variant elsewhere");
  CHECK(elsewhere.at("train").at("site") == "horinger");
  CHECK(elsewhere.at("train").at("end_s") == "15200");
  CHECK(elsewhere.at("train").at("undone_s") == "4920");
  CHECK(elsewhere.at("tune").at("end_s") == "8240");
  for (const char* variant : {"failing", "queueing"}) {
    const Table failing = run_tour("130-failures.yaml", std::string("--variant ") + variant);
    for (const char* job : {"train", "tune"}) {
      CHECK(failing.at(job).at("failures") == "1");
      const double work = number(failing, job, "run_time_s");
      const double held = number(failing, job, "end_s") - number(failing, job, "start_s");
      const double undone = number(failing, job, "undone_s");
      CHECK((undone > 0 && undone < 1020));
      CHECK(held == Approx(work + number(failing, job, "checkpoint_s") + 300 + undone));
    }
  }
}

TEST_CASE("tour 140: two jobs change their widths, and what that costs") {
  const Table jobs = run_tour("140-elastic.yaml");
  CHECK(jobs.at("tune").at("start_s") == "1860");
  CHECK(jobs.at("tune").at("end_s") == "5460");
  CHECK(jobs.at("train").at("end_s") == "8820");
  CHECK(jobs.at("train").at("accelerators_at_start") == "8");
  CHECK(jobs.at("train").at("resizes") == "2");
  CHECK(jobs.at("train").at("resizing_s") == "480");
  CHECK(jobs.at("train").at("accelerator_seconds") == "56160");
  CHECK(jobs.at("tune").at("accelerator_seconds") == "14400");
  const Table dear = run_tour("140-elastic.yaml", "--variant dear");
  CHECK(dear.at("train").at("end_s") == "10140");
  CHECK(dear.at("train").at("resizes") == "1");
  const Table fit_width = run_tour("140-elastic.yaml", "--variant fit_width");
  CHECK(fit_width.at("train").at("end_s") == "7200");
  CHECK(fit_width.at("tune").at("end_s") == "9600");
  const Table in_turn = run_tour("140-elastic.yaml", "--variant in_turn");
  CHECK(in_turn.at("train").at("end_s") == "10800");
  CHECK(in_turn.at("tune").at("end_s") == "5400");
}

TEST_CASE("tour 150: half accelerators and whole nodes") {
  const Table packed = run_tour("150-nodes.yaml");
  CHECK(packed.at("a").at("nodes") == "box-1");
  CHECK(packed.at("b").at("nodes") == "box-1");
  CHECK(packed.at("b").at("held_accelerators") == "0.5");
  CHECK(packed.at("whole").at("nodes") == "box-2");
  CHECK(packed.at("whole").at("start_s") == "20");
  CHECK(packed.at("gang").at("nodes") == "box-1 box-2");
  CHECK(packed.at("gang").at("start_s") == "520");
  const Table spread = run_tour("150-nodes.yaml", "--variant spread");
  CHECK(spread.at("b").at("nodes") == "box-2");
  CHECK(spread.at("gang").at("start_s") == "30");
  CHECK(spread.at("whole").at("start_s") == "1000");
  CHECK(spread.at("whole").at("nodes") == "box-1");
}

TEST_CASE("tour 180: two sites compute together, and what that costs") {
  const Table alone = run_tour("180-a-run-across-sites.yaml");
  CHECK(alone.at("run-1").at("site") == "shanghai;guian");
  CHECK(number(alone, "run-1", "end_s") == Approx(24000 * (0.05 + 0.04 + 0.0098 - 0.015)));
  CHECK(number(alone, "run-1", "compute_share") == Approx(0.05 / 0.0848));
  CHECK(alone.at("run-1").at("exchanged_bytes") == "96000000000000");
  // The copy: alone until 1,017.6 s and between exchanges, else with half of the trunk.
  const Table shared = run_tour("180-a-run-across-sites.yaml", "--variant shared");
  CHECK(shared.at("copy").at("site") == "store");
  CHECK(number(shared, "copy", "start_s") == Approx(1267.2 + 1.39 / 0.025 + 0.0049));
  CHECK(number(shared, "run-1", "end_s") == Approx(2035.2 + 40 + 40 + 55.6 / 2).epsilon(1e-9));
  const Table local = run_tour("180-a-run-across-sites.yaml", "--variant local");
  CHECK(number(local, "run-1", "end_s") == Approx(48 * (25 + 0.0498)));
  const Table layers = run_tour("180-a-run-across-sites.yaml", "--variant layers");
  CHECK(number(layers, "run-1", "end_s") == Approx(24000 * 0.0598));
  const Table held = run_tour("180-a-run-across-sites.yaml", "--variant held");
  CHECK(held.at("run-1").at("start_s") == "600");
  CHECK(number(held, "run-1", "held_idle_accelerator_hours") == Approx(64 * 500 / 3600.0));
  CHECK(number(held, "run-1", "end_s") == Approx(2635.2));
}

TEST_CASE("tour 170: jobs move to another site and another kind of chip") {
  const Table jobs = run_tour("170-migration.yaml");
  CHECK(jobs.at("long").at("end_s") == "10000");
  CHECK(jobs.at("next").at("site") == "guian");
  CHECK(jobs.at("next").at("start_s") == "2410.00588");
  CHECK(jobs.at("next").at("end_s") == "7910.00588");
  CHECK(jobs.at("next").at("migrations") == "1");
  CHECK(jobs.at("next").at("migrating_s") == "10.00588");
  CHECK(jobs.at("next").at("migrated_bytes") == "500000000000");
  CHECK(jobs.at("fixed").at("start_s") == "10000");
  CHECK(jobs.at("wide").at("rejection") == "incompatible");
  const Table running = run_tour("170-migration.yaml", "--variant running");
  CHECK(running.at("long").at("site") == "guian");
  CHECK(running.at("long").at("end_s") == "13990.00588");
  CHECK(running.at("long").at("migrated_bytes") == "2000000000000");
  CHECK(running.at("next").at("start_s") == "2100");
  CHECK(running.at("fixed").at("end_s") == "6300");
  const Table stay = run_tour("170-migration.yaml", "--variant stay");
  CHECK(stay.at("next").at("end_s") == "13600");
  CHECK(stay.at("fixed").at("end_s") == "14200");
}

TEST_CASE("tour 160: data sets with names, a cache, and cold storage in the West") {
  const auto start = [](const Table& jobs, const char* job) { return jobs.at(job).at("start_s"); };
  const Table jobs = run_tour("160-data-sets-and-storage.yaml");
  // 10 TB in 200 s; 1200 km x 4.9 us/km = 5.88 ms. The other waits for the same transfer.
  CHECK(start(jobs, "one") == "200.00588");
  CHECK(jobs.at("two").at("staging_s") == "100.00588");
  CHECK(jobs.at("two").at("fetched_bytes") == "0");
  CHECK(start(jobs, "three") == "2100.00588");
  CHECK(start(jobs, "four") == "3160.00588");
  CHECK(start(jobs, "five") == "4200.00588");
  CHECK(start(jobs, "six") == "6100.00588");
  CHECK(start(jobs, "seven") == "8400.00588");
  CHECK(jobs.at("seven").at("fetched_bytes") == "20000000000000");
  // 25 TB at 200 Gb/s.
  CHECK(jobs.at("logs").at("site") == "guian");
  CHECK(jobs.at("logs").at("finished_s") == "11000.00588");
  const Table largest = run_tour("160-data-sets-and-storage.yaml", "--variant largest_first");
  CHECK(start(largest, "five") == "4200.00588");
  CHECK(start(largest, "six") == "6000");
  const Table streamed = run_tour("160-data-sets-and-storage.yaml", "--variant not_kept");
  CHECK(streamed.at("two").at("fetched_bytes") == "0");
  CHECK(start(streamed, "six") == "6100.00588");
  CHECK(start(streamed, "seven") == "8600.00588");
  const Table east = run_tour("160-data-sets-and-storage.yaml", "--variant east");
  CHECK(east.at("logs").at("site") == "bay");
  CHECK(east.at("logs").at("finished_s") == "11000");
}
