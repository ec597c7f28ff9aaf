// What a comparison concludes from summaries, and what it refuses to conclude.
#include "sim/experiment/comparison.hpp"

#include "sim/base/diagnostic.hpp"
#include "sim/experiment/comparison_report.hpp"
#include "tests/catch.hpp"

namespace eastwest {
namespace {

struct Figures {
  double served = 1;
  double wait = 10;
  std::string state = "stable";
  int submitted = 100;
};

Json summary(const Figures& figures) {
  return {{"jobs",
           {{"submitted", figures.submitted},
            {"served_share", figures.served},
            {"wait_s", {{"mean", figures.wait}}}}},
          {"shift", {{"east_to_west_share", figures.served / 2}}},
          {"platform", {{"refused", {{"stale", 3}, {"circle", 4}}}}},
          {"verdict", "stable"},
          {"scopes",
           {{{"scope", "yunnan"}, {"verdict", figures.state}},
            {{"scope", "gansu"}, {"verdict", "stable"}}}}};
}

std::vector<Json> runs(const std::vector<Figures>& figures) {
  std::vector<Json> list;
  list.reserve(figures.size());
  for (const Figures& one : figures) list.push_back(summary(one));
  return list;
}

const MetricResult& result(const Comparison& comparison, const char* metric, std::size_t choice) {
  for (const MetricComparison& one : comparison.metrics) {
    if (one.metric.key == metric) return one.by_choice.at(choice);
  }
  throw std::out_of_range(metric);
}

const std::vector<std::string> kTwoLabels = {"silos", "nation"};

}  // namespace

TEST_CASE("paired differences decide, in the metric's own direction", "[comparison]") {
  // Differences of served_share 0.10, 0.11, 0.12: mean 0.11, standard error 0.01 / sqrt(3); the
  // spread between replications (0.5, 0.7, 0.9) is far larger and plays no part.
  const SummaryTable table = {
      runs({{.served = 0.5, .wait = 10}, {.served = 0.7, .wait = 30}, {.served = 0.9, .wait = 20}}),
      runs({{.served = 0.6, .wait = 12},
            {.served = 0.81, .wait = 28},
            {.served = 1.02, .wait = 21}})};
  const Comparison comparison = compare(
      kTwoLabels, table, 0,
      chosen_metrics({"jobs.served_share", "jobs.wait_s.mean", "shift.east_to_west_share"}));
  CHECK(comparison.replications == 3);
  CHECK(comparison.tests == 3);
  CHECK(comparison.same_jobs);

  const MetricResult& served = result(comparison, "jobs.served_share", 1);
  CHECK(served.difference->estimate.mean == Approx(0.11));
  CHECK(served.finding == Finding::better);
  CHECK(served.adjusted_p_value < 0.05);
  CHECK(result(comparison, "jobs.served_share", 0).finding == Finding::baseline);
  // Half of it, but neither better nor worse.
  CHECK(result(comparison, "shift.east_to_west_share", 1).finding == Finding::higher);
  // Differences 2, -2, 1: the interval covers zero.
  CHECK(result(comparison, "jobs.wait_s.mean", 1).finding == Finding::no_difference);

  const Comparison turned = compare(kTwoLabels, table, 1, chosen_metrics({"jobs.served_share"}));
  CHECK(result(turned, "jobs.served_share", 0).finding == Finding::worse);
}

TEST_CASE("an interval without zero is not enough where many tests are made", "[comparison]") {
  // One of many metrics differs by 1, 2, 3: t = 2 / (1 / sqrt(3)) = 3.46, p = 0.0742 alone for two
  // degrees of freedom; with 1, 1.5, 2 it is t = 5.196, p = 0.0351: shown alone, not among three.
  const SummaryTable table = {runs({{.wait = 10}, {.wait = 20}, {.wait = 30}}),
                              runs({{.wait = 11}, {.wait = 21.5}, {.wait = 32}})};
  const auto wait_alone = compare(kTwoLabels, table, 0, chosen_metrics({"jobs.wait_s.mean"}));
  const MetricResult& alone = result(wait_alone, "jobs.wait_s.mean", 1);
  CHECK(alone.difference->p_value == Approx(0.0351).epsilon(0.01));
  CHECK(alone.finding == Finding::worse);

  const auto among_three = compare(
      kTwoLabels, table, 0,
      chosen_metrics({"jobs.wait_s.mean", "jobs.served_share", "shift.east_to_west_share"}));
  const MetricResult& among = result(among_three, "jobs.wait_s.mean", 1);
  CHECK(among.difference->estimate.interval->low > 0);
  CHECK(among.adjusted_p_value == Approx(3 * 0.0351).epsilon(0.01));
  CHECK(among.finding == Finding::no_difference);
}

TEST_CASE("waits of an overloaded choice are no numbers", "[comparison]") {
  const SummaryTable table = {runs({{.wait = 500}, {.wait = 900, .state = "overloaded"}}),
                              runs({{.wait = 10}, {.wait = 12}})};
  const auto metrics = chosen_metrics({"jobs.wait_s.mean", "jobs.served_share"});
  const Comparison comparison = compare(kTwoLabels, table, 0, metrics);
  const MetricResult& silos = result(comparison, "jobs.wait_s.mean", 0);
  CHECK_FALSE(silos.estimate);
  CHECK(silos.values.empty());
  CHECK(silos.reason == "silos is overloaded in yunnan");
  const MetricResult& nation = result(comparison, "jobs.wait_s.mean", 1);
  CHECK(nation.estimate->mean == 11);
  CHECK_FALSE(nation.difference);
  CHECK(nation.finding == Finding::not_compared);
  CHECK(nation.reason == "silos is overloaded in yunnan");
  // The served share is compared all the same; it is the only test.
  CHECK(result(comparison, "jobs.served_share", 1).difference);
  CHECK(comparison.tests == 1);

  const std::string text = comparison_text(comparison, {.scenario = "s", .seed = 1});
  CHECK(text.find("not compared: silos is overloaded in yunnan") != std::string::npos);
  CHECK(text.find("700") == std::string::npos);
}

TEST_CASE("one replication has no interval and no verdict", "[comparison]") {
  const SummaryTable table = {runs({{.served = 0.5}}), runs({{.served = 0.9}})};
  const Comparison comparison =
      compare(kTwoLabels, table, 0, chosen_metrics({"jobs.served_share"}));
  const MetricResult& nation = result(comparison, "jobs.served_share", 1);
  CHECK_FALSE(nation.estimate->interval);
  CHECK(nation.finding == Finding::one_run);
  const std::string text = comparison_text(comparison, {.scenario = "s", .seed = 1});
  CHECK(text.find("One replication gives no interval") != std::string::npos);
  CHECK(text.find("±0") == std::string::npos);
  const Json json = comparison_json(comparison, {.scenario = "s", .seed = 1});
  const Json& difference = json["metrics"][0]["by_choice"][1]["difference"];
  CHECK_FALSE(difference.contains("interval"));
  CHECK_FALSE(difference.contains("p_value"));
  CHECK_FALSE(json.contains("drawn_at_random"));
}

TEST_CASE("one replication shows values side by side, and no differences of zero", "[comparison]") {
  const SummaryTable table = {runs({{.served = 0.5, .wait = 10}}),
                              runs({{.served = 0.5, .wait = 12}})};
  const Comparison comparison =
      compare(kTwoLabels, table, 0, chosen_metrics({"jobs.served_share", "jobs.wait_s.mean"}));
  CHECK(comparison.tests == 0);
  const std::string text = comparison_text(comparison, {.scenario = "s", .seed = 1});
  INFO(text);
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  // 12 s against 10 s is 2 s more; 0.5 against 0.5 is no difference at all.
  CHECK(has("choice  value  difference  verdict"));
  CHECK(has("nation     12          +2  one replication"));
  CHECK(has("nation    0.5  same        one replication"));
  CHECK(
      has("nation against silos: differs, as one run shows, in jobs.wait_s.mean (+2); the same "
          "in\n"));
  CHECK_FALSE(has("(0)"));
  CHECK_FALSE(has("from"));
}

TEST_CASE("replications that are all the same have exact differences", "[comparison]") {
  const SummaryTable table = {
      runs({{.served = 0.5}, {.served = 0.5}}),
      runs({{.served = 0.9}, {.served = 0.9}}),
      runs({{.served = 0.6}, {.served = 0.7}}),
  };
  const std::vector<std::string> labels = {"silos", "nation", "lottery"};
  const auto metrics = chosen_metrics({"jobs.served_share", "jobs.wait_s.mean"});

  SECTION("of all choices: nothing is drawn at random, one run says it all") {
    const Comparison comparison = compare(kTwoLabels, {table[0], table[1]}, 0, metrics);
    CHECK(comparison.tests == 0);
    const MetricResult& nation = result(comparison, "jobs.served_share", 1);
    CHECK(nation.exact);
    CHECK(nation.finding == Finding::better);
    CHECK_FALSE(nation.difference->estimate.interval);
    CHECK(result(comparison, "jobs.wait_s.mean", 1).finding == Finding::equal);
    const Json json = comparison_json(comparison, {.scenario = "s", .seed = 1});
    CHECK(json["drawn_at_random"] == false);
    const Json& difference = json["metrics"][0]["by_choice"][1]["difference"];
    CHECK(difference["exact"] == true);
    CHECK_FALSE(difference.contains("p_value"));
    CHECK_FALSE(difference.contains("interval"));
    const std::string text = comparison_text(comparison, {.scenario = "s", .seed = 1});
    INFO(text);
    CHECK(text.find("Nothing in these runs is drawn at random") != std::string::npos);
    CHECK(text.find("Student") == std::string::npos);
    CHECK(text.find("better in jobs.served_share (+0.4); the same in jobs.wait_s.mean.") !=
          std::string::npos);
  }
  SECTION("of some: the others are tested, and only they") {
    const Comparison comparison = compare(labels, table, 0, metrics);
    CHECK(result(comparison, "jobs.served_share", 1).exact);
    CHECK_FALSE(result(comparison, "jobs.served_share", 2).exact);
    // lottery in two metrics.
    CHECK(comparison.tests == 2);
    const Json json = comparison_json(comparison, {.scenario = "s", .seed = 1});
    CHECK(json["drawn_at_random"] == true);
    CHECK(json["metrics"][0]["by_choice"][2]["difference"].contains("p_value"));
  }
}

TEST_CASE("the same difference in every replication is judged by the sign test", "[comparison]") {
  // Waits vary, the difference does not: 2 s, exactly, in n replications. p = 2 / 2^n, so five are
  // not enough for 5 % (0.0625) and six are (0.03125).
  const auto with = [](int replications) {
    std::vector<Figures> silos;
    std::vector<Figures> nation;
    for (int r = 0; r < replications; ++r) {
      silos.push_back({.wait = 10.0 + r});
      nation.push_back({.wait = 8.0 + r});
    }
    return compare(kTwoLabels, {runs(silos), runs(nation)}, 0,
                   chosen_metrics({"jobs.wait_s.mean"}));
  };
  const Comparison five = with(5);
  CHECK(result(five, "jobs.wait_s.mean", 1).adjusted_p_value == 0.0625);
  CHECK(result(five, "jobs.wait_s.mean", 1).finding == Finding::no_difference);
  const Comparison six = with(6);
  CHECK(result(six, "jobs.wait_s.mean", 1).adjusted_p_value == 0.03125);
  CHECK(result(six, "jobs.wait_s.mean", 1).finding == Finding::better);
  const std::string text = comparison_text(six, {.scenario = "s", .seed = 1});
  INFO(text);
  CHECK(text.find("judges it (p = 2^(1-6) = 0.031") != std::string::npos);
}

TEST_CASE("absent defaults are left out, absent wishes are told", "[comparison]") {
  const SummaryTable table = {runs({{}, {}}), runs({{}, {}})};
  const Comparison defaults = compare(kTwoLabels, table, 0, chosen_metrics({}));
  std::vector<std::string> keys;
  for (const auto& metric : defaults.metrics) keys.push_back(metric.metric.key);
  CHECK(keys == std::vector<std::string>{"jobs.served_share", "jobs.wait_s.mean",
                                         "shift.east_to_west_share", "platform.refused"});
  // 3 stale and 4 outside a circle.
  CHECK(result(defaults, "platform.refused", 0).estimate->mean == 7);
  const Comparison wished = compare(kTwoLabels, table, 0, chosen_metrics({"jobs.makespan_s"}));
  CHECK(result(wished, "jobs.makespan_s", 1).finding == Finding::not_compared);
  CHECK_FALSE(result(wished, "jobs.makespan_s", 1).reason.empty());
}

TEST_CASE("choices with different work are told apart from choices with the same", "[comparison]") {
  const SummaryTable table = {runs({{}, {}}), runs({{}, {.submitted = 101}})};
  const Comparison comparison = compare(kTwoLabels, table, 0, chosen_metrics({}));
  CHECK_FALSE(comparison.same_jobs);
  CHECK(comparison_text(comparison, {.scenario = "s", .seed = 1})
            .find("did not have the same number of jobs") != std::string::npos);
}

TEST_CASE("a metric that does not exist is refused before anything runs", "[comparison]") {
  try {
    static_cast<void>(chosen_metrics({"jobs.wait_s.men"}));
    FAIL("accepted");
  } catch (const ScenarioError& error) {
    CHECK(std::string(error.what()).find("did you mean 'jobs.wait_s.mean'?") != std::string::npos);
  }
}

TEST_CASE("every run is asked for once, and lands in its own place", "[comparison]") {
  const ChoiceRunner runner = [](std::size_t choice, std::uint32_t replication) {
    return Json{{"choice", choice}, {"replication", replication}};
  };
  for (const std::size_t jobs : {1, 4}) {
    PoolOptions options;
    options.jobs = jobs;
    const SummaryTable table = run_choices({"a", "b", "c"}, 2, runner, options);
    REQUIRE(table.size() == 3);
    for (std::size_t choice = 0; choice < 3; ++choice) {
      REQUIRE(table[choice].size() == 2);
      for (std::uint32_t r = 0; r < 2; ++r) {
        CHECK(table[choice][r] == Json{{"choice", choice}, {"replication", r}});
      }
    }
  }
}

TEST_CASE("a run that fails is named by its choice and replication", "[comparison]") {
  const ChoiceRunner runner = [](std::size_t choice, std::uint32_t replication) -> Json {
    if (choice == 1 && replication == 1) throw EnvironmentError("disk full");
    return Json::object();
  };
  std::string message;
  try {
    static_cast<void>(run_choices(kTwoLabels, 3, runner, {}));
  } catch (const EnvironmentError& error) {
    message = error.what();
  }
  CHECK(message == "nation, replication 1: disk full");
}

TEST_CASE("numbers for people", "[comparison]") {
  CHECK(readable(0.123456) == "0.1235");
  CHECK(readable(1234567.8) == "1,234,568");
  CHECK(readable(-4321) == "-4,321");
  CHECK(readable(999.96) == "1000");
  CHECK(readable(0) == "0");
}

}  // namespace eastwest
