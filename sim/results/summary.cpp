// Implements sim/results/summary.hpp.
#include "sim/results/summary.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "sim/base/civil_time.hpp"
#include "sim/results/data_summary.hpp"
#include "sim/results/duration_statistics.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/world/accounts.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kBusiestListed = 5;

void put(Json& json, const char* key, Json value) {
  if (!value.is_null()) json[key] = std::move(value);
}

void put(Json& json, const char* key, const std::optional<double>& value) {
  if (value) json[key] = *value;
}

double seconds_each(WideInteger nanoseconds, std::int64_t count) {
  return static_cast<double>(nanoseconds) / static_cast<double>(count) / 1e9;
}

/// Backlog, its growth and the load, as the nation and each scope have them.
void put_backlog(Json& json, const LoadFacts& facts) {
  json["backlog_accelerator_hours"] = facts.backlog;
  put(json, "backlog_growth_per_day", facts.growth.per_day);
  if (facts.growth.low) {
    json["backlog_growth_interval"] = Json::array({*facts.growth.low, *facts.growth.high});
  }
}

Json deadlines_part(const DeadlineSums& sums) {
  Json json = {
      {"jobs", sums.jobs}, {"met", sums.met}, {"missed", sums.missed}, {"open", sums.open}};
  const std::int64_t judged = sums.met + sums.missed;
  if (judged > 0) {
    json["met_share"] = static_cast<double>(sums.met) / static_cast<double>(judged);
  }
  if (sums.late > 0) json["lateness_mean_s"] = seconds_each(sums.lateness, sums.late);
  return json;
}

Json preemption_part(const JobLedger& ledger) {
  const PreemptionSums& sums = ledger.preemption();
  return {{"preemptions", sums.preemptions},
          {"jobs", sums.jobs},
          {"suspended_mean_s", seconds_each(sums.stood, sums.jobs)},
          {"useful_accelerator_hours", to_accelerator_hours(sums.useful)},
          {"overhead_accelerator_hours", to_accelerator_hours(sums.overhead)},
          {"lost_accelerator_hours", to_accelerator_hours(sums.lost)}};
}

Json across_part(const SpreadLedger::Sums& sums) {
  Json json = {{"jobs", sums.jobs}};
  put(json, "compute_share", sums.compute_share());
  json["exposed_accelerator_hours"] = to_accelerator_hours(sums.exposed);
  json["held_idle_accelerator_hours"] = to_accelerator_hours(sums.held_idle);
  json["exchanged_bytes"] = whole_bytes(sums.exchanged);
  return json;
}

Json setbacks_part(const SetbackLedger& ledger) {
  const SetbackSums& sums = ledger.sums();
  Json json = {{"jobs", sums.jobs},
               {"failures", sums.failures},
               {"hit_by_site_outages", sums.hit},
               {"sent_back", sums.recalls},
               {"useful_accelerator_hours", to_accelerator_hours(sums.useful)},
               {"checkpoint_accelerator_hours", to_accelerator_hours(sums.checkpointing)},
               {"restart_accelerator_hours", to_accelerator_hours(sums.restarting)},
               {"stood_accelerator_hours", to_accelerator_hours(sums.standing)},
               {"undone_accelerator_hours", to_accelerator_hours(sums.lost)}};
  put(json, "goodput", sums.goodput());
  return json;
}

