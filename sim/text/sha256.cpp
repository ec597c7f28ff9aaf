// Implements sim/text/sha256.hpp after FIPS 180-4, sections 5 and 6.
#include "sim/text/sha256.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/sha256_block.hpp"

namespace eastwest {
namespace {

/// First 32 bits of the fractional parts of the square roots of the first 8 primes.
constexpr std::array<std::uint32_t, 8> kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

}  // namespace

Sha256::Sha256() : state_(kInitial) {}

void Sha256::add(std::string_view bytes) {
  size_ += bytes.size();
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  if (pending_size_ > 0) {
    const std::size_t taken = std::min(left, pending_.size() - pending_size_);
    std::memcpy(pending_.data() + pending_size_, at, taken);
    pending_size_ += taken;
    at += taken;
    left -= taken;
    if (pending_size_ < pending_.size()) return;
    sha256_blocks(state_, pending_.data(), 1);
    pending_size_ = 0;
  }
  const std::size_t whole = left / pending_.size();
  sha256_blocks(state_, at, whole);
  at += whole * pending_.size();
  left -= whole * pending_.size();
  if (left > 0) std::memcpy(pending_.data(), at, left);
  pending_size_ = left;
}

std::string Sha256::hexadecimal() {
  const std::uint64_t bits = size_ * 8;
  std::string padding = "\x80";
  while ((size_ + padding.size()) % 64 != 56) padding += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) {
    padding += static_cast<char>(static_cast<unsigned char>(bits >> static_cast<unsigned>(shift)));
  }
  add(padding);
  EW_CHECK(pending_size_ == 0, "{} bytes left after the padding", pending_size_);
  std::string text;
  for (const std::uint32_t word : state_) text += fmt::format("{:08x}", word);
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hexadecimal();
}

std::string sha256_of_file(const std::string& file) {
  ByteSource source(file, ByteSource::Unpack::never);
  std::vector<char> buffer(std::size_t{1} << 16);
  Sha256 hash;
  while (const std::size_t size = source.read(buffer.data(), buffer.size())) {
    hash.add({buffer.data(), size});
  }
  if (!source.fault().message.empty()) {
    throw ScenarioError(file, source.fault().message, source.fault().hint);
  }
  return hash.hexadecimal();
}

}  // namespace eastwest
