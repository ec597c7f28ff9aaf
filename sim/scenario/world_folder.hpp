// Reads a world's folder: world.yaml and the CSV tables that it names.
#pragma once

#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// Which vintage of a world is wanted.
struct VintageChoice {
  /// What is done with a date after the tables' own.
  enum class Projection {
    none,    ///< it is refused
    linear,  ///< national totals go on along the line through their last two dates
  };
  std::string as_of = {};  ///< a civil date; empty: that of the tables
  Projection projection = Projection::none;
  RunSpan run = {};
};

/// Fills an empty draft from FOLDER/world.yaml in the vintage chosen; `complete` is still to be
/// called. Rows that came into service later, or went out of it before, are left out. A date
/// outside the data is an error at `named_at`, where the world is named. Every mistake of every
/// table is reported.
void read_world_folder(const std::string& folder, const VintageChoice& choice,
                       const Place& named_at, WorldDraft& draft, Diagnostics& diagnostics,
                       std::vector<InputFile>& inputs);

}  // namespace eastwest
