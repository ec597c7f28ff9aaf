// Runs scenarios of scenarios/tour and reads their jobs.csv.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace tour {

namespace fs = std::filesystem;

inline std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Runs the program; returns its exit code.
inline int run_program(const std::string& arguments) {
  const std::string command = fmt::format("'{}' {}", EASTWEST_PROGRAM, arguments);
  const int status = std::system(command.c_str());
  return status < 0 ? status : WEXITSTATUS(status);
}

inline fs::path source(const std::string& path) { return fs::path(EASTWEST_SOURCE_DIR) / path; }

/// job_id -> column -> cell, from the jobs.csv of a run of `scenario` with `options`.
using Table = std::map<std::string, std::map<std::string, std::string>>;
inline Table run_file(const std::string& scenario, const std::string& options = "") {
  const eastwest::TemporaryFolder folder;
  const fs::path out = fs::path(folder.path()) / "out";
  REQUIRE(run_program(fmt::format("run '{}' --quiet --audit --out '{}' {} > /dev/null", scenario,
                                  out.string(), options)) == 0);
  std::istringstream lines(read_file(out / "jobs.csv"));
  std::string line;
  std::getline(lines, line);
  const auto split = [](const std::string& text) {
    std::vector<std::string> cells;
    std::istringstream stream(text);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    return cells;
  };
  const auto names = split(line);
  Table table;
  while (std::getline(lines, line)) {
    const auto cells = split(line);
    for (std::size_t i = 0; i < cells.size(); ++i) table[cells[0]][names[i]] = cells[i];
    table[cells[0] + "@" + table[cells[0]]["workload"]] = table[cells[0]];
  }
  return table;
}
inline Table run_tour(const std::string& scenario, const std::string& options = "") {
  return run_file(source("scenarios/tour/" + scenario).string(), options);
}

inline double number(const Table& table, const std::string& job, const std::string& column) {
  const std::string& cell = table.at(job).at(column);
  double value = 0;
  REQUIRE(std::sscanf(cell.c_str(), "%lf", &value) == 1);
  return value;
}

}  // namespace tour
