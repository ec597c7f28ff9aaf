// The units that files may use, written down once.
#include "sim/base/unit_table.hpp"

#include <array>
#include <string>

namespace eastwest {
namespace {

constexpr double kMinute = 60;
constexpr double kHour = 3600;
constexpr double kDay = 86'400;
constexpr double kWeek = 604'800;
constexpr double kYear = 31'536'000;  // 365 days
constexpr double kKibi = 1024;

constexpr std::array kFraction{Unit{"%", -2, 1, true}};
constexpr std::array kDuration{
    Unit{"ns", -9, 1, true},  Unit{"us", -6, 1, true},       Unit{"ms", -3, 1, true},
    Unit{"s", 0, 1, true},    Unit{"min", 0, kMinute, true}, Unit{"h", 0, kHour, true},
    Unit{"d", 0, kDay, true}, Unit{"w", 0, kWeek, false},
};
constexpr std::array kBytes{
    Unit{"B", 0, 1, true},
    Unit{"kB", 3, 1, true},
    Unit{"KiB", 0, kKibi, false},
    Unit{"MB", 6, 1, true},
    Unit{"MiB", 0, kKibi* kKibi, false},
    Unit{"GB", 9, 1, true},
    Unit{"GiB", 0, kKibi* kKibi* kKibi, false},
    Unit{"TB", 12, 1, true},
    Unit{"TiB", 0, kKibi* kKibi* kKibi* kKibi, false},
    Unit{"PB", 15, 1, true},
    Unit{"PiB", 0, kKibi* kKibi* kKibi* kKibi* kKibi, false},
    Unit{"EB", 18, 1, true},
    Unit{"EiB", 0, kKibi* kKibi* kKibi* kKibi* kKibi* kKibi, false},
};
constexpr std::array kBitRate{
    Unit{"b/s", 0, 1, true},  Unit{"kb/s", 3, 1, true},  Unit{"Mb/s", 6, 1, true},
    Unit{"Gb/s", 9, 1, true}, Unit{"Tb/s", 12, 1, true}, Unit{"Pb/s", 15, 1, true},
};
constexpr std::array kCompute{
    Unit{"FLOPS", 0, 1, true},   Unit{"kFLOPS", 3, 1, true},  Unit{"MFLOPS", 6, 1, true},
    Unit{"GFLOPS", 9, 1, true},  Unit{"TFLOPS", 12, 1, true}, Unit{"PFLOPS", 15, 1, true},
    Unit{"EFLOPS", 18, 1, true},
};
constexpr std::array kLength{Unit{"m", -3, 1, true}, Unit{"km", 0, 1, true}};
constexpr std::array kElectricityPrice{Unit{"CNY/kWh", 0, 1, true}};
constexpr std::array kCarbonFactor{Unit{"g/kWh", -3, 1, true}, Unit{"kg/kWh", 0, 1, true}};
constexpr std::array kTransferPrice{Unit{"CNY/TB", -3, 1, false}, Unit{"CNY/GB", 0, 1, true}};
constexpr std::array kHourlyPrice{Unit{"CNY/h", 0, 1, true}};
constexpr std::array kRate{
    Unit{"/y", 0, 1, false, kYear}, Unit{"/w", 0, 1, true, kWeek},     Unit{"/d", 0, 1, true, kDay},
    Unit{"/h", 0, 1, true, kHour},  Unit{"/min", 0, 1, true, kMinute}, Unit{"/s", 0, 1, true},
};

using Names = std::array<std::string_view, 3>;
constexpr Names kDurationExamples{"ms", "s", "h"};
constexpr Names kBytesExamples{"GB", "TB", "PB"};
constexpr Names kBitRateExamples{"Mb/s", "Gb/s", "Tb/s"};
constexpr Names kComputeExamples{"TFLOPS", "PFLOPS", "EFLOPS"};
constexpr std::array<std::string_view, 2> kLengthExamples{"m", "km"};
constexpr std::array<std::string_view, 1> kPriceExamples{"CNY/kWh"};
constexpr std::array<std::string_view, 2> kCarbonExamples{"g/kWh", "kg/kWh"};
constexpr std::array<std::string_view, 2> kTransferPriceExamples{"CNY/TB", "CNY/GB"};
constexpr std::array<std::string_view, 1> kHourlyPriceExamples{"CNY/h"};
constexpr Names kRateExamples{"/s", "/h", "/d"};

/// In lower case, so that spellings can be compared.
std::string folded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

/// A spelling in lower case and the unit that is meant.
struct Spelling {
  std::string_view written, name;
};

constexpr std::array kSpellings{
    Spelling{"nanosecond", "ns"},
    Spelling{"nanoseconds", "ns"},
    Spelling{"microsecond", "us"},
    Spelling{"microseconds", "us"},
    Spelling{"µs", "us"},
    Spelling{"μs", "us"},
    Spelling{"millisecond", "ms"},
    Spelling{"milliseconds", "ms"},
    Spelling{"sec", "s"},
    Spelling{"second", "s"},
    Spelling{"seconds", "s"},
    Spelling{"m", "min"},
    Spelling{"mins", "min"},
    Spelling{"minute", "min"},
    Spelling{"minutes", "min"},
    Spelling{"hr", "h"},
    Spelling{"hour", "h"},
    Spelling{"hours", "h"},
    Spelling{"day", "d"},
    Spelling{"days", "d"},
    Spelling{"week", "w"},
    Spelling{"weeks", "w"},
    Spelling{"kbps", "kb/s"},
    Spelling{"mbps", "Mb/s"},
    Spelling{"gbps", "Gb/s"},
    Spelling{"tbps", "Tb/s"},
    Spelling{"mbit/s", "Mb/s"},
    Spelling{"gbit/s", "Gb/s"},
    Spelling{"tbit/s", "Tb/s"},
    Spelling{"tflop/s", "TFLOPS"},
    Spelling{"pflop/s", "PFLOPS"},
    Spelling{"eflop/s", "EFLOPS"},
    Spelling{"percent", "%"},
    Spelling{"％", "%"},
    Spelling{"kgco2/kwh", "kg/kWh"},
    Spelling{"gco2/kwh", "g/kWh"},
    Spelling{"rmb/kwh", "CNY/kWh"},
    Spelling{"yuan/kwh", "CNY/kWh"},
};

}  // namespace

std::span<const Unit> unit_table(Dimension dimension) {
  switch (dimension) {
    case Dimension::number:
      return {};
    case Dimension::fraction:
      return kFraction;
    case Dimension::duration:
      return kDuration;
    case Dimension::bytes:
      return kBytes;
    case Dimension::bit_rate:
      return kBitRate;
    case Dimension::compute:
      return kCompute;
    case Dimension::length:
      return kLength;
    case Dimension::electricity_price:
      return kElectricityPrice;
    case Dimension::carbon_factor:
      return kCarbonFactor;
    case Dimension::hourly_price:
      return kHourlyPrice;
    case Dimension::rate:
      return kRate;
    case Dimension::transfer_price:
      return kTransferPrice;
  }
  return {};
}

std::span<const std::string_view> example_units(Dimension dimension) {
  switch (dimension) {
    case Dimension::number:
    case Dimension::fraction:
      return {};
    case Dimension::duration:
      return kDurationExamples;
    case Dimension::bytes:
      return kBytesExamples;
    case Dimension::bit_rate:
      return kBitRateExamples;
    case Dimension::compute:
      return kComputeExamples;
    case Dimension::length:
      return kLengthExamples;
    case Dimension::electricity_price:
      return kPriceExamples;
    case Dimension::carbon_factor:
      return kCarbonExamples;
    case Dimension::hourly_price:
      return kHourlyPriceExamples;
    case Dimension::rate:
      return kRateExamples;
    case Dimension::transfer_price:
      return kTransferPriceExamples;
  }
  return {};
}

std::string_view meant_unit(std::string_view written, Dimension dimension) {
  const std::span<const Unit> units = unit_table(dimension);
  const std::string wanted = folded(written);
  for (const Unit& unit : units) {
    if (folded(unit.name) == wanted) return unit.name;
  }
  for (const auto& [spelling, name] : kSpellings) {
    if (spelling != wanted) continue;
    for (const Unit& unit : units) {
      if (unit.name == name) return unit.name;
    }
  }
  return {};
}

}  // namespace eastwest
