// Dispatch `scored`: filters leave the sites that may take a job, weighted scores choose among
// them.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "models/policy/dispatch/migration_rule.hpp"
#include "models/policy/dispatch/scored_description.hpp"
#include "models/policy/dispatch/site_group.hpp"
#include "sim/engine/model_registries.hpp"
#include "sim/engine/simulation.hpp"

namespace eastwest {

namespace {

/// What to do with a job when no site may take it now.
enum class WhenFull { queue, wait };

struct WeightedScore {
  std::string name;
  double weight;
  Score score;
};

class ScoredDispatch final : public DispatchPolicy {
 public:
  ScoredDispatch(std::vector<Filter> filters, std::vector<WeightedScore> scores, RouteRule route,
                 WhenFull when_full, std::optional<MigrationRule> migration)
      : filters_(std::move(filters)),
        scores_(std::move(scores)),
        route_(std::move(route)),
        when_full_(when_full),
        migration_(migration) {}

  [[nodiscard]] bool chooses_ways() const override { return route_ != nullptr; }

  [[nodiscard]] Duration review_interval() const override {
    return migration_ ? migration_->every : Duration{0};
  }

  void decide(const DispatchView& view, const DispatchChanges& changes,
              DispatchDecisions& decisions) override {
    const WaitingJobs& waiting = view.waiting();
    auto job = first_new(waiting, changes);
    // Sites only fill up between two pictures: who was left then has nothing to hope for.
    if (job != waiting.begin() && changes.refreshed) judge_again(view, decisions);
    for (; job != waiting.end(); ++job) {
      if (!judge(view, *job, decisions)) last_left_ = job->place();
    }
    if (changes.review && migration_) migrate(view, decisions);
  }

 private:
  /// The first job that has not been judged and found possible: behind it and at it, all are new.
  /// The first of all if anybody came back in between (a refusal): then all are judged anew.
  [[nodiscard]] WaitingJobs::Iterator first_new(const WaitingJobs& waiting,
                                                const DispatchChanges& changes) const {
    if (!last_left_) return waiting.begin();
    const auto first = waiting.behind(*last_left_);
    return std::distance(first, waiting.end()) == changes.arrived ? first : waiting.begin();
  }

  /// Judges the jobs left by earlier calls that would fit somewhere. With `wait` nobody is placed
  /// without room (see place), and without it nobody is left.
  void judge_again(const DispatchView& view, DispatchDecisions& decisions) {
    const WaitingJobs& waiting = view.waiting();
    // Jobs that store take no accelerators: a queue is no hindrance.
    std::int64_t room = std::max(largest_uncommitted(view), std::int64_t{0});
    const WaitingJob* job = waiting.first_of_at_most(room);
    while (job != nullptr && job->place() <= *last_left_) {
      if (judge(view, *job, decisions)) {
        room = std::max(largest_uncommitted(view), std::int64_t{0});
      }
      job = waiting.first_of_at_most(room, job->place());
    }
  }

  [[nodiscard]] static std::int64_t largest_uncommitted(const DispatchView& view) {
    std::int64_t largest = std::numeric_limits<std::int64_t>::min();
    for (const SitePicture& site : view.sites()) largest = std::max(largest, site.uncommitted());
    return largest;
  }

  /// Places or rejects the job; false if it stays waiting.
  bool judge(const DispatchView& view, const WaitingJob& job, DispatchDecisions& decisions) {
    if (job.spread != nullptr) return judge_across(view, job, decisions);
    candidates_.clear();
    for (const SitePicture& site : view.sites()) {
      const Site& details = view.world().sites[site.site.index()];
      if (is_open(view, site, job) && can_ever_run(view, job, site.site) &&
          passes({view, job, site, details})) {
        candidates_.push_back(site);
      }
    }
    if (!candidates_.empty()) return place(view, job, best_candidate(view, job), decisions);
    const SitePicture* fallback = least_committed_possible(view, job);
    if (fallback == nullptr) {
      decisions.reject(job.slot);
      return true;
    }
    if (when_full_ == WhenFull::wait || !is_open(view, *fallback, job)) return false;
    decisions.place_in_queue(job.slot, fallback->site);
    choose_ways(view, job, fallback->site, decisions);
    return true;
  }

