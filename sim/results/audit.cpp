// Implements sim/results/audit.hpp.
#include "sim/results/audit.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/results/audit_promises.hpp"
#include "sim/results/job_work.hpp"

namespace eastwest {
using namespace audit;

namespace {

constexpr Duration kDay = std::chrono::hours{24};

}  // namespace

Audit::Audit(const World& world, const Topology& topology, Date first)
    : world_(world),
      topology_(topology),
      first_(first),
      now_(first),
      next_day_(first + kDay),
      sites_(world.sites.size()),
      nodes_(world),
      links_(topology.links().size()) {
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    sites_[i].accelerators = world.sites[i].accelerators;
  }
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const BitsPerSecond capacity = topology.links()[i].capacity;
    links_[i].capacity = capacity;
    links_[i].capacity_max = capacity;
    links_[i].since = first;
  }
}

void Audit::pass(Date date) {
  if (date < now_) {
    broken(5, kNoPast, "{} ns follows {} ns", nanoseconds(date), nanoseconds(now_));
  }
  now_ = date;
}

Audit::Known& Audit::known(const LiveJob& live) {
  const auto found = jobs_.find(live.serial);
  if (found == jobs_.end()) {
    broken(2, kOneState, "job {} (serial {}) is not alive", live.job.id, live.serial);
  }
  if (found->second.accelerators != live.job.accelerators) {
    broken(2, kOneState, "job {} came with {} accelerators and now has {}", live.job.id,
           found->second.accelerators, live.job.accelerators);
  }
  return found->second;
}

void Audit::move(Date date, const LiveJob& live, Phase from, Phase to) {
  pass(date);
  Known& job = known(live);
  if (job.phase != from) {
    broken(2, kOneState, "job {} goes from phase {} to {}", live.job.id,
           static_cast<int>(job.phase), static_cast<int>(to));
  }
  if (from != Phase::waiting && job.site != live.site) {
    broken(2, kOneState, "job {} was at site {} and is now at {}", live.job.id, job.site.value,
           live.site.value);
  }
  job.phase = to;
  job.site = live.site;
  job.last = date;
}

SiteBook& Audit::touched(SiteId site) {
  touched_.push_back(site);
  return sites_[site.index()];
}

void Audit::on_submitted(Date date, const LiveJob& live) {
  pass(date);
  ++submitted_;
  const Known job{.phase = Phase::waiting,
                  .accelerators = live.job.accelerators,
                  .site = SiteId{},
                  .last = date,
                  .held_since = kNever,
                  .told_alive = false};
  if (!jobs_.emplace(live.serial, job).second) {
    broken(2, kOneState, "job {} (serial {}) is submitted twice", live.job.id, live.serial);
  }
  if (live.job.submitted != date || live.state != JobState::waiting) {
    broken(5, kNoPast, "job {} is submitted at {} ns with date {} ns", live.job.id,
           nanoseconds(date), nanoseconds(live.job.submitted));
  }
}

void Audit::on_placed(Date date, const LiveJob& live) {
  move(date, live, Phase::waiting, Phase::placed);
  if (live.placed != date) broken(5, kNoPast, "job {} is placed at another date", live.job.id);
  each_site(live, [this](SiteId site, std::int64_t accelerators) {
    touched(site).incoming += accelerators;
  });
}

void Audit::on_refused(Date date, const LiveJob& live, SiteId, Refusal) {
  // A migration: the job stays where it is.
  if (known(live).phase != Phase::waiting) return pass(date);
  move(date, live, Phase::waiting, Phase::waiting);
}

void Audit::on_queued(Date date, const LiveJob& live) {
  move(date, live, Phase::placed, Phase::queued);
  if (live.staged != date || live.matched > date || live.matched < live.placed) {
    broken(5, kNoPast, "job {} is queued at another date", live.job.id);
  }
  if (live.spread) return;
  SiteBook& site = touched(live.site);
  site.incoming -= live.job.accelerators;
  site.queued += live.job.accelerators;
}

void Audit::on_started(Date date, const LiveJob& live) {
  move(date, live, Phase::queued, Phase::running);
  if (live.started != date) broken(5, kNoPast, "job {} starts at another date", live.job.id);
  take(live, date);
}

void Audit::on_resumed(Date date, const LiveJob& live) {
  move(date, live, begins_again(live) ? Phase::queued : Phase::suspended, Phase::running);
  take(live, date);
}

