// What the engine keeps for one dispatcher: its waiting jobs, its ageing picture, and what it asks
// for.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/data_picture.hpp"
#include "sim/engine/dispatch.hpp"

namespace eastwest {

/// One thing a dispatcher asked for, in the order asked.
struct DispatchRequest {
  enum class Kind : std::uint8_t { place_now, place_in_queue, reject, migrate };
  Kind kind = Kind::place_now;
  JobSlot job;
  SiteId site;
  RouteId there = {};  ///< none: the shortest way
  RouteId back = {};
  /// Of a job across sites, valid until the desk decides again; `site` is the first of them.
  const std::vector<SiteId>* sites = nullptr;
  SiteId from = {};          ///< of a migration: where it was seen
  std::uint64_t serial = 0;  ///< likewise: whose slot it was then
  bool was_running = false;  ///< likewise
};

/// View and decision sheet of one dispatcher in one.
class DispatchDesk final : public DispatchView, public DispatchDecisions {
 public:
  DispatchDesk(const World& world, const Topology& topology, const RandomSource& random,
               const Silo& silo, bool remember_own, std::string policy_name,
               std::unique_ptr<DispatchPolicy> policy);

  // The view.
  [[nodiscard]] Date now() const override { return now_; }
  [[nodiscard]] Date published() const override { return published_; }
  [[nodiscard]] std::span<const SitePicture> sites() const override { return pictures_; }
  [[nodiscard]] const WaitingJobs& waiting() const override { return waiting_; }
  [[nodiscard]] const World& world() const override { return world_; }
  [[nodiscard]] const Topology& topology() const override { return topology_; }
  [[nodiscard]] const RandomSource& random() const override { return random_; }
  [[nodiscard]] std::span<const PlacedJob> placed() const override { return placed_; }
  [[nodiscard]] const DataView* data() const override { return data_.get(); }

  // The decision sheet.
  void place_now(JobSlot job, SiteId site) override;
  void place_in_queue(JobSlot job, SiteId site) override;
  void reject(JobSlot job) override;
  void take_ways(JobSlot job, RouteId there, RouteId back) override;
  void place_across(JobSlot job, std::span<const SiteId> sites, Claim claim) override;
  void migrate(const PlacedJob& job, SiteId to) override;

  /// Adds a job at its place in the order of (submission, serial).
  void add_waiting(const WaitingJob& job);
  /// Jobs that were refused and wait for the next picture.
  void add_penalised(const WaitingJob& job, Date refused);
  /// Takes back the penalised jobs refused before `now`; true if there were any.
  bool forgive(Date now);
  [[nodiscard]] bool has_waiting() const { return !waiting_.empty(); }
  [[nodiscard]] bool has_penalised() const { return !penalised_.empty(); }

  /// The next picture, to be filled in with one entry for each site of the silo, in order of id.
  [[nodiscard]] std::vector<SitePicture>& pictures_to_publish();
  /// Replaces the picture by it.
  void publish(Date date);
  [[nodiscard]] const std::vector<SiteId>& site_ids() const { return site_ids_; }
  [[nodiscard]] Duration review_interval() const { return policy_->review_interval(); }
  /// The next time it is asked, it may migrate these, even if nobody waits.
  void review(std::vector<PlacedJob> placed, Date date);
  [[nodiscard]] bool is_to_review() const { return changes_.review; }
  /// kNever: not yet.
  [[nodiscard]] Date last_review() const { return last_review_; }

  /// From now on the view tells of data sets and storage.
  void show_data(std::unique_ptr<DataPicture> picture) { data_ = std::move(picture); }
  [[nodiscard]] DataPicture* data_picture() { return data_.get(); }

  /// Asks the policy; returns its requests. Jobs they name have left waiting().
  const std::vector<DispatchRequest>& decide(Date now);

 private:
  void request(DispatchRequest::Kind kind, JobSlot job, SiteId site);
  void remove_requested();
  std::size_t picture_index(SiteId site) const;

  const World& world_;
  const Topology& topology_;
  const RandomSource& random_;
  std::vector<SiteId> site_ids_;
  bool remember_own_;
  std::string policy_name_;
  std::unique_ptr<DispatchPolicy> policy_;
  Date now_;
  Date published_;
  std::vector<SitePicture> pictures_;
  WaitingJobs waiting_;
  struct Penalised {
    WaitingJob job;
    Date refused;
  };
  std::vector<Penalised> penalised_;
  std::vector<DispatchRequest> requests_;
  std::deque<std::vector<SiteId>> groups_;  // of requests for jobs across sites
  DispatchChanges changes_;
  std::vector<PlacedJob> placed_;
  Date last_review_ = kNever;
  std::unique_ptr<DataPicture> data_;
};

}  // namespace eastwest
