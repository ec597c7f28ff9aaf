// Philox against its published answers, the layout of key and counter, and uniformity.
#include "sim/base/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/base/philox.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

/// SplitMix64 as published: the state moves on by the golden ratio, then is finalised.
std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15;
  std::uint64_t value = state;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

std::uint64_t first_of(std::uint64_t seed) { return split_mix(seed); }

std::uint32_t low_word(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high_word(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

}  // namespace

TEST_CASE("Philox4x32-10 gives the published answers") {
  // The known-answer vectors of Random123: zeros, ones, digits of pi.
  CHECK(philox({0, 0, 0, 0}, {0, 0}) ==
        PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t kOnes = 0xffffffff;
  CHECK(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}) ==
        PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("key and counter are laid out as documented") {
  // The published first output of SplitMix64 for seed 0 pins the mixing itself.
  REQUIRE(first_of(0) == 0xE220A8397B1DCDAF);
  const std::uint64_t seed = 0x0123456789ABCDEF;
  const std::uint32_t replication = 42;
  const std::uint64_t key = first_of(first_of(seed) ^ replication);
  const std::uint64_t entity = 0xFEDCBA9876543210;
  const PhiloxCounter words =
      philox({7, (5u << 24) | 0x123456u, low_word(entity), high_word(entity)},
             {low_word(key), high_word(key)});
  const RandomSource source(seed, replication);
  const std::uint64_t bits = source.bits(0x123456, entity, Purpose::run_time, 7);
  CHECK(bits == ((std::uint64_t{words[1]} << 32) | words[0]));
  // The uniform number is the middle of one of 2^52 equal cells.
  CHECK(source.uniform(0x123456, entity, Purpose::run_time, 7) ==
        std::ldexp(static_cast<double>(bits >> 12) + 0.5, -52));
}

TEST_CASE("every bit of seed, replication, family, entity, purpose and draw matters") {
  std::set<std::uint64_t> seen;
  const std::uint64_t one = 1;
  const auto draw = [](std::uint64_t seed, std::uint64_t replication, std::uint64_t family,
                       std::uint64_t entity, std::uint64_t purpose, std::uint64_t number) {
    return RandomSource(seed, low_word(replication))
        .bits(low_word(family), entity, static_cast<Purpose>(purpose), low_word(number));
  };
  seen.insert(draw(0, 0, 0, 0, 0, 0));
  for (int bit = 0; bit < 64; ++bit) {
    seen.insert(draw(one << bit, 0, 0, 0, 0, 0));
    seen.insert(draw(0, 0, 0, one << bit, 0, 0));
  }
  for (int bit = 0; bit < 32; ++bit) {
    seen.insert(draw(0, one << bit, 0, 0, 0, 0));
    seen.insert(draw(0, 0, 0, 0, 0, one << bit));
  }
  for (int bit = 0; bit < 24; ++bit) seen.insert(draw(0, 0, one << bit, 0, 0, 0));
  for (int bit = 0; bit < 8; ++bit) seen.insert(draw(0, 0, 0, 0, one << bit, 0));
  CHECK(seen.size() == 1 + 2 * 64 + 2 * 32 + 24 + 8);
}

TEST_CASE("a family or purpose beyond its bits is a defect") {
  const RandomSource source(1, 0);
  CHECK_THROWS_AS(source.bits(1u << 24, 0, Purpose::run_time), Defect);
  CHECK_THROWS_AS(source.bits(0, 0, static_cast<Purpose>(256)), Defect);
}

TEST_CASE("uniform numbers are uniform, and neighbours are independent") {
  constexpr int kCells = 20;
  constexpr int kDraws = 400'000;
  const RandomSource source(2025, 3);
  std::vector<double> single(kCells);
  std::vector<double> pairs(kCells * kCells);
  int before = 0;
  double smallest = 1;
  double largest = 0;
  for (int entity = 0; entity < kDraws; ++entity) {
    const double u = source.uniform(0, static_cast<std::uint64_t>(entity), Purpose::run_time);
    smallest = std::min(smallest, u);
    largest = std::max(largest, u);
    const int cell = static_cast<int>(u * kCells);
    single[static_cast<std::size_t>(cell)] += 1;
    if (entity % 2 == 1)
      pairs[static_cast<std::size_t>(before) * kCells + static_cast<std::size_t>(cell)] += 1;
    before = cell;
  }
  // Chi-square: mean n - 1, variance 2 (n - 1); five deviations are allowed.
  const auto chi_square = [](const std::vector<double>& counts, double expected) {
    double sum = 0;
    for (const double count : counts) sum += (count - expected) * (count - expected) / expected;
    const double freedom = static_cast<double>(counts.size()) - 1;
    return (sum - freedom) / std::sqrt(2 * freedom);
  };
  CHECK(std::fabs(chi_square(single, double{kDraws} / kCells)) < 5);
  CHECK(std::fabs(chi_square(pairs, double{kDraws} / 2 / (kCells * kCells))) < 5);
  // The ends of 400,000 draws lie within 1e-4 of 0 and 1 (missed with probability e^-40).
  CHECK((smallest > 0 && smallest < 1e-4));
  CHECK((largest < 1 && largest > 1 - 1e-4));
}
