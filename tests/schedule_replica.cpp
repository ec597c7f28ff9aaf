// Every pass looks at everything: lists of running and waiting jobs, and sets of node numbers.
#include "tests/schedule_replica.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "sim/base/elementary.hpp"
#include "sim/base/random.hpp"

namespace eastwest::replica {

namespace {

using Time = std::int64_t;
using Nodes = std::set<std::int64_t>;

struct Running {
  LogJob job;
  Time expected_end;
  Time end;
  Nodes nodes;
};

/// A promise to a waiting job.
struct Reservation {
  Time begin;
  Time end;
  std::int64_t procs;
  Nodes nodes;
};

class Machine {
 public:
  Machine(std::vector<LogJob> jobs, std::int64_t nodes, Rule rule)
      : jobs_(std::move(jobs)), nodes_(nodes), rule_(rule) {
    std::sort(jobs_.begin(), jobs_.end(), [](const LogJob& a, const LogJob& b) {
      return std::tie(a.submit, a.id) < std::tie(b.submit, b.id);
    });
    for (std::int64_t node = 0; node < nodes; ++node) free_.insert(node);
  }

  Starts run() {
    std::size_t next = 0;
    while (next < jobs_.size() || !running_.empty()) {
      now_ = next < jobs_.size() ? jobs_[next].submit : std::numeric_limits<Time>::max();
      for (const Running& each : running_) now_ = std::min(now_, each.end);
      const bool early = end_jobs();
      if (rule_ == Rule::conservative && early) compress();
      for (; next < jobs_.size() && jobs_[next].submit == now_; ++next) {
        if (jobs_[next].procs > nodes_) continue;
        queue_.push_back(jobs_[next]);
        if (rule_ == Rule::conservative) promises_.push_back(earliest(jobs_[next], promises_));
      }
      if (rule_ == Rule::conservative) {
        start_promised();
      } else {
        start_heads();
        if (rule_ == Rule::easy) backfill_by_counts();
        if (rule_ == Rule::easy_nodes) backfill_by_nodes();
      }
    }
    return std::move(starts_);
  }

 private:
  [[nodiscard]] std::int64_t free_count() const { return static_cast<std::int64_t>(free_.size()); }

  /// True if a job ended before its expected end.
  bool end_jobs() {
    bool early = false;
    for (auto each = running_.begin(); each != running_.end();) {
      if (each->end != now_) {
        ++each;
        continue;
      }
      early = early || each->expected_end > now_;
      free_.insert(each->nodes.begin(), each->nodes.end());
      each = running_.erase(each);
    }
    return early;
  }

  void start(const LogJob& job, const Nodes& from) {
    Nodes taken(from.begin(), std::next(from.begin(), job.procs));
    for (const std::int64_t node : taken) free_.erase(node);
    starts_[job.id] = now_;
    running_.push_back({.job = job,
                        .expected_end = now_ + job.walltime,
                        .end = now_ + std::min(job.run_time, job.walltime),
                        .nodes = std::move(taken)});
  }

  void start_heads() {
    while (!queue_.empty() && queue_.front().procs <= free_count()) {
      start(queue_.front(), free_);
      queue_.erase(queue_.begin());
    }
  }