  /// The same for a job that takes several sites.
  bool judge_across(const DispatchView& view, const WaitingJob& job, DispatchDecisions& decisions) {
    using Claim = DispatchDecisions::Claim;
    collect_for_parts(view, job, [](const SitePicture& site, const Site&) { return site; });
    sort_by_score(view, job);
    std::vector<SitePicture> group = site_group(view, job, candidates_);
    const bool is_candidate = !group.empty();
    if (!is_candidate) {
      collect_for_parts(view, job, [](const SitePicture& site, const Site& details) {
        return SitePicture{.site = site.site, .accelerators = details.accelerators};
      });
      std::stable_sort(candidates_.begin(), candidates_.end(),
                       [](const SitePicture& a, const SitePicture& b) {
                         const bool both = a.accelerators > 0 && b.accelerators > 0;
                         return both ? less_committed(a, b) : a.accelerators > b.accelerators;
                       });
      group = site_group(view, job, candidates_);
    }
    if (group.empty()) {
      decisions.reject(job.slot);
      return true;
    }
    bool is_open_everywhere = true;
    bool has_room = is_candidate;
    std::vector<SiteId> sites;
    for (const SitePicture& site : group) {
      sites.push_back(site.site);
      is_open_everywhere = is_open_everywhere && is_open(view, site, part_at(job, site.site));
      has_room = has_room && site.uncommitted() >= part_at(job, site.site).accelerators;
    }
    if (!is_open_everywhere || (when_full_ == WhenFull::wait && !has_room)) return false;
    decisions.place_across(job.slot, sites, has_room ? Claim::room_now : Claim::queue);
    return true;
  }

  /// The sites that may take a part of the job, if they are as `seen` says.
  template <class Seen>
  void collect_for_parts(const DispatchView& view, const WaitingJob& job, Seen&& seen) {
    candidates_.clear();
    for (const SitePicture& site : view.sites()) {
      const Site& details = view.world().sites[site.site.index()];
      const SitePicture picture = seen(site, details);
      const WaitingJob part = part_at(job, site.site);
      const bool is_possible = part.accelerators > 0 && is_open(view, picture, part) &&
                               can_ever_run(view, part, site.site) &&
                               passes({view, part, picture, details});
      if (is_possible) candidates_.push_back(site);
    }
  }

  /// The candidate with the least weighted sum of scaled scores first.
  void sort_by_score(const DispatchView& view, const WaitingJob& job) {
    total_scores(view, job);
    std::vector<std::size_t> order(candidates_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t a, std::size_t b) { return totals_[a] < totals_[b]; });
    std::vector<SitePicture> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order) sorted.push_back(candidates_[i]);
    candidates_.swap(sorted);
  }

  /// After the placements of this call: who waits for a site comes before who waits at one.
  void migrate(const DispatchView& view, DispatchDecisions& decisions) {
    const std::span<const SitePicture> sites = view.sites();
    for (const PlacedJob& placed : view.placed()) {
      if (!migration_->may_go(placed, view.now())) continue;
      const WaitingJob& job = placed.job;
      const auto from = std::lower_bound(
          sites.begin(), sites.end(), placed.site,
          [](const SitePicture& site, SiteId wanted) { return site.site < wanted; });
      candidates_.clear();
      for (const SitePicture& site : sites) {
        const Site& details = view.world().sites[site.site.index()];
        if (site.site != placed.site && is_open(view, site, job) &&
            can_ever_run(view, job, site.site) &&
            migration_->is_better(*from, site, job.accelerators) &&
            passes({view, job, site, details})) {
          candidates_.push_back(site);
        }
      }
      if (!candidates_.empty()) decisions.migrate(placed, best_candidate(view, job).site);
    }
  }

