// The load that a scenario offers to each scope, from the workloads' own means.
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/results/offered_load.hpp"
#include "sim/text/text_table.hpp"
#include "tools/eastwest/assembled_work.hpp"
#include "tools/eastwest/shown_claims.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {
namespace {

constexpr double kSecondsPerHour = 3600;
constexpr double kSecondsPerDay = 86400;

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// One way of dividing the nation's accelerators over provinces.
struct Allocation {
  const char* key;
  double ProvinceLoad::*accelerators;
};
constexpr Allocation kAllocations[] = {{"allocated", &ProvinceLoad::allocated},
                                       {"local_claims", &ProvinceLoad::claimed},
                                       {"by_demand", &ProvinceLoad::by_demand}};

/// Each province's own offer against what it would have, three ways.
void add_provinces(const World& world, const std::vector<ProvinceLoad>& loads, ShownTable& table) {
  if (loads.empty()) return;
  TextTable text({"province", "offered", "as allocated", "by local claims", "by demand"});
  table.json["by_province"] = Json::array();
  for (const ProvinceLoad& load : loads) {
    const std::string& province = world.provinces[load.province.index()].id;
    std::vector<std::string> row = {province, fmt::format("{:.0f}", load.offered)};
    Json json = {{"province", province}, {"offered_accelerators", load.offered}};
    for (const Allocation& way : kAllocations) {
      const double accelerators = load.*way.accelerators;
      const bool has_some = accelerators > 0;
      const double share = has_some ? load.offered / accelerators : 0;
      row.push_back(has_some ? percent(share) : "-");
      json[way.key] = {{"accelerators", accelerators},
                       {"offered_share", has_some ? Json(share) : Json(nullptr)}};
      table.csv_rows.push_back({province, reported_text(load.offered), reported_text(accelerators),
                                has_some ? reported_text(share) : "", way.key});
    }
    text.row(std::move(row));
    table.json["by_province"].push_back(std::move(json));
  }
  table.after +=
      "\nWhat is at home in each province, against its own accelerators three ways: as "
      "allocated\n(simulated), with local claims in place of the sites that have one of "
      "intelligent computing\nin FP16, and the nation's in proportion to demand:\n\n" +
      text.text(2);
  Json left_out = claims_json(world, ClaimUse::left_out);
  if (!left_out.empty()) {
    table.after +=
        "\nClaims of another scope or precision, or of none that is stated, are left out:\n";
    table.after += claims_text(world, ClaimUse::left_out);
  }
  table.json["claims_left_out"] = std::move(left_out);
}

/// What each workload brings; of generators also the means of their jobs.
void add_workloads(const AssembledWork& work, std::int64_t installed, ShownTable& table) {
  TextTable text({"workload", "jobs/d", "accelerators", "run time", "offered", "load"});
  table.json["by_workload"] = Json::array();
  for (const AssembledWork::WorkloadLoad& load : work.by_workload()) {
    const double share = installed > 0 ? load.offered / static_cast<double>(installed) : 0;
    std::vector<std::string> row = {load.name, "-", "-", "-"};
    Json json = {{"workload", load.name},
                 {"offered_accelerators", load.offered},
                 {"offered_share", installed > 0 ? Json(share) : Json(nullptr)}};
    if (load.means) {
      const double per_day = load.means->jobs_per_second * kSecondsPerDay;
      row = {load.name, fmt::format("{:.1f}", per_day),
             fmt::format("{:.1f}", load.means->accelerators),
             fmt::format("{:.2f} h", load.means->run_time / kSecondsPerHour)};
      json["jobs_per_day"] = per_day;
      json["accelerators_mean"] = load.means->accelerators;
      json["run_time_mean_s"] = load.means->run_time;
      json["accelerator_seconds_mean"] = load.means->work;
    }
    row.push_back(fmt::format("{:.0f}", load.offered));
    row.push_back(installed > 0 ? percent(share) : "-");
    text.row(std::move(row));
    table.json["by_workload"].push_back(std::move(json));
    table.csv_rows.push_back({load.name, shortest(load.offered), fmt::format("{}", installed),
                              installed > 0 ? shortest(share) : "", "workload"});
  }
  table.after +=
      "\nBy workload, from its laws before anything is drawn (jobs, and means of a job, of "
      "generators):\n\n" +
      text.text(2);
}

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
  table.csv_header = {"scope", "offered_accelerators", "accelerators", "offered_share", "capacity"};
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
    table.csv_rows.push_back({silo.name, reported_text(offered[i]), fmt::format("{}", installed),
                              installed > 0 ? reported_text(share) : "", "scope"});
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
  add_workloads(work, accelerators_total(work.world()), table);
  add_provinces(work.world(), work.by_province(), table);
  return table;
}

}  // namespace eastwest
