// Bookkeeping of one dispatcher: order of waiting jobs, own decisions in the picture, misuse
// caught.
#include "sim/engine/dispatch_desk.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "sim/engine/simulation.hpp"
#include "sim/world/spread_terms.hpp"

namespace eastwest {

DispatchDesk::DispatchDesk(const World& world, const Topology& topology, const RandomSource& random,
                           const Silo& silo, bool remember_own, std::string policy_name,
                           std::unique_ptr<DispatchPolicy> policy)
    : world_(world),
      topology_(topology),
      random_(random),
      site_ids_(silo.sites),
      remember_own_(remember_own),
      policy_name_(std::move(policy_name)),
      policy_(std::move(policy)) {
  EW_CHECK(std::is_sorted(site_ids_.begin(), site_ids_.end()), "sites of silo '{}' not in order",
           silo.name);
}

void DispatchDesk::place_now(JobSlot job, SiteId site) {
  request(DispatchRequest::Kind::place_now, job, site);
}

void DispatchDesk::place_in_queue(JobSlot job, SiteId site) {
  request(DispatchRequest::Kind::place_in_queue, job, site);
}

void DispatchDesk::reject(JobSlot job) { request(DispatchRequest::Kind::reject, job, SiteId{}); }

void DispatchDesk::take_ways(JobSlot job, RouteId there, RouteId back) {
  if (requests_.empty() || requests_.back().job != job || !requests_.back().site.valid()) {
    throw PolicyError(
        fmt::format("dispatch policy '{}' chose ways for a job that it has not placed just before",
                    policy_name_));
  }
  const WaitingJob* waiting = waiting_.find(job);
  const auto joins = [&](RouteId id, bool outward) {
    if (!id.valid() || id.index() >= topology_.routes().size() || waiting == nullptr) return false;
    const Route& route = topology_.route(id);
    const Endpoint& home = outward ? route.from : route.to;
    const Endpoint& site = outward ? route.to : route.from;
    return home.node == waiting->home && !home.site.valid() && site.site == requests_.back().site;
  };
  if (!joins(there, true) || !joins(back, false)) {
    throw PolicyError(fmt::format(
        "dispatch policy '{}' chose a way that does not join the job's home and its site",
        policy_name_));
  }
  requests_.back().there = there;
  requests_.back().back = back;
}

void DispatchDesk::place_across(JobSlot job, std::span<const SiteId> sites, Claim claim) {
  const WaitingJob* waiting = waiting_.find(job);
  const bool is_across = waiting != nullptr && waiting->spread != nullptr;
  const bool is_ascending =
      std::adjacent_find(sites.begin(), sites.end(), std::greater_equal<>()) == sites.end();
  if (!is_across || !is_ascending || sites.size() != waiting->spread->parts.size()) {
    throw PolicyError(fmt::format(
        "dispatch policy '{}' chose {} sites for the parts of a job; they must be as many as "
        "these, in order of their ids",
        policy_name_, sites.size()));
  }
  const bool now = claim == Claim::room_now;
  requests_.push_back(
      {.kind = now ? DispatchRequest::Kind::place_now : DispatchRequest::Kind::place_in_queue,
       .job = job,
       .site = sites.front(),
       .sites = &groups_.emplace_back(sites.begin(), sites.end())});
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const std::size_t index = picture_index(sites[i]);
    if (remember_own_) pictures_[index].incoming += waiting->spread->parts[i];
  }
}

void DispatchDesk::migrate(const PlacedJob& job, SiteId to) {
  const std::size_t from_index = picture_index(job.site);
  const std::size_t to_index = picture_index(to);
  if (to == job.site) {
    throw PolicyError(
        fmt::format("dispatch policy '{}' migrates a job to the site where it is", policy_name_));
  }
  requests_.push_back({.kind = DispatchRequest::Kind::migrate,
                       .job = job.job.slot,
                       .site = to,
                       .from = job.site,
                       .serial = job.job.serial,
                       .was_running = job.phase == PlacedJob::Phase::running});
  if (!remember_own_) return;
  SitePicture& from = pictures_[from_index];
  const bool runs = job.phase == PlacedJob::Phase::running;
  (runs ? from.allocated : from.queued) -= job.job.accelerators;
  pictures_[to_index].incoming += job.job.accelerators;
}

void DispatchDesk::review(std::vector<PlacedJob> placed, Date date) {
  last_review_ = date;
  placed_ = std::move(placed);
  changes_.review = !placed_.empty();
}

void DispatchDesk::add_waiting(const WaitingJob& job) {
  waiting_.insert(job);
  ++changes_.arrived;
}

void DispatchDesk::add_penalised(const WaitingJob& job, Date refused) {
  penalised_.push_back({job, refused});
}

bool DispatchDesk::forgive(Date now) {
  const auto first =
      std::stable_partition(penalised_.begin(), penalised_.end(),
                            [now](const Penalised& entry) { return entry.refused >= now; });
  const bool any = first != penalised_.end();
  for (auto entry = first; entry != penalised_.end(); ++entry) add_waiting(entry->job);
  penalised_.erase(first, penalised_.end());
  return any;
}

std::vector<SitePicture>& DispatchDesk::pictures_to_publish() {
  pictures_.clear();
  return pictures_;
}

void DispatchDesk::publish(Date date) {
  EW_CHECK(pictures_.size() == site_ids_.size(), "{} pictures of {} sites", pictures_.size(),
           site_ids_.size());
  published_ = date;
  changes_.refreshed = true;
}

const std::vector<DispatchRequest>& DispatchDesk::decide(Date now) {
  now_ = now;
  requests_.clear();
  if (!groups_.empty()) groups_.clear();
  const DispatchChanges changes = std::exchange(changes_, {});
  policy_->decide(*this, changes, *this);
  remove_requested();
  return requests_;
}

void DispatchDesk::request(DispatchRequest::Kind kind, JobSlot job, SiteId site) {
  requests_.push_back({.kind = kind, .job = job, .site = site});
  if (kind == DispatchRequest::Kind::reject) return;
  const std::size_t index = picture_index(site);
  if (!remember_own_) return;
  const WaitingJob* waiting = waiting_.find(job);
  if (waiting == nullptr) return;
  pictures_[index].incoming += waiting->accelerators;
  if (data_ && waiting->data != nullptr && waiting->data->stores) {
    data_->promise(site, bytes_to_store(data_->plan(), *waiting->data, waiting->input));
  }
}

void DispatchDesk::remove_requested() {
  for (const DispatchRequest& entry : requests_) {
    if (entry.kind == DispatchRequest::Kind::migrate || waiting_.erase(entry.job)) continue;
    const auto same =
        std::count_if(requests_.begin(), requests_.end(),
                      [&entry](const DispatchRequest& other) { return other.job == entry.job; });
    throw PolicyError(
        same > 1 ? fmt::format("dispatch policy '{}' decided twice about one job", policy_name_)
                 : fmt::format("dispatch policy '{}' decided about a job that is not "
                               "waiting",
                               policy_name_));
  }
}

std::size_t DispatchDesk::picture_index(SiteId site) const {
  const auto found = std::lower_bound(site_ids_.begin(), site_ids_.end(), site);
  if (found == site_ids_.end() || *found != site) {
    throw PolicyError(fmt::format("dispatch policy '{}' chose a site outside its scope (site {})",
                                  policy_name_, site.value));
  }
  return static_cast<std::size_t>(found - site_ids_.begin());
}

}  // namespace eastwest
