// Implements sim/results/setback_ledger.hpp.
#include "sim/results/setback_ledger.hpp"

#include <utility>

#include "sim/results/job_work.hpp"
#include "sim/text/csv_writer.hpp"

namespace eastwest {

std::optional<double> SetbackSums::goodput() const {
  if (held == 0) return std::nullopt;
  return static_cast<double>(useful) / static_cast<double>(held);
}

SetbackUse setback_use(const LiveJob& live, Date date) {
  if (live.started == kNever) return {};
  const TimeUse use = time_use(live, date);
  SetbackUse result{.useful = use.useful, .held = use.useful + use.overhead + use.lost};
  const Setbacks* setbacks = live.setbacks.get();
  if (setbacks == nullptr) return result;
  result.checkpointing = setbacks->checkpointing;
  result.restarting = setbacks->restarting;
  result.standing = setbacks->standing;
  result.lost = setbacks->undone;
  if (live.state != JobState::running) return result;
  const Attempt attempt = attempt_of(live, date);
  result.checkpointing += attempt.stalled;
  using Beginning = Setbacks::Beginning;
  if (setbacks->beginning == Beginning::restart) result.restarting += attempt.restored;
  if (setbacks->beginning == Beginning::stand) result.standing += attempt.restored;
  return result;
}

SetbackLedger::SetbackLedger(const World& world) : sites_(world.sites.size()) {
  for (std::size_t i = 0; i < sites_.size(); ++i) sites_[i].installed = world.sites[i].accelerators;
}

void SetbackLedger::on_failed(Date, const LiveJob& live, std::optional<std::size_t> outage) {
  if (!outage || !row_of_outage_[*outage]) return;
  Row& row = rows_[*row_of_outage_[*outage]];
  ++row.hit;
  if (live.state == JobState::suspending) ++row.recalled;
  row.lost += WideInteger{live.job.accelerators} * live.setbacks->last_undone.count();
}

void SetbackLedger::count(const LiveJob& live, Date date) {
  if (!live.setbacks || live.started == kNever || !is_counted(live.job)) return;
  const SetbackUse use = setback_use(live, date);
  const WideInteger accelerators = live.job.accelerators;
  ++sums_.jobs;
  sums_.failures += live.setbacks->failures;
  sums_.hit += live.setbacks->outages;
  sums_.recalls += live.setbacks->recalls;
  sums_.held += accelerators * use.held.count();
  sums_.useful += accelerators * use.useful.count();
  sums_.checkpointing += accelerators * use.checkpointing.count();
  sums_.restarting += accelerators * use.restarting.count();
  sums_.standing += accelerators * use.standing.count();
  sums_.lost += accelerators * use.lost.count();
}

void SetbackLedger::on_finished(Date date, const LiveJob& live) { count(live, date); }
void SetbackLedger::on_alive(Date date, const LiveJob& live) { count(live, date); }

void SetbackLedger::note(SiteId site, Date date) {
  SiteState& state = sites_[site.index()];
  const WideInteger missing = state.outages > 0 ? state.installed : 0;
  state.unavailable.change(date, missing - state.unavailable.value());
}

void SetbackLedger::on_installed(Date date, SiteId site, std::int64_t accelerators) {
  sites_[site.index()].installed = accelerators;
  note(site, date);
}

void SetbackLedger::on_site_outage_began(Date date, std::size_t index, const SiteOutage& outage) {
  ++sites_[outage.site.index()].outages;
  note(outage.site, date);
  if (row_of_outage_.size() <= index) row_of_outage_.resize(index + 1);
  if (date < kStart) return;
  row_of_outage_[index] = rows_.size();
  rows_.push_back({.outage = outage, .ended = std::nullopt});
  unavailable_before_.push_back(sites_[outage.site.index()].unavailable.integral());
}

void SetbackLedger::on_site_outage_ended(Date date, std::size_t index, const SiteOutage& outage) {
  --sites_[outage.site.index()].outages;
  note(outage.site, date);
  if (!row_of_outage_[index]) return;
  const std::size_t place = *row_of_outage_[index];
  rows_[place].ended = date;
  rows_[place].unavailable =
      sites_[outage.site.index()].unavailable.integral() - unavailable_before_[place];
}

void SetbackLedger::on_horizon(Date date) {
  for (SiteState& site : sites_) site.unavailable.advance(date);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].ended) continue;
    rows_[i].unavailable =
        sites_[rows_[i].outage.site.index()].unavailable.integral() - unavailable_before_[i];
  }
}

WideInteger SetbackLedger::unavailable() const {
  WideInteger sum = 0;
  for (const SiteState& site : sites_) sum += site.unavailable.integral();
  return sum;
}

const std::vector<std::string>& site_outages_table_columns() {
  static const std::vector<std::string> columns = {"outage",
                                                   "site",
                                                   "start_s",
                                                   "end_s",
                                                   "jobs_hit",
                                                   "jobs_sent_back",
                                                   "lost_accelerator_hours",
                                                   "unavailable_accelerator_hours"};
  return columns;
}

void write_site_outages_table(FileWriter file, const SetbackLedger& setbacks, const World& world) {
  CsvWriter rows(std::move(file), site_outages_table_columns());
  for (const SetbackLedger::Row& row : setbacks.rows()) {
    rows.text(row.outage.name).text(world.sites[row.outage.site.index()].id);
    rows.seconds(row.outage.start - kStart);
    if (row.ended) {
      rows.seconds(*row.ended - kStart);
    } else {
      rows.empty();
    }
    rows.integer(row.hit).integer(row.recalled).number(to_accelerator_hours(row.lost));
    rows.number(to_accelerator_hours(row.unavailable)).end_row();
  }
  rows.commit();
}

}  // namespace eastwest
