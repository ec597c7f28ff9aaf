// Checks world.yaml and the vintage, then reads the tables in the order of their references.
#include "sim/scenario/world_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/world_changes.hpp"
#include "sim/scenario/world_schema.hpp"
#include "sim/scenario/world_tables.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {
namespace {

std::string date_text(const CivilTime& time) {
  return fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
}

/// The date to read for, as YYYY-MM-DD; empty after a mistake.
std::string vintage(const std::string& as_of, const std::string& newest, const std::string& name,
                    const Place& named_at, Diagnostics& diagnostics) {
  const std::optional<CivilTime> newest_time = read_civil_time(newest);
  if (!newest_time) return {};
  std::string newest_date = date_text(*newest_time);
  if (as_of.empty()) return newest_date;
  const std::optional<CivilTime> wanted = read_civil_time(as_of);
  if (!wanted) return {};
  std::string wanted_date = date_text(*wanted);
  if (wanted_date > newest_date) {
    add_error(diagnostics, named_at,
              fmt::format("as_of {} is beyond the data of world '{}', which end at {}", wanted_date,
                          name, newest_date),
              fmt::format("write as_of: {} or an earlier date", newest_date));
    return {};
  }
  if (wanted_date < newest_date) {
    add_warning(diagnostics, named_at,
                fmt::format("as_of {}: sites and trunks of world '{}' that came into service later "
                            "are left out, the others are as of {}",
                            wanted_date, name, newest_date));
  }
  return wanted_date;
}

void read_tables(const Parameters& tables, TableContext context) {
  const auto file = [&](const char* table) {
    return tables.has(table) ? tables.text(table) : std::string{};
  };
  if (!file("hubs").empty()) read_hubs(file("hubs"), context);
  if (!file("provinces").empty()) read_provinces(file("provinces"), context);
  if (!file("cities").empty()) read_cities(file("cities"), context);
  AcceleratorSpeeds speeds;
  if (!file("accelerators").empty()) speeds = read_accelerators(file("accelerators"), context);
  if (!file("sites").empty()) read_sites(file("sites"), speeds, context);
  if (!file("trunks").empty()) read_trunks(file("trunks"), context);
  if (!file("daily_profile").empty()) read_daily_profile(file("daily_profile"), context);
  if (!file("official").empty()) read_official_totals(file("official"), context);
}

}  // namespace

void read_world_folder(const std::string& folder, const std::string& as_of, const Place& named_at,
                       WorldDraft& draft, Diagnostics& diagnostics,
                       std::vector<InputFile>& inputs) {
  const std::string file =
      (std::filesystem::path(folder) / "world.yaml").lexically_normal().string();
  note_input_file(inputs, file);
  const YamlNode document = read_yaml_file(file);
  ParameterReader reader(no_models(), diagnostics);
  const Parameters keys = reader.read(document, world_folder_schema(), "");
  for (const InputFile& table : reader.input_files()) {
    if (std::find(inputs.begin(), inputs.end(), table) == inputs.end()) inputs.push_back(table);
  }
  if (!keys.has("name") || !keys.has("as_of") || !keys.has("tables")) return;
  draft.general.name = keys.text("name");
  apply_general_values(keys, "background_share", draft);
  const std::string& newest = keys.text("as_of");
  const std::string date = vintage(as_of, newest, draft.general.name, named_at, diagnostics);
  // After a wrong date the tables are still read, so that their mistakes are reported too.
  draft.general.as_of =
      date.empty() ? newest.substr(0, std::string_view("2025-06-30").size()) : date;
  read_tables(keys.group("tables"), {draft.general.as_of, draft, diagnostics});
  if (as_of.empty() || date == newest.substr(0, date.size())) return;
  draft.general.official = OfficialTotals{};
}

}  // namespace eastwest
