// Implements tools/eastwest/command_line_mistake.hpp on the errors of CLI11.
#include "tools/eastwest/command_line_mistake.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

std::vector<std::string> long_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* one : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(one->get_name());
  }
  return names;
}

/// "did you mean 'x'?", or empty.
std::string suggestion(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = closest(word, candidates);
  return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
}

struct Words {
  std::string message;
  std::string hint;
};

/// The first option that does not exist, named in the order of the command line.
std::optional<Words> unknown_option(const std::vector<std::string>& known,
                                    const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    const std::string name = argument.substr(0, argument.find('='));
    const bool option = name.size() > 1 && name[0] == '-' && name != "-h";
    if (!option || std::find(known.begin(), known.end(), name) != known.end()) continue;
    return Words{fmt::format("there is no option '{}'", name), suggestion(name, known)};
  }
  return std::nullopt;
}

/// "--seed: 'many' is not a whole number": all options that are converted are whole numbers.
Words conversion_mistake(std::string_view what) {
  constexpr std::string_view kStart = "Could not convert: ";
  const std::size_t equals = what.find(" = ");
  if (!what.starts_with(kStart) || equals == std::string_view::npos) return {std::string(what), ""};
  return {fmt::format("{}: '{}' is not a whole number in range",
                      what.substr(kStart.size(), equals - kStart.size()), what.substr(equals + 3)),
          ""};
}

/// "--format: 'xml' is none of text, json".
Words choice_mistake(const std::string& what) {
  constexpr std::string_view kMiddle = " not in {";
  const std::size_t colon = what.find(": ");
  const std::size_t middle = what.find(kMiddle);
  if (colon == std::string::npos || middle == std::string::npos || middle < colon ||
      !what.ends_with('}')) {
    return {what, ""};
  }
  const std::string word = what.substr(colon + 2, middle - colon - 2);
  const std::size_t begin = middle + kMiddle.size();
  const std::string list = what.substr(begin, what.size() - 1 - begin);
  const std::vector<std::string> choices = CLI::detail::split(list, ',');
  return {
      fmt::format("{}: '{}' is none of {}", what.substr(0, colon), word, fmt::join(choices, ", ")),
      suggestion(word, choices)};
}

}  // namespace

std::optional<std::string> unknown_command(const CLI::App& program,
                                           const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = command_names(program);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--color") {
      ++i;
    } else if (!word.starts_with('-')) {
      if (std::find(names.begin(), names.end(), word) != names.end()) return std::nullopt;
      std::string hint = suggestion(word, names);
      if (word == "help") hint = "see eastwest --help, or eastwest COMMAND --help";
      if (hint.empty()) hint = fmt::format("the commands are {}", fmt::join(names, ", "));
      return fmt::format("eastwest: error: there is no command '{}'\n  hint: {}", word, hint);
    }
  }
  return std::nullopt;
}

std::string parse_mistake(const CLI::App& program, const CLI::ParseError& error,
                          const std::vector<std::string>& arguments) {
  const auto chosen = program.get_subcommands();
  const bool missing = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
  if (chosen.empty() && missing) {
    return "eastwest: error: no command was given\n  hint: see eastwest --help";
  }
  const CLI::App& command = chosen.empty() ? program : *chosen.front();
  const std::string name = chosen.empty() ? "eastwest" : "eastwest " + command.get_name();
  Words words{error.what(), ""};
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ExtrasError: {
      std::vector<std::string> known = long_options(command);
      for (std::string& shared : long_options(program)) known.push_back(std::move(shared));
      words = unknown_option(known, arguments).value_or(words);
      break;
    }
    case CLI::ExitCodes::ConversionError:
      words = conversion_mistake(error.what());
      break;
    case CLI::ExitCodes::ValidationError:
      words = choice_mistake(error.what());
      break;
    default:
      break;
  }
  if (words.hint.empty()) words.hint = fmt::format("see {} --help", name);
  return fmt::format("{}: error: {}\n  hint: {}", name, words.message, words.hint);
}

}  // namespace eastwest
