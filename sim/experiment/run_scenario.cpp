// One run from beginning to end: parts made, observers attached, simulated, files written and
// named.
#include "sim/experiment/run_scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/experiment/model_mistakes.hpp"
#include "sim/experiment/run_assembly.hpp"
#include "sim/experiment/run_record.hpp"
#include "sim/results/audit.hpp"
#include "sim/results/decision_log.hpp"
#include "sim/results/jobs_table.hpp"
#include "sim/results/offered_load.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/results/run_results.hpp"
#include "sim/results/storage_audit.hpp"
#include "sim/results/summary.hpp"
#include "sim/results/summary_text.hpp"
#include "sim/results/timeline.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/text/results_folder.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {
namespace {

/// Tells the caller how far the run is, once in so many settled dates.
class Progress final : public Observer {
 public:
  Progress(const RunOptions& options, const Scenario& scenario)
      : options_(options), first_(first_date(scenario)), horizon_(horizon_date(scenario)) {}
  void on_settled(Date date) override {
    constexpr int kStride = 1024;
    if (options_.progress && ++settled_ % kStride == 0) options_.progress(date, first_, horizon_);
  }
  void on_horizon(Date date) override {
    if (options_.progress) options_.progress(date, first_, horizon_);
  }

 private:
  const RunOptions& options_;
  Date first_;
  Date horizon_;
  std::int64_t settled_ = 0;
};

/// True if its dispatchers may migrate jobs.
bool migrates(const SimulationParts& parts) {
  return std::any_of(parts.dispatchers.begin(), parts.dispatchers.end(),
                     [](const auto& each) { return each->review_interval() > Duration{0}; });
}

/// What the table of jobs says beyond what it always says; to be asked before the run.
JobsTableExtras extras_of(const SimulationParts& parts) {
  JobsTableExtras extras{.tenants = parts.tenants.get(), .data_plan = parts.data.plan};
  for (const auto& workload : parts.workloads) {
    const JobAttributes attributes = workload->attributes();
    extras.attributes.priority = extras.attributes.priority || attributes.priority;
    extras.attributes.tenant = extras.attributes.tenant || attributes.tenant;
    extras.attributes.deadline = extras.attributes.deadline || attributes.deadline;
    extras.attributes.elastic = extras.attributes.elastic || attributes.elastic;
    extras.attributes.spread = extras.attributes.spread || attributes.spread;
    extras.setbacks = extras.setbacks || attributes.failures;
    extras.attributes.data = extras.attributes.data || attributes.data;
  }
  extras.setbacks = extras.setbacks || !parts.site_outages.outages.empty();
  for (const auto& scheduler : parts.schedulers) {
    extras.preemptive = extras.preemptive || scheduler->preempts();
  }
  for (const Site& site : parts.world.sites) {
    extras.nodes = extras.nodes || site.node_list != nullptr;
  }
  extras.migratory = migrates(parts);
  return extras;
}

/// Tenants and what they are granted, where jobs have any.
TenantFrame tenants_of(const SimulationParts& parts) {
  const bool any = std::any_of(parts.workloads.begin(), parts.workloads.end(),
                               [](const auto& workload) { return workload->attributes().tenant; });
  if (!any) return {};
  TenantFrame frame{.book = parts.tenants.get()};
  if (!parts.schedulers.empty()) frame.grants = parts.schedulers.front()->grants();
  return frame;
}

bool is_mobile(const SimulationParts& parts) {
  return migrates(parts) ||
         std::any_of(parts.workloads.begin(), parts.workloads.end(),
                     [](const auto& workload) { return workload->attributes().mobility; });
}

/// The tables that grow while the run goes on.
struct StreamedTables {
  std::optional<JobsTable> jobs;
  std::optional<Timeline> timeline;
  std::optional<DecisionLog> decisions;

