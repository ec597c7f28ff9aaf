// The inside of a simulation: jobs and transfers alive, desks of both levels, and the settle loop.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "sim/engine/dispatch_desk.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/site_desk.hpp"

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
  [[nodiscard]] std::int64_t queued_size(SiteId site, JobSlot slot) const override;

  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] const SiteBook& site_book(SiteId site) const { return sites_[site.index()]->book; }
  [[nodiscard]] std::int64_t alive() const { return alive_; }
  [[nodiscard]] bool was_interrupted() const { return interrupted_; }
  [[nodiscard]] Network& network() { return *parts_.network; }
  [[nodiscard]] Bytes remaining(TransferSlot slot) const {
    return transfers_[slot.index()].moving ? parts_.network->remaining(slot) : Bytes{0};
  }

 private:
  /// A transfer between start and the end of its latency.
  struct LiveTransfer {
    JobSlot job;
    TransferEvent event;
    bool told = false;    ///< observers know of its start
    bool moving = false;  ///< still in the network; otherwise its last bytes are under way
    bool live = false;
  };
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
  void close(Date date);
  void apply(const Event& event);
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
  void submit(Job submitted, std::uint64_t serial);
  void apply_request(DispatcherId dispatcher, const DispatchRequest& request);
  [[nodiscard]] std::optional<Refusal> objection(const LiveJob& live,
                                                 const DispatchRequest& request) const;
  void refuse(DispatcherId dispatcher, LiveJob& live, JobSlot slot, SiteId site, Refusal why);
  void matched(JobSlot slot);
  void enter_queue(JobSlot slot);
  void start(JobSlot slot);
  void end_run(JobSlot slot);
  void finish(JobSlot slot, JobState state);
  bool start_transfer(JobSlot slot, RouteId route, Bytes size, bool returning);
  void end_transfer(TransferSlot slot);
  [[nodiscard]] WaitingJob waiting_job(JobSlot slot) const;
  [[nodiscard]] LiveJob& job(JobSlot slot) { return jobs_[slot.index()]; }

  template <class Call>
  void tell(Call&& call) {
    for (Observer* observer : parts_.observers) call(*observer);
  }

  SimulationParts parts_;
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

  std::vector<std::unique_ptr<DispatchDesk>> desks_;
  std::vector<DispatcherId> home_desk_;                // by node
  std::vector<std::vector<DispatcherId>> site_desks_;  // dispatchers that see a site
  std::vector<std::unique_ptr<SiteDesk>> sites_;
  std::vector<DispatcherId> touched_desks_;
  std::vector<SiteId> touched_sites_;
  std::int64_t decisions_since_refresh_ = 0;
};

}  // namespace eastwest
