// The always-on assertion: our own mistakes stop the program with the values that show them.
#pragma once

#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace eastwest {

/// A defect of eastwest itself (exit code 3). User input never leads here.
class Defect : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void raise_defect(const char* file, int line, const char* condition,
                                      const std::string& values) {
  throw Defect(fmt::format("{}:{}: '{}' does not hold: {}", file, line, condition, values));
}

}  // namespace eastwest

/// EW_CHECK(used <= capacity, "site {} uses {} of {}", site, used, capacity)
#define EW_CHECK(condition, ...) \
  ((condition)                   \
       ? (void)0                 \
       : ::eastwest::raise_defect(__FILE__, __LINE__, #condition, fmt::format(__VA_ARGS__)))
