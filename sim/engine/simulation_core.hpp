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
#include "sim/engine/spread_life.hpp"
#include "sim/world/detours.hpp"
#include "sim/world/spread_terms.hpp"

namespace eastwest {

struct Attempt;

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
  [[nodiscard]] WidthChange choose_width(SiteId site, JobSlot slot,
                                         std::int64_t accelerators) override;
  [[nodiscard]] WidthChange choose_resize(SiteId site, JobSlot slot,
                                          std::int64_t accelerators) override;

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

  // placement_life.cpp: accelerators of a pool, or of nodes.
  void begin_nodes();
  /// False if the job does not fit.
  [[nodiscard]] static bool hold_nodes(NodeBooks& nodes, LiveJob& live);
  static void take_accelerators(SiteDesk& desk, const LiveJob& live);
  static void give_back_accelerators(SiteDesk& desk, const LiveJob& live);
  [[nodiscard]] std::int32_t shape_of(const LiveJob& live) const;

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

  // resize_life.cpp: when a run ends; jobs whose width is not fixed.
  void take_widths(LiveJob& live);
  /// Takes accelerators, with which it goes on after live.restoring.
  void take_width(LiveJob& live);
  void resize(JobSlot slot);
  /// Its state is written.
  void resized(JobSlot slot);
  void change_width(LiveJob& live);
  void schedule_run_end(JobSlot slot);
  /// When it ends if nothing comes between.
  [[nodiscard]] static Date run_end_of(const LiveJob& live);
  /// On how many accelerators it starts if nobody says.
  [[nodiscard]] static std::int64_t start_width(const LiveJob& live);
  /// A run of such a job is over: what it has done.
  void book_run(LiveJob& live) const;
  /// It stops at once to be suspended: what it has kept.
  void book_stop(LiveJob& live) const;
  // spread_life.cpp: a job that several sites compute together.
  [[nodiscard]] std::optional<Refusal> objection_across(const LiveJob& live,
                                                        const DispatchRequest& request) const;
  void place_across(JobSlot slot, const DispatchRequest& request);
  /// Its next part enters the queue of its site.
  void queue_part(JobSlot slot);
  [[nodiscard]] std::int64_t choose_part(SiteId site, LiveJob& live) const;
  /// The part that stands in a queue gets its accelerators.
  void hold_part(JobSlot slot);
  void begin_block(JobSlot slot);
  void send_block(JobSlot slot);
  /// One transfer of the block is over.
  void end_exchange(JobSlot slot);
  void schedule_block_end(JobSlot slot);
  void end_block(JobSlot slot);
  void end_across(JobSlot slot);
  [[nodiscard]] Duration round_trip_of(const SpreadTerms& terms, const SpreadLife& life) const;
  [[nodiscard]] BitsPerSecond rate_cap_of(const LiveJob& live, RouteId id) const;
  [[nodiscard]] QueuedJob queued_part(JobSlot slot, const JobPart& part) const;
  // failure_life.cpp: attempts, failures, restarts.
  enum class Keep : std::uint8_t { saved, nothing };
  /// Made if there is none.
  Setbacks& setbacks_of(LiveJob& live);
  /// What policies are told of its run time, checkpoints and failures counted as expected.
  [[nodiscard]] std::optional<Duration> estimate_of(const Job& job, std::uint64_t serial) const;
  /// From a failure until it goes on with what it has kept.
  [[nodiscard]] static Duration restart_time(const LiveJob& live);
  /// Of a job with setbacks: schedules its end, or the failure that comes before.
  void begin_attempt(JobSlot slot);
  /// It stops and goes on, if at all, with `kept`.
  void end_attempt(LiveJob& live, const Attempt& attempt, Duration kept);
  /// It is suspended: what it has kept.
  void stop_attempt(LiveJob& live);
  /// It stops with all its work kept.
  void complete(LiveJob& live);
  /// To its last finished checkpoint, or to nothing.
  void roll_back(LiveJob& live, Keep keep);
  void fail(JobSlot slot);
  /// It frees its accelerators, which its scheduler knows as `known`, and counts as queued.
  void give_back(JobSlot slot, const EndedJob& known);

  // outage_life.cpp: outages of whole sites.
  void schedule_site_outages();
  void begin_site_outage(std::size_t index);
  void end_site_outage(std::size_t index);
  /// In order of serial.
  [[nodiscard]] std::vector<JobSlot> running_at(SiteId site) const;
  void hit(JobSlot slot, std::size_t outage);
  /// Back to its dispatcher.
  void recall(JobSlot slot, const EndedJob& known);
  // migration_life.cpp: from the queue of one site to that of another.
  /// Adds ways from site to site to the topology, if anything can travel there.
  static Topology& with_ways_between_sites(SimulationParts& parts);
  /// Shows a dispatcher its jobs at sites, if it is time.
  void review(DispatcherId dispatcher);
  [[nodiscard]] Duration review_interval() const;
  void migrate(DispatcherId dispatcher, const DispatchRequest& request);
  [[nodiscard]] std::optional<Refusal> objection_to_migration(const LiveJob& live,
                                                              const DispatchRequest& request) const;
  void depart(JobSlot slot);
  void take_to(LiveJob& live, SiteId to);
  void arrive_at_site(JobSlot slot);
  [[nodiscard]] static bool runs_at(const Job& job, SiteId site);
  /// No site of its scope is large enough and runs it.
  [[nodiscard]] Rejection why_none_fits(const LiveJob& live) const;
  /// What its program needs on the accelerators of its site.
  static void adapt(LiveJob& live);
  /// What the scheduler of a site is told of a job that has worked elsewhere.
  static void count_from_arrival(const LiveJob& live, QueuedJob& queued);
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
