// Outages of whole sites: jobs that run there roll back and wait, or go back to their dispatchers;
// the queue is frozen, and the platform publishes no accelerators there until the repair.
#include <algorithm>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/engine/attempt.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

void Simulation::Core::schedule_site_outages() {
  const auto schedule = [&](Date date, EventClass event_class, EventKind kind, std::size_t index) {
    EW_CHECK(date >= parts_.first, "a site fails at {} ns, before the run begins",
             date.time_since_epoch().count());
    if (date >= parts_.horizon) return;
    // Like those of the network, these events alone do not keep a run until done going.
    network_events_.push_back(queue_.schedule(date, {.entity = index,
                                                     .index = static_cast<std::int32_t>(index),
                                                     .event_class = event_class,
                                                     .kind = kind}));
    ++network_events_pending_;
  };
  for (std::size_t i = 0; i < parts_.site_outages.outages.size(); ++i) {
    const SiteOutage& outage = parts_.site_outages.outages[i];
    schedule(outage.start, EventClass::failure, EventKind::site_outage, i);
    schedule(outage.end, EventClass::repair, EventKind::site_repair, i);
  }
}

void Simulation::Core::begin_site_outage(std::size_t index) {
  --network_events_pending_;
  ++outages_active_;
  const SiteOutage& outage = parts_.site_outages.outages[index];
  SiteDesk& desk = *sites_[outage.site.index()];
  tell([&](Observer& observer) { observer.on_site_outage_began(now_, index, outage); });
  if (++desk.outages > 1) return;
  for (const JobSlot slot : running_at(outage.site)) hit(slot, index);
  site_changed(outage.site);
}

void Simulation::Core::end_site_outage(std::size_t index) {
  --network_events_pending_;
  --outages_active_;
  const SiteOutage& outage = parts_.site_outages.outages[index];
  SiteDesk& desk = *sites_[outage.site.index()];
  tell([&](Observer& observer) { observer.on_site_outage_ended(now_, index, outage); });
  if (--desk.outages > 0) return;
  for (const JobSlot slot : running_at(outage.site)) {
    LiveJob& live = job(slot);
    end_attempt(live, attempt_of(live, now_), live.kept);
    begin_attempt(slot);
  }
  site_changed(outage.site);
  touch(outage.site);
}

std::vector<JobSlot> Simulation::Core::running_at(SiteId site) const {
  std::vector<JobSlot> slots;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (jobs_[i].state == JobState::running && jobs_[i].site == site) slots.emplace_back(i);
  }
  std::sort(slots.begin(), slots.end(), [this](JobSlot a, JobSlot b) {
    return jobs_[a.index()].serial < jobs_[b.index()].serial;
  });
  return slots;
}

void Simulation::Core::hit(JobSlot slot, std::size_t outage) {
  LiveJob& live = job(slot);
  const EndedJob known{.job = queued_job(slot), .started = live.held_since};
  queue_.cancel(run_ends_[slot.index()]);  // gone where it is a failure of this very date
  const bool recalled = parts_.site_outages.at_outage == AtOutage::resubmit;
  // What is at the site that fails is of no use elsewhere.
  roll_back(live, recalled ? Keep::nothing : Keep::saved);
  Setbacks& setbacks = *live.setbacks;
  ++setbacks.outages;
  if (recalled) live.state = JobState::suspending;
  tell([&](Observer& observer) { observer.on_failed(now_, live, outage); });
  if (recalled) return recall(slot, known);
  setbacks.beginning = Setbacks::Beginning::stand;
  live.restoring = Duration::max();
}

void Simulation::Core::recall(JobSlot slot, const EndedJob& known) {
  LiveJob& live = job(slot);
  Setbacks& setbacks = *live.setbacks;
  ++setbacks.recalls;
  setbacks.begins_again = true;
  if (!setbacks.first_way) {
    setbacks.first_way = {.placed = live.placed, .matched = live.matched, .staged = live.staged};
  }
  live.kept = live.before = live.job.elapsed = Duration{0};
  give_back(slot, known);
  sites_[live.site.index()]->book.queued -= live.job.accelerators;
  tell([&](Observer& observer) { observer.on_recalled(now_, live); });
  live.hold.reset();
  live.run_time = live.job.run_time;
  live.estimate = estimate_of(live.job, live.serial);
  live.state = JobState::waiting;
  live.site = SiteId{};
  live.placed = live.matched = live.staged = kNever;
  desks_[live.dispatcher.index()]->add_waiting(waiting_job(slot));
  touch(live.dispatcher);
}

}  // namespace eastwest
