// Sites that open and close while jobs run.
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

TEST_CASE("a site has no accelerators before it opens") {
  Stage stage(two_sites(8, 8), claim_room_at(1), {job("j", 5, 8, 10)});
  stage.parts->site_changes = {{SiteId{1}, at(100), SiteChange::Kind::opens}};
  const Recorder& seen = stage.run();
  CHECK(seen.lines[1] == "5 refuse no_room j");
  CHECK(seen.starts.at("j") == 100);  // the picture changes, and the job comes back
}

TEST_CASE("a closed site takes no more work and finishes what it has") {
  Stage stage(two_sites(8, 8), into_queue_of(0),
              {job("runs", 0, 8, 100), job("queues", 10, 8, 100), job("late", 60, 8, 100)});
  stage.parts->site_changes = {{SiteId{0}, at(50), SiteChange::Kind::closes}};
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("queues") == 100);
  CHECK(seen.starts.count("late") == 0);
  CHECK(stage.simulation->alive() == 1);
}

TEST_CASE("a change after the end of the run changes nothing") {
  Stage stage(two_sites(8, 8), claim_room_at(1), {job("j", 5, 8, 10)});
  stage.parts->horizon = at(50);
  stage.parts->site_changes = {{SiteId{1}, at(100), SiteChange::Kind::opens}};
  CHECK(stage.run().starts.empty());
}
