// Where every figure of a world's folder is from, gathered from its tables.
#pragma once

#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

/// One row of a table, or one figure of it, with what it says of itself.
struct SourceNote {
  std::string table;   ///< as world.yaml names it
  std::string row;     ///< its id, or what takes its place; `*`: all rows
  std::string column;  ///< empty: the row as a whole
  std::string note;
  std::string source;
  std::string date;
  std::string scope;
  std::string precision;
  std::string mark;
};

/// The provenance of all tables that a file world.yaml names and that have the columns `source` and
/// `mark`, in the order of world.yaml; the table `figures` speaks of columns of the others.
[[nodiscard]] std::vector<SourceNote> read_sources(const std::string& world_file,
                                                   Diagnostics& diagnostics);

/// The notes as a page of Markdown: counts of marks by table, then every table; rows that say the
/// same stand together.
[[nodiscard]] std::string sources_page(const std::vector<SourceNote>& notes,
                                       const std::string& world_name);

}  // namespace eastwest
