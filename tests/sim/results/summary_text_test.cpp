// The text for people: its figures, and what an overloaded run does not say.
#include "sim/results/summary_text.hpp"

#include <algorithm>

#include "sim/results/summary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"

namespace eastwest::results_test {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A workload that says how much it offers.
class Offering final : public Workload {
 public:
  Offering(std::vector<Job> jobs, std::vector<double> offered)
      : jobs_(std::move(jobs)), offered_(std::move(offered)) {}
  std::optional<Job> next() override { return jobs_.next(); }
  [[nodiscard]] std::vector<double> offered_accelerators() const override { return offered_; }

 private:
  engine_test::ListWorkload jobs_;
  std::vector<double> offered_;
};

}  // namespace

TEST_CASE("numbers for people", "[results]") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(grouped(123456) == "123,456");
  CHECK(in_words(950) == "950");
  CHECK(in_words(12345) == "12.3 thousand");
  CHECK(in_words(4'560'000) == "4.56 million");
  CHECK(in_words(7.89e9) == "7.89 billion");
  CHECK(percent(0.3125) == "31.2 %");
  CHECK(percent(0.0012) == "0.12 %");
  CHECK(percent(0) == "0.0 %");
}

TEST_CASE("a stable run is told with its waits", "[results]") {
  ResultsStage stage(near_and_far());
  const RunResults& results = stage.run();
  const std::string text = summary_text(results, stage.end());
  CHECK(contains(text, "Verdict: stable"));
  CHECK(contains(text, "mean 30 min"));
  CHECK(contains(text, "Sites: 2 with 12 accelerators"));
  CHECK(contains(text, "East to West: 80.0 %"));
  CHECK_FALSE(contains(text, "INTERRUPTED"));
  const auto lines = std::count(text.begin(), text.end(), '\n');
  CHECK(lines >= 20);
  CHECK(lines <= 40);
}

TEST_CASE("the busiest trunks are named with what they held up", "[results]") {
  ResultsStage stage(near_and_far());
  stage.know_limits();
  const RunResults& results = stage.run();
  const std::string text = summary_text(results, stage.end());
  // The trunk set the pace of the data set for 200 s, of the results for 100 s.
  CHECK(contains(text,
                 "  Of the time that transfers took, trunks set the pace in 100.0 %, uplinks in "
                 "0.0 %, own caps in 0.0 %\n"
                 "  most of it: a-b b>a (66.7 %), a-b a>b (33.3 %)\n"));
  // 200 s of 10900.00049 s.
  CHECK(contains(text, "a-b b>a   1.8 %         5.6 %      1.8 %"));
  const Json network = summary_json(results, stage.end())["network"];
  CHECK(network["transfer_hours"].get<double>() == Approx(300.0 / 3600));
  CHECK(network["saturated_share"].get<double>() == Approx(300 / (2 * kEnd)));
  CHECK(network["paced_by"]["trunks"].get<double>() == 1);
  REQUIRE(network["busiest"].size() == 2);
  CHECK(network["busiest"][0]["from"] == "b");
  CHECK(network["busiest"][0]["limited_transfer_hours"].get<double>() == Approx(200.0 / 3600));
  CHECK(network["busiest"][1]["saturated_share"].get<double>() == Approx(100 / kEnd));
}

TEST_CASE("reservations are told with what they cost", "[results]") {
  ResultsStage stage(near_and_far());
  const RunResults& results = stage.run();
  RunEnd end = stage.end();
  CHECK_FALSE(contains(summary_text(results, end), "Reservations"));
  CHECK_FALSE(results.network_cost(end).has_value());
  end.reservations = {
      .given = 1200, .declined = 3, .displaced = 1, .wave_hours = 250, .price_cny = std::nullopt};
  std::string text = summary_text(results, end);
  CHECK(contains(text, "Reservations: 1,200 given, 3 declined, 1 displaced; 250 wave-hours\n\n"));
  CHECK_FALSE(results.network_cost(end).has_value());
  end.reservations->price_cny = 8;  // 250 x 8 CNY
  text = summary_text(results, end);
  CHECK(results.network_cost(end) == 2000.0);
  CHECK(contains(text, "250 wave-hours\n  2 thousand CNY, at 8 CNY/h a wave\n"));
}

TEST_CASE("an overloaded run prints no mean wait", "[results]") {
  ResultsStage stage(near_and_far());
  stage.scenario.duration = span(7200);
  // 24 accelerators offered where 12 are installed.
  stage.stage.parts->workloads[0] =
      std::make_unique<Offering>(near_and_far(), std::vector<double>{12, 12});
  const RunResults& results = stage.run();
  CHECK(results.verdict() == Verdict::overloaded);
  const std::string text = summary_text(results, stage.end());
  CHECK(contains(text, "Verdict: overloaded"));
  CHECK(contains(text, "200.0 %"));
  CHECK(contains(text, "No mean is given"));
  CHECK_FALSE(contains(text, "mean 30 min"));
}

TEST_CASE("an overloaded scope makes the run overloaded and is named", "[results]") {
  ResultsStage stage(near_and_far());
  stage.scenario.duration = span(7200);
  // 5 of 12 accelerators in all, but 5 where the east has 4.
  stage.stage.parts->workloads[0] =
      std::make_unique<Offering>(near_and_far(), std::vector<double>{0, 5});
  stage.stage.parts->platform.silos = {
      {.name = "west", .sites = {SiteId{0}}, .homes = {NodeId{0}}},
      {.name = "east", .sites = {SiteId{1}}, .homes = {NodeId{1}}}};
  stage.stage.parts->dispatchers.clear();
  for (const int site : {0, 1}) {
    stage.stage.parts->dispatchers.push_back(std::make_unique<engine_test::RuleDispatch>(
        [site](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
          if (waiting.accelerators > 4 && site == 1) {
            out.reject(waiting.slot);
          } else {
            out.place_in_queue(waiting.slot, SiteId{site});
          }
        }));
  }
  const RunResults& results = stage.run();
  REQUIRE(results.scopes().size() == 2);
  CHECK(results.scopes()[0].verdict == Verdict::stable);
  CHECK(results.scopes()[1].verdict == Verdict::overloaded);
  CHECK(results.verdict() == Verdict::overloaded);
  // far (16 accelerator-hours of 20) is rejected by the east.
  CHECK(results.jobs().nation().rejected == 1);
  CHECK(results.jobs().nation().served_share() == Approx(0.2));
  CHECK(results.jobs().scope(DispatcherId{1}).served_share() == 0);
  const std::string text = summary_text(results, stage.end());
  CHECK(contains(text, "1 of 2 scopes are overloaded; "));
  CHECK(contains(text, "east 125.0 %\n"));
  CHECK(contains(text, "Not served: 80.0 %"));
}

TEST_CASE("an interrupted run says so", "[results]") {
  ResultsStage stage(near_and_far());
  const RunResults& results = stage.run();
  CHECK(contains(summary_text(results, {.events = 5, .interrupted = true}), "INTERRUPTED"));
}

}  // namespace eastwest::results_test
