// The table of metrics; keys are those of summary.json.
#include "sim/experiment/metric_catalogue.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace eastwest {
namespace {

constexpr auto kLower = Direction::lower_is_better;
constexpr auto kHigher = Direction::higher_is_better;
constexpr auto kNeither = Direction::neither;

/// {mean, p50, p95, p99, max, count} of `what`, over `whom`.
void add_law(std::vector<Metric>& metrics, const std::string& key, const std::string& unit,
             const std::string& what, const std::string& whom) {
  const std::vector<std::pair<std::string, std::string>> parts = {{"mean", "mean"},
                                                                  {"p50", "median"},
                                                                  {"p95", "95th percentile"},
                                                                  {"p99", "99th percentile"},
                                                                  {"max", "largest value"}};
  for (const auto& [part, name] : parts) {
    metrics.push_back({.key = key + "." + part,
                       .unit = unit,
                       .direction = kLower,
                       .meaning = fmt::format("{} of {}, over {}", name, what, whom),
                       .only_if_stable = true});
  }
  metrics.push_back({key + ".count", "jobs", kNeither, "number of " + whom + " that this is over"});
}

void add_jobs(std::vector<Metric>& metrics) {
  const std::vector<Metric> counts = {
      {"jobs.submitted", "jobs", kNeither, "jobs submitted after the warm-up"},
      {"jobs.started", "jobs", kHigher, "of them, those that started"},
      {"jobs.completed", "jobs", kHigher, "of them, those that are over: results home, or killed"},
      {"jobs.rejected", "jobs", kLower, "of them, those that can never run where they may go"},
      {"jobs.rejected_by.no_site_fits", "jobs", kLower,
       "of them, those for which no site of their scope has enough accelerators"},
      {"jobs.rejected_by.unreachable", "jobs", kLower,
       "likewise, those that no such site can be reached from"},
      {"jobs.rejected_by.circle", "jobs", kLower,
       "likewise, those that have no such site inside their latency circle"},
      {"jobs.rejected_by.policy", "jobs", kLower,
       "likewise, those for which the policy's filters leave no site"},
      {"jobs.alive", "jobs", kLower, "of them, those that are not over at the end"},
      {"jobs.killed", "jobs", kNeither, "of them, those ended at their requested time"},
      {"jobs.submitted_accelerator_hours", "accelerator-hours", kNeither,
       "accelerators x run time of the jobs submitted"},
      {"jobs.accelerator_hours", "accelerator-hours", kHigher,
       "accelerator-time that these jobs held within the run"},
      {"jobs.served_share", "share", kHigher,
       "1 - unserved accelerator-hours / submitted accelerator-hours"},
      {"jobs.unserved_accelerator_hours", "accelerator-hours", kLower,
       "accelerator-hours of the jobs rejected or not started at the end"},
      {"jobs.backlog_accelerator_hours", "accelerator-hours", kLower,
       "work submitted and not started at the end, jobs of the warm-up included"},
      {"jobs.backlog_growth_per_day", "accelerator-hours per day", kLower,
       "slope of the backlog over time, least squares"},
  };
  metrics.insert(metrics.end(), counts.begin(), counts.end());
  add_law(metrics, "jobs.wait_s", "s", "the time from submission to start", "jobs started");
  for (const auto& [part, what] : std::vector<std::pair<std::string, std::string>>{
           {"deferred", "waiting for a decision"},
           {"matching", "the platform's matching"},
           {"staging", "the data set's journey"},
           {"queued", "waiting in the site's queue"}}) {
    metrics.push_back({.key = "jobs.wait_parts_s." + part,
                       .unit = "s",
                       .direction = kLower,
                       .meaning = "part of the mean wait: " + what,
                       .only_if_stable = true});
  }
  add_law(metrics, "jobs.flow_time_s", "s", "the time from submission to the results' return",
          "jobs completed");
  add_law(metrics, "jobs.bounded_slowdown", "ratio",
          "the time from submission to the end of computing over the time computed (at least 10 s)",
          "jobs completed");
  metrics.push_back({"jobs.makespan_s", "s", kLower,
                     "time from the first submission to the last completion", true});
}

/// Deadlines, jobs that come after others, and suspensions.
void add_job_terms(std::vector<Metric>& metrics) {
  const std::vector<Metric> terms = {
      {"jobs.expired", "jobs", kLower, "jobs not started by their deadline"},
      {"jobs.held", "jobs", kNeither,
       "jobs not submitted because others that they come after were not over"},
      {"jobs.deadlines.jobs", "jobs", kNeither, "jobs with a deadline"},
      {"jobs.deadlines.met", "jobs", kHigher, "of them, those done in time"},
      {"jobs.deadlines.missed", "jobs", kLower, "of them, those not done in time"},
      {"jobs.deadlines.open", "jobs", kNeither, "of them, those whose deadline is to come"},
      {"jobs.deadlines.met_share", "share", kHigher, "met / (met + missed)"},
      {"jobs.deadlines.lateness_mean_s", "s", kLower,
       "end less deadline, mean over the jobs done late"},
      {"jobs.preemption.preemptions", "suspensions", kNeither, "suspensions of jobs"},
      {"jobs.preemption.jobs", "jobs", kNeither, "jobs suspended at least once"},
      {"jobs.preemption.suspended_mean_s", "s", kLower, "time suspended, mean over these"},
      {"jobs.preemption.useful_accelerator_hours", "accelerator-hours", kHigher,
       "held, for work that was kept"},
      {"jobs.preemption.overhead_accelerator_hours", "accelerator-hours", kLower,
       "held, to save and restore the state of suspended jobs"},
      {"jobs.preemption.lost_accelerator_hours", "accelerator-hours", kLower,
       "held, for work that a suspension, a failure or an outage undid"},
      {"jobs.elastic.jobs", "jobs", kNeither, "jobs started whose width is not fixed"},
      {"jobs.elastic.resizes", "resizes", kNeither, "changes of width of running jobs"},
      {"jobs.elastic.resized", "jobs", kNeither, "jobs resized at least once"},
      {"jobs.elastic.width_mean", "accelerators", kNeither, "held by these jobs, mean over time"},
      {"jobs.elastic.accelerator_hours", "accelerator-hours", kNeither, "held by these jobs"},
      {"jobs.elastic.resizing_accelerator_hours", "accelerator-hours", kLower,
       "of them, held without work because of resizes"},
      {"jobs.elastic.resizing_mean_s", "s", kLower,
       "time without work because of resizes, mean over the jobs resized"},
      {"jobs.across_sites.jobs", "jobs", kNeither, "jobs that computed across sites"},
      {"jobs.across_sites.compute_share", "share", kHigher,
       "computing / (computing + waiting for exchanges)"},
      {"jobs.across_sites.exposed_accelerator_hours", "accelerator-hours", kLower,
       "held, waiting for exchanges"},
      {"jobs.across_sites.held_idle_accelerator_hours", "accelerator-hours", kLower,
       "held by parts of jobs until the others had theirs"},
      {"jobs.across_sites.exchanged_bytes", "byte", kNeither, "sent between the sites of jobs"},
      {"jobs.setbacks.jobs", "jobs", kNeither, "jobs started that may fail or that an outage hit"},
      {"jobs.setbacks.failures", "failures", kLower, "failures of their nodes"},
      {"jobs.setbacks.hit_by_site_outages", "hits", kLower,
       "outages of sites, counted for every job that ran there"},
      {"jobs.setbacks.sent_back", "hits", kLower, "of these, those after which a job began anew"},
      {"jobs.setbacks.useful_accelerator_hours", "accelerator-hours", kHigher,
       "held by these jobs, for work that was kept"},
      {"jobs.setbacks.checkpoint_accelerator_hours", "accelerator-hours", kLower,
       "held, to write checkpoints"},
      {"jobs.setbacks.restart_accelerator_hours", "accelerator-hours", kLower,
       "held, to restart after failures and outages"},
      {"jobs.setbacks.stood_accelerator_hours", "accelerator-hours", kLower,
       "held, at sites out of service"},
      {"jobs.setbacks.undone_accelerator_hours", "accelerator-hours", kLower,
       "held, for work that failures and outages undid"},
      {"jobs.setbacks.goodput", "share", kHigher, "useful share of what these jobs held (ETTR)"},
      {"compute.site_outages.outages", "outages", kLower, "of sites, that began within the run"},
      {"compute.site_outages.unavailable_accelerator_hours", "accelerator-hours", kLower,
       "installed at sites out of service"},
  };
  metrics.insert(metrics.end(), terms.begin(), terms.end());
}

/// Migrations, porting, and fairness between tenants.
void add_mobility(std::vector<Metric>& metrics) {
  const std::vector<Metric> mobility = {
      {"jobs.rejected_by.incompatible", "jobs", kLower,
       "jobs rejected: they run on the accelerators of no site that has enough"},
      {"jobs.migration.migrations", "migrations", kNeither, "departures of jobs to another site"},
      {"jobs.migration.jobs", "jobs", kNeither, "jobs that migrated at least once"},
      {"jobs.migration.bytes", "byte", kLower, "states and data sets that left with them"},
      {"jobs.migration.travelling_mean_s", "s", kLower,
       "from one site's queue to the other's, mean over arrivals"},
      {"jobs.porting.jobs", "jobs", kLower,
       "jobs that began on another family of accelerators than their program's"},
      {"jobs.porting.accelerator_hours", "accelerator-hours", kLower, "held for porting"},
      {"fairness.jain_wait_by_tenant", "index", kHigher, "Jain's index of mean waits of tenants"},
      {"fairness.jain_served_by_tenant", "index", kHigher,
       "Jain's index of the served shares of tenants"},
      {"fairness.jain_share_by_tenant", "index", kHigher,
       "Jain's index of accelerator-hours / weight of tenants"},
  };
  metrics.insert(metrics.end(), mobility.begin(), mobility.end());
}

void add_failures(std::vector<Metric>& metrics) {
  const std::vector<Metric> failures = {
      {"network.failures.cuts", "outages", kNeither, "cuts that began within the run"},
      {"network.failures.ports", "outages", kNeither, "failures of ports, likewise"},
      {"network.failures.maintenance", "outages", kNeither, "maintenance windows, likewise"},
      {"network.failures.transfers_hit", "transfers", kLower,
       "transfers that outages broke, or that began when there was no way"},
      {"network.failures.rerouted", "transfers", kNeither, "of them, those that went another way"},
      {"network.failures.waited", "transfers", kLower, "of them, those that went where they were"},
      {"network.failures.failed", "transfers", kLower, "of them, those that began again"},
      {"network.failures.bytes_moved", "byte", kNeither, "what they had moved when they were hit"},
      {"network.failures.bytes_left", "byte", kNeither, "what they had not"},
      {"network.failures.bytes_wasted", "byte", kLower, "bytes moved twice"},
      {"network.failures.stood_still_s", "s", kLower,
       "time in which broken transfers moved nothing, summed over them"},
      {"network.failures.detoured", "transfers", kNeither,
       "transfers that began during an outage over another way"},
      {"network.failures.bytes_detoured", "byte", kNeither, "bytes of these"},
  };
  metrics.insert(metrics.end(), failures.begin(), failures.end());
}

void add_sales(std::vector<Metric>& metrics) {
  const std::vector<Metric> sales = {
      {"network.reservations.given", "transfers", kNeither,
       "transfers that asked the network `reserved` for a reservation and got it"},
      {"network.reservations.declined", "transfers", kLower, "transfers that asked and got none"},
      {"network.reservations.displaced", "reservations", kLower,
       "reservations that lost their waves: a link got smaller or went out of service"},
      {"network.reservations.wave_hours", "wave-hours", kNeither, "reserved waves x time"},
      {kTransferCostMetric, "CNY", kLower,
       "price of what transfers carried over trunks, plus reserved wave-hours x their price"},
  };
  metrics.insert(metrics.end(), sales.begin(), sales.end());
}

/// Named data sets, caches, copies and pools of storage.
void add_data(std::vector<Metric>& metrics) {
  const std::vector<Metric> data = {
      {"data.requests", "requests", kNeither, "named sets that jobs asked for, each once a job"},
      {"data.hits", "requests", kHigher, "of them, those that the site had"},
      {"data.shared", "requests", kNeither, "of them, those that shared a transfer under way"},
      {"data.fetched", "requests", kLower, "of them, those that were moved and kept"},
      {"data.streamed", "requests", kLower, "of them, those that were moved and not kept"},
      {"data.named_bytes", "byte", kNeither, "sizes of what was asked for"},
      {"data.moved_bytes", "byte", kLower, "of these, what was moved for it"},
      {"data.saved_bytes", "byte", kHigher, "named - moved"},
      {"data.hit_ratio", "share", kHigher, "hits / requests"},
      {"data.copies.begun", "copies", kNeither, "copies that the replication policy asked for"},
      {"data.copies.refused", "copies", kLower, "of what it asked for, what could not be made"},
      {"money.storage_cny", "CNY", kLower, "bytes in pools x time x monthly price / 30 days"},
  };
  metrics.insert(metrics.end(), data.begin(), data.end());
  for (const char* pool : {"hot", "cold"}) {
    const auto add = [&](const char* key, const char* unit, Direction direction, const char* what) {
      metrics.push_back({.key = fmt::format("data.{}.{}", pool, key),
                         .unit = unit,
                         .direction = direction,
                         .meaning = fmt::format("{} of all {} pools", what, pool)});
    };
    add("capacity_bytes", "byte", kNeither, "capacity");
    add("occupied_mean_bytes", "byte", kNeither, "mean contents, promised room included,");
    add("objects", "copies", kNeither, "copies and stored objects at the end");
    add("ingested_bytes", "byte", kNeither, "bytes taken in");
    add("evicted_bytes", "byte", kLower, "bytes that made room for others");
    add("evictions", "copies", kLower, "copies that made room for others");
    add("dropped_bytes", "byte", kNeither, "bytes dropped after their time");
    add("cost_cny", "CNY", kLower, "price");
  }
}

void add_compute_and_network(std::vector<Metric>& metrics) {
  const std::vector<Metric> all = {
      {"compute.accelerators", "accelerators", kNeither, "accelerators of all sites"},
      {"compute.eflops", "EFLOPS", kNeither, "FP16 speed of all accelerators"},
      {"compute.offered_share", "share", kNeither,
       "mean accelerators that the work keeps busy if every job ran at once / accelerators"},
      {"compute.allocated_share", "share", kHigher,
       "accelerator-time held by jobs / accelerator-time of all sites"},
      {"compute.fragmentation", "share", kLower,
       "of free accelerator-time at sites with nodes, what a further job could not use"},
      {"network.trunks", "cables", kNeither, "trunk cables"},
      {"network.ports_400g", "ports", kNeither, "400G ports"},
      {"network.capacity_bps", "bit/s", kNeither, "capacity of all trunks in one direction"},
      {"network.bytes", "byte", kNeither, "bytes moved by transfers, each transfer once"},
      {"network.staging_bytes", "byte", kNeither, "of them, data sets on their way to a site"},
      {"network.result_bytes", "byte", kNeither, "of them, results on their way home"},
      {"network.exchange_bytes", "byte", kNeither, "of them, between the sites of jobs"},
      {"network.trunk_bytes", "byte", kNeither, "bytes moved over trunks, once for each trunk"},
      {"network.transfers", "transfers", kNeither, "transfers that ended"},
      {"network.utilisation.mean", "share", kNeither,
       "mean over time and over the directions of all trunks, each with the same weight"},
      {"network.utilisation.p95", "share", kNeither,
       "95th percentile over hours and trunk directions"},
      {"network.utilisation.max", "share", kNeither, "largest over hours and trunk directions"},
      {"network.saturated_share", "share", kLower,
       "time in which a trunk direction is full, mean over trunk directions"},
      {"network.transfer_hours", "transfer-hours", kLower,
       "time that transfers spent in the network, summed over them"},
      {"network.paced_by.trunks", "share", kNeither,
       "share of that time in which a full trunk set the transfer's pace"},
      {"network.paced_by.uplinks", "share", kNeither,
       "share of that time in which a full uplink set it"},
      {"network.paced_by.caps", "share", kNeither,
       "share of that time in which the transfer went at its own cap"},
  };
  metrics.insert(metrics.end(), all.begin(), all.end());
}

void add_shift_and_platform(std::vector<Metric>& metrics) {
  const std::vector<Metric> all = {
      {"shift.east_to_west_share", "share", kNeither,
       "share of the accelerator-hours that was held in the West for homes in the East"},
      {"shift.home_share", "share", kNeither,
       "share of the accelerator-hours that was held in the home's own province"},
      {"fairness.jain_wait_by_home", "index", kHigher,
       "Jain's index of the mean waits of the home cities", true},
      {"fairness.jain_served_by_home", "index", kHigher,
       "Jain's index of the served shares of the home cities"},
      {"platform.decisions", "decisions", kNeither, "jobs placed, refused or rejected"},
      {"platform.refused", "decisions", kLower, "placements refused, whatever the reason"},
      {"platform.refused.stale", "decisions", kLower,
       "placements refused: the picture showed room that was gone"},
      {"platform.refused.no_room", "decisions", kLower,
       "placements refused: the site can never hold the job"},
      {"platform.refused.circle", "decisions", kLower,
       "placements refused: outside the job's latency circle"},
      {"platform.refused.quota", "decisions", kLower,
       "placements refused: over a quota; always 0, no policy has quotas yet"},
      {"platform.refused.deadline", "decisions", kLower,
       "placements refused: past the job's deadline"},
      {"platform.refused.incompatible", "decisions", kLower,
       "placements refused: the site cannot take such a job"},
      {"platform.view_age_s", "s", kNeither, "age of the picture, mean over decisions"},
  };
  metrics.insert(metrics.end(), all.begin(), all.end());
}

std::vector<Metric> all_metrics() {
  std::vector<Metric> metrics = {
      {"duration_s", "s", kNeither, "simulated span from the start"},
      {"events", "events", kNeither, "events that the engine handled"},
  };
  add_jobs(metrics);
  add_job_terms(metrics);
  add_mobility(metrics);
  add_compute_and_network(metrics);
  add_shift_and_platform(metrics);
  add_failures(metrics);
  add_sales(metrics);
  add_data(metrics);
  return metrics;
}

const Json* value_at(const Json& summary, std::string_view key) {
  const Json* value = &summary;
  while (!key.empty()) {
    const std::size_t dot = key.find('.');
    const std::string part(key.substr(0, dot));
    if (!value->is_object() || !value->contains(part)) return nullptr;
    value = &(*value)[part];
    key = dot == std::string_view::npos ? std::string_view() : key.substr(dot + 1);
  }
  return value;
}

void collect_keys(const Json& value, const std::string& path, std::vector<std::string>& keys) {
  if (value.is_number()) {
    keys.push_back(path);
  } else if (value.is_object()) {
    for (const auto& [key, part] : value.items()) {
      collect_keys(part, path.empty() ? key : path + "." + key, keys);
    }
  }
}

}  // namespace

