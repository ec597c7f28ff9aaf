// Reads a world's folder: world.yaml and the CSV tables that it names.
#pragma once

#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// Fills an empty draft from FOLDER/world.yaml in the vintage `as_of` (a civil date; empty: that of
/// the tables). Rows that came into service later are left out. A date after the tables' own is an
/// error at `named_at`, where the world is named. Every mistake of every table is reported.
void read_world_folder(const std::string& folder, const std::string& as_of, const Place& named_at,
                       WorldDraft& draft, Diagnostics& diagnostics, std::vector<InputFile>& inputs);

}  // namespace eastwest
