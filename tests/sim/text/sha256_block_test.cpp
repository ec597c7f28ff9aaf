// The processor's own SHA-256 instructions against plain C++.
#include "sim/text/sha256_block.hpp"

#include <vector>

#include "sim/base/random.hpp"
#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("blocks are taken in alike, in hardware or not", "[text]") {
  const RandomSource random(20250709, 0);
  std::vector<unsigned char> bytes(64 * 40);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<unsigned char>(random.bits(0, i, Purpose::job_class));
  }
  for (std::size_t blocks = 0; blocks <= 40; ++blocks) {
    Sha256State fast{1, 2, 3, 4, 5, 6, 7, 8};
    Sha256State portable = fast;
    sha256_blocks(fast, bytes.data(), blocks);
    sha256_blocks_portable(portable, bytes.data(), blocks);
    CAPTURE(blocks);
    REQUIRE(fast == portable);
  }
}

}  // namespace eastwest
