// Implements models/policy/schedule/gang_schedule.hpp.
#include "models/policy/schedule/gang_schedule.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

Duration GangJob::attained_at(Date now) const {
  if (started == kNever) return job.attained;
  return job.attained + std::max(Duration{0}, now - started - job.restore);
}

Duration GangJob::served_at(Date now) const {
  if (started == kNever) return served;
  return served + std::max(Duration{0}, now - started - job.restore);
}

std::optional<Duration> GangJob::remaining_at(Date now) const {
  if (!job.estimate) return std::nullopt;
  return std::max(Duration{0}, *job.estimate - attained_at(now));
}

GangRank GangSchedule::rank(const GangJob& job, Date now) const {
  return {.value = value(job, now), .queued = job.job.queued, .serial = job.job.serial};
}

void GangSchedule::decide(const SiteView& view, const SiteChanges& changes,
                          SiteDecisions& decisions) {
  const Date now = view.now();
  bool anew = !changes.ended.empty() || !leaving_.empty() || now >= wake_ ||
              view.accelerators() != accelerators_;
  accelerators_ = view.accelerators();
  for (const EndedJob& over : changes.ended) running_.erase(over.job.slot);
  for (const QueuedJob& job : changes.suspended) {
    const auto left = leaving_.find(job.slot);
    wait({.job = job, .since = now, .served = left->second.served}, now);
    leaving_.erase(left);
  }
  for (const QueuedJob& job : changes.withdrawn) give_up(job);
  anew = anew || !changes.withdrawn.empty();
  promote(now);
  for (const QueuedJob& job : changes.queued) {
    wait({.job = job, .since = now}, now);
    anew = anew || may_be_chosen(job, view);
  }
  const bool all_fit = leaving_.empty() && asked_for_ <= view.free();
  if (mode_ == Mode::wait || all_fit) {
    start_in_order(view, decisions);
  } else if (anew) {
    plan(view, decisions);
  }
  ask_again(view, decisions);
}

void GangSchedule::wait(const GangJob& job, Date now) {
  const GangRank place = rank(job, now);
  waiting_[job.job.accelerators].emplace(place, job);
  sizes_.emplace(place, job.job.accelerators);
  asked_for_ += job.job.accelerators;
  const Date better = improves(job);
  if (better != kNever) improving_[better].push_back(place);
}

void GangSchedule::give_up(const QueuedJob& job) {
  const auto jobs = waiting_.find(job.accelerators);
  EW_CHECK(jobs != waiting_.end(), "job {} leaves a queue where it is not", job.serial);
  const auto found = std::find_if(
      jobs->second.begin(), jobs->second.end(),
      [&job](const Waiting::value_type& entry) { return entry.second.job.slot == job.slot; });
  EW_CHECK(found != jobs->second.end(), "job {} leaves a queue where it is not", job.serial);
  asked_for_ -= job.accelerators;
  sizes_.erase(found->first);
  jobs->second.erase(found);
  if (jobs->second.empty()) waiting_.erase(jobs);
}

void GangSchedule::promote(Date now) {
  while (!improving_.empty() && improving_.begin()->first <= now) {
    const Date date = improving_.begin()->first;
    const std::vector<GangRank> places = std::move(improving_.begin()->second);
    improving_.erase(improving_.begin());
    for (const GangRank& place : places) {
      const auto size = sizes_.find(place);
      if (size == sizes_.end()) continue;  // it has started since
      const auto jobs = waiting_.find(size->second);
      GangJob job = jobs->second.at(place);
      if (improves(job) != date) continue;  // it has run since, and waits again
      jobs->second.erase(place);
      if (jobs->second.empty()) waiting_.erase(jobs);
      asked_for_ -= size->second;
      sizes_.erase(size);
      job.served = Duration{0};
      wait(job, now);
    }
  }
}

bool GangSchedule::may_be_chosen(const QueuedJob& job, const SiteView& view) const {
  std::int64_t missing = job.accelerators - view.free();
  if (missing <= 0) return true;
  const GangRank place = rank({.job = job}, view.now());
  for (const auto& [slot, other] : running_) {
    if (rank(other, view.now()) > place) missing -= other.job.accelerators;
    if (missing <= 0) return true;
  }
  return false;
}