void Audit::on_preempted(Date date, const LiveJob& live) {
  move(date, live, Phase::running, Phase::suspending);
  if (live.stopped != date || ++known(live).preemptions != live.preemptions) {
    broken(5, kNoPast, "job {} is stopped at another date", live.job.id);
  }
  if (live.elastic) stop_wide(live, date);
}

void Audit::on_suspended(Date date, const LiveJob& live) {
  move(date, live, Phase::suspending, Phase::suspended);
  give_back(live, date);
  touched(live.site).queued += live.job.accelerators;
}

void Audit::on_failed(Date date, const LiveJob& live, std::optional<std::size_t> outage) {
  const bool keeps = live.state == JobState::running;
  move(date, live, Phase::running, keeps ? Phase::running : Phase::suspending);
  Known& job = known(live);
  ++(outage ? job.outages : job.failures);
  const Setbacks* told = live.setbacks.get();
  if (told == nullptr || told->failures != job.failures || told->outages != job.outages) {
    broken(2, kOneState, "job {} has failed {} times and was hit by {} outages, not as it says",
           live.job.id, job.failures, job.outages);
  }
  if (!outage && !live.job.failures) {
    broken(2, kOneState, "job {} fails without terms", live.job.id);
  }
}

void Audit::on_recalled(Date date, const LiveJob& live) {
  move(date, live, Phase::suspended, Phase::waiting);
  touched(live.site).queued -= live.job.accelerators;
}

void Audit::on_withdrawn(Date date, const LiveJob& live) {
  move(date, live, Phase::queued, Phase::over_at_site);
  touched(live.site).queued -= live.job.accelerators;
}

void Audit::give_back(const LiveJob& live, Date date) {
  if (!live.spread) {
    nodes_.give_back(live);
    SiteBook& site = touched(live.site);
    site.allocated = nodes_.has_nodes(live.site) ? nodes_.in_use(live.site)
                                                 : site.allocated - held_accelerators(live);
  }
  if (live.elastic) give_back_wide(live, date);
  Known& job = known(live);
  if (job.held_by_parts != 0) {
    broken(2, kOneState, "job {} ends, and its parts hold {} accelerators", live.job.id,
           job.held_by_parts);
  }
  job.held += date - job.held_since;
  const TimeUse use = time_use(live, date);
  if (job.held != use.useful + use.overhead + use.lost || use.useful < Duration{0} ||
      use.overhead < Duration{0} || use.lost < Duration{0}) {
    broken(
        2, kOneState,
        "job {} held its accelerators for {} ns, of which {} of work, {} of saving and restoring "
        "and {} of work lost",
        live.job.id, job.held.count(), use.useful.count(), use.overhead.count(), use.lost.count());
  }
}

void Audit::take(const LiveJob& live, Date date) {
  Known& job = known(live);
  job.held_since = date;
  if (live.spread) {
    if (job.held_by_parts == job.accelerators) return;
    broken(2, kOneState, "job {} starts with {} of its {} accelerators", live.job.id,
           job.held_by_parts, job.accelerators);
    return;
  }
  nodes_.take(live);
  SiteBook& site = touched(live.site);
  site.queued -= live.job.accelerators;
  site.allocated = nodes_.has_nodes(live.site) ? nodes_.in_use(live.site)
                                               : site.allocated + held_accelerators(live);
  if (live.elastic) take_wide(live, date);
  check_room(live.site);
}

void Audit::take_at(SiteId id, std::int64_t accelerators) {
  SiteBook& site = touched(id);
  site.queued -= accelerators;
  site.allocated += accelerators;
  check_room(id);
}

void Audit::check_room(SiteId id) {
  const SiteBook& site = sites_[id.index()];
  if (site.allocated > site.accelerators) {
    broken(1, kCapacity, "site {} holds {} of {} accelerators", world_.sites[id.index()].id,
           site.allocated, site.accelerators);
  }
}

void Audit::on_ended(Date date, const LiveJob& live) {
  move(date, live, Phase::running, Phase::over_at_site);
  if (live.ended != date) broken(5, kNoPast, "job {} ends at another date", live.job.id);
  give_back(live, date);
  if (live.kept != std::max(live.span, live.before)) {
    broken(2, kOneState, "job {} ends with {} ns of its work done, it has {}", live.job.id,
           live.kept.count(), live.span.count());
  }
  if (live.elastic) check_wide_end(live);
}

