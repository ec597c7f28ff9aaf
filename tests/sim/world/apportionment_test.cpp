// Whole parts that add up exactly.
#include "sim/world/apportionment.hpp"

#include "tests/catch.hpp"

using namespace eastwest;
using Parts = std::vector<std::int64_t>;

TEST_CASE("what is left goes to the largest remainders, ties to the earlier part") {
  CHECK(apportioned(10, {1, 1, 1}) == Parts{4, 3, 3});
  // 10 x 1/7, 2/7, 4/7 = 1.43, 2.86, 5.71: two are left, for 0.86 and 0.71.
  CHECK(apportioned(10, {1, 2, 4}) == Parts{1, 3, 6});
  CHECK(apportioned(0, {1, 2}) == Parts{0, 0});
}

TEST_CASE("a part without weight gets nothing") {
  CHECK(apportioned(3, {0, 1, 0, 1}) == Parts{0, 2, 0, 1});
  CHECK(apportioned(1, {0, 0.1}) == Parts{0, 1});
}

TEST_CASE("parts add up, whatever the weights") {
  std::vector<double> weights;
  for (int i = 1; i <= 97; ++i) weights.push_back(1.0 / i);
  for (const std::int64_t total : {1, 96, 12'654, 1'000'000'007}) {
    std::int64_t sum = 0;
    for (const std::int64_t part : apportioned(total, weights)) sum += part;
    CHECK(sum == total);
  }
}