std::vector<GangSchedule::Ranked> GangSchedule::holders(Date now) const {
  std::vector<Ranked> holders;
  holders.reserve(running_.size() + leaving_.size());
  for (const auto& [slot, job] : running_) {
    holders.push_back({.rank = rank(job, now), .job = &job});
  }
  for (const auto& [slot, job] : leaving_) {
    holders.push_back({.rank = rank(job, now), .job = &job, .leaves = true});
  }
  std::sort(holders.begin(), holders.end(),
            [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
  return holders;
}

std::vector<GangRank> GangSchedule::choose(std::vector<Ranked>& holders, std::int64_t room) {
  std::vector<Cursor> cursors;
  for (const auto& [size, jobs] : waiting_) {
    if (size <= room) cursors.push_back({&jobs, jobs.begin(), size});
  }
  std::vector<GangRank> chosen;
  auto holder = holders.begin();
  while (true) {
    // The first of the waiting that still fits; sizes ascend.
    while (!cursors.empty() && cursors.back().accelerators > room) cursors.pop_back();
    Cursor* first = nullptr;
    for (Cursor& cursor : cursors) {
      if (cursor.next == cursor.jobs->end()) continue;
      if (first == nullptr || cursor.next->first < first->next->first) first = &cursor;
    }
    if (holder != holders.end() && (first == nullptr || holder->rank < first->next->first)) {
      const std::int64_t size = holder->job->job.accelerators;
      holder->chosen = size <= room;
      if (holder->chosen) room -= size;
      ++holder;
      continue;
    }
    if (first == nullptr) return chosen;
    chosen.push_back(first->next->first);
    room -= first->accelerators;
    ++first->next;
  }
}

void GangSchedule::plan(const SiteView& view, SiteDecisions& decisions) {
  std::vector<Ranked> all = holders(view.now());
  const std::vector<GangRank> chosen = choose(all, view.accelerators());
  for (const Ranked& holder : all) {
    if (holder.chosen || holder.leaves) continue;
    const JobSlot slot = holder.job->job.slot;
    GangJob job = *holder.job;
    job.job.attained = job.attained_at(view.now());
    job.served = job.served_at(view.now());
    job.started = kNever;
    running_.erase(slot);
    leaving_.emplace(slot, job);
    decisions.suspend(slot);
  }
  for (const GangRank& place : chosen) {
    if (sizes_.at(place) <= view.free()) start(place, view, decisions);
  }
}

void GangSchedule::start(const GangRank& place, const SiteView& view, SiteDecisions& decisions) {
  const auto size = sizes_.find(place);
  const auto jobs = waiting_.find(size->second);
  const auto found = jobs->second.find(place);
  GangJob job = found->second;
  jobs->second.erase(found);
  if (jobs->second.empty()) waiting_.erase(jobs);
  asked_for_ -= size->second;
  sizes_.erase(size);
  job.started = view.now();
  decisions.start(job.job.slot);
  running_.emplace(job.job.slot, job);
}

void GangSchedule::start_in_order(const SiteView& view, SiteDecisions& decisions) {
  while (!sizes_.empty() && sizes_.begin()->second <= view.free()) {
    const GangRank first = sizes_.begin()->first;
    start(first, view, decisions);
  }
}

void GangSchedule::ask_again(const SiteView& view, SiteDecisions& decisions) {
  wake_ = kNever;
  const bool somebody_waits = !sizes_.empty() || !leaving_.empty();
  if (mode_ == Mode::preempt && somebody_waits) {
    for (const auto& [slot, job] : running_) wake_ = std::min(wake_, worsens(job, view.now()));
  }
  if (!improving_.empty()) wake_ = std::min(wake_, improving_.begin()->first);
  if (wake_ != kNever) decisions.ask_again(wake_);
}

Parameter gang_preempt_parameter() {
  return {.name = "preempt",
          .kind = ParameterKind::boolean,
          .help = "suspend running jobs for those that come before them",
          .fallback = "true"};
}

GangSchedule::Mode gang_mode(const Parameters& parameters) {
  return parameters.boolean("preempt") ? GangSchedule::Mode::preempt : GangSchedule::Mode::wait;
}

}  // namespace eastwest
