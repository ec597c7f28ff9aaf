// A failed check tells where, which condition, and the values.
#include "sim/base/check.hpp"

#include "sim/base/id.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

TEST_CASE("a check that holds does nothing and one that fails shows the values") {
  const int used = 5;
  const int capacity = 4;
  CHECK_NOTHROW(EW_CHECK(capacity <= used, "never"));
  std::string text;
  try {
    EW_CHECK(used <= capacity, "site {} uses {} of {}", 7, used, capacity);
  } catch (const Defect& defect) {
    text = defect.what();
  }
  CHECK(text.find("check_test.cpp:") != std::string::npos);
  CHECK(text.find("'used <= capacity' does not hold: site 7 uses 5 of 4") != std::string::npos);
}

TEST_CASE("ids know whether they point at something") {
  CHECK_FALSE(SiteId{}.valid());
  CHECK(SiteId{std::size_t{3}}.valid());
  CHECK(SiteId{3}.index() == 3);
  CHECK(SiteId{2} < SiteId{3});
}
