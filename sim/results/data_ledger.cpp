// Implements sim/results/data_ledger.hpp.
#include "sim/results/data_ledger.hpp"

#include <algorithm>
#include <utility>

#include "sim/results/job_work.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/text/csv_writer.hpp"

namespace eastwest {
namespace {

constexpr double kBytesPerGigabyte = 1e9;
constexpr double kNanosecondsPerMonth = 30.0 * 86400 * 1e9;

}  // namespace

double DataLedger::Requests::hit_ratio() const {
  return all == 0 ? 0 : static_cast<double>(there) / static_cast<double>(all);
}

void DataLedger::Requests::add(const DataUse& use) {
  ++all;
  named_bytes += use.size.value();
  switch (use.how) {
    case DataUse::How::there:
      ++there;
      return;
    case DataUse::How::shared:
      ++shared;
      return;
    case DataUse::How::fetched:
      ++fetched;
      break;
    case DataUse::How::streamed:
      ++streamed;
      break;
  }
  moved_bytes += use.size.value();
}

DataLedger::DataLedger(const World& world, const DataPlan& plan)
    : plan_(plan), pools_(world.sites.size()) {}

void DataLedger::on_data_used(Date, const LiveJob& live, const DataUse& use) {
  if (!is_counted(live.job)) return;
  requests_.add(use);
  pools_[live.site.index()][static_cast<std::size_t>(PoolKind::hot)].requests.add(use);
}

void DataLedger::on_stored(Date date, const StoreEvent& event) {
  Pool& pool = pools_[event.site.index()][static_cast<std::size_t>(event.pool)];
  const std::int64_t bytes = event.size.value();
  const bool counts = date >= kStart;
  switch (event.kind) {
    case StoreEvent::Kind::stands:
      ++pool.objects;
      pool.occupied.change(date, bytes);
      return;
    case StoreEvent::Kind::taken:
      pool.occupied.change(date, bytes);
      return;
    case StoreEvent::Kind::kept:
      ++pool.objects;
      if (counts) pool.ingested += bytes;
      return;
    case StoreEvent::Kind::evicted:
      --pool.objects;
      pool.occupied.change(date, -WideInteger{bytes});
      if (!counts) return;
      pool.evicted += bytes;
      ++pool.evictions;
      return;
    case StoreEvent::Kind::dropped:
      --pool.objects;
      pool.occupied.change(date, -WideInteger{bytes});
      if (counts) pool.dropped += bytes;
      return;
    case StoreEvent::Kind::withdrawn:
      pool.occupied.change(date, -WideInteger{bytes});
      return;
  }
}

void DataLedger::on_replicated(Date date, DataSetId, SiteId, PoolKind, const char* refusal) {
  if (date < kStart) return;
  ++(refusal == nullptr ? copies_.begun : copies_.refused);
}

void DataLedger::on_horizon(Date date) {
  span_ = std::max(Duration{0}, date - kStart);
  for (auto& site : pools_) {
    for (Pool& pool : site) pool.occupied.advance(date);
  }
}

DataLedger::Pool DataLedger::total(PoolKind kind) const {
  Pool sum;
  for (const auto& site : pools_) {
    const Pool& pool = site[static_cast<std::size_t>(kind)];
    sum.ingested += pool.ingested;
    sum.evicted += pool.evicted;
    sum.dropped += pool.dropped;
    sum.evictions += pool.evictions;
    sum.objects += pool.objects;
  }
  return sum;
}

double DataLedger::occupied_mean(SiteId site, PoolKind kind) const {
  if (span_ == Duration{0}) return 0;
  return static_cast<double>(pool(site, kind).occupied.integral()) /
         static_cast<double>(span_.count());
}

double DataLedger::cost(SiteId site, PoolKind kind) const {
  return static_cast<double>(pool(site, kind).occupied.integral()) / kBytesPerGigabyte /
         kNanosecondsPerMonth * plan_.pool(site, kind).monthly_price;
}

double DataLedger::cost() const {
  double sum = 0;
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    sum += cost(SiteId(i), PoolKind::hot) + cost(SiteId(i), PoolKind::cold);
  }
  return sum;
}

const std::vector<std::string>& storage_table_columns() {
  static const std::vector<std::string> columns = {"site",
                                                   "pool",
                                                   "basis",
                                                   "capacity_bytes",
                                                   "occupied_mean_bytes",
                                                   "occupied_max_bytes",
                                                   "used_share",
                                                   "objects",
                                                   "ingested_bytes",
                                                   "evicted_bytes",
                                                   "dropped_bytes",
                                                   "requests",
                                                   "hits",
                                                   "shared",
                                                   "hit_ratio",
                                                   "saved_bytes",
                                                   "cost_cny"};
  return columns;
}

void write_storage_table(FileWriter file, const DataLedger& ledger, const World& world) {
  CsvWriter rows(std::move(file), storage_table_columns());
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
      const SiteId site(i);
      const StoragePool& plan = ledger.plan().pool(site, kind);
      if (plan.capacity == 0) continue;
      const DataLedger::Pool& pool = ledger.pool(site, kind);
      const double mean = ledger.occupied_mean(site, kind);
      rows.text(world.sites[i].id).text(to_text(kind));
      rows.text(plan.is_share ? "derived" : "declared");
      rows.number(static_cast<double>(plan.capacity)).number(mean);
      rows.number(static_cast<double>(pool.occupied.maximum()));
      rows.number(mean / static_cast<double>(plan.capacity)).integer(pool.objects);
      rows.integer(whole_bytes(pool.ingested)).integer(whole_bytes(pool.evicted));
      rows.integer(whole_bytes(pool.dropped));
      if (kind == PoolKind::hot) {
        const DataLedger::Requests& asked = pool.requests;
        rows.integer(asked.all).integer(asked.there).integer(asked.shared);
        if (asked.all > 0) {
          rows.number(asked.hit_ratio());
        } else {
          rows.empty();
        }
        rows.integer(whole_bytes(asked.named_bytes - asked.moved_bytes));
      } else {
        rows.empty().empty().empty().empty().empty();
      }
      rows.number(ledger.cost(site, kind)).end_row();
    }
  }
  rows.commit();
}

}  // namespace eastwest
