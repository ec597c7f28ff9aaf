// Offsets of list elements, told by what stands there.
#include "sim/text/json_places.hpp"

#include "tests/catch.hpp"

using namespace eastwest;

namespace {

/// The first three bytes of every element of a list.
std::vector<std::string> beginnings(const std::string& json, const std::string& key) {
  std::vector<std::string> texts;
  const auto places = list_places(json);
  const auto found = places.find(key);
  if (found == places.end()) return texts;
  for (const std::size_t at : found->second) texts.push_back(json.substr(at, 3));
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("elements of the lists of an object") {
  const std::string json = R"( {"a": [{"id": [1, 2]}, [3, 4], "x,]\",y", 567, null],
    "b": {"c": [1, 2]}, "d": [], "e": [  {} ]})";
  CHECK(beginnings(json, "a") == Texts{"{\"i", "[3,", "\"x,", "567", "nul"});
  CHECK(beginnings(json, "b").empty());
  CHECK(beginnings(json, "c").empty());  // not of the outermost object
  CHECK(list_places(json).at("d").empty());
  CHECK(beginnings(json, "e") == Texts{"{} "});
  CHECK(list_places(json).size() == 3);
}

TEST_CASE("what is no object has no lists") {
  CHECK(list_places("[1, 2]").empty());
  CHECK(list_places("").empty());
  CHECK(list_places("7").empty());
}

TEST_CASE("of two lists of one name the last one counts, as for the parser") {
  CHECK(beginnings(R"({"a": [100, 200], "a": [300]})", "a") == Texts{"300"});
}