Json jobs_part(const RunResults& results, const RunEnd& end) {
  const JobLedger& ledger = results.jobs();
  const JobSums& sums = ledger.nation();
  Json json = {{"submitted", sums.submitted}, {"started", sums.started},
               {"completed", sums.completed}, {"rejected", sums.rejected},
               {"alive", sums.alive},         {"killed", sums.killed}};
  if (sums.rejected > 0) {
    for (int i = 0; i < kRejections; ++i) {
      const bool is_rare = static_cast<Rejection>(i) == Rejection::predecessor ||
                           static_cast<Rejection>(i) == Rejection::incompatible;
      if (is_rare && sums.rejected_by[static_cast<std::size_t>(i)] == 0) continue;
      json["rejected_by"][to_text(static_cast<Rejection>(i))] =
          sums.rejected_by[static_cast<std::size_t>(i)];
    }
  }
  if (ledger.deadlines().jobs > 0) json["expired"] = sums.expired;
  if (end.held > 0) json["held"] = end.held;
  json["submitted_accelerator_hours"] = to_accelerator_hours(sums.work);
  json["accelerator_hours"] = to_accelerator_hours(ledger.held());
  json["served_share"] = sums.served_share();
  json["unserved_accelerator_hours"] = to_accelerator_hours(sums.unserved);
  put_backlog(json, results.nation_facts());
  put(json, "wait_s", to_json(ledger.waits()));
  if (sums.started > 0) {
    const WaitParts parts = ledger.wait_parts();
    json["wait_parts_s"] = {{"deferred", parts.deferred},
                            {"matching", parts.matching},
                            {"staging", parts.staging},
                            {"queued", parts.queued}};
  }
  put(json, "flow_time_s", to_json(ledger.flow_times()));
  put(json, "bounded_slowdown", to_json(ledger.slowdowns()));
  if (sums.completed > 0) json["makespan_s"] = to_seconds(ledger.makespan());
  if (ledger.deadlines().jobs > 0) json["deadlines"] = deadlines_part(ledger.deadlines());
  if (ledger.preemption().preemptions > 0) json["preemption"] = preemption_part(ledger);
  if (ledger.elastic().jobs > 0) json["elastic"] = to_json(ledger.elastic());
  const SpreadLedger::Sums& across = results.spread().sums();
  if (across.jobs > 0 || across.held_idle > 0) json["across_sites"] = across_part(across);
  if (results.setbacks().sums().jobs > 0) json["setbacks"] = setbacks_part(results.setbacks());
  const MobilityLedger& mobility = results.mobility();
  if (mobility.migrations() > 0) json["migration"] = mobility.migration_part();
  if (mobility.elsewhere() > 0) json["porting"] = mobility.porting_part();
  return json;
}

double eflops_of(const World& world, const std::vector<SiteId>& sites) {
  double total = 0;
  for (const SiteId id : sites) {
    const Site& site = world.sites[id.index()];
    total += static_cast<double>(site.accelerators) * site.accelerator_speed.value() / 1e18;
  }
  return total;
}

Json by_hub(const RunResults& results) {
  const World& world = results.frame().world;
  std::map<std::string, std::vector<SiteId>> hubs;
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    hubs[world.sites[i].hub.empty() ? "none" : world.sites[i].hub].push_back(SiteId(i));
  }
  // Sites without a hub come last.
  std::vector<std::string> order;
  order.reserve(hubs.size());
  for (const auto& [hub, sites] : hubs) order.push_back(hub);
  std::stable_partition(order.begin(), order.end(),
                        [](const std::string& hub) { return hub != "none"; });
  Json list = Json::array();
  for (const std::string& hub : order) {
    const std::vector<SiteId>& sites = hubs[hub];
    std::int64_t accelerators = 0;
    for (const SiteId id : sites) accelerators += world.sites[id.index()].accelerators;
    Json entry = {{"hub", hub},
                  {"sites", sites.size()},
                  {"accelerators", accelerators},
                  {"eflops", eflops_of(world, sites)}};
    if (accelerators > 0) entry["allocated_share"] = results.sites().allocated_share(sites);
    list.push_back(std::move(entry));
  }
  return list;
}

Json compute_part(const RunResults& results) {
  const World& world = results.frame().world;
  Json json = {{"accelerators", accelerators_total(world)},
               {"eflops", accounts(world).national.eflops_fp16_intelligent}};
  put(json, "offered_share", offered_share(results.nation_facts()));
  if (results.sites().span() > Duration{0} && accelerators_total(world) > 0) {
    json["allocated_share"] = results.sites().allocated_share();
    if (results.fragmentation().has_nodes()) {
      json["fragmentation"] = results.fragmentation().fragmentation();
    }
    json["by_day"] = results.sites().allocated_share_by_day();
    json["by_hub"] = by_hub(results);
  }
  if (!results.setbacks().rows().empty()) {
    json["site_outages"] = {
        {"outages", results.setbacks().rows().size()},
        {"unavailable_accelerator_hours", to_accelerator_hours(results.setbacks().unavailable())}};
  }
  return json;
}

