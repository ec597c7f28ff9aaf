// What would make a result depend on the machine: libm, the locale, the clock, the environment.
#include <fmt/format.h>

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/tidy/source_tree.hpp"

namespace eastwest::tidy {
namespace {

/// A word that simulation code may not use as a function or a type, why, and where it may.
struct Forbidden {
  std::vector<std::string_view> words;
  std::string_view reason;
  std::vector<std::string_view> allowed_in;
};

const std::vector<Forbidden>& forbidden() {
  static const std::vector<Forbidden> rules = {
      {{"log",   "log2",  "log10", "log1p",  "logb",   "exp",   "exp2",  "expm1", "pow",
        "powl",  "powf",  "logf",  "expf",   "sin",    "cos",   "tan",   "asin",  "acos",
        "atan",  "atan2", "sinh",  "cosh",   "tanh",   "asinh", "acosh", "atanh", "cbrt",
        "hypot", "erf",   "erfc",  "tgamma", "lgamma", "sinf",  "cosf",  "tanf",  "lerp"},
       "libm's bits differ between machines: use sim/base/elementary.hpp",
       {}},
      {{"stod", "stof", "stold", "strtod", "strtof", "atof", "sscanf", "setlocale", "imbue"},
       "reads or writes numbers by the locale: use std::from_chars and fmt",
       {}},
      {{"rand", "srand", "random_device", "mt19937", "shuffle"},
       "random numbers come from sim/base/random.hpp",
       {}},
      {{"getenv", "secure_getenv"}, "no environment reaches a result", {}},
      {{"system_clock", "steady_clock", "high_resolution_clock", "clock_gettime", "gettimeofday",
        "localtime", "gmtime", "mktime"},
       "no clock of the host reaches a result",
       {"sim/experiment/"}},
  };
  return rules;
}

bool used_here(const Word& word) {
  const bool member = word.before.ends_with('.') || word.before.ends_with("->");
  if (member) return false;
  // A type is used by its name; a function where it is called or named with std::.
  return word.after.starts_with('(') || word.after.starts_with("::") ||
         word.before.ends_with("std::") || word.before.ends_with("chrono::");
}

std::vector<std::string> machine_dependence(const SourceFile& file) {
  std::vector<std::string> mistakes;
  const std::string code = code_of(file.text);
  std::size_t number = 0;
  for (const std::string_view line : lines_of(code)) {
    ++number;
    for (const Word& word : words_of(line)) {
      for (const Forbidden& rule : forbidden()) {
        const auto& words = rule.words;
        if (std::find(words.begin(), words.end(), word.text) == words.end()) continue;
        const bool allowed =
            std::any_of(rule.allowed_in.begin(), rule.allowed_in.end(),
                        [&](std::string_view room) { return file.path.starts_with(room); });
        if (allowed || !used_here(word)) continue;
        mistakes.push_back(violation(file, number, fmt::format("{}: {}", word.text, rule.reason)));
      }
    }
  }
  return mistakes;
}

}  // namespace

TEST_CASE("code whose result would depend on the machine is found", "[tidy]") {
  const auto count = [](std::string path, std::string code) {
    return machine_dependence({std::move(path), std::move(code)}).size();
  };
  CHECK(count("sim/base/a.cpp", "double a = std::log(x);\n") == 1);
  CHECK(count("sim/base/a.cpp", "double a = pow(x, 2.0);\n") == 1);
  CHECK(count("models/a.cpp", "auto f = std::exp;\n") == 1);
  CHECK(count("sim/base/a.cpp", "double a = std::stod(text);\n") == 1);
  CHECK(count("sim/engine/a.cpp", "auto now = std::chrono::steady_clock::now();\n") == 1);

  CHECK(count("sim/base/a.cpp", "double a = std::sqrt(x);\n") == 0);
  CHECK(count("sim/base/a.cpp", "double a = portable_log(x);  // not log(x)\n") == 0);
  CHECK(count("sim/base/a.cpp", "decisions.log(x);\n") == 0);
  CHECK(count("sim/base/a.cpp", "const char* help = \"log(x)\";\n") == 0);
  CHECK(count("sim/experiment/a.cpp", "auto now = std::chrono::steady_clock::now();\n") == 0);
}

TEST_CASE("nothing in sim and models depends on the machine", "[tidy]") {
  std::vector<std::string> mistakes;
  for (const SourceFile& file : cpp_files()) {
    if (!file.path.starts_with("sim/") && !file.path.starts_with("models/")) continue;
    for (const auto& one : machine_dependence(file)) mistakes.push_back(one);
  }
  INFO(join(mistakes));
  CHECK(mistakes.empty());
}

}  // namespace eastwest::tidy
