// Quantities as people write them: what is read, what is refused and with which advice.
#include "sim/base/quantity_text.hpp"

#include <cstring>
#include <random>

#include "tests/catch.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

namespace {

struct Written {
  std::string text;
  Dimension dimension;
  double value;
};

struct Refused {
  std::string text;
  Dimension dimension;
  std::string problem;
  std::string hint;
};

}  // namespace

TEST_CASE("a quantity is read in the base unit of its dimension") {
  const auto written = GENERATE(values<Written>({
      {"20 ms", Dimension::duration, 0.02},
      {"0.1 ms", Dimension::duration, 0.0001},
      {"1.5h", Dimension::duration, 5400},
      {"  3   w ", Dimension::duration, 3 * 7 * 86'400.0},
      {"2 min", Dimension::duration, 120},
      {"7 d", Dimension::duration, 604'800},
      {"-5 s", Dimension::duration, -5},
      {"+5 s", Dimension::duration, 5},
      {"1e3 us", Dimension::duration, 0.001},
      {"3e-3s", Dimension::duration, 0.003},
      {"1_000 Gb/s", Dimension::bit_rate, 1e12},
      {"400 Gb/s", Dimension::bit_rate, 4e11},
      {"5.624 Pb/s", Dimension::bit_rate, 5.624e15},
      {"1680 EB", Dimension::bytes, 1.68e21},
      {"12.3 TB", Dimension::bytes, 12.3e12},
      {"5EB", Dimension::bytes, 5e18},
      {"1.5 KiB", Dimension::bytes, 1536},
      {"1 EiB", Dimension::bytes, 0x1p60},
      {"788 EFLOPS", Dimension::compute, 788e18},
      {"1 kFLOPS", Dimension::compute, 1000},
      {"150 m", Dimension::length, 0.15},
      {"1200 km", Dimension::length, 1200},
      {"0.35 CNY/kWh", Dimension::electricity_price, 0.35},
      {"12.5 CNY/h", Dimension::hourly_price, 12.5},
      {"580 g/kWh", Dimension::carbon_factor, 0.58},
      {"36 /h", Dimension::rate, 0.01},
      {"30 %", Dimension::fraction, 0.3},
      {"0.3", Dimension::fraction, 0.3},
      {".5", Dimension::fraction, 0.5},
      {"1_234.5", Dimension::number, 1234.5},
      {"0", Dimension::number, 0},
  }));
  CAPTURE(written.text);
  const QuantityReading reading = read_quantity(written.text, written.dimension);
  REQUIRE(reading.problem == "");
  // Exactly the double that the compiler makes of the same decimal: rounded once.
  CHECK(reading.value == written.value);
}

TEST_CASE("what is no quantity is refused with advice") {
  const std::string no_number = "write a number and a unit: 20 ms, 20 s, 20 h";
  const std::string thousand = "write 1_000 or 1000 for a thousand, and a point before decimals";
  const std::string time_units = "units: ns, us, ms, s, min, h, d, w";
  const std::string rate_units = "units: b/s, kb/s, Mb/s, Gb/s, Tb/s, Pb/s";
  const std::vector<Refused> table{
      {"20", Dimension::duration, "\"20\" has no unit", "write a unit: 20 ms, 20 s, 20 h"},
      {"0", Dimension::duration, "\"0\" has no unit", "write a unit: 0 ms, 0 s, 0 h"},
      {"400", Dimension::bit_rate, "\"400\" has no unit",
       "write a unit: 400 Mb/s, 400 Gb/s, 400 Tb/s"},
      {"", Dimension::duration, "\"\" is not a number", no_number},
      {"soon", Dimension::duration, "\"soon\" is not a number", no_number},
      {".inf", Dimension::duration, "\".inf\" is not a number", no_number},
      {"nan s", Dimension::duration, "\"nan s\" is not a number", no_number},
      {"1__0 s", Dimension::duration, "\"1__0 s\" is not a number", no_number},
      {"_1 s", Dimension::duration, "\"_1 s\" is not a number", no_number},
      {"- s", Dimension::duration, "\"- s\" is not a number", no_number},
      {"1,000 s", Dimension::duration, "\"1,000 s\" is not a number", thousand},
      {"1 000 s", Dimension::duration, "\"1 000 s\" is not a number", thousand},
      {"300 y", Dimension::duration, "\"y\" is not a unit here", time_units},
      {"5 m", Dimension::duration, "\"m\" is not a unit here",
       "did you mean \"5 min\"? " + time_units},
      {"5 Hours", Dimension::duration, "\"Hours\" is not a unit here",
       "did you mean \"5 h\"? " + time_units},
      {"400Gbps", Dimension::bit_rate, "\"Gbps\" is not a unit here",
       "did you mean \"400 Gb/s\"? " + rate_units},
      {"50 GB/s", Dimension::bit_rate, "\"GB/s\" is not a unit here",
       "rates are in bits: 1 B/s = 8 b/s; " + rate_units},
      {"9 d 3 h", Dimension::duration, "\"d 3 h\" is not a unit here", time_units},
      {"293 y", Dimension::number, "\"293 y\" is not a bare number",
       "no unit belongs here: write 293"},
      {"1e10 s", Dimension::duration, "\"1e10 s\" is outside what can be computed with",
       "spans reach to 290 years"},
      {"1e400", Dimension::number, "\"1e400\" is outside what can be computed with",
       "write a number of ordinary size"},
      {"1e99999999999", Dimension::number, "\"1e99999999999\" is outside what can be computed with",
       "write a number of ordinary size"},
      {"some", Dimension::fraction, "\"some\" is not a number", "write a share, e.g. 30 % or 0.3"},
      {"some", Dimension::number, "\"some\" is not a number", "write a number, e.g. 12 or 0.5"},
  };
  for (const Refused& refused : table) {
    CAPTURE(refused.text);
    const QuantityReading reading = read_quantity(refused.text, refused.dimension);
    CHECK_FALSE(reading.value.has_value());
    CHECK(reading.problem == refused.problem);
    CHECK(reading.hint == refused.hint);
  }
}

TEST_CASE("a hostile text makes a short message") {
  const QuantityReading reading = read_quantity(std::string(100'000, 'x'), Dimension::duration);
  CHECK(reading.problem.size() < 100);
}

TEST_CASE("every unit that is named can be read, and units ascend") {
  for (const Dimension dimension :
       {Dimension::fraction, Dimension::duration, Dimension::bytes, Dimension::bit_rate,
        Dimension::compute, Dimension::length, Dimension::electricity_price,
        Dimension::carbon_factor, Dimension::hourly_price, Dimension::rate}) {
    double before = 0;
    REQUIRE_FALSE(units_of(dimension).empty());
    for (const std::string& unit : units_of(dimension)) {
      CAPTURE(unit);
      const QuantityReading reading = read_quantity("1 " + unit, dimension);
      REQUIRE(reading.value.has_value());
      CHECK(*reading.value > before);
      before = *reading.value;
    }
  }
  CHECK(units_of(Dimension::number).empty());
}

TEST_CASE("the shortest decimal reads back to the same bits") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(1e21) == "1e+21");
  CHECK(shortest(120) == "120");
  CHECK(shortest(100'000) == "100000");
  std::mt19937_64 random(2);
  for (int round = 0; round < 10'000; ++round) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (value != value || value - value != 0 || (value > -1e-300 && value < 1e-300)) continue;
    const QuantityReading reading = read_quantity(shortest(value), Dimension::number);
    CHECK(reading.value == value);
  }
}

TEST_CASE("text for people has three digits and the largest unit that fits") {
  CHECK(to_text(Duration{0}) == "0 s");
  CHECK(to_text(Duration{1}) == "1 ns");
  CHECK(to_text(Duration{1500us}) == "1.5 ms");
  CHECK(to_text(Duration{90min}) == "1.5 h");
  CHECK(to_text(Duration{-90min}) == "-1.5 h");
  CHECK(to_text(Duration{240h}) == "10 d");
  // 59.999 s would print as 60 s: it is a minute to three digits.
  CHECK(to_text(Duration{59'999ms}) == "1 min");
  CHECK(to_text(Bytes{12'340'000'000'000}) == "12.3 TB");
  CHECK(to_text(Bytes{999'400}) == "999 kB");
  CHECK(to_text(Bytes{999'600}) == "1 MB");
  CHECK(to_text(BitsPerSecond{400'000'000'000}) == "400 Gb/s");
  CHECK(to_text(Flops{788e18}) == "788 EFLOPS");
  CHECK(to_text(1.68e21, Dimension::bytes) == "1680 EB");
  CHECK(to_text(0.3, Dimension::fraction) == "30 %");
  CHECK(to_text(0, Dimension::fraction) == "0 %");
  CHECK(to_text(0.58, Dimension::carbon_factor) == "580 g/kWh");
  CHECK(to_text(0.3456, Dimension::electricity_price) == "0.346 CNY/kWh");
  CHECK(to_text(0.5, Dimension::rate) == "30 /min");
  CHECK(to_text(123'456, Dimension::number) == "123456");
  CHECK(to_text(0.00012, Dimension::number) == "0.00012");
}
