// Checks world.yaml and the vintage, then reads the tables in the order of their references.
#include "sim/scenario/world_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/world_changes.hpp"
#include "sim/scenario/world_completion.hpp"
#include "sim/scenario/world_latency_table.hpp"
#include "sim/scenario/world_register_tables.hpp"
#include "sim/scenario/world_schema.hpp"
#include "sim/scenario/world_tables.hpp"
#include "sim/scenario/world_values.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {
namespace {

std::string date_text(const CivilTime& time) {
  return fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
}

/// How far the figures of a date are from the tables' own.
void warn_of_vintage(const std::string& wanted, const WorldDraft& draft, const Place& named_at,
                     Diagnostics& diagnostics) {
  const std::string& newest = draft.tables_date;
  const std::string& name = draft.general.name;
  if (wanted == newest) return;
  std::string text;
  if (draft.vintages.dates.empty()) {
    text = fmt::format(
        "as_of {}: sites and trunks of world '{}' that came into service later are left out, the "
        "others are as of {}",
        wanted, name, newest);
  } else if (wanted > newest) {
    text = fmt::format(
        "as_of {}: projected: the totals of world '{}' go on along the line through their last two "
        "dates; nothing of it was observed",
        wanted, name);
  } else {
    text = fmt::format(
        "as_of {}: the sites of world '{}' are those of {} scaled to the national totals of that "
        "date{} (assumed)",
        wanted, name, newest,
        draft.vintages.dates.contains(wanted) ? ""
                                              : ", which lie on a line between its neighbours");
  }
  add_warning(diagnostics, named_at, text);
}

/// The last date of a projection: as declared, or as far after the tables' date as the first
/// vintage lies before it. A line is not drawn farther ahead than the data reach back.
std::string projection_end(const Parameters& keys, const YamlNode& document,
                           const WorldDraft& draft, Diagnostics& diagnostics) {
  constexpr std::int64_t kSecondsPerDay = 86'400;
  const std::string& newest = draft.tables_date;
  if (keys.has("project_until")) {
    const std::optional<CivilTime> time = read_civil_time(keys.text("project_until"));
    std::string declared = time ? date_text(*time) : newest;
    if (declared < newest) {
      add_error(diagnostics, *document.find("project_until"), "project_until",
                fmt::format("{} is before as_of, {}", declared, newest),
                "a projection goes on from the tables' own date");
    }
    return declared;
  }
  const std::set<std::string>& known = draft.vintages.dates;
  if (known.empty() || *known.begin() > newest) return newest;
  const std::int64_t last_day = 2 * day_of(newest) - day_of(*known.begin());
  return date_text(from_epoch_seconds(last_day * kSecondsPerDay));
}

/// Why no totals of the date can be projected, as an error; false if they can.
bool report_no_projection(const std::string& wanted, const WorldDraft& draft, const Place& named_at,
                          Diagnostics& diagnostics) {
  const std::string& newest = draft.tables_date;
  if (draft.vintages.dates.empty()) {
    add_error(diagnostics, named_at,
              fmt::format("world '{}' has no vintages to project from", draft.general.name),
              fmt::format("write as_of: {} or an earlier date", newest));
    return true;
  }
  if (wanted <= draft.projected_until) return false;
  add_error(diagnostics, named_at,
            fmt::format("as_of {} is too far beyond the data of world '{}', which end at {}: a "
                        "projection reaches to {}",
                        wanted, draft.general.name, newest, draft.projected_until),
            fmt::format("write as_of: {} or an earlier date", draft.projected_until));
  return true;
}

/// The date to read for, as YYYY-MM-DD; empty after a mistake.
std::string vintage(const VintageChoice& choice, const WorldDraft& draft, const Place& named_at,
                    Diagnostics& diagnostics) {
  const std::string& newest = draft.tables_date;
  const std::string& name = draft.general.name;
  const std::set<std::string>& known = draft.vintages.dates;
  if (choice.as_of.empty()) return newest;
  const std::optional<CivilTime> time = read_civil_time(choice.as_of);
  if (!time) return {};
  std::string wanted = date_text(*time);
  if (wanted > newest && choice.projection == VintageChoice::Projection::none) {
    add_error(diagnostics, named_at,
              fmt::format("as_of {} is beyond the data of world '{}', which end at {}", wanted,
                          name, newest),
              fmt::format("write as_of: {} or an earlier date{}", newest,
                          known.empty() ? ""
                                        : "; with project: linear, national totals go on along "
                                          "the line through their last two dates"));
    return {};
  }
  // Dates that could not be read are reported already.
  if (!draft.vintages.is_complete) return {};
  if (wanted > newest && report_no_projection(wanted, draft, named_at, diagnostics)) return {};
  if (!known.empty() && wanted < *known.begin()) {
    add_error(diagnostics, named_at,
              fmt::format("as_of {} is before the data of world '{}', which begin at {}", wanted,
                          name, *known.begin()),
              fmt::format("write as_of: {} or a later date", *known.begin()));
    return {};
  }
  warn_of_vintage(wanted, draft, named_at, diagnostics);
  return wanted;
}

/// The table of that name if world.yaml has it.
template <class Read>
void read_if_named(const Parameters& tables, const char* name, const Read& read,
                   TableContext context) {
  if (tables.has(name) && !tables.text(name).empty()) read(tables.text(name), context);
}

/// Tables that are named, or needed, but are not there (which is reported): what they hold is not
/// known.
void mark_missing_tables(const Parameters& tables, const YamlNode& document, WorldDraft& draft) {
  const YamlNode* written = document.find("tables");
  const auto is_missing = [&](const char* name, bool is_required) {
    const YamlNode* named = written == nullptr ? nullptr : written->find(name);
    return !tables.has(name) && (is_required || (named != nullptr && !named->is_null()));
  };
  if (is_missing("hubs", false)) draft.hubs_complete = false;
  if (is_missing("provinces", false)) draft.provinces.mark_incomplete();
  if (is_missing("cities", true)) draft.nodes.mark_incomplete();
  if (is_missing("accelerators", true)) draft.accelerators_complete = false;
  if (is_missing("sites", true)) draft.sites.mark_incomplete();
  if (is_missing("trunks", false)) draft.trunks.mark_incomplete();
  if (is_missing("vintages", false)) draft.vintages.is_complete = false;
}

void read_tables(const Parameters& tables, TableContext context) {
  const auto take = [&](const char* name, const auto& read) {
    read_if_named(tables, name, read, context);
  };
  take("hubs", read_hubs);
  take("provinces", read_provinces);
  take("cities", read_cities);
  take("accelerators", read_accelerators);
  take("sites", read_sites);
  take("trunks", read_trunks);
  take("daily_profile", read_daily_profile);
  take("official", read_published_figures);
  take("conversions", read_conversions);
  take("tariffs", read_tariffs);
  take("points", read_points);
  take("tokens", read_tokens);
  take("accelerator_mix", check_accelerator_mix);
  take("figures", check_figures);
  take("published_latencies", read_published_latencies);
}

}  // namespace

void read_world_folder(const std::string& folder, const VintageChoice& choice,
                       const Place& named_at, WorldDraft& draft, Diagnostics& diagnostics,
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
  const std::optional<CivilTime> newest = read_civil_time(keys.text("as_of"));
  if (!newest) return;
  draft.tables_date = date_text(*newest);
  const Parameters& tables = keys.group("tables");
  mark_missing_tables(tables, document, draft);
  read_if_named(tables, "vintages", read_vintages, {draft.tables_date, draft, diagnostics});
  draft.projected_until = projection_end(keys, document, draft, diagnostics);
  const std::string date = vintage(choice, draft, named_at, diagnostics);
  // After a wrong date the tables are still read, so that their mistakes are reported too.
  draft.general.as_of = date.empty() ? draft.tables_date : date;
  read_tables(tables, {draft.general.as_of, draft, diagnostics});
}

}  // namespace eastwest
