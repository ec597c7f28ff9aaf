// The compression function of SHA-256, in hardware where the processor has it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace eastwest {

using Sha256State = std::array<std::uint32_t, 8>;

/// Takes `blocks` blocks of 64 bytes into the state, as fast as this processor can.
void sha256_blocks(Sha256State& state, const unsigned char* bytes, std::size_t blocks);
/// The same in plain C++, for processors without the instructions and as their reference.
void sha256_blocks_portable(Sha256State& state, const unsigned char* bytes, std::size_t blocks);

}  // namespace eastwest
