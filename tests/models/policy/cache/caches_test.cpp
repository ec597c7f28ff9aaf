// Which copy each cache policy sends away, from a picture made by hand.
#include "models/builtin.hpp"
#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("cache policies choose by last use, arrival, uses and size", "[cache]") {
  // Set 0 came first and is asked for most; 1 is the largest; 2 was asked for longest ago; 3 has
  // been asked for once, and later than 2.
  const std::vector<CachedSet> copies = {
      {.set = DataSetId{0}, .size = Bytes{5}, .arrived = 1, .used = 9, .uses = 7},
      {.set = DataSetId{1}, .size = Bytes{8}, .arrived = 2, .used = 6, .uses = 2},
      {.set = DataSetId{2}, .size = Bytes{8}, .arrived = 3, .used = 4, .uses = 2},
      {.set = DataSetId{3}, .size = Bytes{1}, .arrived = 5, .used = 8, .uses = 1}};
  const ModelRegistries models = builtin_models();
  const auto chosen = [&](const char* name) {
    return models.caches.at(name).make({})(copies).value_or(99);
  };
  CHECK(chosen("lru") == 2);
  CHECK(chosen("fifo") == 0);
  CHECK(chosen("lfu") == 3);
  CHECK(chosen("largest-first") == 1);
  CHECK_FALSE(models.caches.at("none").make({}));
  for (const char* name : {"lru", "fifo", "lfu", "largest-first"}) {
    CHECK_FALSE(models.caches.at(name).make({})({}).has_value());
  }
  // Of as many uses, the one asked for longest ago.
  CHECK(models.caches.at("lfu").make({})(std::span(copies).subspan(0, 3)) == 2);
}

}  // namespace eastwest
