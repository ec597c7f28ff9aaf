// Which jobs of a table come after which others: names become numbers, circles are mistakes.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/world/job.hpp"

namespace eastwest {

class JobOrder {
 public:
  /// The job of the next row; false if the id stands in the table already.
  bool enter(std::string_view id);
  /// The cell `after` of the row entered last: ids, with ';' between them.
  void name(std::string_view cell, const Position& place);
  /// Sorts the jobs, one for each row entered, by submission and then by row, and fills in `after`
  /// and `followers`. Names that nobody has and circles go to the diagnostics.
  void arrange(std::vector<Job>& jobs, Diagnostics& diagnostics);

 private:
  struct Named {
    std::size_t row = 0;
    std::string id;
    Position place;
  };
  struct Link {
    std::size_t before = 0;
    Position place;
  };
  void find_circle(const std::vector<Job>& jobs, const std::vector<std::vector<Link>>& links,
                   Diagnostics& diagnostics) const;

  std::map<std::string, std::size_t, std::less<>> rows_;  // by id
  std::size_t entered_ = 0;
  std::vector<Named> named_;
};

}  // namespace eastwest
