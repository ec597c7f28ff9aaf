// Jobs whose width is not fixed: the width of a start, changes of it while a job runs, and when its
// work is done.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

WideCount whole_work(const LiveJob& live) {
  return WideCount{live.span.count()} * live.job.elastic->reference_rate;
}

/// What it has kept, in whole nanoseconds at its reference width.
Duration kept_of(const LiveJob& live) {
  return Duration{static_cast<std::int64_t>(live.elastic->work / live.job.elastic->reference_rate)};
}

bool is_suspended_mould(const LiveJob& live) {
  return live.job.elastic->kind == ElasticTerms::Kind::mouldable && live.elastic->start_width > 0;
}

std::string widths_text(const ElasticTerms& terms) {
  return fmt::format("a job of {} to {} accelerators", terms.least(), terms.most());
}

}  // namespace

void Simulation::Core::take_widths(LiveJob& live) {
  live.job.elastic = parts_.workloads[live.job.workload.index()]->elastic_at(live.job, live.site);
  EW_CHECK(live.job.elastic && live.job.elastic->find(live.job.accelerators) != nullptr,
           "job {} cannot have its own width", live.job.id);
  live.elastic = std::make_shared<ElasticLife>();
}

std::int64_t Simulation::Core::start_width(const LiveJob& live) {
  return is_suspended_mould(live) ? live.elastic->width : live.job.accelerators;
}

QueueBook::WidthChange Simulation::Core::choose_width(SiteId site, JobSlot slot,
                                                      std::int64_t accelerators) {
  const std::int64_t size = choose(site, slot);
  if (size == kNotQueued) return {.problem = "starts a job that is not in its queue"};
  if (size == kNoNodes) return {.problem = "starts a job that fits no node there"};
  LiveJob& live = jobs_[slot.index()];
  if (size != accelerators && !live.elastic) {
    return {.problem = fmt::format("starts a job of {} accelerators on {}", size, accelerators)};
  }
  if (size != accelerators && is_suspended_mould(live)) {
    return {.problem = fmt::format("resumes a mouldable job of {} accelerators on {}", size,
                                   accelerators)};
  }
  if (live.elastic) {
    const ElasticTerms& terms = *live.job.elastic;
    if (terms.find(accelerators) == nullptr) {
      return {.problem = fmt::format("starts {} on {}", widths_text(terms), accelerators)};
    }
    live.elastic->target = accelerators;
  }
  return {.takes = accelerators};
}

QueueBook::WidthChange Simulation::Core::choose_resize(SiteId site, JobSlot slot,
                                                       std::int64_t accelerators) {
  LiveJob* live = slot.valid() && slot.index() < jobs_.size() ? &jobs_[slot.index()] : nullptr;
  if (live == nullptr || live->site != site || live->state != JobState::running || live->chosen) {
    return {.problem = "resizes a job that is not running there"};
  }
  if (!live->elastic || live->job.elastic->kind != ElasticTerms::Kind::malleable) {
    return {.problem = "resizes a job that is not malleable"};
  }
  ElasticLife& life = *live->elastic;
  if (life.is_writing(now_)) return {.problem = "resizes a job while it is being resized"};
  const ElasticTerms& terms = *live->job.elastic;
  if (accelerators == life.width || terms.find(accelerators) == nullptr) {
    return {.problem = fmt::format("resizes {} from {} to {}", widths_text(terms), life.width,
                                   accelerators)};
  }
  live->chosen = true;
  life.target = accelerators;
  if (accelerators > life.width) return {.takes = accelerators - life.width};
  const bool writes = now_ > life.works_since && terms.checkpoint > Duration{0};
  return {.frees = writes ? 0 : life.width - accelerators};
}

void Simulation::Core::take_width(LiveJob& live) {
  ElasticLife& life = *live.elastic;
  if (life.start_width == 0) {
    life.work = WideCount{live.kept.count()} * live.job.elastic->reference_rate;
  }
  life.rate = live.job.elastic->rate_of(life.target);
  life.take(now_, now_ + live.restoring);
}

void Simulation::Core::resize(JobSlot slot) {
  LiveJob& live = job(slot);
  const ElasticTerms& terms = *live.job.elastic;
  ElasticLife& life = *live.elastic;
  live.chosen = false;
  EW_CHECK(queue_.cancel(run_ends_[slot.index()]), "job {} has no end to put off", live.job.id);
  // What it has not done since its state was last there need not be written.
  const bool writes = now_ > life.works_since;
  const Date written = now_ + (writes ? terms.checkpoint : Duration{0});
  life.begin_resize(now_, written, written + terms.restart);
  life.rate = terms.rate_of(life.target);
  live.kept = kept_of(live);
  tell([&](Observer& observer) { observer.on_resizing(now_, live); });
  schedule_run_end(slot);
  if (life.target > life.width || written == now_) return change_width(live);
  queue_.schedule(written, {.entity = live.serial,
                            .index = slot.value,
                            .event_class = EventClass::finish,
                            .kind = EventKind::resized});
}

void Simulation::Core::resized(JobSlot slot) {
  LiveJob& live = job(slot);
  EW_CHECK(live.elastic && live.state == JobState::running && live.elastic->written == now_,
           "job {} is not being resized", live.job.id);
  change_width(live);
  sites_[live.site.index()]->add_resized(slot);
  touch(live.site);
}

void Simulation::Core::change_width(LiveJob& live) {
  ElasticLife& life = *live.elastic;
  const std::int64_t former = life.width;
  life.book(now_);
  life.width = life.target;
  sites_[live.site.index()]->book.allocated += life.width - former;
  tell([&](Observer& observer) { observer.on_width_changed(now_, live, former); });
  if (life.width < former) site_changed(live.site);
}

void Simulation::Core::schedule_run_end(JobSlot slot) {
  const LiveJob& live = job(slot);
  if (slot.index() >= run_ends_.size()) run_ends_.resize(jobs_.size());
  run_ends_[slot.index()] = queue_.schedule(run_end_of(live), {.entity = live.serial,
                                                               .index = slot.value,
                                                               .event_class = EventClass::finish,
                                                               .kind = EventKind::run_end});
}

Date Simulation::Core::run_end_of(const LiveJob& live) {
  if (live.elastic) return live.elastic->works_since + live.elastic->left(whole_work(live));
  return live.held_since + live.restoring + std::max(Duration{0}, live.span - live.kept);
}

void Simulation::Core::book_run(LiveJob& live) const {
  live.elastic->book(now_);
  live.kept = std::max(live.span, live.before);
  live.overhead = live.elastic->overhead;
}

void Simulation::Core::book_stop(LiveJob& live) const {
  const Duration interval = live.job.preemption.interval;
  ElasticLife& life = *live.elastic;
  life.book(now_);
  WideCount kept = life.work;
  if (interval > Duration{0}) {
    const WideCount parts = WideCount{interval.count()} * live.job.elastic->reference_rate;
    kept = std::max(life.work_before, kept - kept % parts);
  }
  life.stop(now_, kept);
  live.kept = kept_of(live);
  live.overhead = life.overhead;
  live.lost = life.lost;
}

}  // namespace eastwest
