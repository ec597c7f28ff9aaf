// The part of the audit that follows transfers, links and outages.
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/results/audit.hpp"
#include "sim/results/audit_promises.hpp"

namespace eastwest {

using namespace audit;

namespace {

/// Two books of doubles and integers may differ by this share of a link's bytes.
constexpr double kBookError = 1e-9;

}  // namespace

void Audit::on_transfer_started(Date date, const TransferEvent& event) {
  pass(date);
  if (event.slot.index() >= transfers_.size()) transfers_.resize(event.slot.index() + 1);
  Moving& transfer = transfers_[event.slot.index()];
  if (transfer.live) broken(3, kByteHops, "transfer {} starts twice", event.slot.value);
  // What a network sends over another way is still part of the same transfer.
  const bool goes_on = transfer.cancelled == date && transfer.size == event.size;
  const Bytes whole = goes_on ? std::max(transfer.whole, event.size) : event.size;
  transfer = {.route = event.route, .size = event.size, .whole = whole, .live = true};
  taken_.push_back(event.slot);
  ++transfers_live_;
}

void Audit::on_transfer_ended(Date date, const TransferEvent& event) {
  pass(date);
  end_transfer(date, event, event.size.value(), 0);
}

void Audit::on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) {
  pass(date);
  if (remaining < Bytes{0} || remaining > event.size) {
    broken(3, kByteHops, "transfer {} of {} B has {} B left", event.slot.value, event.size.value(),
           remaining.value());
  }
  end_transfer(date, event, event.size.value() - remaining.value(), remaining > Bytes{0} ? 1 : 0);
  Moving& transfer = transfers_[event.slot.index()];
  transfer.cancelled = date;
  transfer.size = remaining;
}

void Audit::on_transfer_broken(Date date, const TransferEvent& event, Bytes remaining,
                               std::size_t outage) {
  pass(date);
  if (remaining <= Bytes{0} || remaining > event.size || !outages_.contains(outage)) {
    broken(3, kByteHops, "transfer {} of {} B is broken with {} B left by outage {}",
           event.slot.value, event.size.value(), remaining.value(), outage);
  }
  Moving& transfer = moving(event);
  end_leg(event, event.size.value() - remaining.value(), 1);
  transfer.broken = true;
  transfer.leave_by = kNever;
  transfer.size = remaining;
}

void Audit::on_transfer_resumed(Date date, const TransferEvent& event) {
  pass(date);
  Moving& transfer = transfers_[event.slot.index()];
  const bool is_rest = event.size == transfer.size || event.size == transfer.whole;
  if (!transfer.live || !transfer.broken || !is_rest) {
    broken(3, kByteHops, "transfer {} goes on with {} B of {} B left", event.slot.value,
           event.size.value(), transfer.size.value());
  }
  transfer.broken = false;
  transfer.size = event.size;
  transfer.route = event.route;
  taken_.push_back(event.slot);
}

Audit::Moving& Audit::moving(const TransferEvent& event) {
  const bool known_slot = event.slot.index() < transfers_.size();
  if (!known_slot || !transfers_[event.slot.index()].live) {
    broken(3, kByteHops, "transfer {} ends and had not started", event.slot.value);
  }
  return transfers_[event.slot.index()];
}

void Audit::end_transfer(Date date, const TransferEvent& event, std::int64_t moved,
                         std::int64_t cuts) {
  Moving& transfer = moving(event);
  if (date > transfer.leave_by && moved > 0) {
    broken(1, kCapacity, "transfer {} moved over a link that was down", event.slot.value);
  }
  if (transfer.broken && moved > 0) {
    broken(3, kByteHops, "transfer {} moves {} B while it is broken", event.slot.value, moved);
  }
  end_leg(event, moved, transfer.broken ? 0 : cuts);
  transfer.live = false;
  --transfers_live_;
}

void Audit::end_leg(const TransferEvent& event, std::int64_t moved, std::int64_t cuts) {
  const Moving& transfer = moving(event);
  if (transfer.route != event.route ||
      (transfer.size != event.size && transfer.whole != event.size)) {
    broken(3, kByteHops, "transfer {} started with {} B and ends with {} B", event.slot.value,
           transfer.size.value(), event.size.value());
  }
  for (const LinkId id : topology_.route(event.route).links) {
    links_[id.index()].bytes += moved;
    links_[id.index()].cuts += cuts;
    ++links_[id.index()].transfers;
  }
}

