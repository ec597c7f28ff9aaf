// Implements sim/results/link_meter.hpp.
#include "sim/results/link_meter.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

/// No network's dates are further off (SimGrid's clock, a double).
constexpr Duration kClockError{4};
constexpr std::int64_t kNanobitsPerByte = 8'000'000'000;

}  // namespace

LinkTotals operator-(const LinkTotals& after, const LinkTotals& before) {
  return {.transfers = after.transfers - before.transfers,
          .staged = after.staged - before.staged,
          .returned = after.returned - before.returned,
          .exchanged = after.exchanged - before.exchanged,
          .passable = after.passable - before.passable,
          .saturated = after.saturated - before.saturated,
          .limited = after.limited - before.limited};
}

LinkMeter::LinkMeter(const Topology& topology)
    : topology_(topology), links_(topology.links().size()) {
  for (const Link& link : topology.links()) capacities_.push_back({.value = link.capacity});
}

void LinkMeter::read_from(Reader reader, std::vector<Duration> steps) {
  reader_ = std::move(reader);
  steps_ = std::move(steps);
}

void LinkMeter::on_transfer_started(Date, const TransferEvent& event) { begin(event); }

void LinkMeter::on_transfer_resumed(Date, const TransferEvent& event) { begin(event); }

void LinkMeter::on_transfer_ended(Date date, const TransferEvent& event) {
  end(event, Bytes{0});
  if (date < kStart) return;
  ++all_.transfers;
  for (const LinkId id : topology_.route(event.route).links) ++links_[id.index()].transfers;
}

void LinkMeter::on_transfer_cancelled(Date, const TransferEvent& event, Bytes remaining) {
  end(event, remaining);
}

void LinkMeter::on_transfer_broken(Date, const TransferEvent& event, Bytes remaining, std::size_t) {
  end(event, remaining);
}

void LinkMeter::on_capacity_changed(Date date, LinkId link, BitsPerSecond capacity) {
  reach(link.index(), date);
  capacities_[link.index()].value = capacity;
}

void LinkMeter::on_settled(Date date) {
  if (date < next_step_) return;
  EW_CHECK(date == next_step_ && reader_.remaining, "{} ns are settled, not the step at {} ns",
           date.time_since_epoch().count(), next_step_.time_since_epoch().count());
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    if (transfers_[i].is_live) pass(transfers_[i], reader_.remaining(TransferSlot(i)));
  }
  if (date == kStart) {
    if (const auto book = reader_.limits()) {
      knows_limits_ = true;
      limits_at_start_ = *book;
    }
  }
  read_limits();
  for (std::size_t i = 0; i < links_.size(); ++i) reach(i, date);
  next_step_ = kNever;
  for (const Duration step : steps_) {
    next_step_ = std::min(next_step_, kStart + step * ((date - kStart) / step + 1));
  }
}

void LinkMeter::on_horizon(Date date) {
  read_limits();
  for (std::size_t i = 0; i < links_.size(); ++i) reach(i, date);
}

void LinkMeter::begin(const TransferEvent& event) {
  if (event.slot.index() >= transfers_.size()) transfers_.resize(event.slot.index() + 1);
  transfers_[event.slot.index()] = {.route = event.route,
                                    .left = event.size,
                                    .is_returning = event.returning,
                                    .is_exchange = event.exchange,
                                    .is_live = true};
}

void LinkMeter::end(const TransferEvent& event, Bytes left) {
  Moving& transfer = transfers_[event.slot.index()];
  pass(transfer, left);
  transfer.is_live = false;
}

void LinkMeter::pass(Moving& transfer, Bytes left) {
  // Rounded up, what is left may seem a byte more than the last time where nothing has moved.
  const std::int64_t moved = transfer.left.value() - std::min(transfer.left, left).value();
  transfer.left -= Bytes{moved};
  if (next_step_ == kStart || moved == 0) return;
  const auto add = [&](LinkTotals& totals) {
    (transfer.is_exchange    ? totals.exchanged
     : transfer.is_returning ? totals.returned
                             : totals.staged) += moved;
  };
  bool is_carried = false;
  for (const LinkId id : topology_.route(transfer.route).links) {
    add(links_[id.index()]);
    is_carried = is_carried || topology_.links()[id.index()].trunk.valid();
  }
  add(all_);
  if (is_carried) carried_ += moved;
}

void LinkMeter::read_limits() {
  // Until a transfer begins nothing is full and nobody is held back.
  if (!knows_limits_ || transfers_.empty()) return;
  const LimitBook book = reader_.limits().value();
  at_cap_ = book.at_cap - limits_at_start_.at_cap;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    links_[i].saturated = book.links[i].saturated - limits_at_start_.links[i].saturated;
    links_[i].limited = book.links[i].limited - limits_at_start_.links[i].limited;
  }
}

void LinkMeter::reach(std::size_t link, Date date) {
  Capacity& capacity = capacities_[link];
  if (date <= capacity.since) return;
  links_[link].passable += WideInteger{capacity.value.value()} * (date - capacity.since).count();
  capacity.since = date;
}

PaceTimes LinkMeter::paces() const {
  PaceTimes paces{.caps = at_cap_};
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const bool is_trunk = topology_.links()[i].trunk.valid();
    (is_trunk ? paces.trunks : paces.uplinks) += links_[i].limited;
  }
  return paces;
}

std::optional<double> LinkMeter::utilisation(LinkId id, const LinkTotals& passed) const {
  if (passed.passable == 0) return std::nullopt;
  WideInteger moved = passed.bytes() * kNanobitsPerByte;
  // Each transfer was read to a byte, at a date that is known to some nanoseconds.
  const WideInteger capacity = std::max(capacities_[id.index()].value.value(),
                                        topology_.links()[id.index()].capacity.value());
  const WideInteger error =
      WideInteger(transfers_.size()) * kNanobitsPerByte + capacity * kClockError.count();
  if (moved > passed.passable && moved - passed.passable <= error) moved = passed.passable;
  return static_cast<double>(moved) / static_cast<double>(passed.passable);
}

}  // namespace eastwest
