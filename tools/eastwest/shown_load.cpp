// The load that a scenario offers to each scope, from the workloads' own means.
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/results/offered_load.hpp"
#include "tools/eastwest/assembled_work.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {
namespace {

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

}  // namespace

ShownTable shown_load(const LoadedScenario& loaded, const ModelRegistries& models) {
  const AssembledWork work(loaded, models);
  const std::vector<double> offered = work.offered();
  ShownTable table;
  table.before = fmt::format(
      "{}: mean accelerators that the work of each scope keeps busy if every job ran at once,\n"
      "against what the scope has. Above 100 % the backlog grows without end.\n\n",
      loaded.scenario.name);
  table.header = {"scope", "offered", "installed", "load"};
  table.csv_header = {"scope", "offered_accelerators", "accelerators", "offered_share"};
  table.json = {{"by_scope", Json::array()}};
  double offered_total = 0;
  std::int64_t installed_total = 0;
  std::size_t overloaded = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const Silo& silo = work.platform().silos[i];
    const std::int64_t installed = silo_accelerators(work.world(), silo);
    const double share = installed > 0 ? offered[i] / static_cast<double>(installed) : 0;
    offered_total += offered[i];
    installed_total += installed;
    if (share > 1 || (installed == 0 && offered[i] > 0)) ++overloaded;
    table.rows.push_back({silo.name, fmt::format("{:.0f}", offered[i]),
                          fmt::format("{}", installed), installed > 0 ? percent(share) : "-"});
    table.csv_rows.push_back({silo.name, shortest(offered[i]), fmt::format("{}", installed),
                              installed > 0 ? shortest(share) : ""});
    table.json["by_scope"].push_back(
        {{"scope", silo.name},
         {"offered_share", installed > 0 ? Json(share) : Json(nullptr)},
         {"offered_accelerators", offered[i]},
         {"accelerators", installed}});
  }
  if (installed_total > 0) {
    table.after = fmt::format(
        "\nAll scopes together: {} of {} accelerators; {} of {} scopes above "
        "100 %.\n",
        percent(offered_total / static_cast<double>(installed_total)), installed_total, overloaded,
        offered.size());
  }
  return table;
}

}  // namespace eastwest