void Audit::on_finished(Date date, const LiveJob& live) {
  pass(date);
  const Known& job = known(live);
  const bool rejected = live.state == JobState::rejected;
  const bool expired = live.state == JobState::expired;
  const bool legal =
      (rejected && job.phase == Phase::waiting) ||
      (expired && live.started == kNever && live.job.expires && date >= live.job.deadline &&
       (job.phase == Phase::waiting || job.phase == Phase::over_at_site)) ||
      ((live.state == JobState::done || live.state == JobState::killed) &&
       job.phase == Phase::over_at_site && live.started != kNever);
  if (!legal) {
    broken(2, kOneState, "job {} is {} after phase {}", live.job.id, to_text(live.state),
           static_cast<int>(job.phase));
  }
  if (live.finished != date) broken(5, kNoPast, "job {} finishes at another date", live.job.id);
  ++(expired ? expired_ : rejected ? rejected_ : live.state == JobState::killed ? killed_ : done_);
  jobs_.erase(live.serial);
  if (live.elastic) wide_.erase(live.serial);
}

void Audit::on_decided(Date date, DispatcherId, Duration view_age, std::int64_t) {
  pass(date);
  if (view_age < Duration{0}) broken(5, kNoPast, "a picture is {} ns old", view_age.count());
}

void Audit::on_settled(Date date) {
  pass(date);
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (const SiteId site : touched_) check_site(site);
  touched_.clear();
  check_moving(date);
  const auto alive = static_cast<std::int64_t>(jobs_.size());
  if (books_.alive && books_.alive() != alive) {
    broken(2, kOneState, "{} jobs are alive, the engine counts {}", alive, books_.alive());
  }
  ++checks_;
  if (date < next_day_) return;
  check_link_rates(date);
  next_day_ += ((date - next_day_) / kDay + 1) * kDay;
}

void Audit::on_installed(Date date, SiteId site, std::int64_t accelerators) {
  pass(date);
  touched(site).accelerators = accelerators;
}

void Audit::check_site(SiteId site) {
  if (!books_.site) return;
  const SiteBook& mine = sites_[site.index()];
  const SiteBook& engine = books_.site(site);
  const bool same = mine.accelerators == engine.accelerators &&
                    mine.allocated == engine.allocated && mine.incoming == engine.incoming &&
                    mine.queued == engine.queued;
  if (!same) {
    broken(1, kCapacity,
           "site {} by its events (installed, held, promised, queued) {} {} {} {}, by the engine "
           "{} {} {} {}",
           world_.sites[site.index()].id, mine.accelerators, mine.allocated, mine.incoming,
           mine.queued, engine.accelerators, engine.allocated, engine.incoming, engine.queued);
  }
}

void Audit::on_alive(Date date, const LiveJob& live) {
  pass(date);
  Known& job = known(live);
  const JobState state = live.state;
  const bool legal =
      (job.phase == Phase::waiting && state == JobState::waiting) ||
      (job.phase == Phase::placed && (state == JobState::matching || state == JobState::staging)) ||
      (job.phase == Phase::queued && state == JobState::queued) ||
      (job.phase == Phase::running && state == JobState::running) ||
      (job.phase == Phase::suspending && state == JobState::suspending) ||
      (job.phase == Phase::suspended && state == JobState::suspended) ||
      (job.phase == Phase::over_at_site && state == JobState::returning) ||
      (job.phase == Phase::migrating && state == JobState::migrating);
  if (!legal || job.told_alive) {
    broken(2, kOneState, "job {} is {} at the end, by its events in phase {}", live.job.id,
           to_text(state), static_cast<int>(job.phase));
  }
  job.told_alive = true;
  ++told_alive_;
}

void Audit::on_horizon(Date date) {
  pass(date);
  const std::int64_t sum = done_ + rejected_ + expired_ + killed_ + told_alive_;
  if (submitted_ != sum || told_alive_ != static_cast<std::int64_t>(jobs_.size())) {
    broken(2, kOneState, "{} submitted, {} done + {} rejected + {} expired + {} killed + {} alive",
           submitted_, done_, rejected_, expired_, killed_, told_alive_);
  }
  if (transfers_live_ != 0) {
    broken(3, kByteHops, "{} transfers have no end", transfers_live_);
  }
  for (std::size_t i = 0; i < sites_.size(); ++i) check_site(SiteId(i));
  check_link_rates(date);
  check_link_book();
}

std::string Audit::report() const {
  const char* links = "; the network keeps no book of its links to compare";
  if (links_compared_ == LinkComparison::exact) links = "; links agree to the byte";
  if (links_compared_ == LinkComparison::rounded) links = "; links agree to 1e-9 of their bytes";
  return fmt::format("Audit: {} dates and {} jobs checked, nothing broken{}.", checks_, submitted_,
                     links);
}

}  // namespace eastwest
