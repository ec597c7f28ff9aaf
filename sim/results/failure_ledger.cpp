// Implements sim/results/failure_ledger.hpp.
#include "sim/results/failure_ledger.hpp"

#include <algorithm>
#include <utility>

#include "sim/results/duration_statistics.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/text/seconds_text.hpp"

namespace eastwest {

void FailureLedger::on_outage_began(Date date, std::size_t index, const Outage& outage) {
  if (row_of_outage_.size() <= index) row_of_outage_.resize(index + 1);
  if (date < kStart || outage.kind == OutageKind::calendar) return;
  row_of_outage_[index] = rows_.size();
  rows_.push_back({.outage = outage, .ended = std::nullopt, .sums = {}});
}

void FailureLedger::on_outage_ended(Date date, std::size_t index, const Outage&) {
  if (row_of_outage_[index]) rows_[*row_of_outage_[index]].ended = date;
}

void FailureLedger::on_transfer_detoured(Date, const TransferEvent& event, std::size_t outage) {
  if (!row_of_outage_[outage]) return;
  Sums& sums = rows_[*row_of_outage_[outage]].sums;
  ++sums.detoured;
  sums.detoured_bytes += event.size.value();
}

void FailureLedger::on_transfer_broken(Date date, const TransferEvent& event, Bytes remaining,
                                       std::size_t outage) {
  if (standing_.size() <= event.slot.index()) standing_.resize(event.slot.index() + 1);
  Standing& standing = standing_[event.slot.index()];
  standing = {.row = row_of_outage_[outage], .since = date, .route = event.route, .live = true};
  if (!standing.row) return;
  Sums& sums = rows_[*standing.row].sums;
  const std::int64_t moved = event.size.value() - remaining.value();
  ++sums.hit;
  sums.moved += moved;
  sums.left += remaining.value();
  if (in_flight_ != InFlight::fail || moved == 0) return;
  standing.failed = true;
  ++sums.failed;
  sums.wasted += moved;
}

void FailureLedger::on_transfer_resumed(Date date, const TransferEvent& event) {
  Standing& standing = standing_[event.slot.index()];
  standing.live = false;
  if (!standing.row) return;
  Sums& sums = rows_[*standing.row].sums;
  sums.stood += date - standing.since;
  if (standing.failed) return;
  ++(event.route == standing.route ? sums.waited : sums.rerouted);
}

void FailureLedger::on_transfer_cancelled(Date date, const TransferEvent& event, Bytes) {
  if (standing_.size() <= event.slot.index()) return;
  Standing& standing = standing_[event.slot.index()];
  if (!std::exchange(standing.live, false) || !standing.row) return;
  Sums& sums = rows_[*standing.row].sums;
  sums.stood += date - standing.since;
  if (!standing.failed) ++sums.waited;
}

FailureLedger::Sums FailureLedger::total() const {
  Sums total;
  for (const Row& row : rows_) {
    total.hit += row.sums.hit;
    total.rerouted += row.sums.rerouted;
    total.waited += row.sums.waited;
    total.failed += row.sums.failed;
    total.moved += row.sums.moved;
    total.left += row.sums.left;
    total.wasted += row.sums.wasted;
    total.stood += row.sums.stood;
    total.detoured += row.sums.detoured;
    total.detoured_bytes += row.sums.detoured_bytes;
  }
  return total;
}

std::int64_t FailureLedger::outages(OutageKind kind) const {
  return std::count_if(rows_.begin(), rows_.end(),
                       [kind](const Row& row) { return row.outage.kind == kind; });
}

const std::vector<std::string>& failures_table_columns() {
  static const std::vector<std::string> columns = {
      "failure",       "kind",          "spans",    "ports",         "start_s",     "end_s",
      "transfers_hit", "rerouted",      "waited",   "failed",        "bytes_moved", "bytes_left",
      "bytes_wasted",  "stood_still_s", "detoured", "bytes_detoured"};
  return columns;
}

void write_failures_table(FileWriter file, const FailureLedger& failures, const World& world) {
  CsvWriter rows(std::move(file), failures_table_columns());
  for (const FailureLedger::Row& row : failures.rows()) {
    std::string spans;
    for (const SpanId span : row.outage.spans) {
      spans += (spans.empty() ? "" : ";") + name_of(world, span);
    }
    rows.text(row.outage.name).text(to_text(row.outage.kind)).text(spans);
    if (row.outage.ports > 0) {
      rows.integer(row.outage.ports);
    } else {
      rows.empty();
    }
    rows.text(seconds_text(row.outage.start - kStart));
    if (row.ended) {
      rows.text(seconds_text(*row.ended - kStart));
    } else {
      rows.empty();
    }
    const FailureLedger::Sums& sums = row.sums;
    rows.integer(sums.hit).integer(sums.rerouted).integer(sums.waited).integer(sums.failed);
    rows.integer(whole_bytes(sums.moved)).integer(whole_bytes(sums.left));
    rows.integer(whole_bytes(sums.wasted)).text(seconds_text(sums.stood));
    rows.integer(sums.detoured).integer(whole_bytes(sums.detoured_bytes)).end_row();
  }
  rows.commit();
}

}  // namespace eastwest
