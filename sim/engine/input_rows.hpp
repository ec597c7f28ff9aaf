// What became of the rows of a recorded input: how many are used, and why others are not.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eastwest {

/// Rows of a recorded trace, counted by what was done with them.
struct InputRows {
  /// Rows that have one thing in common.
  struct Group {
    std::string what;  ///< a reason or a remark, in words that follow a number of rows
    std::int64_t rows = 0;
    int first_line = 0;  ///< the first of them in the file
  };
  std::int64_t rows = 0;  ///< data rows of the file = used + sum of left_out
  std::int64_t used = 0;
  std::vector<Group> left_out = {};  ///< rows that cannot be a job, by reason, as they first occur
  std::vector<Group> remarks = {};   ///< used rows that are not taken as they stand, likewise

  /// Adds a row to the group of that text.
  static void count(std::vector<Group>& groups, std::string_view what, int line) {
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [what](const Group& group) { return group.what == what; });
    if (found != groups.end()) {
      ++found->rows;
    } else {
      groups.push_back({std::string(what), 1, line});
    }
  }
};

/// For people, a line each: how many rows there are and how many are used; then every reason and
/// remark with its number of rows and the first line. No newline at the end.
[[nodiscard]] std::string to_text(const InputRows& rows);

/// The same, of a named workload.
struct NamedInputRows {
  std::string workload;
  InputRows rows;
};

}  // namespace eastwest
