// Implements models/workload/mobility.hpp.
#include "models/workload/mobility.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

namespace {

/// Family of a kind that stands for a mix of many: it has some of everything.
constexpr std::string_view kMixed = "mixed";

bool is_unknown(const Site& site) {
  return site.accelerator_family.empty() || site.accelerator_family == kMixed;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Kinds and families of all sites.
std::vector<std::string> names_of(const World& world) {
  std::set<std::string> names;
  for (const Site& site : world.sites) {
    if (!site.accelerator.empty()) names.insert(site.accelerator);
    if (!is_unknown(site)) names.insert(site.accelerator_family);
  }
  return {names.begin(), names.end()};
}

void check_names(const std::vector<std::string>& given, const std::string& key, const World& world,
                 std::vector<ParameterProblem>& problems) {
  const std::vector<std::string> known = names_of(world);
  for (const std::string& name : given) {
    if (contains(known, name)) continue;
    const std::string meant = closest(name, known);
    problems.push_back({key, fmt::format("no site of this world has accelerators '{}'", name),
                        meant.empty() ? fmt::format("known: {}", fmt::join(known, ", "))
                                      : fmt::format("did you mean '{}'?", meant)});
  }
}

MobilityTerms::AtSite at_site(const Site& site, const std::vector<std::string>& runs_on,
                              const std::string& developed_for,
                              const std::vector<std::string>& families) {
  using Fit = MobilityTerms::Fit;
  if (is_unknown(site)) return {};
  const auto number = std::lower_bound(families.begin(), families.end(), site.accelerator_family);
  MobilityTerms::AtSite there{.fit = Fit::own,
                              .family = static_cast<std::int16_t>(number - families.begin())};
  const bool is_named = runs_on.empty() || contains(runs_on, site.accelerator) ||
                        contains(runs_on, site.accelerator_family);
  if (!is_named) there.fit = Fit::none;
  const bool is_own = developed_for.empty() || developed_for == site.accelerator_family ||
                      developed_for == site.accelerator;
  if (is_named && !is_own) there.fit = Fit::other;
  return there;
}

}  // namespace

Schema mobility_schema() {
  return {
      {.name = "chips",
       .kind = ParameterKind::group,
       .help = "on which accelerators these jobs run; absent: on all alike",
       .group = {{.name = "runs_on",
                  .kind = ParameterKind::texts,
                  .help = "kinds or families of accelerators; absent: all"},
                 {.name = "developed_for",
                  .kind = ParameterKind::text,
                  .help = "the family (or kind) for which the program was written; absent: for "
                          "all that it runs on"},
                 {.name = "porting",
                  .kind = ParameterKind::quantity,
                  .help = "on another family: time for which a job holds its accelerators before "
                          "it computes there for the first time (an assumption)",
                  .dimension = Dimension::duration,
                  .fallback = "0 s",
                  .minimum = 0,
                  .maximum = 3.2e7},
                 {.name = "slowdown",
                  .kind = ParameterKind::quantity,
                  .help = "on another family: run time / what it would be there for a program "
                          "of that family (an assumption)",
                  .fallback = "1",
                  .minimum = 0.01,
                  .maximum = 100}}},
      {.name = "migration",
       .kind = ParameterKind::group,
       .help = "what migrating one of these jobs costs beside saving and restoring (`preemption`); "
               "absent: its data set travels, and nothing else",
       .group = {{.name = "state",
                  .kind = ParameterKind::quantity,
                  .help = "checkpoint that travels with a job that has run",
                  .dimension = Dimension::bytes,
                  .fallback = "0 B",
                  .minimum = 0,
                  .maximum = 1e17}}}};
}

void check_mobility(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (!parameters.has("chips")) return;
  const Parameters& chips = parameters.group("chips");
  if (chips.has("developed_for")) return;
  for (const char* key : {"porting", "slowdown"}) {
    const double neutral = std::string_view(key) == "porting" ? 0 : 1;
    if (chips.number(key) == neutral) continue;
    problems.push_back({fmt::format("chips.{}", key), "nobody is on another family",
                        "write for which it was developed, e.g. `developed_for: cuda`"});
  }
}

std::shared_ptr<const MobilityTerms> mobility_terms(const Parameters& parameters,
                                                    const WorkloadContext& context) {
  if (!parameters.has("chips") && !parameters.has("migration")) return nullptr;
  auto terms = std::make_shared<MobilityTerms>();
  if (parameters.has("migration")) terms->state = parameters.group("migration").bytes("state");
  if (!parameters.has("chips")) return terms;
  const Parameters& chips = parameters.group("chips");
  const auto runs_on = chips.has("runs_on") ? chips.texts("runs_on") : std::vector<std::string>{};
  const std::string developed_for = chips.has("developed_for") ? chips.text("developed_for") : "";
  std::vector<ParameterProblem> problems;
  check_names(runs_on, "chips.runs_on", context.world, problems);
  if (!developed_for.empty()) {
    check_names({developed_for}, "chips.developed_for", context.world, problems);
  }
  Diagnostics diagnostics;
  for (const ParameterProblem& problem : problems) {
    diagnostics.error({.file = fmt::format("workload.{}.{}", context.name, problem.key)}, "",
                      problem.message, problem.hint);
  }
  diagnostics.throw_if_errors();
  terms->porting = chips.duration("porting");
  terms->slowdown = chips.number("slowdown");
  std::set<std::string> families;
  for (const Site& site : context.world.sites) families.insert(site.accelerator_family);
  const std::vector<std::string> numbered(families.begin(), families.end());
  for (const Site& site : context.world.sites) {
    terms->sites.push_back(at_site(site, runs_on, developed_for, numbered));
  }
  return terms;
}

std::vector<std::string> mobility_remarks(const Parameters& parameters,
                                          const WorkloadContext& context) {
  std::vector<std::string> remarks;
  if (!parameters.has("chips")) return remarks;
  const auto& sites = context.world.sites;
  const auto unknown = std::count_if(sites.begin(), sites.end(), is_unknown);
  if (unknown > 0) {
    remarks.push_back(
        fmt::format("workload {}: the accelerators of {} of {} sites are mixed or not named; they "
                    "run these jobs as they are",
                    context.name, unknown, sites.size()));
  }
  const Parameters& chips = parameters.group("chips");
  if (chips.has("developed_for")) {
    remarks.push_back(
        fmt::format("workload {}: porting to another family of accelerators in {} s and a run time "
                    "of {} times there are assumptions of the scenario",
                    context.name, chips.number("porting"), chips.number("slowdown")));
  }
  return remarks;
}

}  // namespace eastwest