Json failures_part(const FailureLedger& failures) {
  const FailureLedger::Sums sums = failures.total();
  return {{"cuts", failures.outages(OutageKind::cut)},
          {"ports", failures.outages(OutageKind::port)},
          {"maintenance", failures.outages(OutageKind::maintenance)},
          {"transfers_hit", sums.hit},
          {"rerouted", sums.rerouted},
          {"waited", sums.waited},
          {"failed", sums.failed},
          {"bytes_moved", whole_bytes(sums.moved)},
          {"bytes_left", whole_bytes(sums.left)},
          {"bytes_wasted", whole_bytes(sums.wasted)},
          {"stood_still_s", to_seconds(sums.stood)},
          {"detoured", sums.detoured},
          {"bytes_detoured", whole_bytes(sums.detoured_bytes)}};
}

/// Which trunks were full, and what set the pace of transfers.
void put_limits(Json& json, const RunResults& results) {
  const LinkMeter& meter = results.links();
  const std::vector<LinkId>& trunks = results.trunks().trunk_links();
  double saturated = 0;
  for (const LinkId id : trunks) saturated += to_seconds(meter.link(id).saturated);
  json["saturated_share"] =
      saturated / (static_cast<double>(trunks.size()) * to_seconds(results.sites().span()));
  const PaceTimes paces = meter.paces();
  json["transfer_hours"] = to_hours(paces.all());
  if (paces.all() <= 0) return;
  json["paced_by"] = {{"trunks", paces.trunks / paces.all()},
                      {"uplinks", paces.uplinks / paces.all()},
                      {"caps", paces.caps / paces.all()}};
}

