// Which column of somebody's table says what: names given by the user, or the meanings themselves.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

/// From a meaning to the name of a column, or of a unit.
using ColumnMap = std::map<std::string, std::string>;

/// Meanings that `known` does not have become problems of the key `key`.
void check_meanings(const ColumnMap& given, const std::string& key,
                    const std::vector<std::string>& known, std::vector<ParameterProblem>& problems);

enum class Need { required, optional };

/// The column that the map names for a meaning; without an entry, the column of that very name. A
/// column that is named or required and not there is an error of the table.
[[nodiscard]] CsvColumn mapped_column(CsvReader& table, const ColumnMap& names,
                                      const std::string& meaning, Need need);

}  // namespace eastwest
