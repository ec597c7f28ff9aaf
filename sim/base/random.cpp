// The key schedule and counter layout of RandomSource over Random123's Philox4x32-10.
#include "sim/base/random.hpp"

#include <Random123/philox.h>

#include "sim/base/check.hpp"
#include "sim/base/philox.hpp"

namespace eastwest {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection in which every input bit
/// moves every output bit with probability close to one half.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

std::uint32_t lower_half(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t upper_half(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

}  // namespace

PhiloxCounter philox(const PhiloxCounter& counter, const PhiloxKey& key) {
  const r123::Philox4x32_R<10> generator;
  const auto result =
      generator(r123::Philox4x32::ctr_type{{counter[0], counter[1], counter[2], counter[3]}},
                r123::Philox4x32::key_type{{key[0], key[1]}});
  return {result[0], result[1], result[2], result[3]};
}

RandomSource::RandomSource(std::uint64_t seed, std::uint32_t replication)
    : key_(mix(mix(seed) ^ replication)) {}

std::uint64_t RandomSource::bits(std::uint32_t family, std::uint64_t entity, Purpose purpose,
                                 std::uint32_t draw) const {
  constexpr std::uint32_t kFamilyBits = 24;
  const auto purpose_number = static_cast<std::uint32_t>(purpose);
  EW_CHECK(family < (1u << kFamilyBits) && purpose_number < 256, "family {}, purpose {}", family,
           purpose_number);
  const PhiloxCounter result = philox(
      {draw, (purpose_number << kFamilyBits) | family, lower_half(entity), upper_half(entity)},
      {lower_half(key_), upper_half(key_)});
  return (std::uint64_t{result[1]} << 32) | result[0];
}

double RandomSource::uniform(std::uint32_t family, std::uint64_t entity, Purpose purpose,
                             std::uint32_t draw) const {
  const std::uint64_t k = bits(family, entity, purpose, draw) >> 12;
  return (static_cast<double>(k) + 0.5) * 0x1p-52;
}

}  // namespace eastwest
