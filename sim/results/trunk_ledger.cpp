// Implements sim/results/trunk_ledger.hpp.
#include "sim/results/trunk_ledger.hpp"

#include <algorithm>
#include <utility>

namespace eastwest {
namespace {

constexpr Duration kHour = std::chrono::hours{1};

std::size_t hours_up(Duration span) {
  return static_cast<std::size_t>((span + kHour - Duration{1}) / kHour);
}

}  // namespace

TrunkLedger::TrunkLedger(const Topology& topology)
    : topology_(topology), links_(topology.links().size()) {
  for (std::size_t i = 0; i < topology.links().size(); ++i) {
    const Link& link = topology.links()[i];
    if (link.trunk.valid() && link.capacity.value() > 0) trunk_links_.push_back(LinkId(i));
  }
}

void TrunkLedger::on_transfer_started(Date date, const TransferEvent& event) {
  if (event.slot.index() >= began_.size()) began_.resize(event.slot.index() + 1);
  began_[event.slot.index()] = date;
}

void TrunkLedger::on_transfer_ended(Date date, const TransferEvent& event) {
  book(date, event, event.size.value(), Cut::no);
}

void TrunkLedger::on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) {
  book(date, event, event.size.value() - remaining.value(), Cut::yes);
}

void TrunkLedger::on_horizon(Date date) { span_ = std::max(Duration{0}, date - kStart); }

void TrunkLedger::book(Date end, const TransferEvent& event, std::int64_t moved, Cut cut) {
  if (end < kStart) return;
  const Date began = began_[event.slot.index()];
  const Date begin = std::max(began, kStart);
  // A transfer cut in the instant of its start has moved nothing.
  const std::int64_t life = std::max<std::int64_t>(1, (end - began).count());
  const WideInteger bytes = WideInteger{moved} * (end - begin).count() / life;
  const auto first = static_cast<std::size_t>((begin - kStart) / kHour);
  parts_.clear();
  for (Date from = begin; from < end;) {
    const Date to = std::min(end, kStart + ((from - kStart) / kHour + 1) * kHour);
    const WideInteger share = WideInteger{moved} * (to - from).count();
    parts_.push_back(static_cast<double>(share) / static_cast<double>(life));
    from = to;
  }
  const auto add = [&](Entry& entry) {
    entry.transfers += cut == Cut::no ? 1 : 0;
    entry.bytes += bytes;
    if (entry.hours.size() < first + parts_.size()) entry.hours.resize(first + parts_.size(), 0);
    for (std::size_t i = 0; i < parts_.size(); ++i) entry.hours[first + i] += parts_[i];
  };
  for (const LinkId id : topology_.route(event.route).links) add(links_[id.index()]);
  add(all_);
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
  const auto capacity = static_cast<double>(topology_.links()[id.index()].capacity.value());
  const std::vector<double>& hours = links_[id.index()].hours;
  for (std::size_t i = 0; i < hours_up(span_); ++i) {
    const Duration begin = kHour * static_cast<std::int64_t>(i);
    const double length = to_seconds(std::min(kHour, span_ - begin));
    const double bytes = i < hours.size() ? hours[i] : 0;
    values.push_back({.value = 8 * bytes / (capacity * length), .weight = length});
  }
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
