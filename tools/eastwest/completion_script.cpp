// One function a shell; the scripts call nothing but the shell itself.
#include "tools/eastwest/completion_script.hpp"

#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace eastwest {
namespace {

/// The text with a backslash before each of `special`.
std::string escaped(const std::string& text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// In single quotes, for every shell.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string names_of(const std::vector<CompletedCommand>& commands) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const CompletedCommand& command : commands) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, " "));
}

std::string bash_values(const std::vector<std::string>& words, bool files) {
  std::string text;
  if (!words.empty()) {
    text += fmt::format("COMPREPLY=($(compgen -W {} -- \"$current\"))",
                        quoted(fmt::format("{}", fmt::join(words, " "))));
  }
  if (files || words.empty()) {
    text += fmt::format("{}COMPREPLY+=($(compgen -f -- \"$current\"))", text.empty() ? "" : "; ");
  }
  return text;
}

std::string zsh_values(const CompletedOption& option) {
  if (!option.words.empty()) return fmt::format("({})", fmt::join(option.words, " "));
  return option.takes_file ? "_files" : " ";
}

std::string zsh_option(const CompletedOption& option) {
  std::string spec = fmt::format("{}[{}]", option.name, escaped(option.help, "[]:\\"));
  if (!option.value_name.empty()) {
    spec += fmt::format(":{}:{}", escaped(option.value_name, ":\\"), zsh_values(option));
  }
  // An option that may be repeated is offered again.
  return "      " + quoted("*" + spec) + " \\\n";
}

std::string fish_values(const CompletedOption& option) {
  if (!option.words.empty()) {
    return " -x -a " + quoted(fmt::format("{}", fmt::join(option.words, " ")));
  }
  return option.takes_file ? " -r -F" : " -x";
}

}  // namespace

std::string bash_completion(const std::vector<CompletedCommand>& commands) {
  std::string values;
  std::string words;
  for (const CompletedCommand& command : commands) {
    std::vector<std::string> options;
    for (const CompletedOption& option : command.options) {
      options.push_back(option.name);
      if (option.value_name.empty()) continue;
      values += fmt::format("    '{} {}') {}; return ;;\n", command.name, option.name,
                            bash_values(option.words, option.takes_file));
    }
    std::vector<std::string> arguments;
    bool files = false;
    for (const CompletedOption& argument : command.arguments) {
      arguments.insert(arguments.end(), argument.words.begin(), argument.words.end());
      files = files || argument.takes_file;
    }
    words += fmt::format(
        "    {})\n"
        "      if [[ $current == -* ]]; then {}\n"
        "      else {}; fi ;;\n",
        command.name, bash_values(options, false),
        arguments.empty() && !files ? ":" : bash_values(arguments, files));
  }
  return fmt::format(
      "# Completion of eastwest for bash: source <(eastwest completion bash)\n"
      "_eastwest() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  local command=${{COMP_WORDS[1]}}\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W '{} --help --version --color' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"$command $previous\" in\n"
      "{}"
      "  esac\n"
      "  case $command in\n"
      "{}"
      "  esac\n"
      "}}\n"
      "complete -o filenames -F _eastwest eastwest\n",
      names_of(commands), values, words);
}

std::string zsh_completion(const std::vector<CompletedCommand>& commands) {
  std::string summaries;
  std::string cases;
  for (const CompletedCommand& command : commands) {
    summaries += "    " + quoted(command.name + ":" + escaped(command.summary, ":\\")) + "\n";
    cases += fmt::format("    {})\n      _arguments -s \\\n", command.name);
    for (const CompletedOption& option : command.options) cases += zsh_option(option);
    for (const CompletedOption& argument : command.arguments) {
      const std::string place = argument.takes_file ? "*" : "";
      cases += "      " +
               quoted(fmt::format("{}:{}:{}", place, escaped(argument.value_name, ":\\"),
                                  zsh_values(argument))) +
               " \\\n";
    }
    cases += "      && return ;;\n";
  }
  return fmt::format(
      "#compdef eastwest\n"
      "# Completion of eastwest for zsh: a file _eastwest in a folder of fpath, or\n"
      "# source <(eastwest completion zsh)\n"
      "_eastwest() {{\n"
      "  local -a commands\n"
      "  commands=(\n"
      "{}"
      "  )\n"
      "  if ((CURRENT == 2)); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  ((CURRENT--))\n"
      "  case $command in\n"
      "{}"
      "  esac\n"
      "}}\n"
      "if [[ $funcstack[1] == _eastwest ]]; then\n"
      "  _eastwest \"$@\"\n"
      "else\n"
      "  compdef _eastwest eastwest\n"
      "fi\n",
      summaries, cases);
}

std::string fish_completion(const std::vector<CompletedCommand>& commands) {
  std::string text =
      "# Completion of eastwest for fish: eastwest completion fish | source\n"
      "complete -c eastwest -f\n";
  const std::string none = quoted("not __fish_seen_subcommand_from " + names_of(commands));
  for (const CompletedCommand& command : commands) {
    text += fmt::format("complete -c eastwest -n {} -a {} -d {}\n", none, command.name,
                        quoted(command.summary));
  }
  for (const CompletedCommand& command : commands) {
    const std::string head = fmt::format("complete -c eastwest -n {}",
                                         quoted("__fish_seen_subcommand_from " + command.name));
    for (const CompletedOption& option : command.options) {
      text += fmt::format("{} -l {} -d {}{}\n", head, option.name.substr(2), quoted(option.help),
                          option.value_name.empty() ? "" : fish_values(option));
    }
    for (const CompletedOption& argument : command.arguments) {
      if (argument.takes_file) text += head + " -F\n";
      if (argument.words.empty()) continue;
      text += fmt::format("{} -a {}\n", head,
                          quoted(fmt::format("{}", fmt::join(argument.words, " "))));
    }
  }
  return text;
}

}  // namespace eastwest
