// A stage for dispatch policies: pictures and waiting jobs made by hand, decisions written down.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/engine/dispatch.hpp"
#include "sim/engine/model_registries.hpp"
#include "tests/models/model_parameters.hpp"

namespace eastwest {

class DispatchStage final : public DispatchView, public DispatchDecisions {
 public:
  explicit DispatchStage(World world, std::size_t ways_max = 1)
      : world_(std::move(world)), topology_(world_, ways_max) {
    for (std::size_t i = 0; i < world_.sites.size(); ++i) {
      pictures.push_back({.site = SiteId(i), .accelerators = world_.sites[i].accelerators});
    }
  }

  [[nodiscard]] Date now() const override { return kStart; }
  [[nodiscard]] Date published() const override { return kStart; }
  [[nodiscard]] std::span<const SitePicture> sites() const override { return pictures; }
  [[nodiscard]] const WaitingJobs& waiting() const override { return waiting_; }
  [[nodiscard]] const World& world() const override { return world_; }
  [[nodiscard]] const Topology& topology() const override { return topology_; }
  [[nodiscard]] const RandomSource& random() const override { return random_; }

  void place_now(JobSlot job, SiteId site) override { write_down(job, site, "now"); }
  void place_in_queue(JobSlot job, SiteId site) override { write_down(job, site, "queue"); }
  void reject(JobSlot job) override {
    decided_.push_back(fmt::format("{} rejected", job.value));
    gone_.push_back(job);
  }

  void take_ways(JobSlot job, RouteId there, RouteId back) override {
    ways[job] = {topology_.route(there).way, topology_.route(back).way};
  }

  void place_across(JobSlot job, std::span<const SiteId> sites, Claim claim) override {
    std::vector<std::string> names;
    for (const SiteId site : sites) names.push_back(world_.sites[site.index()].id);
    decided_.push_back(fmt::format("{} -> {} {}", job.value, fmt::join(names, "+"),
                                   claim == Claim::room_now ? "now" : "queue"));
    gone_.push_back(job);
    for (const SiteId site : sites) {
      for (const WaitingJob& waiting : jobs) {
        if (remember_own && waiting.slot == job) {
          pictures[site.index()].incoming += waiting.accelerators;
        }
      }
    }
  }
  void migrate(const PlacedJob& job, SiteId to) override {
    decided_.push_back(fmt::format("{} to {}", job.job.slot.value, world_.sites[to.index()].id));
  }
  [[nodiscard]] std::span<const PlacedJob> placed() const override { return at_sites; }

  /// Adds a waiting job with the next serial number, which is also its slot.
  WaitingJob& add(std::int64_t accelerators, NodeId home = NodeId{0}) {
    const auto serial = added_++;
    WaitingJob job;
    job.slot = JobSlot{static_cast<std::int32_t>(serial)};
    job.serial = serial;
    job.home = home;
    job.accelerators = accelerators;
    job.submitted = kStart;
    jobs.push_back(job);
    ++arrived_;
    return jobs.back();
  }

  /// A job that was refused stands at its old place again.
  void put_back(const WaitingJob& job) {
    jobs.push_back(job);
    ++arrived_;
  }

  /// Asks the policy and says what it decided: "0 -> Guian now, 1 rejected". Jobs that it decided
  /// about leave.
  std::string ask(DispatchPolicy& policy, bool refreshed = false) {
    decided_.clear();
    gone_.clear();
    waiting_ = {};
    for (const WaitingJob& job : jobs) waiting_.insert(job);
    policy.decide(*this,
                  {.arrived = std::exchange(arrived_, 0),
                   .refreshed = refreshed,
                   .review = std::exchange(reviews, false)},
                  *this);
    std::erase_if(jobs, [this](const WaitingJob& job) {
      return std::find(gone_.begin(), gone_.end(), job.slot) != gone_.end();
    });
    return fmt::format("{}", fmt::join(decided_, ", "));
  }

  std::vector<SitePicture> pictures;
  std::vector<PlacedJob> at_sites;
  bool reviews = false;  ///< the next time that the policy is asked
  std::vector<WaitingJob> jobs;
  bool remember_own = true;
  /// Ranks of the ways that were chosen, there and back.
  std::map<JobSlot, std::pair<std::size_t, std::size_t>> ways;

 private:
  void write_down(JobSlot slot, SiteId site, const char* how) {
    decided_.push_back(fmt::format("{} -> {} {}", slot.value, world_.sites[site.index()].id, how));
    gone_.push_back(slot);
    if (!remember_own) return;
    for (const WaitingJob& job : jobs) {
      if (job.slot == slot) pictures[site.index()].incoming += job.accelerators;
    }
  }

  World world_;
  Topology topology_;
  RandomSource random_{7, 0};
  WaitingJobs waiting_;
  std::uint64_t added_ = 0;
  std::int64_t arrived_ = 0;
  std::vector<std::string> decided_;
  std::vector<JobSlot> gone_;
};

/// `scored` with filters by name (all with default parameters) and weighted scores.
inline std::unique_ptr<DispatchPolicy> scored(
    const ModelRegistries& models, const World& world, const std::vector<std::string>& filters,
    const std::vector<std::pair<std::string, double>>& scores, const std::string& when_full) {
  std::vector<ModelChoice> filter_choices;
  for (const std::string& name : filters) {
    filter_choices.push_back({name, with_defaults(models.filters.at(name).description.schema)});
  }
  std::vector<std::pair<ModelChoice, double>> score_choices;
  for (const auto& [name, weight] : scores) {
    score_choices.push_back(
        {{name, with_defaults(models.scores.at(name).description.schema)}, weight});
  }
  const auto& entry = models.dispatches.at("scored");
  const Parameters parameters = with_defaults(
      entry.description.schema,
      {{"filter", filter_choices}, {"score", score_choices}, {"when_full", when_full}});
  return entry.make(parameters, models, world);
}

}  // namespace eastwest