  void backfill_by_counts() {
    if (queue_.empty()) return;
    const LogJob head = queue_.front();
    std::vector<Running> by_end = running_;
    std::sort(by_end.begin(), by_end.end(),
              [](const Running& a, const Running& b) { return a.expected_end < b.expected_end; });
    std::int64_t then = free_count();
    Time shadow = -1;
    for (const Running& each : by_end) {
      if (shadow >= 0 && each.expected_end > shadow) break;
      then += each.job.procs;
      if (shadow < 0 && then >= head.procs) shadow = each.expected_end;
    }
    std::int64_t extra = then - head.procs;
    for (std::size_t i = 1; i < queue_.size();) {
      const LogJob job = queue_[i];
      const bool in_time = now_ + job.walltime <= shadow;
      if (job.procs > free_count() || (!in_time && job.procs > extra)) {
        ++i;
        continue;
      }
      if (!in_time) extra -= job.procs;
      start(job, free_);
      queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  /// Nodes that nobody holds or has been promised at any time of [begin, end).
  [[nodiscard]] Nodes free_nodes(Time begin, Time end, const std::vector<Reservation>& all) const {
    Nodes nodes;
    for (std::int64_t node = 0; node < nodes_; ++node) nodes.insert(node);
    const auto strike = [&](Time from, Time to, const Nodes& held) {
      if (from >= end || to <= begin) return;
      for (const std::int64_t node : held) nodes.erase(node);
    };
    for (const Running& each : running_) strike(now_, each.expected_end, each.nodes);
    for (const Reservation& each : all) strike(each.begin, each.end, each.nodes);
    return nodes;
  }

  void backfill_by_nodes() {
    if (queue_.empty()) return;
    const LogJob head = queue_.front();
    std::set<Time> dates;
    for (const Running& each : running_) dates.insert(each.expected_end);
    std::vector<Reservation> reserved;
    for (const Time date : dates) {
      const Nodes nodes = free_nodes(date, date + head.walltime, {});
      if (static_cast<std::int64_t>(nodes.size()) < head.procs) continue;
      reserved.push_back({.begin = date,
                          .end = date + head.walltime,
                          .procs = head.procs,
                          .nodes = Nodes(nodes.begin(), std::next(nodes.begin(), head.procs))});
      break;
    }
    for (std::size_t i = 1; i < queue_.size() && !free_.empty();) {
      const LogJob job = queue_[i];
      const Nodes nodes =
          job.procs > free_count() ? Nodes{} : free_nodes(now_, now_ + job.walltime, reserved);
      if (static_cast<std::int64_t>(nodes.size()) < job.procs) {
        ++i;
        continue;
      }
      start(job, nodes);
      queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  /// Accelerators that are expected to be free at one time, with promises in place.
  [[nodiscard]] std::int64_t free_at(Time time, const std::vector<Reservation>& promises) const {
    std::int64_t free = nodes_;
    for (const Running& each : running_) {
      if (each.expected_end > time) free -= each.job.procs;
    }
    for (const Reservation& each : promises) {
      if (each.begin <= time && time < each.end) free -= each.procs;
    }
    return free;
  }

  [[nodiscard]] Reservation earliest(const LogJob& job,
                                     const std::vector<Reservation>& promises) const {
    // What is free changes only where something begins or ends, and only ends make room.
    std::set<Time> begins{now_};
    std::set<Time> changes;
    for (const Running& each : running_) begins.insert(each.expected_end);
    for (const Reservation& each : promises) {
      begins.insert(each.end);
      changes.insert(each.begin);
    }
    for (const Time begin : begins) {
      const Time end = begin + job.walltime;
      bool fits = begin >= now_ && free_at(begin, promises) >= job.procs;
      for (auto at = changes.upper_bound(begin); fits && at != changes.end() && *at < end; ++at) {
        fits = free_at(*at, promises) >= job.procs;
      }
      if (fits) return {.begin = begin, .end = end, .procs = job.procs, .nodes = {}};
    }
    return {};
  }

  void compress() {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < queue_.size(); ++i) {
        std::vector<Reservation> others = promises_;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        const Reservation found = earliest(queue_[i], others);
        moved = moved || found.begin < promises_[i].begin;
        promises_[i] = found;
      }
    }
  }

  void start_promised() {
    for (std::size_t i = 0; i < queue_.size();) {
      if (promises_[i].begin > now_) {
        ++i;
        continue;
      }
      start(queue_[i], free_);
      queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(i));
      promises_.erase(promises_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  std::vector<LogJob> jobs_;
  std::int64_t nodes_;
  Rule rule_;
  Time now_ = 0;
  Nodes free_;
  std::vector<Running> running_;
  std::vector<LogJob> queue_;
  std::vector<Reservation> promises_;  // as queue_
  Starts starts_;
};

}  // namespace

Starts schedule(std::vector<LogJob> jobs, std::int64_t nodes, Rule rule) {
  return Machine(std::move(jobs), nodes, rule).run();
}

std::vector<LogJob> own_log() {
  constexpr std::uint64_t kJobs = 10'000;
  // Sizes: 3/4 x (1 + 2 + … + 128) / 8 + 1/4 x 50.5 = 36.5 on average; run times: (86,682 - 1) /
  // 11.37 = 7,624 s. One job comes in 7/8 x 2000 s: 36.5 x 7,624 / 1,750 = 159 of 256 nodes busy.
  constexpr double kMeanGap = 2000;  // seconds
  const RandomSource random(20250707, 0);
  std::vector<LogJob> jobs;
  double time = 0;
  for (std::uint64_t i = 0; i < kJobs; ++i) {
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(0, i, Purpose::job_class, what);
    };
    // Every eighth job comes together with the one before it.
    if (draw(0) > 0.125) time -= kMeanGap * portable_log(draw(1));
    LogJob job;
    // Ids do not rise with the date: ties are settled by id, not by row.
    job.id = fmt::format("{:05}", (i * 7919 + 1) % kJobs);
    job.submit = static_cast<std::int64_t>(time);
    const auto power = static_cast<std::int64_t>(draw(2) * 8);
    job.procs = std::int64_t{1} << power;
    if (draw(3) < 0.25) job.procs = 1 + static_cast<std::int64_t>(draw(4) * 100);
    if (draw(5) < 0.001) job.procs = 257;
    // From a second to a day, even in its logarithm (exp(11.37) = 86,682).
    job.run_time = static_cast<std::int64_t>(portable_exp(11.37 * draw(6)));
    // Asked for: 0.9 to 9.9 times as much, whole minutes; below 1 it is killed.
    const double factor = 0.9 + 9 * draw(7) * draw(7);
    job.walltime =
        60 * (1 + static_cast<std::int64_t>(factor * static_cast<double>(job.run_time) / 60));
    // Some ask for exactly what they need, and are killed too.
    if (draw(8) < 0.05) job.walltime = job.run_time;
    jobs.push_back(job);
  }
  return jobs;
}

}  // namespace eastwest::replica
