// Spans as exact decimals of seconds.
#include "sim/text/seconds_text.hpp"

#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("seconds are written as exact decimals", "[text]") {
  CHECK(seconds_text(Duration{0}) == "0");
  CHECK(seconds_text(Duration{1}) == "0.000000001");
  CHECK(seconds_text(Duration{-1'500'000'000}) == "-1.5");
  CHECK(seconds_text(Duration{200'005'880'000}) == "200.00588");
  CHECK(seconds_text(Duration{7'200'000'000'000}) == "7200");
  // One digit more or less, up to what is written at once and beyond.
  for (std::int64_t tens = 1; tens <= 1'000'000'000; tens *= 10) {
    for (const std::int64_t whole : {tens - 1, tens, tens + 1, tens * 9 / 2, tens * 7 + 3}) {
      CHECK(seconds_text(std::chrono::seconds{whole}) == std::to_string(whole));
    }
  }
  CHECK(seconds_text(Duration{500'000'000}) == "0.5");
  // The largest and the smallest span there are.
  CHECK(seconds_text(Duration::max()) == "9223372036.854775807");
  CHECK(seconds_text(Duration::min()) == "-9223372036.854775808");
}

TEST_CASE("plain seconds are read exactly, other texts not at all", "[text]") {
  for (const std::int64_t nanoseconds :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'500'000'000},
        std::int64_t{999'999'999'999'999'999}}) {
    CAPTURE(nanoseconds);
    CHECK(read_plain_seconds(seconds_text(Duration{nanoseconds})) == Duration{nanoseconds});
  }
  CHECK(read_plain_seconds("007.50") == std::chrono::milliseconds{7500});
  for (const char* text : {"", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", " 1", "1.0000000001",
                           "1234567890", "1.2.3", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(read_plain_seconds(text));
  }
}

}  // namespace eastwest