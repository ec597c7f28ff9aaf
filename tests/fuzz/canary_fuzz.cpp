// A planted mistake that the fuzzer must find: if it does not, a quiet smoke run proves nothing.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/quantity_text.hpp"

/// Reads one byte too far where the text is a span that begins with 7. The fuzzer has to learn what
/// a span is (coverage of our code) and to see the read (AddressSanitizer).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace eastwest;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (!read_quantity(text, Dimension::duration).value) return 0;
  const std::vector<std::uint8_t> copy(bytes, bytes + size);
  const std::size_t too_far = text[0] == '7' ? size : 0;
  const volatile std::uint8_t seen = copy.data()[too_far];
  static_cast<void>(seen);
  return 0;
}
