// Help, version, and what the program says to those who mistype.
#include <algorithm>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

const std::vector<std::string> kAllCommands = {"run",  "compare",   "guard",    "validate",
                                               "show", "list",      "describe", "schema",
                                               "new",  "completion"};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Lines after "Examples:" that show a call of this command.
int examples_of(const std::string& help, const std::string& command) {
  std::istringstream lines(help.substr(std::min(help.find("Examples:"), help.size())));
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    if (has(line, "eastwest " + command)) ++count;
  }
  return count;
}

/// Of what a help text says; examples are copied as they are.
std::size_t widest_line_of(const std::string& help) {
  std::istringstream lines(help.substr(0, help.find("Examples:")));
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

}  // namespace

TEST_CASE("the help of each command ends with two examples", "[program]") {
  for (const std::string& command : kAllCommands) {
    INFO(command);
    const EndedProgram help = eastwest_with({command, "--help"});
    CHECK(help.code == 0);
    CHECK(help.error.empty());
    CHECK(examples_of(help.out, command) == 2);
    CHECK(help.out == eastwest_with({command, "-h"}).out);
    CHECK(widest_line_of(help.out) <= 100);
  }
}

TEST_CASE("the program's own help names every command", "[program]") {
  const EndedProgram help = eastwest_with({"--help"});
  CHECK(help.code == 0);
  for (const std::string& command : kAllCommands) {
    INFO(command);
    CHECK(has(help.out, "\n  " + command + " "));
  }
  CHECK(widest_line_of(help.out) <= 100);
  const EndedProgram version = eastwest_with({"--version"});
  CHECK(version.code == 0);
  CHECK(version.out == "eastwest " EASTWEST_VERSION "\n");
}

TEST_CASE("who mistypes is told what was probably meant", "[program]") {
  struct Mistake {
    std::vector<std::string> arguments;
    std::string message;
    std::string hint;
  };
  const std::vector<Mistake> mistakes = {
      {{}, "no command was given", "eastwest --help"},
      {{"rnu"}, "there is no command 'rnu'", "did you mean 'run'?"},
      {{"xyzzy"}, "there is no command 'xyzzy'", "the commands are run, compare"},
      {{"--color", "never", "comapre"}, "no command 'comapre'", "did you mean 'compare'?"},
      {{"help"}, "there is no command 'help'", "eastwest COMMAND --help"},
      {{"run", "a.yaml", "--strateg", "x"},
       "eastwest run: error: there is no option '--strateg'",
       "did you mean '--strategy'?"},
      {{"run", "a.yaml", "-seed", "3"}, "there is no option '-seed'", "did you mean '--seed'?"},
      {{"run", "a.yaml", "--forse"}, "--forse", "did you mean '--force'?"},
      {{"run", "a.yaml", "--colour=never"}, "--colour", "did you mean '--color'?"},
      {{"run"}, "SCENARIO is required", "eastwest run --help"},
      {{"run", "a.yaml", "b.yaml"}, "not expected: b.yaml", "eastwest run --help"},
      {{"run", "a.yaml", "--seed", "many"}, "--seed: 'many' is not a whole number", "run --help"},
      {{"run", "a.yaml", "--seed", "-1"}, "--seed: '-1' is not a whole number", "run --help"},
      {{"run", "a.yaml", "--format", "xml"}, "--format: 'xml' is none of text, json", "run --help"},
      {{"show", "a.yaml", "sitez"},
       "'sitez' is none of accounts, circles",
       "did you mean 'sites'?"},
      {{"compare", "a.yaml", "--replications", "0"}, "--replications", "compare --help"},
      {{"describe", "jobs.wait_s.men"}, "'jobs.wait_s.men'", "did you mean 'jobs.wait_s.mean'?"}};
  for (const Mistake& mistake : mistakes) {
    INFO(mistake.message);
    const EndedProgram ended = eastwest_with(mistake.arguments);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(has(ended.error, "error: "));
    CHECK(has(ended.error, mistake.message));
    CHECK(has(ended.error, mistake.hint));
  }
}

TEST_CASE("colours are used where they are asked for", "[program]") {
  const std::string escape = "\033[";
  CHECK_FALSE(has(eastwest_with({"rnu"}).error, escape));
  CHECK(has(eastwest_with({"--color", "always", "run", "none.yaml"}).error, escape));
  CHECK(has(eastwest_with({"run", "none.yaml", "--color", "always"}).error, escape));
  CHECK_FALSE(has(eastwest_with({"--color", "never", "run", "none.yaml"}).error, escape));
}

}  // namespace eastwest
