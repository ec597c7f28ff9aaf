// Implements sim/results/result_tables.hpp.
#include "sim/results/result_tables.hpp"

#include <limits>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/world/node_list.hpp"

namespace eastwest {
namespace {

std::string province_id(const World& world, ProvinceId id) {
  return id.valid() ? world.provinces[id.index()].id : "none";
}

void optional_number(CsvWriter& rows, const std::optional<double>& value) {
  if (value) {
    rows.number(*value);
  } else {
    rows.empty();
  }
}

/// Bytes that passed a site's uplinks, by site.
struct UplinkBytes {
  std::vector<WideInteger> in;
  std::vector<WideInteger> out;
};

UplinkBytes uplink_bytes(const RunResults& results) {
  const RunFrame& frame = results.frame();
  UplinkBytes bytes{.in = std::vector<WideInteger>(frame.world.sites.size(), 0),
                    .out = std::vector<WideInteger>(frame.world.sites.size(), 0)};
  const auto& links = frame.topology.links();
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!links[i].site.valid()) continue;
    auto& side = links[i].forward ? bytes.in : bytes.out;
    side[links[i].site.index()] += results.links().link(LinkId(i)).bytes();
  }
  return bytes;
}

}  // namespace

std::int64_t whole_bytes(WideInteger bytes) {
  EW_CHECK(bytes >= 0 && bytes <= std::numeric_limits<std::int64_t>::max(),
           "{} bytes do not fit into 64 bits", static_cast<double>(bytes));
  return static_cast<std::int64_t>(bytes);
}

const std::vector<std::string>& sites_table_columns() {
  static const std::vector<std::string> columns = {"site",
                                                   "name",
                                                   "kind",
                                                   "hub",
                                                   "province",
                                                   "node",
                                                   "accelerators",
                                                   "eflops",
                                                   "allocated_share",
                                                   "accelerator_hours",
                                                   "jobs_started",
                                                   "jobs_completed",
                                                   "wait_mean_s",
                                                   "queued_accelerators_mean",
                                                   "queued_accelerators_max",
                                                   "backlog_accelerator_hours",
                                                   "backlog_growth_accelerator_hours_per_day",
                                                   "verdict",
                                                   "uplink_in_bytes",
                                                   "uplink_out_bytes"};
  return columns;
}

const std::vector<std::string>& node_site_columns() {
  static const std::vector<std::string> columns = {"nodes", "fragmentation"};
  return columns;
}

void write_sites_table(FileWriter file, const RunResults& results) {
  const RunFrame& frame = results.frame();
  const UplinkBytes uplinks = uplink_bytes(results);
  const double span = static_cast<double>(results.sites().span().count());
  const bool has_nodes = results.fragmentation().has_nodes();
  std::vector<std::string> columns = sites_table_columns();
  if (has_nodes) {
    columns.insert(columns.end(), node_site_columns().begin(), node_site_columns().end());
  }
  CsvWriter rows(std::move(file), columns);
  for (std::size_t i = 0; i < frame.world.sites.size(); ++i) {
    const SiteId id(i);
    const Site& site = frame.world.sites[i];
    const SiteLedger::Entry& held = results.sites().site(id);
    const JobSums& jobs = results.jobs().site(id);
    const LoadFacts facts = results.site_facts(id);
    rows.text(site.id).text(site.name).text(kind_name(site.kind)).text(site.hub);
    rows.text(province_id(frame.world, site.province));
    rows.text(frame.world.nodes[site.node.index()].id).integer(site.accelerators);
    rows.number(static_cast<double>(site.accelerators) * site.accelerator_speed.value() / 1e18);
    const bool usable = site.accelerators > 0 && span > 0;
    optional_number(rows,
                    usable ? std::optional(results.sites().allocated_share({id})) : std::nullopt);
    rows.number(to_accelerator_hours(held.held()));
    rows.integer(jobs.started).integer(jobs.completed);
    optional_number(rows, jobs.started > 0 ? std::optional(jobs.wait_mean()) : std::nullopt);
    optional_number(rows, span > 0
                              ? std::optional(static_cast<double>(held.queued.integral()) / span)
                              : std::nullopt);
    rows.integer(static_cast<std::int64_t>(held.queued.maximum())).number(facts.backlog);
    optional_number(rows, facts.growth.per_day);
    rows.text(to_text(verdict_of(facts)));
    rows.integer(whole_bytes(uplinks.in[i])).integer(whole_bytes(uplinks.out[i]));
    if (has_nodes && site.node_list == nullptr) rows.empty().empty();
    if (site.node_list != nullptr) {
      rows.integer(static_cast<std::int64_t>(site.node_list->nodes().size()));
      rows.number(results.fragmentation().fragmentation(id));
    }
    rows.end_row();
  }
  rows.commit();
}

const std::vector<std::string>& trunks_table_columns() {
  static const std::vector<std::string> columns = {"trunk",
                                                   "name",
                                                   "from",
                                                   "to",
                                                   "length_km",
                                                   "capacity_bps",
                                                   "transfers",
                                                   "bytes",
                                                   "staging_bytes",
                                                   "result_bytes",
                                                   "utilisation_mean",
                                                   "utilisation_p95",
                                                   "utilisation_max",
                                                   "saturated_share",
                                                   "limited_transfer_hours"};
  return columns;
}

void write_trunks_table(FileWriter file, const RunResults& results) {
  const RunFrame& frame = results.frame();
  CsvWriter rows(std::move(file), trunks_table_columns());
  for (std::size_t i = 0; i < frame.topology.links().size(); ++i) {
    const Link& link = frame.topology.links()[i];
    if (!link.trunk.valid()) continue;
    const Trunk& trunk = frame.world.trunks[link.trunk.index()];
    const NodeId from = link.forward ? trunk.a : trunk.b;
    const NodeId to = link.forward ? trunk.b : trunk.a;
    const LinkTotals& moved = results.links().link(LinkId(i));
    rows.text(trunk.id).text(trunk.name);
    rows.text(frame.world.nodes[from.index()].id).text(frame.world.nodes[to.index()].id);
    rows.number(trunk.length.value()).integer(link.capacity.value());
    rows.integer(moved.transfers).integer(whole_bytes(moved.bytes()));
    rows.integer(whole_bytes(moved.staged)).integer(whole_bytes(moved.returned));
    const double span = to_seconds(results.sites().span());
    if (link.capacity.value() > 0 && span > 0) {
      const Utilisation share = results.trunks().utilisation(LinkId(i));
      rows.number(share.mean).number(share.p95).number(share.maximum);
    } else {
      rows.empty().empty().empty();
    }
    if (results.links().knows_limits() && span > 0) {
      rows.number(to_seconds(moved.saturated) / span).number(to_hours(moved.limited));
    } else {
      rows.empty().empty();
    }
    rows.end_row();
  }
  rows.commit();
}

void write_flows_table(FileWriter file, const RunResults& results) {
  const RunFrame& frame = results.frame();
  CsvWriter rows(std::move(file), flows_table_columns());
  for (const auto& [key, sums] : results.flows().flows()) {
    rows.text(province_id(frame.world, key.home)).text(province_id(frame.world, key.site));
    rows.text(frame.scenario.workloads[key.workload.index()].name).text(key.class_name);
    rows.integer(sums.jobs).number(to_accelerator_hours(sums.held));
    rows.integer(whole_bytes(sums.bytes)).end_row();
  }
  rows.commit();
}

}  // namespace eastwest
