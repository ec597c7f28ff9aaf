// JSON in and out: order, numbers, what is refused.
#include "sim/text/json.hpp"

#include <limits>
#include <string>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

std::string message_of(const std::string& text) {
  try {
    static_cast<void>(parse_json(text, "x.json"));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("JSON keeps the order of keys and the shortest form of numbers") {
  Json json;
  json["z"] = 0.1;
  json["a"] = 1e21;
  json["名"] = "贵安";
  json["list"] = {1, 2};
  CHECK(to_pretty(json) ==
        "{\n  \"z\": 0.1,\n  \"a\": 1e+21,\n  \"名\": \"贵安\",\n"
        "  \"list\": [\n    1,\n    2\n  ]\n}\n");
}

TEST_CASE("JSON has no infinity and no NaN: writing one is a defect") {
  CHECK_THROWS_AS(to_pretty(Json{{"a", {{"b", std::numeric_limits<double>::infinity()}}}}), Defect);
  CHECK_THROWS_AS(to_pretty(Json{{"a", std::numeric_limits<double>::quiet_NaN()}}), Defect);
}

TEST_CASE("mistakes in JSON have a place") {
  CHECK(message_of("{\"a\": 1,\n \"b\" 2}").substr(0, 32) == "x.json:2:6: error: no valid JSON");
  CHECK(message_of("").find("no valid JSON") != std::string::npos);
  CHECK(message_of("[1e400]").find("no valid JSON") != std::string::npos);
  CHECK(message_of(std::string(100'000, '[')).find("nested deeper than 64") != std::string::npos);
  CHECK(message_of("[1, 2]") == "no error");
}

TEST_CASE("JSON files are read plain, a missing one is the user's mistake") {
  const TemporaryFolder folder;
  CHECK(parse_json_file(folder.write("a.json", "{\"b\": [1]}"))["b"][0] == 1);
  CHECK_THROWS_AS(parse_json_file(folder.file("none.json")), ScenarioError);
}
