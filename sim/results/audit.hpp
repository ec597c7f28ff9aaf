// The second book of a run, kept from the event stream alone and held against the engine's and the
// network's own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/results/audit_nodes.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The first books, as their owners keep them.
struct AuditedBooks {
  std::function<const SiteBook&(SiteId)> site;
  std::function<std::int64_t()> alive;  ///< jobs alive, by the engine
  /// Bytes passed by link, by the network; empty if it keeps no book.
  std::function<std::vector<double>()> links;
  NetworkTraits network;
  /// The same in whole bytes; none if the network does not count every byte.
  std::function<std::optional<std::vector<WholeBytes>>()> whole_links = {};
};

/// Throws a Defect that names the broken invariant (numbers as in the architecture's list):
///   1 capacity is never exceeded: at every settled date each touched site's held, promised and
///     queued accelerators are what the events add up to, held ones at most the installed ones (of
///     a site with nodes those of which any part is held), no node holds more than it has, and
///     every job on nodes what it asks for; at every day's end no link has passed more than its
///     capacity allows, nor, at any settled date, does a transfer move over a link that is down;
///   2 every job is in exactly one state, moves between them as allowed, and
///     submitted = done + rejected + expired + killed + alive; what a job has held its accelerators
///     for = work kept + work lost + time spent saving and restoring; likewise the accelerator-time
///     of a job whose width changes, whose work is the sum of speed x time over its widths;
///   3 bytes x hops summed over transfers = what the network's links have passed: to the byte where
///     the network counts every byte, else to 1e-9 of each link's bytes and its clock's error (and
///     a byte for each transfer that an outage or the end of the run has cut, whose last byte was
///     on its way); what a broken transfer has left goes on, or all of it again;
///   5 no event is in the past, and the dates of a job's life are those of its events.
class Audit final : public Observer {
 public:
  Audit(const World& world, const Topology& topology, Date first);
  /// To be called before the run.
  void compare_with(AuditedBooks books) { books_ = std::move(books); }

