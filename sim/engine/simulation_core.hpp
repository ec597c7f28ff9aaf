// The inside of a simulation: jobs and transfers alive, desks of both levels, and the settle loop.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <vector>

#include "sim/engine/data_room.hpp"
#include "sim/engine/dispatch_desk.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/precedence_book.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/site_desk.hpp"
#include "sim/world/detours.hpp"

namespace eastwest {

class Simulation::Core final : public Clockwork, public TransferListener, public QueueBook {
 public:
  explicit Core(SimulationParts parts);

  void run();

  // Clockwork.
  [[nodiscard]] Date next_date() const override;
  Date settle(Date date) override;
  // TransferListener.
  void on_transfer_end(TransferSlot slot, Date date) override;
  void on_transfer_rerouted(TransferSlot slot, const std::vector<LinkId>& links,
                            Bytes left) override;
  // QueueBook.
  [[nodiscard]] std::int64_t choose(SiteId site, JobSlot slot) override;
  [[nodiscard]] Suspension choose_suspension(SiteId site, JobSlot slot) override;
  [[nodiscard]] std::string_view tenant_name(TenantId tenant) const override;

  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] const SiteBook& site_book(SiteId site) const { return sites_[site.index()]->book; }
  [[nodiscard]] std::int64_t alive() const { return alive_; }
  [[nodiscard]] std::int64_t held() const { return precedence_.held(); }
  [[nodiscard]] bool was_interrupted() const { return interrupted_; }
  [[nodiscard]] StoredBytes stored_bytes(SiteId site, PoolKind kind) const {
    return data_ ? data_->book.occupied(site, kind) : 0;
  }
  [[nodiscard]] Network& network() { return *parts_.network; }
  [[nodiscard]] Bytes remaining(TransferSlot slot) const {
    const LiveTransfer& entry = transfers_[slot.index()];
    if (entry.phase == Phase::moving) return parts_.network->remaining(slot);
    const bool stands = entry.phase == Phase::restoring || entry.phase == Phase::stranded;
    return stands ? entry.event.size : Bytes{0};
  }

 private:
  /// A transfer between start and the end of its latency.
  struct LiveTransfer {
    enum class Phase : std::uint8_t {
      over,       ///< the slot is free
      moving,     ///< in the network
      landing,    ///< its last bytes are under way
      restoring,  ///< broken; a way is being set up
      stranded,   ///< broken; there is no way until something is repaired
    };
    Phase phase = Phase::over;
    JobSlot job = {};             ///< none: a fetch
    TransferEvent event = {};     ///< the leg; its size is what is left when it is broken
    Bytes whole = {};             ///< of all legs
    RouteId undisturbed = {};     ///< what it would take if nothing were down
    bool holds = false;           ///< stranded: goes on over its own leg's route only
    bool told = false;            ///< observers know of the leg
    std::uint64_t entity = 0;     ///< orders simultaneous ends
    BitsPerSecond rate_cap = {};  ///< 0: none
    std::int32_t fetch = -1;      ///< of the data room, if it is no job's
  };
  using Phase = LiveTransfer::Phase;
  /// One job source with the job that comes next.
  struct Source {
    std::optional<Job> next;
    std::uint64_t handed_out = 0;
  };

  // simulation.cpp: the loop.
  void begin();
  /// At a step: nothing is to come but ends of transfers, and none has moved since the last step
  /// (a link is down for good): the run is over.
  [[nodiscard]] bool stands_still();
  /// The next step after the one that is being settled; kNever if nothing moves any more.
  [[nodiscard]] Date step_after(Date date);
  void close(Date date);
  void apply(const Event& event);
  void begin_sites();
  void change_site(std::size_t index);
  void run_dispatchers();
  void run_sites();
  void refresh_platform();
  void publish(DispatchDesk& desk);
  [[nodiscard]] bool stalled() const;
  void touch(DispatcherId id);
  void touch(SiteId id);
  /// A site's book changed: with a picture that is always fresh, its dispatchers may act.
  void site_changed(SiteId id);

  // job_life.cpp: from submission to the end.
  void arrive(WorkloadId workload);
  void schedule_arrival(WorkloadId workload);
  void submit(Job&& submitted, std::uint64_t serial);
  /// Takes a job in, in state waiting.
  JobSlot admit(Job&& submitted, std::uint64_t serial);
  void apply_request(DispatcherId dispatcher, const DispatchRequest& request);
  [[nodiscard]] Rejection rejection_of(const LiveJob& live) const;
  [[nodiscard]] std::optional<Refusal> objection(const LiveJob& live,
                                                 const DispatchRequest& request) const;
  void take_run_time(LiveJob& live);
  [[nodiscard]] static Duration at_site(const LiveJob& live, Duration span);
  [[nodiscard]] static Duration requested_at_site(const LiveJob& live);
  void refuse(DispatcherId dispatcher, LiveJob& live, JobSlot slot, SiteId site, Refusal why);
  void matched(JobSlot slot);
  void enter_queue(JobSlot slot);
  void start(JobSlot slot);
  void end_run(JobSlot slot);
  void finish(JobSlot slot, JobState state);

  // preemption_life.cpp: suspended and resumed; ordered after others; expired.
  void ask_at(SiteDesk& desk, SiteId id, Date date);
  void suspend(JobSlot slot);
  void release(JobSlot slot);
  /// True if it is too late for a job that is to be given up then.
  [[nodiscard]] bool has_expired(const LiveJob& live) const;
  /// It expires in its site's queue, when its turn has come.
  void expire(JobSlot slot);
  /// A job comes that names others, or that others have held.
  void begin_ordered(Job&& job, std::uint64_t serial, PrecedenceBook::Verdict verdict);
  void tell_followers(const LiveJob& live);

