// Any bytes are a table or mistakes with places in it; plain and gzip alike.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_reader.hpp"
#include "tests/fuzz/fuzz_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace eastwest;
  Diagnostics diagnostics;
  CsvReader table(fuzz_file(bytes, size), diagnostics);
  std::vector<CsvColumn> columns = {table.required_column("id"), CsvColumn{}};
  for (const std::string& name : table.header()) columns.push_back(table.column(name));
  int line = 0;
  while (table.next()) {
    require_property(table.line() > line);
    line = table.line();
    for (const CsvColumn& column : columns) {
      require_property(column.valid() || table.text(column).empty());
      const auto number = table.number(column);
      require_property(!number || std::isfinite(*number));
      static_cast<void>(table.integer(column));
      static_cast<void>(table.position(column));
    }
  }
  require_property(table.bytes_read() <= table.bytes_total());
  static_cast<void>(diagnostics.text());
  return 0;
}
