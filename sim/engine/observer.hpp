// Who watches a run: results, audit, progress. Observers see everything and change nothing.
#pragma once

#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/engine/live_job.hpp"
#include "sim/engine/network.hpp"
#include "sim/engine/store_event.hpp"
#include "sim/world/outage.hpp"
#include "sim/world/site_outage.hpp"

namespace eastwest {

/// Why a decision was not applied.
enum class Refusal : std::uint8_t { stale, no_room, circle, quota, deadline, incompatible };
inline constexpr int kRefusals = 6;
[[nodiscard]] const char* to_text(Refusal refusal);

/// A transfer as observers see it: the leg that is under way. It has more than one if an outage
/// broke it.
struct TransferEvent {
  TransferSlot slot = {};
  RouteId route = {};
  Bytes size;              ///< to be moved on this leg
  bool returning = false;  ///< results going home; otherwise data on their way to a site
  bool exchange = false;   ///< neither: from one part of a job to another
};

struct JobPart;

/// Calls come in the order in which things happen. Dates never decrease.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_submitted(Date, const LiveJob&) {}
  /// A placement was accepted; job.site is set.
  virtual void on_placed(Date, const LiveJob&) {}
  virtual void on_refused(Date, const LiveJob&, SiteId, Refusal) {}
  /// The job entered its site's queue.
  virtual void on_queued(Date, const LiveJob&) {}
  /// It holds its accelerators from now on.
  virtual void on_started(Date, const LiveJob&) {}
  /// It left its site's queue for good without a start; on_finished follows.
  virtual void on_withdrawn(Date, const LiveJob&) {}
  /// Its accelerators are taken away: it does no more work, and frees them when its state is
  /// written.
  virtual void on_preempted(Date, const LiveJob&) {}
  /// It has freed them and stands in its site's queue again.
  virtual void on_suspended(Date, const LiveJob&) {}
  /// It holds accelerators again.
  virtual void on_resumed(Date, const LiveJob&) {}
  /// A running job begins to change its width: it does no work until elastic->works_since. Its
  /// width to come is elastic->target.
  virtual void on_resizing(Date, const LiveJob&) {}
  /// It holds elastic->width accelerators from now on, and held `former` until now.
  virtual void on_width_changed(Date, const LiveJob&, std::int64_t /*former*/) {}
  /// One of its nodes, or its site in this outage (its index in the sites' calendar), has failed,
  /// and it has rolled back. In state running it keeps its accelerators; in state suspending
  /// on_suspended follows.
  virtual void on_failed(Date, const LiveJob&, std::optional<std::size_t> /*outage*/) {}
  /// An outage of its site has taken it out of the queue there; it waits for its dispatcher again
  /// and begins from nothing.
  virtual void on_recalled(Date, const LiveJob&) {}
  /// It leaves the queue of its site, with what it has kept there, for live.journey->to.
  virtual void on_departed(Date, const LiveJob&) {}
  /// Right after: its site is the new one, in whose time its work counts now; its state and its
  /// data set travel there (live.journey->carries; none: it arrives at once).
  virtual void on_migrating(Date, const LiveJob&) {}
  /// It stands in the queue of the new site.
  virtual void on_arrived(Date, const LiveJob&) {}
  /// It has freed its accelerators (state returning, done or killed follows).
  virtual void on_ended(Date, const LiveJob&) {}
  /// Last word about a job: done, killed, rejected or expired.
  virtual void on_finished(Date, const LiveJob&) {}
  /// A part of a job across sites enters its site's queue, holds its accelerators, has freed them.
  /// on_queued comes before the first of them, on_started when the last part holds its own.
  virtual void on_part_queued(Date, const LiveJob&, const JobPart&) {}
  virtual void on_part_held(Date, const LiveJob&, const JobPart&) {}
  virtual void on_part_freed(Date, const LiveJob&, const JobPart&) {}
  /// A transfer begins, or what is left of it begins on another route: then on_transfer_cancelled
  /// has told, at the same date, what it had moved on the former one.
  virtual void on_transfer_started(Date, const TransferEvent&) {}
  /// Right after the start: the transfer takes another way because of this outage (its index in
  /// the calendar).
  virtual void on_transfer_detoured(Date, const TransferEvent&, std::size_t /*outage*/) {}
  /// An outage stopped the leg with `remaining` bytes unmoved; nothing
  /// moves until the transfer is resumed. Also right after the start if there is no way.
  virtual void on_transfer_broken(Date, const TransferEvent&, Bytes /*remaining*/,
                                  std::size_t /*outage*/) {}
  /// It goes on with a new leg; of the whole size if it begins again.
  virtual void on_transfer_resumed(Date, const TransferEvent&) {}
  virtual void on_transfer_ended(Date, const TransferEvent&) {}
  /// The last leg of a transfer was cut with `remaining` bytes unmoved: at the horizon, or because
  /// they go on over another route.
  virtual void on_transfer_cancelled(Date, const TransferEvent&, Bytes /*remaining*/) {}
  /// Outage number `index` of the calendar begins or is over; what it does to links and transfers
  /// is told after all outages and repairs of the date.
  virtual void on_outage_began(Date, std::size_t /*index*/, const Outage&) {}
  virtual void on_outage_ended(Date, std::size_t /*index*/, const Outage&) {}
  /// Outage number `index` of the sites' calendar begins or is over; what it does to jobs follows.
  virtual void on_site_outage_began(Date, std::size_t /*index*/, const SiteOutage&) {}
  virtual void on_site_outage_ended(Date, std::size_t /*index*/, const SiteOutage&) {}
  /// From now on the site has so many accelerators; told at the beginning of the run of those that
  /// open later (0), and when they open.
  virtual void on_installed(Date, SiteId, std::int64_t /*accelerators*/) {}
  /// From now on the link has this capacity for transfers; 0: it is down.
  virtual void on_capacity_changed(Date, LinkId, BitsPerSecond) {}
  /// A job's site was asked for one of its named data sets.
  virtual void on_data_used(Date, const LiveJob&, const DataUse&) {}
  /// What stands in a storage pool has changed.
  virtual void on_stored(Date, const StoreEvent&) {}
  /// A copy was asked for by the replication policy; refused for a reason, or begun (null).
  virtual void on_replicated(Date, DataSetId, SiteId, PoolKind, const char* /*refusal*/) {}
  /// A dispatcher decided with a picture of this age.
  virtual void on_decided(Date, DispatcherId, Duration /*view_age*/, std::int64_t /*placements*/) {}
  /// Everything of this date has been applied.
  virtual void on_settled(Date) {}
  /// A job still alive at the horizon; called once for each, in order of serial, before on_horizon.
  virtual void on_alive(Date, const LiveJob&) {}
  /// The run is over.
  virtual void on_horizon(Date) {}
};

}  // namespace eastwest