Json busiest_part(const RunResults& results) {
  const RunFrame& frame = results.frame();
  Json list = Json::array();
  for (const LinkId id : results.busiest_trunks()) {
    if (list.size() == kBusiestListed) break;
    const Link& link = frame.topology.links()[id.index()];
    const Trunk& trunk = frame.world.trunks[link.trunk.index()];
    const NodeId from = link.forward ? trunk.a : trunk.b;
    const NodeId to = link.forward ? trunk.b : trunk.a;
    const LinkTotals& passed = results.links().link(id);
    Json entry = {{"trunk", trunk.id},
                  {"from", frame.world.nodes[from.index()].id},
                  {"to", frame.world.nodes[to.index()].id},
                  {"utilisation", results.trunks().utilisation(id).mean}};
    if (results.links().knows_limits()) {
      entry["saturated_share"] = to_seconds(passed.saturated) / to_seconds(results.sites().span());
      entry["limited_transfer_hours"] = to_hours(passed.limited);
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json network_part(const RunResults& results, const RunEnd& end) {
  const RunFrame& frame = results.frame();
  const LinkTotals& moved = results.links().all();
  std::int64_t capacity = 0;
  WideInteger trunk_bytes = 0;
  for (std::size_t i = 0; i < frame.topology.links().size(); ++i) {
    const Link& link = frame.topology.links()[i];
    if (!link.trunk.valid()) continue;
    if (link.forward) capacity += link.capacity.value();
    trunk_bytes += results.links().link(LinkId(i)).bytes();
  }
  Json json = {{"trunks", frame.world.trunks.size()},
               {"ports_400g", accounts(frame.world).ports_400g},
               {"capacity_bps", capacity},
               {"bytes", whole_bytes(moved.bytes())},
               {"staging_bytes", whole_bytes(moved.staged)},
               {"result_bytes", whole_bytes(moved.returned)},
               {"trunk_bytes", whole_bytes(trunk_bytes)},
               {"transfers", moved.transfers}};
  if (moved.exchanged > 0) json["exchange_bytes"] = whole_bytes(moved.exchanged);
  if (capacity > 0 && results.sites().span() > Duration{0}) {
    const Utilisation share = results.trunks().utilisation();
    json["utilisation"] = {{"mean", share.mean}, {"p95", share.p95}, {"max", share.maximum}};
    if (results.links().knows_limits()) put_limits(json, results);
    if (moved.bytes() > 0) json["busiest"] = busiest_part(results);
  }
  if (!results.failures().rows().empty()) json["failures"] = failures_part(results.failures());
  if (end.reservations) {
    json["reservations"] = {{"given", end.reservations->given},
                            {"declined", end.reservations->declined},
                            {"displaced", end.reservations->displaced},
                            {"wave_hours", end.reservations->wave_hours}};
  }
  return json;
}

Json shift_part(const RunResults& results) {
  Json json;
  put(json, "east_to_west_share", results.flows().east_to_west_share());
  put(json, "home_share", results.flows().home_share());
  return json;
}

Json fairness_part(const RunResults& results) {
  const JobSums& sums = results.jobs().nation();
  Json json;
  if (sums.started > 0) json["jain_wait_by_home"] = jain_wait(results.jobs().homes());
  if (sums.submitted > 0) json["jain_served_by_home"] = jain_served(results.jobs().homes());
  const std::vector<JobSums>& tenants = results.jobs().tenants();
  if (tenants.empty()) return json;
  if (sums.started > 0) json["jain_wait_by_tenant"] = jain_wait(tenants);
  json["jain_served_by_tenant"] = jain_served(tenants);
  put(json, "jain_share_by_tenant", results.tenants().jain_share());
  return json;
}

Json platform_part(const RunResults& results) {
  const PlatformLedger& ledger = results.platform();
  Json refused = Json::object();
  for (int i = 0; i < kRefusals; ++i) {
    const auto why = static_cast<Refusal>(i);
    refused[to_text(why)] = ledger.refused(why);
  }
  Json json = {{"decisions", ledger.decisions()}, {"refused", std::move(refused)}};
  if (ledger.decisions() > 0) json["view_age_s"] = ledger.view_age();
  return json;
}

Json scopes_part(const RunResults& results) {
  Json list = Json::array();
  for (const ScopeReport& scope : results.scopes()) {
    const JobSums& sums = results.jobs().scope(scope.id);
    Json entry = {{"scope", scope.name},
                  {"verdict", to_text(scope.verdict)},
                  {"accelerators", scope.facts.accelerators}};
    put(entry, "offered_share", offered_share(scope.facts));
    entry["submitted"] = sums.submitted;
    entry["served_share"] = sums.served_share();
    entry["unserved_accelerator_hours"] = to_accelerator_hours(sums.unserved);
    put_backlog(entry, scope.facts);
    list.push_back(std::move(entry));
  }
  return list;
}

Json groups_of(const std::vector<InputRows::Group>& groups) {
  Json list = Json::array();
  for (const InputRows::Group& group : groups) {
    list.push_back({{"what", group.what}, {"rows", group.rows}, {"first_line", group.first_line}});
  }
  return list;
}

Json inputs_part(const std::vector<NamedInputRows>& inputs) {
  Json list = Json::array();
  for (const NamedInputRows& input : inputs) {
    list.push_back({{"workload", input.workload},
                    {"rows", input.rows.rows},
                    {"used", input.rows.used},
                    {"left_out", groups_of(input.rows.left_out)},
                    {"remarks", groups_of(input.rows.remarks)}});
  }
  return list;
}

}  // namespace

Json summary_json(const RunResults& results, const RunEnd& end) {
  const Scenario& scenario = results.frame().scenario;
  Json json = {{"scenario", scenario.name}};
  json["choices"] = {{"strategy", scenario.strategy},
                     {"platform", scenario.platform.name},
                     {"dispatch", scenario.dispatch.name},
                     {"schedule", scenario.schedule.name},
                     {"network", scenario.network.name}};
  json["seed"] = scenario.seed;
  json["replication"] = scenario.replication;
  json["start"] = to_text(scenario.start);
  json["duration_s"] = to_seconds(results.sites().span());
  json["events"] = end.events;
  if (end.interrupted) json["interrupted"] = true;
  json["jobs"] = jobs_part(results, end);
  json["compute"] = compute_part(results);
  json["network"] = network_part(results, end);
  if (results.data()) json["data"] = data_summary(*results.data());
  if (const auto cost = results.network_cost(end)) json["money"]["network_cny"] = *cost;
  if (results.data()) json["money"]["storage_cny"] = results.data()->cost();
  put(json, "shift", shift_part(results));
  put(json, "fairness", fairness_part(results));
  json["platform"] = platform_part(results);
  if (!end.inputs.empty()) json["traces"] = inputs_part(end.inputs);
  json["verdict"] = to_text(results.verdict());
  json["scopes"] = scopes_part(results);
  return json;
}

}  // namespace eastwest
