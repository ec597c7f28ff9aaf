// When a scope is stable, backlogged or overloaded.
#include "sim/results/verdict.hpp"

#include "tests/catch.hpp"

namespace eastwest {
namespace {

/// 100 accelerators: a day's work is 2400 accelerator-hours.
LoadFacts facts(double offered, double backlog) {
  return {.accelerators = 100,
          .offered_accelerators = offered,
          .backlog = backlog,
          .growth = {.per_day = 0.0, .low = std::nullopt, .high = std::nullopt}};
}

}  // namespace

TEST_CASE("more offered than installed is overloaded", "[results]") {
  CHECK(verdict_of(facts(100, 0)) == Verdict::stable);
  CHECK(verdict_of(facts(100.1, 0)) == Verdict::overloaded);
  CHECK(offered_share(facts(31, 0)) == 0.31);
}

TEST_CASE("a backlog that surely grows is overloaded where the offer is not known", "[results]") {
  LoadFacts growing = facts(0, 0);
  growing.offered_accelerators = std::nullopt;
  // The floor is 1 % of 2400 = 24 accelerator-hours a day.
  growing.growth.low = 25;
  CHECK(verdict_of(growing) == Verdict::overloaded);
  growing.growth.low = 23;
  CHECK(verdict_of(growing) == Verdict::stable);
  growing.growth.low = -5;
  growing.growth.per_day = 100;
  CHECK(verdict_of(growing) == Verdict::stable);
}

TEST_CASE("a growing backlog is not overload where less is offered than installed", "[results]") {
  for (const double offered : {0.0, 70.0, 99.9}) {
    CAPTURE(offered);
    LoadFacts growing = facts(offered, 0);
    growing.growth.low = 25;
    CHECK(verdict_of(growing) == Verdict::backlogged);
    growing.growth.low = 23;
    CHECK(verdict_of(growing) == Verdict::stable);
  }
  for (const double offered : {100.0, 130.0}) {
    CAPTURE(offered);
    LoadFacts growing = facts(offered, 0);
    growing.growth.low = 25;
    CHECK(verdict_of(growing) == Verdict::overloaded);
  }
}

TEST_CASE("more than a day's work at the end is backlogged", "[results]") {
  CHECK(verdict_of(facts(50, 2400)) == Verdict::stable);
  CHECK(verdict_of(facts(50, 2401)) == Verdict::backlogged);
}

TEST_CASE("a scope without accelerators", "[results]") {
  LoadFacts empty{.accelerators = 0, .offered_accelerators = 0.0, .backlog = 0, .growth = {}};
  CHECK(verdict_of(empty) == Verdict::stable);
  CHECK_FALSE(offered_share(empty).has_value());
  empty.offered_accelerators = 1;
  CHECK(verdict_of(empty) == Verdict::overloaded);
}

}  // namespace eastwest