  void open(const std::optional<ResultsFolder>& folder, const LoadedScenario& loaded,
            const RunResults& results, const SimulationParts& parts,
            const std::string& decisions_file) {
    const Scenario& scenario = loaded.scenario;
    if (folder) {
      using Jobs = ResultsChoice::Jobs;
      if (scenario.results.jobs == Jobs::csv) {
        jobs.emplace(folder->file("jobs.csv"), loaded.world, scenario, extras_of(parts));
      } else if (scenario.results.jobs == Jobs::csv_gz) {
        jobs.emplace(folder->file("jobs.csv.gz", Compression::gzip), loaded.world, scenario,
                     extras_of(parts));
      }
      timeline.emplace(folder->file("timeline.csv"), loaded.world, scenario, results.links(),
                       results.sites());
    }
    if (!decisions_file.empty()) {
      decisions.emplace(FileWriter(decisions_file), loaded.world, parts.platform, parts.data.plan);
    }
  }
  void add_to(std::vector<Listener>& observers) {
    if (jobs) observers.push_back(&*jobs);
    if (timeline) observers.push_back(&*timeline);
    if (decisions) observers.push_back(&*decisions);
  }
  void commit() {
    if (jobs) jobs->commit();
    if (timeline) timeline->commit();
    if (decisions) decisions->commit();
  }
};

AuditedBooks books_of(Simulation& simulation) {
  return {.site = [&simulation](SiteId id) -> const SiteBook& { return simulation.site_book(id); },
          .alive = [&simulation] { return simulation.alive(); },
          .links = [&simulation] { return simulation.network().link_book(); },
          .network = simulation.network().traits(),
          .whole_links = [&simulation] { return simulation.network().whole_link_book(); }};
}

std::function<StoredBytes(SiteId, PoolKind)> stored_by(const Simulation& simulation) {
  return [&simulation](SiteId site, PoolKind kind) { return simulation.stored_bytes(site, kind); };
}

/// The log may not be what is there, nor in the folder of results, which appears as a whole.
void require_place_for_decisions(const RunOptions& options) {
  namespace fs = std::filesystem;
  const std::string& file = options.decisions_file;
  if (file.empty()) return;
  if (options.out) {
    const fs::path results = fs::absolute(*options.out).lexically_normal();
    const fs::path inside = fs::absolute(file).lexically_normal().lexically_relative(results);
    if (!inside.empty() && *inside.begin() != "..") {
      throw ScenarioError(file, "the results folder takes no other files",
                          "write the decisions beside it");
    }
  }
  require_place_for_file(file, options.force ? ExistingFile::replace : ExistingFile::refuse);
}

std::vector<std::string> ids_of_trunks(const RunResults& results) {
  const RunFrame& frame = results.frame();
  std::vector<std::string> ids;
  for (const LinkId link : results.busiest_trunks()) {
    const TrunkId trunk = frame.topology.links()[link.index()].trunk;
    const std::string& id = frame.world.trunks[trunk.index()].id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

void write_text(const ResultsFolder& folder, const char* name, const std::string& text) {
  FileWriter file = folder.file(name);
  file.write(text);
  file.commit();
}

std::vector<std::string> remarks_of(const std::vector<std::unique_ptr<Workload>>& workloads) {
  std::vector<std::string> all;
  for (const auto& workload : workloads) {
    for (std::string& remark : workload->remarks()) all.push_back(std::move(remark));
  }
  return all;
}

/// What became of the rows of every workload that is read from a trace.
std::vector<NamedInputRows> inputs_of(const Scenario& scenario,
                                      const std::vector<std::unique_ptr<Workload>>& workloads) {
  std::vector<NamedInputRows> inputs;
  for (std::size_t i = 0; i < workloads.size(); ++i) {
    if (auto rows = workloads[i]->input_rows()) {
      inputs.push_back({scenario.workloads[i].name, std::move(*rows)});
    }
  }
  return inputs;
}

std::string left_out_of(const std::vector<NamedInputRows>& inputs) {
  std::string text;
  for (const NamedInputRows& input : inputs) {
    if (input.rows.left_out.empty()) continue;
    text += fmt::format("{}workload {}: {}", text.empty() ? "" : "\n", input.workload,
                        to_text(input.rows));
  }
  return text;
}

/// Workloads may find a mistake only when a job's turn comes.
void run(Simulation& simulation, const LoadedScenario& loaded) {
  try {
    simulation.run();
  } catch (const ScenarioError& mistakes) {
    throw with_places(mistakes, loaded.document, "workload");
  }
}

/// The tables that are written when the run is over.
void write_tables(ResultsFolder& folder, const RunResults& results, const World& world) {
  write_sites_table(folder.file("sites.csv"), results);
  write_trunks_table(folder.file("trunks.csv"), results);
  write_failures_table(folder.file("failures.csv"), results.failures(), world);
  if (!results.setbacks().rows().empty()) {
    write_site_outages_table(folder.file("site_outages.csv"), results.setbacks(), world);
  }
  write_flows_table(folder.file("flows.csv"), results);
  if (results.frame().tenants.book != nullptr) {
    write_tenants_table(folder.file("tenants.csv"), results.tenants(), results.jobs().held());
  }
  if (results.data()) {
    write_storage_table(folder.file("storage.csv"), *results.data(), world);
  }
}

}  // namespace

RunOutcome run_scenario(const LoadedScenario& loaded, const ModelRegistries& registries,
                        const RunOptions& options) {
  const ResourceMeter meter;
  const Scenario& scenario = loaded.scenario;
  require_place_for_decisions(options);
  std::optional<ResultsFolder> folder;
  if (options.out) folder.emplace(*options.out, ResultsFolderOptions{.force = options.force});

  Topology topology(loaded.world, ways_max_of(scenario));
  SimulationParts parts = assemble_parts(loaded, registries, topology);
  std::vector<NamedInputRows> inputs = inputs_of(scenario, parts.workloads);
  parts.calendar = calendar_of(loaded);
  RunResults results({.world = loaded.world,
                      .topology = topology,
                      .scenario = scenario,
                      .scopes = parts.platform.silos,
                      .offered = offered_by_silo(loaded.world, parts.platform, parts.workloads),
                      .tenants = tenants_of(parts),
                      .is_mobile = is_mobile(parts)});
  std::vector<std::string> remarks = remarks_of(parts.workloads);
  StreamedTables tables;
  tables.open(folder, loaded, results, parts, options.decisions_file);
  Progress progress(options, scenario);
  Audit audit(loaded.world, topology, parts.first);

  // The audit comes first: what it finds wrong must not reach a table.
  const DataPlan& data_plan = scenario.data_plan;
  StorageAudit storage_audit(loaded.world, data_plan);
  const bool audits_storage = options.audit && data_plan.is_used();
  if (options.audit) parts.observers.push_back(&audit);
  if (audits_storage) parts.observers.push_back(&storage_audit);
  for (const Listener& ledger : results.observers()) parts.observers.push_back(ledger);
  tables.add_to(parts.observers);
  parts.observers.push_back(&progress);
  if (options.interrupted) parts.interrupted = options.interrupted;
  if (options.audit) parts.network->enable_link_book();
  parts.network->enable_limit_book();
  parts.settle_steps = results.steps();

  Simulation simulation(std::move(parts));
  results.read_from(
      {.remaining = [&simulation](TransferSlot slot) { return simulation.remaining(slot); },
       .limits = [&simulation] { return simulation.network().limit_book(); }});
  if (options.audit) audit.compare_with(books_of(simulation));
  if (audits_storage) storage_audit.compare_with(stored_by(simulation));
  run(simulation, loaded);

  const RunEnd end{.inputs = std::move(inputs),
                   .events = simulation.events(),
                   .interrupted = simulation.was_interrupted(),
                   .reservations = simulation.network().sales(),
                   .held = simulation.held()};
  RunOutcome outcome{.summary = summary_json(results, end),
                     .text = summary_text(results, end),
                     .interrupted = end.interrupted,
                     .busiest_trunks = ids_of_trunks(results),
                     .remarks = std::move(remarks),
                     .rows_left_out = left_out_of(end.inputs)};
  if (options.audit) outcome.text += "\n" + audit.report() + "\n";
  if (audits_storage) outcome.text += storage_audit.report() + "\n";
  tables.commit();
  if (!folder) return outcome;
  write_tables(*folder, results, loaded.world);
  write_text(*folder, "summary.json", to_pretty(outcome.summary));
  write_text(*folder, "run.json", to_pretty(run_record(loaded, outcome.remarks, meter)));
  folder->commit();
  return outcome;
}

}  // namespace eastwest
