// SHA-256 (FIPS 180-4): results carry the hashes of their inputs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eastwest {

/// Hashes bytes as they come.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// The 64 hexadecimal digits; nothing may be added afterwards.
  [[nodiscard]] std::string hexadecimal();

 private:
  std::array<std::uint32_t, 8> state_;
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t size_ = 0;
};

[[nodiscard]] std::string sha256(std::string_view bytes);
/// Of the file as it stands on the disk (gzip is not unpacked). Throws ScenarioError `file: error:
/// …`.
[[nodiscard]] std::string sha256_of_file(const std::string& file);

}  // namespace eastwest
