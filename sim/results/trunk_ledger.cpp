// Implements sim/results/trunk_ledger.hpp.
#include "sim/results/trunk_ledger.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

/// No network's dates are further off (SimGrid's clock, a double).
constexpr Duration kClockError{4};
constexpr std::int64_t kNanobitsPerByte = 8'000'000'000;

}  // namespace

TrunkLedger::TrunkLedger(const Topology& topology)
    : topology_(topology), links_(topology.links().size()) {
  for (std::size_t i = 0; i < topology.links().size(); ++i) {
    const Link& link = topology.links()[i];
    if (link.trunk.valid() && link.capacity.value() > 0) trunk_links_.push_back(LinkId(i));
  }
}

void TrunkLedger::on_transfer_started(Date, const TransferEvent& event) {
  if (event.slot.index() >= transfers_.size()) transfers_.resize(event.slot.index() + 1);
  transfers_[event.slot.index()] = {.route = event.route, .left = event.size, .is_live = true};
}

void TrunkLedger::on_transfer_ended(Date date, const TransferEvent& event) {
  end(event, Bytes{0});
  if (date < kStart) return;
  ++all_.transfers;
  for (const LinkId id : topology_.route(event.route).links) ++links_[id.index()].transfers;
}

void TrunkLedger::on_transfer_cancelled(Date, const TransferEvent& event, Bytes remaining) {
  end(event, remaining);
}

void TrunkLedger::on_transfer_broken(Date, const TransferEvent& event, Bytes remaining,
                                     std::size_t) {
  end(event, remaining);
}

void TrunkLedger::on_transfer_resumed(Date date, const TransferEvent& event) {
  on_transfer_started(date, event);
}

void TrunkLedger::on_capacity_changed(Date date, LinkId link, BitsPerSecond capacity) {
  const auto [place, is_new] = changing_.try_emplace(link);
  Changing& changing = place->second;
  if (is_new) changing = {topology_.links()[link.index()].capacity, kStart, {}};
  pass(changing, date);
  changing.capacity = capacity;
}

/// Brings the hours of a link up to `date`.
void TrunkLedger::pass(Changing& link, Date date) {
  while (link.since < date) {
    const std::int64_t hour = (link.since - kStart) / kStep;
    const Date end = std::min(date, kStart + kStep * (hour + 1));
    const auto index = static_cast<std::size_t>(hour);
    if (link.hours.size() <= index) link.hours.resize(index + 1, 0);
    link.hours[index] += WideInteger{link.capacity.value()} * (end - link.since).count();
    link.since = end;
  }
}

void TrunkLedger::on_settled(Date date) {
  if (date < next_step_) return;
  EW_CHECK(date == next_step_ && remaining_, "{} ns are settled, not the hour at {} ns",
           date.time_since_epoch().count(), next_step_.time_since_epoch().count());
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    if (transfers_[i].is_live) pass(transfers_[i], remaining_(TransferSlot(i)));
  }
  next_step_ += kStep;
}

void TrunkLedger::on_horizon(Date date) {
  for (auto& [link, changing] : changing_) pass(changing, date);
  span_ = std::max(Duration{0}, date - kStart);
}

void TrunkLedger::end(const TransferEvent& event, Bytes left) {
  Moving& transfer = transfers_[event.slot.index()];
  pass(transfer, left);
  transfer.is_live = false;
}

void TrunkLedger::pass(Moving& transfer, Bytes left) {
  // Rounded up, what is left may seem a byte more than the last time where nothing has moved.
  const std::int64_t moved = transfer.left.value() - std::min(transfer.left, left).value();
  transfer.left -= Bytes{moved};
  if (next_step_ == kStart || moved == 0) return;
  const auto hour = static_cast<std::size_t>((next_step_ - kStart) / kStep - 1);
  const auto add = [&](Entry& entry) {
    entry.bytes += moved;
    if (entry.hours.size() <= hour) entry.hours.resize(hour + 1, 0);
    entry.hours[hour] += moved;
  };
  bool is_carried = false;
  for (const LinkId id : topology_.route(transfer.route).links) {
    add(links_[id.index()]);
    is_carried = is_carried || topology_.links()[id.index()].trunk.valid();
  }
  add(all_);
  if (is_carried) carried_ += moved;
}

Utilisation TrunkLedger::utilisation(LinkId id) const {
  std::vector<Weighted> values;
  if (topology_.links()[id.index()].capacity.value() > 0) append_hours(id, values);
  return summed_up(std::move(values));
}

Utilisation TrunkLedger::utilisation() const {
  std::vector<Weighted> values;
  for (const LinkId id : trunk_links_) append_hours(id, values);
  return summed_up(std::move(values));
}

void TrunkLedger::append_hours(LinkId id, std::vector<Weighted>& values) const {
  const BitsPerSecond capacity = topology_.links()[id.index()].capacity;
  const std::vector<std::int64_t>& hours = links_[id.index()].hours;
  const auto changing = changing_.find(id);
  std::size_t hour = 0;
  for (Duration begin{0}; begin < span_; begin += kStep, ++hour) {
    const Duration length = std::min(kStep, span_ - begin);
    const std::int64_t bytes = hour < hours.size() ? hours[hour] : 0;
    const WideInteger most = changing == changing_.end()
                                 ? WideInteger{capacity.value()} * length.count()
                                 : changing->second.hours[hour];
    if (most == 0) continue;
    values.push_back({.value = share(most, bytes, capacity), .weight = to_seconds(length)});
  }
}

double TrunkLedger::share(WideInteger most, std::int64_t bytes, BitsPerSecond capacity) const {
  WideInteger moved = WideInteger{bytes} * kNanobitsPerByte;
  // Each transfer was read to a byte, at a date that is known to some nanoseconds.
  const WideInteger error = WideInteger(transfers_.size()) * kNanobitsPerByte +
                            WideInteger{capacity.value()} * kClockError.count();
  if (moved > most && moved - most <= error) moved = most;
  return static_cast<double>(moved) / static_cast<double>(most);
}

Utilisation TrunkLedger::summed_up(std::vector<Weighted> values) {
  Utilisation result;
  if (values.empty()) return result;
  std::sort(values.begin(), values.end(),
            [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
  double weight = 0;
  double sum = 0;
  for (const Weighted& entry : values) {
    weight += entry.weight;
    sum += entry.value * entry.weight;
  }
  result.mean = sum / weight;
  result.maximum = values.back().value;
  double passed = 0;
  for (const Weighted& entry : values) {
    passed += entry.weight;
    result.p95 = entry.value;
    if (passed >= 0.95 * weight) break;
  }
  return result;
}

}  // namespace eastwest
