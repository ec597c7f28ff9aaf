// Bookkeeping of one dispatcher: order of waiting jobs, own decisions in the picture, misuse
// caught.
#include "sim/engine/dispatch_desk.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/engine/simulation.hpp"

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
    if (waiting_.erase(entry.job)) continue;
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
