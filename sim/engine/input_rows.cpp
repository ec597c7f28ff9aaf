// Implements sim/engine/input_rows.hpp.
#include "sim/engine/input_rows.hpp"

#include <fmt/format.h>

namespace eastwest {

namespace {

std::string lines(const std::vector<InputRows::Group>& groups, const char* verb) {
  std::string text;
  for (const InputRows::Group& group : groups) {
    text += fmt::format("\n  {}: {} {}, the first in line {}", verb, group.rows, group.what,
                        group.first_line);
  }
  return text;
}

}  // namespace

std::string to_text(const InputRows& rows) {
  return fmt::format("{} rows, {} used", rows.rows, rows.used) + lines(rows.left_out, "left out") +
         lines(rows.remarks, "used");
}

}  // namespace eastwest
