// Declares and reads outages of sites; sites are found by name.
#include "sim/scenario/site_outage_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/run_date.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr double kYear = 31'536'000;  // seconds

Parameter span_law(const char* name, const char* help) {
  return {.name = name,
          .kind = ParameterKind::law,
          .help = help,
          .dimension = Dimension::duration,
          .required = true,
          .minimum = 0,
          .maximum = 10 * kYear};
}

class SiteOutageReader {
 public:
  SiteOutageReader(const YamlNode& document, const World& world, const Scenario& scenario,
                   Diagnostics& diagnostics)
      : document_(document),
        world_(world),
        scenario_(scenario),
        diagnostics_(diagnostics),
        first_(kStart - scenario.warm_up),
        horizon_(scenario.duration ? kStart + *scenario.duration : kNever) {}

  [[nodiscard]] SiteOutagePlan read(const Parameters& failures) const {
    SiteOutagePlan plan;
    if (failures.has("site_outages")) {
      for (const auto& [name, entry] : failures.named("site_outages")) {
        const Path path = {"failures", "site_outages", name};
        ListedSiteOutage outage{.name = name,
                                .sites = sites_of(*entry, path),
                                .start = date_of(*entry, path),
                                .duration = Law()};
        if (entry->has("duration")) outage.duration = entry->law("duration");
        plan.outages.push_back(std::move(outage));
      }
    }
    if (failures.has("random_site_outages")) {
      const Path path = {"failures", "random_site_outages"};
      const Parameters& group = failures.group("random_site_outages");
      if (horizon_ == kNever) {
        report(path, "random outages need a run with an end",
               "write a duration instead of 'until done', or list them under "
               "failures.site_outages");
      } else if (group.has("rate") && group.has("repair")) {
        plan.random = RandomSiteOutages{.rate = group.number("rate"),
                                        .repair = group.law("repair"),
                                        .sites = sites_of(group, path)};
      }
    }
    const bool resubmits =
        failures.has("at_site_outage") && failures.text("at_site_outage") == "resubmit";
    if (resubmits) plan.at_outage = AtOutage::resubmit;
    return plan;
  }

 private:
  using Path = std::vector<std::string>;

  void report(const Path& path, std::string message, std::string hint) const {
    const YamlNode* node = &document_;
    std::string text;
    for (const std::string& key : path) {
      text = join_path(text, key);
      if (const YamlNode* next = node->find(key)) node = next;
    }
    add_error(diagnostics_, *node, text, std::move(message), std::move(hint));
  }

  static Path below(Path path, const char* key) {
    path.emplace_back(key);
    return path;
  }

  /// Those that are named, ascending; all where none is.
  [[nodiscard]] std::vector<SiteId> sites_of(const Parameters& entry, const Path& path) const {
    std::vector<std::string> ids;
    for (const Site& site : world_.sites) ids.push_back(site.id);
    std::vector<SiteId> sites;
    if (!entry.has("sites")) {
      for (std::size_t i = 0; i < ids.size(); ++i) sites.emplace_back(i);
      return sites;
    }
    for (const std::string& name : entry.texts("sites")) {
      const auto found = std::find(ids.begin(), ids.end(), name);
      if (found == ids.end()) {
        report(below(path, "sites"), fmt::format("there is no site {}", quoted_excerpt(name)),
               name_hint(name, ids, "sites"));
      } else {
        sites.emplace_back(static_cast<std::size_t>(found - ids.begin()));
      }
    }
    std::sort(sites.begin(), sites.end());
    sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
    return sites;
  }

  [[nodiscard]] Date date_of(const Parameters& entry, const Path& path) const {
    const auto civil = entry.has("start") ? read_civil_time(entry.text("start")) : std::nullopt;
    if (!civil) return kStart;
    const Date date = run_date(*civil, scenario_, first_);
    if (date < first_) {
      report(below(path, "start"), "it begins before the run, warm-up included",
             run_begin_text(scenario_));
    }
    return date;
  }

  const YamlNode& document_;
  const World& world_;
  const Scenario& scenario_;
  Diagnostics& diagnostics_;
  Date first_;
  Date horizon_;
};

}  // namespace

Schema site_outage_schema() {
  const Parameter sites{.name = "sites",
                        .kind = ParameterKind::texts,
                        .help = "ids of the sites; absent: all of them"};
  return {{.name = "site_outages",
           .kind = ParameterKind::named,
           .help = "outages of whole sites at given dates, by a name of your choice",
           .group = {sites,
                     {.name = "start",
                      .kind = ParameterKind::date,
                      .help = "when it begins, China Standard Time",
                      .required = true},
                     span_law("duration", "until the repair: a time or a law")}},
          {.name = "random_site_outages",
           .kind = ParameterKind::group,
           .help = "random outages of sites, each by itself; absent: none",
           .group = {sites,
                     {.name = "rate",
                      .kind = ParameterKind::quantity,
                      .help = "outages of each site in service",
                      .dimension = Dimension::rate,
                      .required = true,
                      .minimum = 0,
                      .maximum = 1.0 / 60},
                     span_law("repair", "until it is repaired: a time or a law")}},
          {.name = "at_site_outage",
           .kind = ParameterKind::choice,
           .help = "jobs that run at a site that fails keep their accelerators, wait for the "
                   "repair and go on from their last checkpoints; or they go back to their "
                   "dispatchers and begin again; absent: wait",
           .choices = {"wait", "resubmit"}}};
}

SiteOutagePlan read_site_outages(const Parameters& failures, const YamlNode& document,
                                 const World& world, const Scenario& scenario,
                                 Diagnostics& diagnostics) {
  return SiteOutageReader(document, world, scenario, diagnostics).read(failures);
}

}  // namespace eastwest
