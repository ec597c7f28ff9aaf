// Sites that come into service during a run, and those that take no more work.
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

void Simulation::Core::begin_sites() {
  for (std::size_t i = 0; i < parts_.site_changes.size(); ++i) {
    const SiteChange& change = parts_.site_changes[i];
    if (change.kind == SiteChange::Kind::opens) {
      sites_[change.site.index()]->book.accelerators = 0;
      tell([&](Observer& observer) { observer.on_installed(now_, change.site, 0); });
    }
    if (change.date >= parts_.horizon) continue;
    // Like those of the network, these events alone do not keep a run until done going.
    network_events_.push_back(queue_.schedule(change.date, {.entity = i,
                                                            .index = static_cast<std::int32_t>(i),
                                                            .event_class = EventClass::calendar,
                                                            .kind = EventKind::site}));
    ++network_events_pending_;
  }
}

void Simulation::Core::change_site(std::size_t index) {
  --network_events_pending_;
  const SiteChange& change = parts_.site_changes[index];
  SiteDesk& desk = *sites_[change.site.index()];
  if (change.kind == SiteChange::Kind::closes) {
    desk.is_closed = true;
  } else {
    const std::int64_t accelerators = parts_.world.sites[change.site.index()].accelerators;
    desk.book.accelerators = accelerators;
    tell([&](Observer& observer) { observer.on_installed(now_, change.site, accelerators); });
  }
  site_changed(change.site);
  touch(change.site);
}

}  // namespace eastwest