  bool place(const DispatchView& view, const WaitingJob& job, const SitePicture& site,
             DispatchDecisions& decisions) {
    if (job.accelerators == 0 || site.uncommitted() >= job.accelerators) {
      decisions.place_now(job.slot, site.site);
    } else {
      if (when_full_ == WhenFull::wait) return false;
      decisions.place_in_queue(job.slot, site.site);
    }
    choose_ways(view, job, site.site, decisions);
    return true;
  }

  /// Not so before a site of the calendar opens, and after it is closed; nor where the cold pool
  /// has no room for what the job stores.
  [[nodiscard]] static bool is_open(const DispatchView& view, const SitePicture& site,
                                    const WaitingJob& job) {
    // Without accelerators it is closed, also for jobs that store.
    if (site.accelerators < std::max(job.accelerators, std::int64_t{1})) return false;
    return job.data == nullptr || has_cold_room(*view.data(), *job.data, job.input, site.site);
  }

  /// The job has just been placed; the shortest way needs no word.
  void choose_ways(const DispatchView& view, const WaitingJob& job, SiteId site,
                   DispatchDecisions& decisions) {
    const std::size_t count = route_ ? view.topology().way_count(job.home, site) : 0;
    if (count < 2) return;
    const RouteId there = chosen(view, job, site, count, WayChoice::Direction::there);
    const RouteId back = chosen(view, job, site, count, WayChoice::Direction::back);
    decisions.take_ways(job.slot, there, back);
  }

  RouteId chosen(const DispatchView& view, const WaitingJob& job, SiteId site, std::size_t count,
                 WayChoice::Direction direction) {
    const Topology& topology = view.topology();
    ways_.clear();
    for (std::size_t way = 0; way < count; ++way) {
      ways_.push_back(direction == WayChoice::Direction::there
                          ? topology.node_to_site(job.home, site, way)
                          : topology.site_to_node(site, job.home, way));
    }
    const std::size_t way = route_({view, job, view.world().sites[site.index()], direction, ways_});
    EW_CHECK(way < count, "the route rule chose way {} of {}", way, count);
    return ways_[way];
  }

  /// What the engine demands of every placement, however full the site is: enough accelerators
  /// installed, nodes that could hold it, the job's own circle, and routes for its data.
  [[nodiscard]] static bool can_ever_run(const DispatchView& view, const WaitingJob& job,
                                         SiteId site) {
    const Site& details = view.world().sites[site.index()];
    if (details.accelerators < job.accelerators) return false;
    if (job.placement != nullptr && !could_hold(details, job.accelerators, job.placement)) {
      return false;
    }
    if (job.mobility != nullptr && !job.mobility->runs_at(site)) return false;
    const Topology& topology = view.topology();
    const Duration latency = topology.latency(job.home, details.node);
    if (latency == Topology::kUnreachable) return false;
    if (job.circle > Duration{0} && latency > job.circle) return false;
    if (job.data != nullptr && !can_ever_hold(*view.data(), *job.data, job.input, site)) {
      return false;
    }
    if (job.input > Bytes{0} && !topology.node_to_site(job.home, site).valid()) return false;
    return job.result <= Bytes{0} || topology.site_to_node(site, job.home).valid();
  }

  [[nodiscard]] bool passes(const Candidate& candidate) const {
    for (const Filter& filter : filters_) {
      if (!filter(candidate)) return false;
    }
    return true;
  }

  /// Of the sites that would pass if they were empty, the one with the least committed share; one
  /// that is not open only if there is no other.
  [[nodiscard]] const SitePicture* least_committed_possible(const DispatchView& view,
                                                            const WaitingJob& job) const {
    const SitePicture* least = nullptr;
    for (const SitePicture& site : view.sites()) {
      const Site& details = view.world().sites[site.site.index()];
      const SitePicture empty{.site = site.site, .accelerators = details.accelerators};
      if (!can_ever_run(view, job, site.site) || !passes({view, job, empty, details})) continue;
      const bool is_better =
          least == nullptr || (is_open(view, site, job) && !is_open(view, *least, job)) ||
          (is_open(view, site, job) == is_open(view, *least, job) && less_committed(site, *least));
      if (is_better) least = &site;
    }
    return least;
  }