  void on_submitted(Date date, const LiveJob& live) override;
  void on_placed(Date date, const LiveJob& live) override;
  void on_refused(Date date, const LiveJob& live, SiteId site, Refusal why) override;
  void on_queued(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_withdrawn(Date date, const LiveJob& live) override;
  void on_preempted(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_resumed(Date date, const LiveJob& live) override;
  void on_resizing(Date date, const LiveJob& live) override;
  void on_width_changed(Date date, const LiveJob& live, std::int64_t former) override;
  void on_failed(Date date, const LiveJob& live, std::optional<std::size_t> outage) override;
  void on_recalled(Date date, const LiveJob& live) override;
  void on_departed(Date date, const LiveJob& live) override;
  void on_migrating(Date date, const LiveJob& live) override;
  void on_arrived(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_part_queued(Date date, const LiveJob& live, const JobPart& part) override;
  void on_part_held(Date date, const LiveJob& live, const JobPart& part) override;
  void on_part_freed(Date date, const LiveJob& live, const JobPart& part) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) override;
  void on_transfer_broken(Date date, const TransferEvent& event, Bytes remaining,
                          std::size_t outage) override;
  void on_transfer_resumed(Date date, const TransferEvent& event) override;
  void on_outage_began(Date date, std::size_t index, const Outage& outage) override;
  void on_outage_ended(Date date, std::size_t index, const Outage& outage) override;
  void on_installed(Date date, SiteId site, std::int64_t accelerators) override;
  void on_capacity_changed(Date date, LinkId id, BitsPerSecond capacity) override;
  void on_decided(Date date, DispatcherId, Duration view_age, std::int64_t) override;
  void on_settled(Date date) override;
  void on_alive(Date date, const LiveJob& live) override;
  void on_horizon(Date date) override;

  /// One line about what was checked, and what could not be.
  [[nodiscard]] std::string report() const;

 private:
  /// A job as its events tell it.
  enum class Phase : std::uint8_t {
    waiting,
    placed,
    queued,
    running,
    suspending,
    suspended,
    over_at_site,
    departed,
    migrating
  };
  struct Known {
    Phase phase = Phase::waiting;
    std::int64_t accelerators = 0;
    SiteId site;
    Date last;
    Date held_since = kNever;
    Duration held{0};  ///< before that
    std::int32_t preemptions = 0;
    std::int32_t failures = 0;
    std::int32_t outages = 0;
    bool told_alive = false;
    std::int64_t held_by_parts = 0;  ///< accelerators that the parts hold
    std::int64_t parts_waiting = 0;  ///< that stand in a queue
    Date departed = kNever;
  };
  struct Link {
    WideInteger bytes = 0;
    std::int64_t cuts = 0;
    std::int64_t transfers = 0;  ///< that passed the link and are over
    BitsPerSecond capacity;      ///< now; 0: it is down
    Date since;                  ///< of that capacity
    double passable = 0;         ///< bytes up to then
    BitsPerSecond capacity_max;  ///< of all times
  };
  struct Moving {
    RouteId route;
    Bytes size;   ///< of the leg
    Bytes whole;  ///< of the first leg
    bool live = false;
    bool broken = false;
    Date cancelled = kNever;  ///< when, if it was; `size` is then what it had left
    Date leave_by = kNever;   ///< a link of its route is down; later it cannot arrive
  };

  /// The second book of a job whose width is not fixed.
  struct Wide {
    std::int64_t width = 0;     ///< held
    std::int64_t target = 0;    ///< told by the last resize
    Date since = kNever;        ///< told up to here
    Date works_since = kNever;  ///< at the target
    WideInteger area = 0;       ///< held in all
    WideInteger work = 0;       ///< rate x time
    std::int32_t resizes = 0;
  };
  /// A job whose width is not fixed takes, changes and frees accelerators.
  void take_wide(const LiveJob& live, Date date);
  void pass_wide(Wide& wide, const LiveJob& live, Date date);
  void stop_wide(const LiveJob& live, Date date);
  void give_back_wide(const LiveJob& live, Date date);
  void check_wide_end(const LiveJob& live) const;

  void pass(Date date);
  Known& known(const LiveJob& live);
  void move(Date date, const LiveJob& live, Phase from, Phase to);
  SiteBook& touched(SiteId site);
  void take(const LiveJob& live, Date date);
  /// At one site, from its queue.
  void take_at(SiteId id, std::int64_t accelerators);
  void check_room(SiteId id);
  void give_back(const LiveJob& live, Date date);
  Moving& moving(const TransferEvent& event);
  void end_transfer(Date date, const TransferEvent& event, std::int64_t moved, std::int64_t cuts);
  void end_leg(const TransferEvent& event, std::int64_t moved, std::int64_t cuts);
  /// No transfer moves over a link that is down.
  void check_moving(Date date);
  [[nodiscard]] std::optional<LinkId> fallen_link(RouteId route) const;
  [[nodiscard]] double passable(const Link& link, Date date) const;
  void check_site(SiteId site);
  void check_link_rates(Date date);
  void check_link_book();
  void check_whole_link_book(const std::vector<WholeBytes>& passed);

  const World& world_;
  const Topology& topology_;
  AuditedBooks books_;
  Date first_;
  Date now_;
  Date next_day_;
  std::map<std::uint64_t, Known> jobs_;  // alive, by serial
  std::vector<SiteBook> sites_;
  NodeAudit nodes_;
  std::vector<SiteId> touched_;
  std::vector<Link> links_;
  std::vector<Moving> transfers_;    // by slot
  std::vector<TransferSlot> taken_;  // a leg began since the last settled date
  bool links_fell_ = false;          // since the last settled date
  std::map<std::size_t, Date> outages_;
  std::int64_t transfers_live_ = 0;
  std::int64_t submitted_ = 0;
  std::int64_t done_ = 0;
  std::int64_t rejected_ = 0;
  std::int64_t expired_ = 0;
  std::int64_t killed_ = 0;
  std::int64_t told_alive_ = 0;
  std::int64_t checks_ = 0;
  std::map<std::uint64_t, Wide> wide_;  // alive, started, by serial
  enum class LinkComparison : std::uint8_t { none, rounded, exact };
  LinkComparison links_compared_ = LinkComparison::none;
};

}  // namespace eastwest
