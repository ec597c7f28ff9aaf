// Mistakes of the command line in words, with what was probably meant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace eastwest {

/// What is wrong if the first argument that should be a command is none.
[[nodiscard]] std::optional<std::string> unknown_command(const CLI::App& program,
                                                         const std::vector<std::string>& arguments);

/// The message and the hint for what the parser refused.
[[nodiscard]] std::string parse_mistake(const CLI::App& program, const CLI::ParseError& error,
                                        const std::vector<std::string>& arguments);

}  // namespace eastwest