  // data_life.cpp: named data sets, storage, and what jobs need of both.
  /// What stands in pools at the start, and the first decision about copies.
  void begin_data();
  void schedule_replication();
  /// Takes room for a job that stores.
  void promise_room(const LiveJob& live);
  [[nodiscard]] bool can_never_store(const Job& wanted, SiteId site) const;
  [[nodiscard]] std::optional<Refusal> data_objection(const LiveJob& live, SiteId site) const;
  void stage_data(JobSlot slot);
  void ask_for(JobSlot slot, DataSetId set);
  void store(JobSlot slot);
  void store_set(JobSlot slot, DataSetId set);
  /// Part of what a job waits for is at its site.
  void data_arrived(JobSlot slot);
  /// All that a job stores is there, and it is over.
  void stored(JobSlot slot);
  /// It needs its sets no more. To be called for whoever leaves its site.
  void release_data(JobSlot slot);
  [[nodiscard]] bool make_room(SiteId site, Bytes size);
  void expect_copy(SiteId site, PoolKind pool, DataSetId set);
  void open_fetch(DataFetch fetch);
  void launch(std::int32_t index);
  void end_fetch(std::int32_t index, TransferSlot transfer);
  void end_retention(std::int32_t index);
  void replicate();
  /// Why a copy cannot be made; null: it is begun.
  [[nodiscard]] const char* copy(const CopyOrder& order);
  void cancel_data_events();
  void tell_stored(StoreEvent event);

  bool start_transfer(JobSlot slot, RouteId route, Bytes size, bool returning);
  TransferSlot begin_transfer(LiveTransfer made, RouteId route);
  void end_transfer(TransferSlot slot);

  // network_life.cpp: outages, repairs, upgrades, the hours of background traffic.
  void schedule_network();
  void schedule_hour();
  void cancel_network();
  void begin_outage(std::size_t index);
  void end_outage(std::size_t index);
  void upgrade(std::size_t index);
  void new_hour();
  /// Brings links and transfers in line with the spans, once for all outages of a date.
  void settle_network();
  [[nodiscard]] bool network_changed() const {
    return !changed_spans_.empty() || has_unchecked_routes_;
  }
  void set_span(SpanId span);
  [[nodiscard]] bool is_passable(RouteId route) const;
  [[nodiscard]] std::size_t cause_of(RouteId route) const;
  /// Where a broken transfer can go on now, if anywhere.
  [[nodiscard]] RouteId way_of(const LiveTransfer& transfer) const;
  void break_transfer(TransferSlot slot);
  /// There is no way for a transfer that begins.
  void strand(TransferSlot slot);
  void resume(TransferSlot slot, RouteId route);
  /// Hands a leg to the network, which may choose another way.
  void start_leg(TransferSlot slot, RouteId way);
  void resume_restored(TransferSlot slot);
  [[nodiscard]] WaitingJob waiting_job(JobSlot slot) const;
  [[nodiscard]] QueuedJob queued_job(JobSlot slot) const;
  [[nodiscard]] LiveJob& job(JobSlot slot) { return jobs_[slot.index()]; }

  template <class Call>
  void tell(Call&& call) {
    for (const Listener& listener : parts_.observers) call(listener.observer());
  }
  template <class Call>
  void tell(FrequentCall which, Call&& call) {
    for (Observer* observer : hearers_[static_cast<std::size_t>(which)]) call(*observer);
  }

  SimulationParts parts_;
  std::array<std::vector<Observer*>, kFrequentCalls> hearers_;
  mutable EventQueue queue_;
  std::vector<Event> batch_;
  Date now_;
  Date next_step_ = kNever;         ///< settled whatever happens
  std::int64_t left_at_step_ = -1;  ///< bytes of all transfers where nothing else was to come
  Date idle_since_;                 ///< last refresh at which something could still happen
  bool closed_ = false;
  bool interrupted_ = false;
  std::uint64_t events_ = 0;
  std::uint64_t settles_ = 0;

  std::deque<LiveJob> jobs_;
  std::vector<JobSlot> free_jobs_;
  std::vector<LiveTransfer> transfers_;
  std::vector<TransferSlot> free_transfers_;
  std::int64_t alive_ = 0;
  std::int64_t transfers_live_ = 0;
  std::vector<Source> sources_;
  std::vector<EventHandle> run_ends_;  // by job slot
  PrecedenceBook precedence_;

  std::vector<std::unique_ptr<DispatchDesk>> desks_;
  std::vector<DispatcherId> home_desk_;                // by node
  std::vector<std::vector<DispatcherId>> site_desks_;  // dispatchers that see a site
  std::vector<std::unique_ptr<SiteDesk>> sites_;
  std::vector<DispatcherId> touched_desks_;
  std::vector<SiteId> touched_sites_;
  std::vector<DispatcherId> desks_to_ask_;  // of the round under way
  std::vector<SiteId> sites_to_ask_;
  std::int64_t decisions_since_refresh_ = 0;

  SiteRoutes site_routes_;
  std::unique_ptr<DataRoom> data_;  ///< null in a run without data sets and storage
  Detours detours_;
  SpanStates spans_;
  std::vector<SpanId> changed_spans_;      // since settle_network()
  std::vector<SpanId> down_;               // ascending
  std::vector<BitsPerSecond> capacities_;  // by link; 0: it is down
  std::vector<std::size_t> last_outage_;   // by span: the last one that began on it
  std::vector<TransferSlot> stranded_;
  std::vector<EventHandle> network_events_;
  std::size_t network_events_pending_ = 0;
  std::int64_t outages_active_ = 0;
  std::int64_t idle_hours_ = 0;
  bool has_unchecked_routes_ = false;  ///< a network has chosen a way that is down
};

}  // namespace eastwest
