// Implements sim/results/trunk_ledger.hpp.
#include "sim/results/trunk_ledger.hpp"

#include <algorithm>
#include <utility>

namespace eastwest {

TrunkLedger::TrunkLedger(const LinkMeter& meter)
    : meter_(meter), last_(meter.links().size()), hours_(meter.links().size()) {
  const std::vector<Link>& links = meter.topology().links();
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links[i].trunk.valid() && links[i].capacity.value() > 0) trunk_links_.push_back(LinkId(i));
  }
}

void TrunkLedger::on_settled(Date date) {
  if (date < next_hour_) return;
  if ((date - kStart) % LinkMeter::kHour == Duration{0}) read(date);
  next_hour_ = kStart + LinkMeter::kHour * ((date - kStart) / LinkMeter::kHour + 1);
}

void TrunkLedger::on_horizon(Date date) {
  if (date > last_date_) read(date);
}

void TrunkLedger::read(Date date) {
  const double length = to_seconds(date - last_date_);
  for (const LinkId id : trunk_links_) {
    const LinkTotals& now = meter_.link(id);
    const auto share = meter_.utilisation(id, now - last_[id.index()]);
    if (share) hours_[id.index()].push_back({.value = *share, .weight = length});
    last_[id.index()] = now;
  }
  last_date_ = date;
}

Utilisation TrunkLedger::utilisation(LinkId id) const { return summed_up(hours_[id.index()]); }

Utilisation TrunkLedger::utilisation() const {
  std::vector<Weighted> values;
  for (const LinkId id : trunk_links_) {
    values.insert(values.end(), hours_[id.index()].begin(), hours_[id.index()].end());
  }
  return summed_up(std::move(values));
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
