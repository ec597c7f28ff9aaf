// The table of metrics is complete in itself; tests/tools compares it with a real summary.
#include "sim/experiment/metric_catalogue.hpp"

#include <set>

#include "sim/experiment/stability.hpp"
#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("every metric has a key of its own, a unit and a meaning", "[metric]") {
  std::set<std::string> keys;
  for (const Metric& metric : metric_catalogue()) {
    INFO(metric.key);
    CHECK(keys.insert(metric.key).second);
    CHECK_FALSE(metric.unit.empty());
    CHECK_FALSE(metric.meaning.empty());
    CHECK(find_metric(metric.key) == &metric);
  }
  for (const std::string& key : default_metrics()) {
    INFO(key);
    CHECK(find_metric(key) != nullptr);
  }
  CHECK(find_metric("jobs.wait_s") == nullptr);
}

TEST_CASE("values are found by their path, refusals are added up", "[metric]") {
  const Json summary = {{"seed", 1},
                        {"events", 7},
                        {"jobs", {{"wait_s", {{"mean", 2.5}}}, {"text", "x"}}},
                        {"platform", {{"refused", {{"stale", 1}, {"circle", 2}}}}}};
  CHECK(metric_value(summary, "jobs.wait_s.mean") == 2.5);
  CHECK(metric_value(summary, "platform.refused") == 3);
  CHECK_FALSE(metric_value(summary, "jobs.wait_s"));
  CHECK_FALSE(metric_value(summary, "jobs.text"));
  CHECK_FALSE(metric_value(summary, "jobs.none.mean"));
  CHECK(metric_keys(summary) == std::vector<std::string>{"events", "jobs.wait_s.mean",
                                                         "platform.refused.stale",
                                                         "platform.refused.circle"});
}

TEST_CASE("the scopes that are not stable are named", "[metric]") {
  const auto summary = [](const std::string& a, const std::string& b, const std::string& whole) {
    return Json{{"verdict", whole},
                {"scopes", {{{"scope", "a"}, {"verdict", a}}, {{"scope", "b"}, {"verdict", b}}}}};
  };
  const Json stable = summary("stable", "stable", "stable");
  CHECK(unstable_scopes(stable).empty());
  CHECK(instability("x", {stable, stable}).empty());
  const Json one = summary("overloaded", "stable", "overloaded");
  const Json other = summary("stable", "backlogged", "stable");
  CHECK(unstable_scopes(one) == std::vector<UnstableScope>{{"a", "overloaded"}});
  CHECK(instability("x", {stable, one, other, one}) == "x is overloaded in a, backlogged in b");
  // Each scope keeps up, the whole does not.
  CHECK(instability("x", {summary("stable", "stable", "overloaded")}) ==
        "x is overloaded in the nation");
  Json many = {{"verdict", "overloaded"}, {"scopes", Json::array()}};
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    many["scopes"].push_back({{"scope", name}, {"verdict", "overloaded"}});
  }
  CHECK(instability("x", {many}) == "x is overloaded in a, b, c and 2 more");
}

}  // namespace eastwest
