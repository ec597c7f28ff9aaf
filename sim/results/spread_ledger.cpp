// Implements sim/results/spread_ledger.hpp.
#include "sim/results/spread_ledger.hpp"

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/results/job_work.hpp"
#include "sim/results/summary_text.hpp"

namespace eastwest {

namespace {

std::optional<double> share_of(double computed, double exposed) {
  if (computed <= 0) return std::nullopt;
  return computed / (computed + exposed);
}

}  // namespace

std::optional<double> SpreadUse::compute_share() const {
  return share_of(to_seconds(computed), to_seconds(exposed));
}

std::optional<double> SpreadLedger::Sums::compute_share() const {
  return share_of(to_accelerator_hours(computed), to_accelerator_hours(exposed));
}

SpreadUse spread_use(const LiveJob& live, Date date) {
  const SpreadLife& life = *live.spread;
  SpreadUse use{.computed = life.computed, .exposed = life.exposed, .exchanged = life.exchanged};
  const Date until = live.started == kNever ? date : live.started;
  for (const JobPart& part : life.parts) {
    if (part.held == kNever) continue;
    use.held_idle += WideInteger{part.accelerators} * (until - part.held).count();
  }
  return use;
}

void SpreadLedger::on_part_freed(Date date, const LiveJob& live, const JobPart& part) {
  // All parts are freed together.
  const bool is_first = part.site == live.spread->parts.front().site;
  if (is_first && is_counted(live.job)) add(date, live);
}

void SpreadLedger::on_alive(Date date, const LiveJob& live) {
  if (live.spread && is_counted(live.job)) add(date, live);
}

void SpreadLedger::add(Date date, const LiveJob& live) {
  const SpreadUse use = spread_use(live, date);
  const WideInteger accelerators = live.job.accelerators;
  sums_.jobs += live.started == kNever ? 0 : 1;
  sums_.computed += accelerators * use.computed.count();
  sums_.exposed += accelerators * use.exposed.count();
  sums_.held_idle += use.held_idle;
  sums_.exchanged += use.exchanged.value();
}

std::string spread_text(const SpreadLedger& ledger) {
  const SpreadLedger::Sums& sums = ledger.sums();
  if (sums.jobs == 0) return {};
  const auto share = sums.compute_share();
  return fmt::format(
      "  Across sites: {} jobs computed {} of their time, exchanged {}; {} accelerator-hours held "
      "until all parts had theirs\n",
      grouped(sums.jobs), share ? percent(*share) : "none",
      to_text(static_cast<double>(sums.exchanged), Dimension::bytes),
      in_words(to_accelerator_hours(sums.held_idle)));
}

}  // namespace eastwest
