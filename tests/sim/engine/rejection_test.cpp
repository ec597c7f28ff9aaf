// Why a job was given up: the engine's own judgement, whatever policy gave it up.
#include <map>
#include <string>

#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {
namespace {

/// The reasons by job.
class Reasons final : public Observer {
 public:
  void on_finished(Date, const LiveJob& live) override {
    given[live.job.id] = live.rejection ? to_text(*live.rejection) : "none";
  }
  std::map<std::string, std::string> given;
};

Job with(Job made, Duration circle, Bytes input) {
  made.circle = circle;
  made.input = input;
  return made;
}

}  // namespace

TEST_CASE("a rejected job has the reason of the site that came furthest") {
  // 8 accelerators at a, 4 at b, 0.49 ms apart; an island without a trunk.
  World world = two_sites(8, 4);
  Node island = world.nodes[0];
  island.id = "island";
  world.nodes.push_back(island);
  const Duration far = std::chrono::milliseconds{1};
  const Duration near = std::chrono::microseconds{100};
  const Bytes data{1'000'000'000};
  Stage stage(std::move(world),
              [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
                if (waiting.accelerators == 2) {
                  out.place_in_queue(waiting.slot, SiteId{0});
                } else {
                  out.reject(waiting.slot);
                }
              },
              {job("placed", 0, 2, 10), job("too large", 0, 9, 10),
               with(job("on the island", 0, 1, 10, 2), far, data),
               with(job("too large on the island", 0, 9, 10, 2), far, data),
               // Of 5 accelerators there is a site at a only, and b lies 0.49 ms from it.
               with(job("outside", 0, 5, 10, 1), near, data),
               with(job("inside", 0, 5, 10, 1), far, data), job("at home", 0, 1, 10)});
  Reasons reasons;
  stage.parts->observers.push_back(&reasons);
  stage.run();
  CHECK(reasons.given ==
        std::map<std::string, std::string>{{"placed", "none"},
                                           {"too large", "no_site_fits"},
                                           {"on the island", "unreachable"},
                                           {"too large on the island", "no_site_fits"},
                                           {"outside", "circle"},
                                           {"inside", "policy"},
                                           {"at home", "policy"}});
}

}  // namespace eastwest::engine_test
