// Books of nodes: fractions, gangs, whole nodes; taken, given back, and refused.
#include "sim/engine/node_books.hpp"

#include "tests/catch.hpp"
#include "tests/sim/engine/node_stage.hpp"

namespace eastwest::engine_test {

namespace {

struct Books {
  explicit Books(const std::vector<std::int32_t>& accelerators)
      : books(nodes_of(accelerators), std::make_unique<FirstNode>(), RandomSource(1, 0)) {}

  [[nodiscard]] bool fits(std::int64_t accelerators, const PlacementTerms& terms = {}) {
    return books.fits(books.shape_of(accelerators, &terms));
  }
  std::shared_ptr<NodeHold> take(std::int64_t accelerators, const PlacementTerms& terms = {}) {
    const std::int32_t shape = books.shape_of(accelerators, &terms);
    REQUIRE(books.fits(shape));
    return books.take(shape, 1);
  }
  /// `node:accelerators` of each part.
  static std::string text(const NodeHold& hold) {
    std::string text;
    for (const NodePart& part : hold.parts) {
      text += fmt::format("{}{}:", text.empty() ? "" : " ", part.node);
      for (const std::int32_t number : part.accelerators) text += std::to_string(number);
    }
    return text;
  }

  NodeBooks books;
};

}  // namespace

TEST_CASE("jobs that ask for the same have one shape", "[nodes]") {
  Books stage({8});
  const PlacementTerms half{.share = 500};
  CHECK(stage.books.shape_of(1, &half) == stage.books.shape_of(1, &half));
  CHECK(stage.books.shape_of(1, &half) != stage.books.shape_of(1, nullptr));
  CHECK(stage.books.shape_of(2, nullptr) != stage.books.shape_of(1, nullptr));
}

TEST_CASE("fractions fill the accelerator with the least left", "[nodes]") {
  Books stage({2});
  CHECK(Books::text(*stage.take(1, {.share = 600})) == "0:0");
  CHECK(Books::text(*stage.take(1, {.share = 500})) == "0:1");
  // 400 and 500 are left: 400 thousandths go where they fill up, 450 to the other.
  CHECK(Books::text(*stage.take(1, {.share = 400})) == "0:0");
  const auto last = stage.take(1, {.share = 450});
  CHECK(Books::text(*last) == "0:1");
  CHECK(stage.books.nodes()[0].free == std::vector<std::int32_t>{0, 50});
  CHECK(stage.books.in_use() == 2);
  CHECK_FALSE(stage.fits(1, {.share = 51}));
  CHECK(stage.fits(1, {.share = 50}));
  stage.books.give_back(*last);
  stage.books.give_back(*last);  // once is enough
  CHECK(stage.books.nodes()[0].free_thousandths == 500);
  CHECK(last->thousandths == 450);
}

TEST_CASE("a gang takes whole accelerators of several nodes", "[nodes]") {
  Books stage({4, 4, 2});
  const auto half = stage.take(1, {.share = 500});
  // 3 + 4 + 2 whole ones are left.
  CHECK(stage.fits(9));
  CHECK_FALSE(stage.fits(10));
  const auto gang = stage.take(6, {.per_node = 2});
  CHECK(Books::text(*gang) == "0:12 1:01 2:01");
  CHECK(gang->thousandths == 6000);
  CHECK(stage.books.in_use() == 7);
  CHECK_FALSE(stage.fits(3, {.together = true}));
  CHECK(Books::text(*stage.take(2, {.together = true})) == "1:23");
  stage.books.give_back(*gang);
  CHECK(stage.books.in_use() == 3);
  CHECK(stage.fits(3, {.per_node = 1}));
  CHECK_FALSE(stage.fits(4, {.per_node = 1}));
}

TEST_CASE("CPU and memory count on every node of a job", "[nodes]") {
  Books stage({4, 4});
  // 6 of 10 cores on both nodes.
  const auto gang = stage.take(4, {.per_node = 2, .cpu = 6000});
  CHECK_FALSE(stage.fits(1, {.cpu = 5000}));
  CHECK(stage.fits(1, {.cpu = 4000}));
  CHECK_FALSE(stage.fits(0, {.memory = 101}));
  // Nothing but CPU: it takes no accelerator.
  const auto cpu_only = stage.take(0, {.cpu = 4000});
  CHECK(Books::text(*cpu_only) == "0:");
  CHECK(stage.books.in_use() == 4);
  stage.books.give_back(*gang);
  CHECK(stage.fits(1, {.cpu = 10'000}));
  CHECK_FALSE(stage.fits(2, {.per_node = 1, .cpu = 10'000}));
}

TEST_CASE("a whole node is one that nobody uses, with all it has", "[nodes]") {
  Books stage({4, 8, 8});
  const auto cpu_only = stage.take(0, {.cpu = 1000});
  // n0 is in use; 8 accelerators on two nodes are at least 4 on each.
  CHECK_FALSE(stage.fits(12, {.nodes = 3}));
  const auto two = stage.take(8, {.nodes = 2});
  CHECK(two->thousandths == 16'000);
  CHECK_FALSE(stage.fits(0, {.cpu = 9001}));
  CHECK(stage.books.nodes()[1].cpu_free == 0);
  stage.books.give_back(*two);
  // A node of 4 is not one of at least 5.
  stage.books.give_back(*cpu_only);
  CHECK(Books::text(*stage.take(5, {.nodes = 1})) == "1:01234567");
}

TEST_CASE("jobs run on nodes of a site, and leave them", "[nodes]") {
  // Halves 0 and 1 share an accelerator; `wide` needs both and waits for them.
  Stage stage(
      two_sites(1, 1), into_queue_of(0),
      {job_on("half", 0, 1, 100, {.share = 500}), job_on("other", 10, 1, 100, {.share = 500}),
       job_on("wide", 20, 2, 50, {.together = true})});
  give_nodes(stage, {2});
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("half") == 0);
  CHECK(seen.starts.at("other") == 10);
  CHECK(seen.starts.at("wide") == 110);
  CHECK(seen.ended.at("half").hold->thousandths == 500);
  CHECK(stage.simulation->site_book(SiteId{0}).allocated == 0);
}

TEST_CASE("a job without terms takes accelerators of any node", "[nodes]") {
  Stage stage(two_sites(1, 1), into_queue_of(0),
              {job("three", 0, 3, 100), job("four", 0, 4, 100), job("one", 0, 1, 10)});
  give_nodes(stage, {2, 2});
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("three") == 0);
  // First come, first served: `one` waits behind `four`.
  CHECK(seen.starts.at("four") == 100);
  CHECK(seen.starts.at("one") == 200);
}

TEST_CASE("what could never run on the nodes is refused as incompatible", "[nodes]") {
  Stage stage(two_sites(1, 1), into_queue_of(0), {job_on("three", 0, 3, 100, {.together = true})});
  stage.parts->platform.matching_delay = span(60);
  stage.parts->horizon = at(100);
  give_nodes(stage, {2, 2});
  const Recorder& seen = stage.run();
  CHECK(seen.starts.empty());
  CHECK(seen.lines[1] == "0 refuse incompatible three");
}

TEST_CASE("a schedule that starts what fits no node is a policy error", "[nodes]") {
  Stage stage(two_sites(1, 1), into_queue_of(0),
              {job_on("one", 0, 1, 100, {.cpu = 6000}), job_on("more", 0, 1, 100, {.cpu = 6000}),
               job_on("two", 0, 2, 100, {.together = true})});
  give_nodes(stage, {2, 2});
  // Counts accelerators: when `two` is started, one is free on each node.
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(
      [](const SiteView&, const SiteChanges& changes, SiteDecisions& out) {
        for (const QueuedJob& queued : changes.queued) out.start(queued.slot);
      });
  try {
    stage.run();
    FAIL("it ran");
  } catch (const PolicyError& error) {
    CHECK(std::string(error.what()) ==
          "schedule policy 'plain-fcfs' at site 0 starts a job that fits no node there");
  }
}

TEST_CASE("a suspended job frees its nodes at once, and gets others", "[nodes]") {
  Stage stage(two_sites(1, 1), into_queue_of(0),
              {job_on("first", 0, 2, 100, {.together = true}),
               job_on("second", 10, 2, 20, {.together = true})});
  give_nodes(stage, {2});
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(last_come_first_served());
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("second") == 10);
  CHECK(seen.finishes.at("second") == 30);
  CHECK(seen.finishes.at("first") == 120);
}

}  // namespace eastwest::engine_test