  /// Compares committed / installed without rounding.
  [[nodiscard]] static bool less_committed(const SitePicture& a, const SitePicture& b) {
    const auto committed = [](const SitePicture& site) {
      return site.accelerators - site.uncommitted();
    };
    return committed(a) * b.accelerators < committed(b) * a.accelerators;
  }

  /// The candidate with the least weighted sum of scaled scores; ties go to the smaller site id.
  const SitePicture& best_candidate(const DispatchView& view, const WaitingJob& job) {
    if (candidates_.size() == 1) return candidates_.front();
    total_scores(view, job);
    std::size_t best = 0;
    for (std::size_t i = 1; i < totals_.size(); ++i) {
      if (totals_[i] < totals_[best]) best = i;
    }
    return candidates_[best];
  }

  void total_scores(const DispatchView& view, const WaitingJob& job) {
    totals_.assign(candidates_.size(), 0.0);
    raw_.resize(candidates_.size());
    for (const WeightedScore& entry : scores_) add_scaled(entry, view, job);
  }

  /// Adds weight x (score - least) / (greatest - least); nothing where all are equal.
  void add_scaled(const WeightedScore& entry, const DispatchView& view, const WaitingJob& job) {
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const SitePicture& site = candidates_[i];
      const Site& details = view.world().sites[site.site.index()];
      raw_[i] = entry.score({view, job, site, details});
      if (!std::isfinite(raw_[i])) {
        throw PolicyError(fmt::format("score '{}' gives {} at site '{}', which is no number",
                                      entry.name, raw_[i], details.id));
      }
      least = std::min(least, raw_[i]);
      greatest = std::max(greatest, raw_[i]);
    }
    if (!(greatest > least)) return;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      totals_[i] += entry.weight * ((raw_[i] - least) / (greatest - least));
    }
  }

  std::vector<Filter> filters_;
  std::vector<WeightedScore> scores_;
  RouteRule route_;
  WhenFull when_full_;
  std::optional<MigrationRule> migration_;
  // All jobs up to here have been judged, found possible and left waiting.
  std::optional<WaitingJob::Place> last_left_;
  // Kept between calls so that no candidate costs an allocation.
  std::vector<SitePicture> candidates_;
  std::vector<double> raw_;
  std::vector<double> totals_;
  std::vector<RouteId> ways_;
};

std::unique_ptr<DispatchPolicy> make_scored(const Parameters& parameters,
                                            const ModelRegistries& models, const World& world) {
  std::vector<Filter> filters;
  for (const ModelChoice& choice : parameters.models("filter")) {
    filters.push_back(models.filters.at(choice.name).make(choice.parameters, world));
  }
  std::vector<WeightedScore> scores;
  for (const auto& [choice, weight] : parameters.weights("score")) {
    scores.push_back(
        {choice.name, weight, models.scores.at(choice.name).make(choice.parameters, world)});
  }
  const auto when_full = parameters.text("when_full") == "wait" ? WhenFull::wait : WhenFull::queue;
  std::optional<MigrationRule> migration;
  if (parameters.has("migrate")) migration = MigrationRule::read(parameters.group("migrate"));
  const ModelChoice& route = parameters.model("route");
  return std::make_unique<ScoredDispatch>(std::move(filters), std::move(scores),
                                          models.routes.at(route.name).make(route.parameters),
                                          when_full, migration);
}

}  // namespace

Registered<DispatchFactory> scored_dispatch() {
  return {.description = scored_description(), .make = make_scored};
}

}  // namespace eastwest
