// Plays a list of jobs on one site under a schedule, with free suspensions, to the second.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "sim/base/random.hpp"
#include "tests/models/policy/schedule/site_stage.hpp"

namespace eastwest {

struct PlayedJob {
  std::int64_t submit_s = 0;
  std::int64_t accelerators = 1;
  std::int64_t run_s = 1;
  QueuedJob terms = {};  ///< priority, tenant, deadline
};

struct Played {
  std::vector<std::int64_t> ends_s;  ///< by job; -1: not by the horizon
  int suspensions = 0;
  [[nodiscard]] double mean_flow(const std::vector<PlayedJob>& jobs) const {
    double sum = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      sum += static_cast<double>(ends_s[i] - jobs[i].submit_s);
    }
    return sum / static_cast<double>(jobs.size());
  }
};

/// Jobs in order of submission; estimates are exact. `settled(site, waiting)` is called when
/// nothing more happens at a date, with the numbers of the jobs that wait.
inline Played play(SiteStage& site, const std::vector<PlayedJob>& jobs,
                   const std::function<void(const SiteStage&, const Numbers&)>& settled = {},
                   std::int64_t horizon_s = 1'000'000'000) {
  Played played{.ends_s = std::vector<std::int64_t>(jobs.size(), -1)};
  std::vector<std::int64_t> left;
  for (const PlayedJob& job : jobs) left.push_back(job.run_s);
  std::size_t submitted = 0;
  std::int64_t now = 0;
  std::set<std::int32_t> running;
  while (true) {
    std::int64_t next = horizon_s + 1;
    if (submitted < jobs.size()) next = jobs[submitted].submit_s;
    for (const int number : running) {
      next = std::min(next, now + left[static_cast<std::size_t>(number)]);
    }
    if (site.asked_for_s() > static_cast<double>(now)) {
      next = std::min(next, static_cast<std::int64_t>(std::ceil(site.asked_for_s())));
    }
    if (next > horizon_s) return played;
    Numbers ended;
    for (const int number : running) {
      const auto i = static_cast<std::size_t>(number);
      left[i] -= next - now;
      if (left[i] > 0) continue;
      ended.push_back(number);
      played.ends_s[i] = next;
    }
    now = next;
    for (; submitted < jobs.size() && jobs[submitted].submit_s == now; ++submitted) {
      const PlayedJob& job = jobs[submitted];
      site.terms = job.terms;
      site.queue(job.accelerators, static_cast<double>(job.run_s), static_cast<double>(now));
    }
    site.ask_at(static_cast<double>(now), ended);
    while (!site.suspended().empty()) {
      played.suspensions += static_cast<int>(site.suspended().size());
      site.ask_at(static_cast<double>(now));
    }
    running = site.running();
    if (!settled) continue;
    Numbers waiting;
    for (std::size_t i = 0; i < submitted; ++i) {
      const auto number = static_cast<int>(i);
      if (played.ends_s[i] < 0 && running.count(number) == 0) waiting.push_back(number);
    }
    settled(site, waiting);
  }
}

/// Random jobs on a site that they keep busy.
inline std::vector<PlayedJob> drawn_play(std::uint64_t seed, std::size_t count,
                                         std::int64_t size_max) {
  const RandomSource random(seed, 0);
  std::vector<PlayedJob> jobs;
  double clock = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(0, i, Purpose::job_class, what);
    };
    clock += draw(0) * 100;
    PlayedJob job{.submit_s = static_cast<std::int64_t>(clock),
                  .accelerators = 1 + static_cast<std::int64_t>(draw(1) * draw(1) *
                                                                static_cast<double>(size_max)),
                  .run_s = 1 + static_cast<std::int64_t>(draw(2) * draw(2) * 200)};
    job.terms.priority = static_cast<std::int32_t>(draw(3) * 4);
    job.terms.tenant = TenantId(static_cast<std::int32_t>(draw(4) * 3));
    if (draw(5) < 0.8) {
      job.terms.deadline = kStart + std::chrono::seconds{job.submit_s + job.run_s +
                                                         static_cast<std::int64_t>(draw(6) * 600)};
    }
    jobs.push_back(job);
  }
  return jobs;
}

}  // namespace eastwest
