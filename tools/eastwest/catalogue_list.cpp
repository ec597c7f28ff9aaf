// The lists of `eastwest list`.
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/workload/trace_format.hpp"
#include "sim/experiment/metric_catalogue.hpp"
#include "sim/scenario/world_place.hpp"
#include "sim/text/text_table.hpp"
#include "tools/eastwest/catalogue_text.hpp"

namespace eastwest {
namespace {

void add_presets(CatalogueSection& section, const std::string& family, const Catalogue& catalogue) {
  for (const Preset& preset : catalogue.presets()) {
    if (preset.family == family) section.entries.emplace_back(preset.name, preset.summary);
  }
}

CatalogueSection family_section(const std::string& family, const std::string& title,
                                const Catalogue& catalogue) {
  CatalogueSection section{.title = title, .entries = {}};
  add_presets(section, family, catalogue);
  for (const std::string& name : catalogue.names(family)) {
    section.entries.emplace_back(name, catalogue.find(family, name)->summary);
  }
  return section;
}

CatalogueSection formats_section() {
  CatalogueSection section{
      .title = "Formats of job traces (of `kind: trace` and `eastwest import`)", .entries = {}};
  for (const TraceFormat& format : trace_formats()) {
    section.entries.emplace_back(format.name, format.summary);
  }
  return section;
}

CatalogueSection metrics_section() {
  CatalogueSection section{.title = "Metrics (keys of summary.json)", .entries = {}};
  for (const Metric& metric : metric_catalogue()) {
    section.entries.emplace_back(metric.key, fmt::format("{} ({})", metric.meaning, metric.unit));
  }
  return section;
}

CatalogueSection worlds_section() {
  CatalogueSection section{.title = "Worlds (found from this folder)", .entries = {}};
  for (const std::string& name : world_names("")) {
    const auto folder = find_world(name, "");
    section.entries.emplace_back(name, folder ? "in " + *folder : "");
  }
  section.if_empty = fmt::format("(none; looked in {})", fmt::join(world_search_places(""), ", "));
  return section;
}

}  // namespace

const std::vector<std::string>& list_topics() {
  static const std::vector<std::string> topics = {"strategies", "policies", "models",
                                                  "formats",    "metrics",  "worlds"};
  return topics;
}

std::vector<CatalogueSection> list_sections(const std::string& topic, const Catalogue& catalogue) {
  if (topic == "strategies") {
    CatalogueSection section{.title = "Strategies (platform, dispatch and schedule at once)",
                             .entries = {}};
    add_presets(section, "strategy", catalogue);
    return {section};
  }
  if (topic == "policies") {
    return {family_section("platform", "Platforms: who may see what", catalogue),
            family_section("dispatch", "Dispatch: which site, now or later", catalogue),
            family_section("filter", "Filters of a scored dispatch", catalogue),
            family_section("score", "Scores of a scored dispatch", catalogue),
            family_section("route", "Route rules of a scored dispatch", catalogue),
            family_section("cache", "Caches: which copy makes room in a hot pool", catalogue),
            family_section("replication", "Replication: which copies are made", catalogue),
            family_section("schedule", "Schedules: who starts next at a site", catalogue),
            family_section("placement", "Placements: on which nodes of a site", catalogue),
            family_section("estimates", "Estimates of run times", catalogue)};
  }
  if (topic == "models") {
    return {family_section("workload", "Workloads", catalogue),
            family_section("work", "Levels of training work", catalogue),
            family_section("network", "Networks", catalogue)};
  }
  if (topic == "formats") return {formats_section()};
  if (topic == "metrics") return {metrics_section()};
  return {worlds_section()};
}

std::string to_text(const std::vector<CatalogueSection>& sections) {
  std::string text;
  for (const CatalogueSection& section : sections) {
    if (!text.empty()) text += "\n";
    text += section.title + "\n";
    TextTable table;
    for (const auto& [name, sentence] : section.entries) table.row({name, sentence});
    text += section.entries.empty() ? "  " + section.if_empty + "\n" : table.text(2);
  }
  return text;
}

}  // namespace eastwest