const std::vector<Metric>& metric_catalogue() {
  static const std::vector<Metric> metrics = all_metrics();
  return metrics;
}

const Metric* find_metric(std::string_view key) {
  const auto& metrics = metric_catalogue();
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const Metric& metric) { return metric.key == key; });
  return found == metrics.end() ? nullptr : &*found;
}

const std::vector<std::string>& default_metrics() {
  static const std::vector<std::string> keys = {"jobs.served_share",
                                                "jobs.unserved_accelerator_hours",
                                                "jobs.backlog_growth_per_day",
                                                "jobs.wait_s.mean",
                                                "jobs.wait_s.p95",
                                                "compute.allocated_share",
                                                "shift.east_to_west_share",
                                                "network.utilisation.mean",
                                                "platform.refused"};
  return keys;
}

const std::vector<std::string>& outage_metrics() {
  static const std::vector<std::string> keys = {
      "network.failures.transfers_hit", "network.failures.detoured",
      "network.failures.stood_still_s", "network.failures.bytes_wasted"};
  return keys;
}

std::optional<double> metric_value(const Json& summary, std::string_view key) {
  const Json* value = value_at(summary, key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return value->get<double>();
  if (key != "platform.refused" || !value->is_object()) return std::nullopt;
  double sum = 0;
  for (const auto& [reason, count] : value->items()) sum += count.get<double>();
  return sum;
}

std::vector<std::string> metric_keys(const Json& summary) {
  std::vector<std::string> keys;
  for (const auto& [key, part] : summary.items()) {
    if (key == "seed" || key == "replication" || key == "choices") continue;
    collect_keys(part, key, keys);
  }
  return keys;
}

}  // namespace eastwest
