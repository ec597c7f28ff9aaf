// One thing that `show` shows: as a table for people, as CSV and as JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/model_registries.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/scenario/world_sources.hpp"
#include "sim/text/json.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The same content in three forms.
struct ShownTable {
  std::string before;                          ///< sentences above the table of the text form
  std::vector<std::string> header;             ///< for people
  std::vector<std::vector<std::string>> rows;  ///< for people
  std::string after;                           ///< sentences below
  std::vector<std::string> csv_header;         ///< names carry their units
  std::vector<std::vector<std::string>> csv_rows;
  Json json;
};

/// A derived figure as it is shown: to nine significant digits, so that the noise of sums does not
/// show (1.42, not 1.4199999999999997).
[[nodiscard]] double reported(double value);
/// The shortest text of that.
[[nodiscard]] std::string reported_text(double value);
/// The same for every number with a fraction in `json`.
void round_figures(Json& json);

/// Sums of what is simulated beside the official totals, and by province.
[[nodiscard]] ShownTable shown_accounts(const World& world);
[[nodiscard]] ShownTable shown_sites(const World& world);
[[nodiscard]] ShownTable shown_trunks(const World& world);
/// Where every figure is from, one row a note.
[[nodiscard]] ShownTable shown_sources(const std::vector<SourceNote>& notes);
/// Who is within 1, 5, 10 and 20 ms of each cluster and city, and latencies between clusters beside
/// published ones; optical layer, one way.
[[nodiscard]] ShownTable shown_circles(const World& world);
/// What is asked about the ways from one place to another.
struct RouteRequest {
  std::string from;  ///< a node, or a site (its node)
  std::string to;
  std::optional<std::size_t> alternatives;  ///< at most so many; 3 if not given
  std::vector<std::string> avoided;         ///< shared-risk groups (corridor names)
};
/// The shortest loopless ways with kilometres, milliseconds, cables and corridors. Throws
/// ScenarioError for a place or a corridor that does not exist.
[[nodiscard]] ShownTable shown_route(const World& world, const RouteRequest& request);
/// The load offered to each scope against its capacity, before anything runs.
[[nodiscard]] ShownTable shown_load(const LoadedScenario& loaded, const ModelRegistries& models);

[[nodiscard]] std::string text_form(const ShownTable& table);
[[nodiscard]] std::string csv_form(const ShownTable& table);

}  // namespace eastwest
