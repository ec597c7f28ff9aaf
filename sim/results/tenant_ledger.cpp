// Implements sim/results/tenant_ledger.hpp.
#include "sim/results/tenant_ledger.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/results/job_ledger.hpp"
#include "sim/results/job_work.hpp"
#include "sim/text/csv_writer.hpp"

namespace eastwest {
namespace {

/// A row's cells that may not apply.
void number_if(CsvWriter& rows, bool applies, double value) {
  if (applies) {
    rows.number(value);
  } else {
    rows.empty();
  }
}

}  // namespace

TenantLedger::TenantLedger(const World& world, TenantFrame frame)
    : world_(world), frame_(std::move(frame)) {}

TenantLedger::Entry* TenantLedger::entry(const LiveJob& live) {
  if (!live.job.tenant.valid()) return nullptr;
  const std::size_t index = live.job.tenant.index();
  if (index >= tenants_.size()) tenants_.resize(index + 1);
  return &tenants_[index];
}

double TenantLedger::weight(TenantId tenant) const {
  if (frame_.book == nullptr || frame_.grants.kind == TenantGrants::Kind::none) return 1;
  return frame_.grants.of(frame_.book->name(tenant));
}

std::int64_t TenantLedger::quota(TenantId tenant, SiteId site) const {
  constexpr double kRounding = 1e-9;
  const auto accelerators = static_cast<double>(world_.sites[site.index()].accelerators);
  return static_cast<std::int64_t>(std::floor(weight(tenant) * accelerators + kRounding));
}

void TenantLedger::hold(Date date, const LiveJob& live, int sign) {
  Entry* const tenant = entry(live);
  if (tenant == nullptr || frame_.grants.kind != TenantGrants::Kind::quotas) return;
  each_site(live, [&](SiteId site, std::int64_t accelerators) {
    std::int64_t& held = tenant->at_sites[site];
    const std::int64_t own = quota(live.job.tenant, site);
    const std::int64_t before = std::max<std::int64_t>(0, held - own);
    held += sign * accelerators;
    tenant->borrowed.change(date, std::max<std::int64_t>(0, held - own) - before);
  });
}

void TenantLedger::on_submitted(Date, const LiveJob& live) {
  if (Entry* const tenant = entry(live); tenant != nullptr && is_counted(live.job)) {
    ++tenant->submitted;
  }
}

void TenantLedger::on_started(Date date, const LiveJob& live) {
  hold(date, live, 1);
  Entry* const tenant = entry(live);
  if (tenant == nullptr || !is_counted(live.job)) return;
  ++tenant->started;
  tenant->waits.add(date - live.job.submitted);
}

void TenantLedger::on_resumed(Date date, const LiveJob& live) { hold(date, live, 1); }

void TenantLedger::on_ended(Date date, const LiveJob& live) {
  hold(date, live, -1);
  Entry* const tenant = entry(live);
  if (tenant != nullptr && is_counted(live.job)) tenant->held += held_until(live, date);
}

void TenantLedger::on_suspended(Date date, const LiveJob& live) { on_ended(date, live); }

void TenantLedger::on_preempted(Date, const LiveJob& live) {
  if (Entry* const tenant = entry(live); tenant != nullptr && is_counted(live.job)) {
    ++tenant->preemptions;
  }
}

void TenantLedger::on_departed(Date, const LiveJob& live) {
  if (Entry* const tenant = entry(live); tenant != nullptr && is_counted(live.job)) {
    ++tenant->migrations;
  }
}

void TenantLedger::on_finished(Date date, const LiveJob& live) {
  Entry* const tenant = entry(live);
  if (tenant == nullptr || !is_counted(live.job)) return;
  if (live.state == JobState::rejected) {
    ++tenant->rejected;
  } else if (live.state == JobState::expired) {
    ++tenant->expired;
  } else {
    ++tenant->completed;
    tenant->killed += live.state == JobState::killed ? 1 : 0;
    tenant->slowdowns.add(bounded_slowdown(live, date));
  }
}

void TenantLedger::on_alive(Date date, const LiveJob& live) {
  Entry* const tenant = entry(live);
  if (tenant == nullptr || !is_counted(live.job)) return;
  ++tenant->alive;
  if (is_holding(live)) tenant->held += held_until(live, date);
}

void TenantLedger::on_horizon(Date date) {
  for (Entry& tenant : tenants_) tenant.borrowed.advance(date);
}

std::optional<double> TenantLedger::jain_share() const {
  std::vector<double> shares;
  for (std::size_t i = 0; i < tenants_.size(); ++i) {
    const double weighs = weight(TenantId(i));
    if (tenants_[i].submitted == 0 || weighs <= 0) continue;
    shares.push_back(to_accelerator_hours(tenants_[i].held) / weighs);
  }
  if (shares.empty()) return std::nullopt;
  return jain_index(shares);
}

const std::vector<std::string>& tenants_table_columns() {
  static const std::vector<std::string> columns = {"tenant",
                                                   "submitted",
                                                   "started",
                                                   "completed",
                                                   "killed",
                                                   "rejected",
                                                   "expired",
                                                   "alive",
                                                   "accelerator_hours",
                                                   "share",
                                                   "weight",
                                                   "wait_mean_s",
                                                   "wait_p95_s",
                                                   "bounded_slowdown_mean",
                                                   "bounded_slowdown_p95",
                                                   "preemptions",
                                                   "migrations",
                                                   "quota",
                                                   "borrowed_accelerator_hours"};
  return columns;
}

void write_tenants_table(FileWriter file, const TenantLedger& ledger, WideInteger held) {
  std::vector<TenantId> order;
  for (std::size_t i = 0; i < ledger.tenants().size(); ++i) {
    if (ledger.tenants()[i].submitted > 0) order.push_back(TenantId(i));
  }
  const TenantBook& book = *ledger.frame().book;
  std::sort(order.begin(), order.end(),
            [&book](TenantId a, TenantId b) { return book.name(a) < book.name(b); });
  const auto kind = ledger.frame().grants.kind;
  CsvWriter rows(std::move(file), tenants_table_columns());
  for (const TenantId id : order) {
    const TenantLedger::Entry& tenant = ledger.tenants()[id.index()];
    rows.text(book.name(id)).integer(tenant.submitted).integer(tenant.started);
    rows.integer(tenant.completed).integer(tenant.killed).integer(tenant.rejected);
    rows.integer(tenant.expired).integer(tenant.alive);
    rows.number(to_accelerator_hours(tenant.held));
    number_if(rows, held > 0, static_cast<double>(tenant.held) / static_cast<double>(held));
    number_if(rows, kind == TenantGrants::Kind::weights, ledger.weight(id));
    number_if(rows, tenant.started > 0, tenant.waits.mean());
    number_if(rows, tenant.started > 0, tenant.waits.quantile(0.95));
    number_if(rows, tenant.completed > 0, tenant.slowdowns.mean());
    number_if(rows, tenant.completed > 0, tenant.slowdowns.quantile(0.95));
    rows.integer(tenant.preemptions).integer(tenant.migrations);
    const bool has_quota = kind == TenantGrants::Kind::quotas;
    number_if(rows, has_quota, ledger.weight(id));
    number_if(rows, has_quota, to_accelerator_hours(tenant.borrowed.integral()));
    rows.end_row();
  }
  rows.commit();
}

}  // namespace eastwest
