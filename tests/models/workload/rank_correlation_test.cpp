// Rank correlation by hand-computed cases.
#include "models/workload/rank_correlation.hpp"
#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("ranks that rise or fall together are correlated by 1 or -1", "[correlation]") {
  CHECK(rank_correlation({1, 2, 3, 10}, {5, 6, 60, 61}) == Approx(1));
  CHECK(rank_correlation({1, 2, 3, 10}, {9, 8, 7, -1}) == Approx(-1));
  CHECK(rank_correlation({1, 2, 3}, {4, 4, 4}) == 0);
  CHECK(rank_correlation({}, {}) == 0);
}

TEST_CASE("ties share the mean of their ranks", "[correlation]") {
  // Ranks 1.5, 1.5, 3 and 1, 2, 3: from the middle 2 the deviations are -0.5, -0.5, 1 and -1, 0, 1;
  // products 0.5 + 0 + 1 = 1.5, squares 1.5 and 2: 1.5 / sqrt(3).
  CHECK(rank_correlation({1, 1, 8}, {10, 20, 30}) == Approx(1.5 / 1.7320508075688772));
  // Ranks 1, 2, 3, 4 and 2, 1, 4, 3: four differences of 1, so 1 - 6 x 4 / (4 x (16 - 1)) = 0.6.
  CHECK(rank_correlation({1, 2, 3, 4}, {2, 1, 4, 3}) == Approx(0.6));
}

}  // namespace eastwest