void Audit::on_outage_began(Date date, std::size_t index, const Outage&) {
  pass(date);
  if (!outages_.emplace(index, date).second) {
    broken(5, kNoPast, "outage {} begins twice", index);
  }
}

void Audit::on_outage_ended(Date date, std::size_t index, const Outage& outage) {
  pass(date);
  const auto began = outages_.find(index);
  if (began == outages_.end() || date - began->second != outage.end - outage.start) {
    broken(5, kNoPast, "outage {} ends at {} ns", index, nanoseconds(date));
  }
}

void Audit::on_capacity_changed(Date date, LinkId id, BitsPerSecond capacity) {
  pass(date);
  Link& link = links_[id.index()];
  link.passable = passable(link, date);
  link.since = date;
  link.capacity = capacity;
  link.capacity_max = std::max(link.capacity_max, capacity);
  if (capacity.value() == 0) links_fell_ = true;
}

double Audit::passable(const Link& link, Date date) const {
  return link.passable +
         static_cast<double>(link.capacity.value()) * to_seconds(date - link.since) / 8;
}

std::optional<LinkId> Audit::fallen_link(RouteId route) const {
  for (const LinkId id : topology_.route(route).links) {
    if (links_[id.index()].capacity.value() == 0) return id;
  }
  return std::nullopt;
}

void Audit::check_moving(Date date) {
  for (const TransferSlot slot : std::exchange(taken_, {})) {
    const Moving& transfer = transfers_[slot.index()];
    if (!transfer.live || transfer.broken) continue;
    const auto fallen = fallen_link(transfer.route);
    if (!fallen) continue;
    broken(1, kCapacity, "transfer {} begins to move over link {}, which is down", slot.value,
           topology_.links()[fallen->index()].name);
  }
  if (!std::exchange(links_fell_, false)) return;
  for (Moving& transfer : transfers_) {
    if (!transfer.live || transfer.broken || !fallen_link(transfer.route)) continue;
    // Its last byte may have left; then it arrives within the route's latency.
    transfer.leave_by = std::min(transfer.leave_by, date + topology_.route(transfer.route).latency);
  }
}

void Audit::check_link_rates(Date date) {
  if (!books_.links || !books_.network.links_share_capacity) return;
  const std::vector<double> passed = books_.links();
  for (std::size_t i = 0; i < passed.size(); ++i) {
    const double most = passable(links_[i], date);
    if (passed[i] > most * (1 + kBookError) + 1) {
      broken(1, kCapacity, "link {} passed {} B in {} s, it can pass {} B",
             topology_.links()[i].name, passed[i], to_seconds(date - first_), most);
    }
  }
}

void Audit::check_link_book() {
  if (!books_.links) return;
  const std::vector<double> passed = books_.links();
  if (passed.empty()) return;
  const auto whole = books_.whole_links ? books_.whole_links() : std::nullopt;
  if (whole) return check_whole_link_book(*whole);
  EW_CHECK(passed.size() == links_.size(), "a book of {} links for {}", passed.size(),
           links_.size());
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const auto mine = static_cast<double>(links_[i].bytes);
    const auto capacity = static_cast<double>(links_[i].capacity_max.value());
    const double clock_error = to_seconds(books_.network.date_error) * capacity / 8 *
                               static_cast<double>(links_[i].transfers);
    const double allowed =
        kBookError * std::max(mine, passed[i]) + clock_error + static_cast<double>(links_[i].cuts);
    if (!(std::fabs(mine - passed[i]) <= allowed)) {
      broken(3, kByteHops, "link {}: {} B by its transfers, {} B by the network",
             topology_.links()[i].name, mine, passed[i]);
    }
  }
  links_compared_ = LinkComparison::rounded;
}

void Audit::check_whole_link_book(const std::vector<WholeBytes>& passed) {
  EW_CHECK(passed.size() == links_.size(), "a book of {} links for {}", passed.size(),
           links_.size());
  for (std::size_t i = 0; i < links_.size(); ++i) {
    // What is left of a transfer that is cut is rounded up: less than a byte of it has moved more.
    const WholeBytes more = passed[i] - links_[i].bytes;
    if (more < 0 || more > links_[i].cuts) {
      broken(3, kByteHops, "link {}: {} B by its transfers, {} B more by the network; {} were cut",
             topology_.links()[i].name, static_cast<double>(links_[i].bytes),
             static_cast<double>(more), links_[i].cuts);
    }
  }
  links_compared_ = LinkComparison::exact;
}

}  // namespace eastwest
