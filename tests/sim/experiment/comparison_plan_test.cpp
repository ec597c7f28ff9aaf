// Which choices a comparison has, and what they are called.
#include "sim/experiment/comparison_plan.hpp"

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"

namespace eastwest {
namespace {

std::vector<std::string> labels_of(const ComparisonRequest& request) {
  std::vector<std::string> labels;
  for (const Choice& choice : comparison_choices(request)) labels.push_back(choice.label);
  return labels;
}

std::string refusal(const ComparisonRequest& request) {
  try {
    static_cast<void>(comparison_choices(request));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "accepted";
}

ComparisonRequest request_for(const std::string& file) {
  ComparisonRequest request;
  request.scenarios = {file};
  return request;
}

}  // namespace

TEST_CASE("axes are combined, the last one varying fastest", "[comparison]") {
  ComparisonRequest request = request_for("a.yaml");
  request.strategies = {"x", "y"};
  request.vary = {"p.q=1 min, 1 h"};
  request.overrides.sets = {"seed=1"};
  CHECK(labels_of(request) ==
        std::vector<std::string>{"x, p.q=1 min", "x, p.q=1 h", "y, p.q=1 min", "y, p.q=1 h"});
  const Choice second = comparison_choices(request)[1];
  CHECK(second.file == "a.yaml");
  CHECK(second.overrides.strategy == "x");
  // What holds for all comes first, so that a varied value wins.
  CHECK(second.overrides.sets == std::vector<std::string>{"seed=1"});
  CHECK(second.overrides.varied == std::vector<std::string>{"p.q=1 h"});
}

TEST_CASE("an axis of one value is in no label", "[comparison]") {
  ComparisonRequest request = request_for("a.yaml");
  request.strategies = {"x"};
  request.variants = {"none", "silos"};
  CHECK(labels_of(request) == std::vector<std::string>{"none", "silos"});
  const auto choices = comparison_choices(request);
  CHECK(choices[0].overrides.variant.empty());
  CHECK(choices[1].overrides.variant == "silos");
  CHECK(choices[1].overrides.strategy == "x");
}

TEST_CASE("several files are choices, named shortly where that tells them apart", "[comparison]") {
  ComparisonRequest request;
  request.scenarios = {"one/a.yaml", "two/b.yaml"};
  CHECK(labels_of(request) == std::vector<std::string>{"a", "b"});
  request.scenarios = {"one/a.yaml", "two/a.yaml"};
  CHECK(labels_of(request) == std::vector<std::string>{"one/a.yaml", "two/a.yaml"});
}

TEST_CASE("requests that compare nothing are refused", "[comparison]") {
  ComparisonRequest request = request_for("a.yaml");
  CHECK(refusal(request).find("there is only one choice") != std::string::npos);
  request.strategies = {"x", "x"};
  CHECK(refusal(request).find("'x' stands there twice") != std::string::npos);
  request.strategies = {};
  request.vary = {"no value"};
  CHECK(refusal(request).find("'no value' is not path=value,value") != std::string::npos);
  request.vary = {"a=1,"};
  CHECK(refusal(request).find("has an empty value") != std::string::npos);
}

TEST_CASE("commas inside brackets and quotes do not divide", "[comparison]") {
  CHECK(split_at_commas("1, [2,3], {a: b, c: d}, 'x,y', z") ==
        std::vector<std::string>{"1", "[2,3]", "{a: b, c: d}", "'x,y'", "z"});
}

TEST_CASE("a baseline is found by its label or by a part of one label", "[comparison]") {
  ComparisonRequest request = request_for("a.yaml");
  request.strategies = {"siloed", "unified"};
  request.vary = {"p=1,2"};
  const auto choices = comparison_choices(request);
  CHECK(find_choice(choices, "unified, p=1") == 2);
  CHECK_THROWS_AS(find_choice(choices, "unified"), ScenarioError);
  CHECK_THROWS_AS(find_choice(choices, "other"), ScenarioError);
  request.vary = {};
  CHECK(find_choice(comparison_choices(request), "unified") == 1);
}

}  // namespace eastwest
