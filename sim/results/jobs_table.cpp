// Implements sim/results/jobs_table.hpp.
#include "sim/results/jobs_table.hpp"

#include <array>
#include <optional>
#include <utility>

#include "sim/results/elastic_sums.hpp"
#include "sim/results/job_work.hpp"
#include "sim/results/setback_ledger.hpp"
#include "sim/results/spread_ledger.hpp"
#include "sim/world/node_list.hpp"

namespace eastwest {
namespace {

constexpr std::array kElasticColumns = {"accelerators_at_start", "resizes", "resizing_s",
                                        "accelerator_seconds"};
constexpr std::array kPreemptionColumns = {"preemptions", "suspended_s", "useful_s", "overhead_s",
                                           "lost_s"};

constexpr std::array kSpreadColumns = {"compute_share", "exposed_s", "held_idle_accelerator_hours",
                                       "exchanged_bytes"};
constexpr std::array kSetbackColumns = {"failures", "site_outages", "checkpoint_s", "restart_s",
                                        "stood_s",  "undone_s",     "goodput"};

/// The dates of its way to its first start.
Setbacks::FirstWay first_way(const LiveJob& live) {
  if (live.setbacks && live.setbacks->first_way) return *live.setbacks->first_way;
  return {.placed = live.placed, .matched = live.matched, .staged = live.staged};
}

void date_cell(CsvWriter& rows, Date date) {
  if (date == kNever) {
    rows.empty();
  } else {
    rows.seconds(date.time_since_epoch());
  }
}

/// The span from one phase to the next; empty while the next has not been reached.
void span_cell(CsvWriter& rows, Date from, Date to) {
  if (from == kNever || to == kNever) {
    rows.empty();
  } else {
    rows.seconds(to - from);
  }
}

void span_or_empty(CsvWriter& rows, const std::optional<Duration>& span) {
  if (span) {
    rows.seconds(*span);
  } else {
    rows.empty();
  }
}

}  // namespace

std::vector<std::string> jobs_table_columns(const JobsTableExtras& extras) {
  std::vector<std::string> columns = {
      "job_id",      "workload",   "class",       "kind",         "home",         "site",
      "submit_s",    "start_s",    "end_s",       "finished_s",   "accelerators", "state",
      "wait_s",      "deferred_s", "matching_s",  "staging_s",    "queued_s",     "run_time_s",
      "requested_s", "estimate_s", "input_bytes", "result_bytes", "refusals",     "rejection"};
  if (extras.attributes.tenant) columns.emplace_back("tenant");
  if (extras.attributes.priority) columns.emplace_back("priority");
  if (extras.attributes.deadline) columns.insert(columns.end(), {"deadline_s", "missed"});
  if (extras.preemptive) {
    columns.insert(columns.end(), kPreemptionColumns.begin(), kPreemptionColumns.end());
  }
  if (extras.attributes.elastic) {
    columns.insert(columns.end(), kElasticColumns.begin(), kElasticColumns.end());
  }
  if (extras.nodes) columns.insert(columns.end(), {"held_accelerators", "nodes"});
  if (extras.attributes.spread) {
    columns.insert(columns.end(), kSpreadColumns.begin(), kSpreadColumns.end());
  }
  if (extras.setbacks) {
    columns.insert(columns.end(), kSetbackColumns.begin(), kSetbackColumns.end());
  }
  if (extras.migratory) {
    columns.insert(columns.end(), {"migrations", "migrating_s", "migrated_bytes"});
  }
  if (extras.attributes.data) columns.insert(columns.end(), {"data_bytes", "fetched_bytes"});
  return columns;
}

JobsTable::JobsTable(FileWriter file, const World& world, const Scenario& scenario,
                     JobsTableExtras extras)
    : world_(world),
      scenario_(scenario),
      extras_(extras),
      rows_(std::move(file), jobs_table_columns(extras)) {}

void JobsTable::on_finished(Date date, const LiveJob& live) {
  if (is_counted(live.job)) row(date, live);
}

void JobsTable::on_alive(Date date, const LiveJob& live) {
  if (is_counted(live.job)) row(date, live);
}

void JobsTable::row(Date date, const LiveJob& live) {
  const Job& job = live.job;
  const WorkloadChoice& workload = scenario_.workloads[job.workload.index()];
  rows_.text(job.id).text(workload.name).text(job.class_name).text(workload.model.name);
  rows_.text(world_.nodes[job.home.index()].id);
  if (live.spread) {
    rows_.text(sites_of(live));
  } else {
    rows_.text(live.site.valid() ? world_.sites[live.site.index()].id : "");
  }
  date_cell(rows_, job.submitted);
  date_cell(rows_, live.started);
  date_cell(rows_, live.ended);
  date_cell(rows_, live.finished);
  rows_.integer(job.accelerators).text(to_text(live.state));
  span_cell(rows_, job.submitted, live.started);
  const Setbacks::FirstWay way = first_way(live);
  span_cell(rows_, job.submitted, way.placed);
  span_cell(rows_, way.placed, way.matched);
  span_cell(rows_, way.matched, way.staged);
  span_cell(rows_, way.staged, live.started);
  rows_.seconds(live.run_time);
  span_or_empty(rows_, job.requested > Duration{0} ? std::optional(job.requested) : std::nullopt);
  span_or_empty(rows_, live.estimate);
  rows_.integer(job.input.value()).integer(job.result.value()).integer(live.refusals);
  rows_.text(live.rejection ? to_text(*live.rejection) : "");
  if (extras_.attributes.tenant) rows_.text(extras_.tenants->name(job.tenant));
  if (extras_.attributes.priority) rows_.integer(job.priority);
  if (extras_.attributes.deadline) {
    date_cell(rows_, job.deadline);
    if (job.deadline == kNever) {
      rows_.empty();
    } else {
      rows_.integer(is_late(live, date) ? 1 : 0);
    }
  }
  if (extras_.preemptive) preemption_cells(date, live);
  if (extras_.attributes.elastic) elastic_cells(date, live);
  if (extras_.nodes) node_cells(live);
  if (extras_.attributes.spread) spread_cells(date, live);
  if (extras_.setbacks) setback_cells(date, live);
  if (extras_.migratory) migration_cells(date, live);
  if (extras_.attributes.data) {
    std::int64_t named = 0;
    if (job.data) {
      for (const DataSetId set : job.data->sets) named += extras_.data_plan->set(set).size.value();
    }
    rows_.integer(named).integer(live.fetched.value());
  }
  rows_.end_row();
}

void JobsTable::elastic_cells(Date date, const LiveJob& live) {
  if (live.started == kNever || !live.elastic) {
    for (std::size_t i = 0; i < kElasticColumns.size(); ++i) rows_.empty();
    return;
  }
  const ElasticLife life = elastic_until(live, date);
  rows_.integer(life.start_width).integer(life.resizes).seconds(life.resizing);
  rows_.number(ElasticSums::accelerator_seconds(life));
}

void JobsTable::node_cells(const LiveJob& live) {
  if (live.started == kNever) {
    rows_.empty().empty();
    return;
  }
  if (live.hold == nullptr) {
    rows_.integer(live.job.accelerators).empty();
    return;
  }
  rows_.number(static_cast<double>(live.hold->thousandths) / kWholeAccelerator);
  const NodeList& list = *world_.sites[live.site.index()].node_list;
  std::string nodes;
  for (const NodePart& part : live.hold->parts) {
    if (!nodes.empty()) nodes += ' ';
    nodes += list.nodes()[static_cast<std::size_t>(part.node)].id;
  }
  rows_.text(nodes);
}

std::string JobsTable::sites_of(const LiveJob& live) const {
  std::string sites;
  each_site(live, [&](SiteId site, std::int64_t) {
    sites += (sites.empty() ? "" : ";") + world_.sites[site.index()].id;
  });
  return sites;
}

void JobsTable::spread_cells(Date date, const LiveJob& live) {
  if (!live.spread || live.started == kNever) {
    for (std::size_t i = 0; i < kSpreadColumns.size(); ++i) rows_.empty();
    return;
  }
  const SpreadUse use = spread_use(live, date);
  const auto share = use.compute_share();
  if (share) {
    rows_.number(*share);
  } else {
    rows_.empty();
  }
  rows_.seconds(use.exposed).number(to_accelerator_hours(use.held_idle));
  rows_.integer(use.exchanged.value());
}

void JobsTable::setback_cells(Date date, const LiveJob& live) {
  if (live.started == kNever) {
    for (std::size_t i = 0; i < kSetbackColumns.size(); ++i) rows_.empty();
    return;
  }
  const SetbackUse use = setback_use(live, date);
  rows_.integer(live.setbacks ? live.setbacks->failures : 0);
  rows_.integer(live.setbacks ? live.setbacks->outages : 0);
  rows_.seconds(use.checkpointing).seconds(use.restarting).seconds(use.standing);
  rows_.seconds(use.lost);
  if (use.held > Duration{0}) {
    rows_.number(to_seconds(use.useful) / to_seconds(use.held));
  } else {
    rows_.empty();
  }
}

void JobsTable::preemption_cells(Date date, const LiveJob& live) {
  if (live.started == kNever) {
    for (std::size_t i = 0; i < kPreemptionColumns.size(); ++i) rows_.empty();
    return;
  }
  const TimeUse use = time_use(live, date);
  const bool stands = live.state == JobState::suspended;
  rows_.integer(live.preemptions);
  rows_.seconds(live.stood + (stands ? date - live.released : Duration{0}));
  rows_.seconds(use.useful).seconds(use.overhead).seconds(use.lost);
}

void JobsTable::migration_cells(Date date, const LiveJob& live) {
  const Journey journey = live.journey ? *live.journey : Journey{};
  const bool travels = live.state == JobState::migrating;
  rows_.integer(journey.migrations);
  rows_.seconds(journey.travelled + (travels ? date - journey.left : Duration{0}));
  rows_.integer(journey.carried);
}

}  // namespace eastwest
