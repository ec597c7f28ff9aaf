// Durations round as stated, only meaningful products exist, bounded values refuse what is outside.
#include "sim/base/quantity.hpp"

#include <limits>
#include <random>

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("a span in seconds becomes the nearest nanosecond") {
  CHECK(from_seconds(0) == 0ns);
  CHECK(from_seconds(1.5) == 1'500'000'000ns);
  CHECK(from_seconds(0.1) == 100'000'000ns);
  CHECK(from_seconds(-0.1) == -100'000'000ns);
  // Half a nanosecond goes away from zero; 2^-31 s = 0.4656… ns goes to zero.
  CHECK(from_seconds(0.5e-9) == 1ns);
  CHECK(from_seconds(-0.5e-9) == -1ns);
  CHECK(from_seconds(0x1p-31) == 0ns);
  // 9e9 s is 9e18 ns, which still fits 63 bits.
  CHECK(from_seconds(9e9) == Duration{9'000'000'000'000'000'000});
}

TEST_CASE("a span rounded up never falls short and keeps whole nanoseconds") {
  CHECK(from_seconds_up(0) == 0ns);
  CHECK(from_seconds_up(1e-12) == 1ns);
  CHECK(from_seconds_up(0.1) == 100'000'000ns);
  // 1/3 s lies between 333,333,333 and 333,333,334 ns.
  CHECK(from_seconds_up(1.0 / 3) == 333'333'334ns);
  std::mt19937_64 random(1);
  for (int round = 0; round < 10'000; ++round) {
    const Duration span{static_cast<std::int64_t>(random() % 1'000'000'000'000'000)};
    CHECK(from_seconds_up(to_seconds(span)) == span);
    CHECK(from_seconds(to_seconds(span)) == span);
    const double seconds = to_seconds(span) * 1.000000123;
    CHECK(to_seconds(from_seconds_up(seconds)) >= seconds);
  }
}

TEST_CASE("a span that the clock cannot hold is a defect") {
  CHECK_THROWS_AS(from_seconds(9.3e9), Defect);
  CHECK_THROWS_AS(from_seconds_up(-1e-9), Defect);
  CHECK_THROWS_AS(from_seconds(std::numeric_limits<double>::quiet_NaN()), Defect);
}

TEST_CASE("bytes over a rate are a span, rounded up") {
  // 1 TB / 400 Gb/s = 8e12 bit / 4e11 bit/s = 20 s.
  CHECK(Bytes{1'000'000'000'000} / BitsPerSecond{400'000'000'000} == 20s);
  // 1 B / 3 b/s = 8/3 s = 2,666,666,666.67 ns.
  CHECK(Bytes{1} / BitsPerSecond{3} == 2'666'666'667ns);
  CHECK(Bytes{0} / BitsPerSecond{1} == 0ns);
  // 72 TB over 100 Gb/s = 5,760 s = 1.6 h.
  CHECK(Bytes{72'000'000'000'000} / BitsPerSecond{100'000'000'000} == 96min);
  // 9.2 EB at 1 Tb/s = 7.36e7 s: the product in bits times ns needs more than 64 bits.
  CHECK(Bytes{9'200'000'000'000'000'000} / BitsPerSecond{1'000'000'000'000} == 73'600'000s);
  CHECK_THROWS_AS(Bytes{1} / BitsPerSecond{0}, Defect);
  CHECK_THROWS_AS(Bytes{-1} / BitsPerSecond{1}, Defect);
  CHECK_THROWS_AS(Bytes{9'000'000'000'000'000'000} / BitsPerSecond{1}, Defect);
}

TEST_CASE("light takes 4.9 microseconds a kilometre") {
  CHECK(fibre_delay(Kilometres{0}) == 0ns);
  CHECK(fibre_delay(Kilometres{1}) == 4'900ns);
  // 20 ms / 4.9 us per km = 4081.63… km; 4,080 km take 19.992 ms.
  CHECK(fibre_delay(Kilometres{4080}) == 19'992us);
  // 0.1 km = 490 ns although 0.1 is not exact; 1.00001 km = 4900.049 ns, rounded up.
  CHECK(fibre_delay(Kilometres{0.1}) == 490ns);
  CHECK(fibre_delay(Kilometres{1.00001}) == 4'901ns);
  CHECK_THROWS_AS(fibre_delay(Kilometres{-1}), Defect);
}

TEST_CASE("quantities of one kind add, scale and compare") {
  Bytes sum = Bytes{3} + Bytes{4};
  CHECK(sum == Bytes{7});
  sum += Bytes{5};
  sum -= Bytes{2};
  CHECK(sum - Bytes{4} == Bytes{6});
  CHECK(sum * 3 == Bytes{30});
  CHECK(Terabytes{1'680'000'000} > Terabytes{1'679'999'999});
  CHECK(Flops{}.value() == 0);
}

TEST_CASE("fractions and PUE refuse what is outside their range") {
  CHECK(Fraction::checked(0).value() == 0);
  CHECK(Fraction::checked(1).value() == 1);
  CHECK(Fraction::checked(0.25) < Fraction::checked(0.5));
  for (const double wrong : {-1e-9, 1.0000001, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS(Fraction::checked(wrong), Defect);
  }
  CHECK(Pue{}.value() == 1);
  CHECK(Pue::checked(1.42).value() == 1.42);
  for (const double wrong : {0.99, 10.1, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS(Pue::checked(wrong), Defect);
  }
}

TEST_CASE("dates count from the start") {
  CHECK(to_seconds(kStart) == 0);
  CHECK(to_seconds(kStart - 90s) == -90);
  CHECK(kNever > kStart + 24h * 365 * 200);
}
