// Help texts in lines that fit a terminal.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace eastwest {

/// Names in the first 34 columns; what they mean beside them, broken at blanks.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(kNameColumns); }

  [[nodiscard]] std::string make_option_desc(const CLI::Option* option) const override {
    return broken_at_blanks(option->get_description());
  }

 private:
  static constexpr std::size_t kNameColumns = 34;
  static constexpr std::size_t kTextColumns = 66;

  static std::string broken_at_blanks(std::string text) {
    for (std::size_t begin = 0; text.size() - begin > kTextColumns;) {
      const std::size_t blank = text.rfind(' ', begin + kTextColumns);
      if (blank == std::string::npos || blank <= begin) break;
      text[blank] = '\n';
      begin = blank + 1;
    }
    return text;
  }
};

}  // namespace eastwest
