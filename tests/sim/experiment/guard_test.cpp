// What a guard finds in summaries, and how it tells it.
#include "sim/experiment/guard.hpp"

#include "sim/base/diagnostic.hpp"
#include "sim/experiment/guard_report.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {
namespace {

GuardedRun run_of(const std::string& name, Json summary, const std::string& section = "simgrid-1") {
  return {.name = name,
          .argument = "scenarios/" + name + ".yaml",
          .section = section,
          .summary = std::move(summary)};
}

std::string refusal(const Baseline& baseline, const std::vector<GuardedRun>& runs) {
  try {
    static_cast<void>(baseline.compare(runs, "base.json"));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "compared";
}

}  // namespace

TEST_CASE("equal summaries have not moved", "[guard]") {
  const Json summary = {{"a", 0.1}, {"list", {1, 2}}, {"text", "x"}, {"empty", Json::object()}};
  CHECK(moved_values(summary, summary).empty());
  // A whole number is the same whether it was written 2 or 2.0.
  CHECK(moved_values(Json{{"a", 2}}, Json{{"a", 2.0}}).empty());
}

TEST_CASE("the smallest change is found, with its size", "[guard]") {
  const auto moved = moved_values(Json{{"jobs", {{"a", 200}, {"b", 0.1}}}},
                                  Json{{"jobs", {{"a", 202}, {"b", 0.1000000000000001}}}});
  REQUIRE(moved.size() == 2);
  CHECK(moved[0].key == "jobs.a");
  CHECK(moved[0].baseline == "200");
  CHECK(moved[0].now == "202");
  CHECK(moved[0].relative == "+1 %");
  CHECK(moved[1].now == "0.1000000000000001");
}

TEST_CASE("keys that came and went are told", "[guard]") {
  const auto moved = moved_values(Json{{"old", 1}, {"same", 2}}, Json{{"same", 2}, {"new", 3}});
  REQUIRE(moved.size() == 2);
  CHECK(moved[0].key == "old");
  CHECK(moved[0].now.empty());
  CHECK(moved[1].key == "new");
  CHECK(moved[1].baseline.empty());
}

TEST_CASE("named elements of a list are compared by name", "[guard]") {
  const Json before = {{"hubs", {{{"hub", "a"}, {"n", 1}}, {{"hub", "c"}, {"n", 3}}}}};
  const Json after = {
      {"hubs", {{{"hub", "a"}, {"n", 1}}, {{"hub", "b"}, {"n", 2}}, {{"hub", "c"}, {"n", 3}}}}};
  const auto moved = moved_values(before, after);
  REQUIRE(moved.size() == 2);
  CHECK(moved[0].key == "hubs[b].hub");
  CHECK(moved[1].key == "hubs[b].n");
  // Elements of one name are told apart by their numbers.
  const Json twins = {{"l", {{{"k", "a"}, {"n", 1}}, {{"k", "a"}, {"n", 2}}}}};
  CHECK(moved_values(twins, twins).empty());
}

TEST_CASE("a baseline is written, read and compared", "[guard]") {
  const TemporaryFolder folder;
  const std::string file = folder.file("base.json");
  Baseline made;
  made.update({run_of("b", {{"x", 1}}), run_of("a", {{"x", 2}})});
  made.update({run_of("a", {{"x", 5}}, "simgrid-2")});
  made.write(file);
  // Sections and scenarios are in the order of their names.
  CHECK(folder.read("base.json") ==
        "{\n"
        "  \"simgrid-1\": {\n"
        "    \"a\": {\n      \"x\": 2\n    },\n"
        "    \"b\": {\n      \"x\": 1\n    }\n"
        "  },\n"
        "  \"simgrid-2\": {\n"
        "    \"a\": {\n      \"x\": 5\n    }\n"
        "  }\n"
        "}\n");
  CHECK(folder.entries() == 1);

  const Baseline baseline = Baseline::read(file);
  const auto results = baseline.compare({run_of("a", {{"x", 3}}), run_of("b", {{"x", 1}})}, file);
  REQUIRE(results.size() == 2);
  CHECK(results[0].moved.size() == 1);
  CHECK(results[1].moved.empty());
  CHECK(any_moved(results));
}

TEST_CASE("what a baseline does not know never passes", "[guard]") {
  Baseline baseline;
  baseline.update({run_of("a", {{"x", 1}})});
  const std::string other = refusal(baseline, {run_of("a", {{"x", 1}}, "simgrid-2")});
  CHECK(other.find("base.json: error: there is no section 'simgrid-2'") != std::string::npos);
  CHECK(other.find("eastwest guard scenarios/a.yaml --baseline base.json --update") !=
        std::string::npos);
  CHECK(refusal(baseline, {run_of("c", {{"x", 1}})}).find("has no baseline of c") !=
        std::string::npos);
}

TEST_CASE("a file that is no baseline is refused", "[guard]") {
  const TemporaryFolder folder;
  for (const char* text : {"[]", "{\"a\": 1}", "{\"a\": {\"b\": 1}}", "{"}) {
    CHECK_THROWS_AS(Baseline::read(folder.write("base.json", text)), ScenarioError);
  }
  CHECK_THROWS_AS(Baseline::read(folder.file("none.json")), ScenarioError);
}

TEST_CASE("findings are told as text, JUnit and GitHub annotations", "[guard]") {
  const std::vector<GuardedResult> results = {
      {.name = "a", .argument = "a.yaml", .values = 2, .moved = {}},
      {.name = "b@<v>",
       .argument = "dir/b.yaml@<v>",
       .values = 3,
       .moved = {{.key = "k", .baseline = "1", .now = "", .relative = ""}}}};
  const std::string text = guard_text(results);
  CHECK(text.find("a: 2 values, none moved\n") != std::string::npos);
  CHECK(text.find("b@<v>: 1 of 3 values moved\n") != std::string::npos);
  CHECK(text.find("(missing)") != std::string::npos);

  const std::string junit = guard_junit(results);
  CHECK(junit.find("tests=\"2\" failures=\"1\"") != std::string::npos);
  CHECK(junit.find("name=\"b@&lt;v&gt;\"") != std::string::npos);

  const std::string github = guard_github(results);
  CHECK(github.starts_with("::error file=dir/b.yaml,title=results moved%3A b@<v>::"));
  CHECK(github.find('\n') == github.size() - 1);
}

}  // namespace eastwest
