// Implements sim/results/data_summary.hpp.
#include "sim/results/data_summary.hpp"

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/results/summary_text.hpp"

namespace eastwest {
namespace {

Json pool_part(const DataLedger& ledger, PoolKind kind) {
  const DataLedger::Pool sum = ledger.total(kind);
  StoredBytes capacity = 0;
  double occupied = 0;
  double cost = 0;
  for (std::size_t i = 0; i < ledger.plan().sites.size(); ++i) {
    const SiteId site(i);
    capacity += ledger.plan().pool(site, kind).capacity;
    occupied += ledger.occupied_mean(site, kind);
    cost += ledger.cost(site, kind);
  }
  if (capacity == 0) return {};
  Json json = {{"capacity_bytes", static_cast<double>(capacity)},
               {"occupied_mean_bytes", occupied},
               {"objects", sum.objects},
               {"ingested_bytes", whole_bytes(sum.ingested)},
               {"evicted_bytes", whole_bytes(sum.evicted)},
               {"evictions", sum.evictions},
               {"dropped_bytes", whole_bytes(sum.dropped)}};
  json["cost_cny"] = cost;
  return json;
}

std::string bytes(double number) { return to_text(number, Dimension::bytes); }
std::string bytes(WideInteger number) { return bytes(static_cast<double>(number)); }

std::string pool_text(const DataLedger& ledger, PoolKind kind) {
  const Json part = pool_part(ledger, kind);
  if (part.is_null()) return "";
  const DataLedger::Pool sum = ledger.total(kind);
  return fmt::format(
      "  {} pools: {} of {} held on average; {} taken in, {} evicted, {} dropped when their time "
      "was over\n",
      kind == PoolKind::hot ? "Hot" : "Cold", bytes(part["occupied_mean_bytes"].get<double>()),
      bytes(part["capacity_bytes"].get<double>()), bytes(sum.ingested), bytes(sum.evicted),
      bytes(sum.dropped));
}

}  // namespace

Json data_summary(const DataLedger& ledger) {
  const DataLedger::Requests& asked = ledger.requests();
  Json json = {{"requests", asked.all},
               {"hits", asked.there},
               {"shared", asked.shared},
               {"fetched", asked.fetched},
               {"streamed", asked.streamed},
               {"named_bytes", whole_bytes(asked.named_bytes)},
               {"moved_bytes", whole_bytes(asked.moved_bytes)},
               {"saved_bytes", whole_bytes(asked.named_bytes - asked.moved_bytes)}};
  if (asked.all > 0) json["hit_ratio"] = asked.hit_ratio();
  json["copies"] = {{"begun", ledger.copies().begun}, {"refused", ledger.copies().refused}};
  for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
    Json part = pool_part(ledger, kind);
    if (!part.is_null()) json[to_text(kind)] = std::move(part);
  }
  return json;
}

std::string data_text(const DataLedger& ledger) {
  const DataLedger::Requests& asked = ledger.requests();
  std::string text = "\nData sets and storage\n";
  if (asked.all > 0) {
    text += fmt::format(
        "  {} requests: {} there already, {} shared a transfer, {} fetched, {} streamed and not "
        "kept\n  {} asked for, {} moved for it\n",
        grouped(asked.all), percent(asked.hit_ratio()), grouped(asked.shared),
        grouped(asked.fetched), grouped(asked.streamed), bytes(asked.named_bytes),
        bytes(asked.moved_bytes));
  }
  const DataLedger::Copies& copies = ledger.copies();
  if (copies.begun + copies.refused > 0) {
    text += fmt::format("  Copies asked for besides: {} begun, {} refused\n", grouped(copies.begun),
                        grouped(copies.refused));
  }
  text += pool_text(ledger, PoolKind::hot) + pool_text(ledger, PoolKind::cold);
  if (ledger.cost() > 0) text += fmt::format("  Storage costs {} CNY\n", in_words(ledger.cost()));
  return text;
}

}  // namespace eastwest
