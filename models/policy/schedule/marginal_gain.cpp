// Schedule `marginal-gain`: accelerators go where they save most time (Optimus).
#include <algorithm>
#include <deque>
#include <map>
#include <vector>

#include "models/policy/schedule/width_plan.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// What is left of a job of which nothing is known.
constexpr double kUnknownSeconds = 3600;

class MarginalGain final : public SchedulePolicy {
 public:
  explicit MarginalGain(double payback) : payback_(payback) {}

  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    bool anew = !changes.ended.empty() || !changes.resized.empty() || !changes.withdrawn.empty() ||
                view.accelerators() != accelerators_;
    accelerators_ = view.accelerators();
    for (const EndedJob& over : changes.ended) running_.erase(over.job.serial);
    for (const QueuedJob& gone : changes.withdrawn) {
      std::erase_if(waiting_, [&](const QueuedJob& job) { return job.serial == gone.serial; });
    }
    for (const QueuedJob& job : changes.queued) {
      // Whoever stands behind a job that cannot be admitted, cannot be either.
      anew = anew || (all_admitted_ && least_of(job) <= slack_);
      all_admitted_ = all_admitted_ && anew;
      waiting_.push_back(job);
    }
    if (anew) plan(view, decisions);
  }

 private:
  /// A malleable job that runs.
  struct Running {
    QueuedJob job;
    std::int64_t width = 0;        ///< that it has, or will have when its state is written
    Date works_since = kNever;     ///< at that width
    double attained = 0;           ///< seconds at the reference width, before that
    Date written;                  ///< its state, at the last resize; until then it stays as it is
    std::int64_t to_be_freed = 0;  ///< then

    [[nodiscard]] double attained_at(Date now) const {
      if (now <= works_since) return attained;
      const ElasticTerms& terms = *job.elastic;
      return attained + to_seconds(now - works_since) * (static_cast<double>(terms.rate_of(width)) /
                                                         static_cast<double>(terms.reference_rate));
    }
    /// What it has not done since its state was last there need not be written.
    [[nodiscard]] Duration writing(Date now) const {
      return now > works_since ? job.elastic->checkpoint : Duration{0};
    }
  };

  [[nodiscard]] static std::int64_t least_of(const QueuedJob& job) {
    return job.elastic == nullptr ? job.accelerators : job.elastic->least();
  }
  [[nodiscard]] static double remaining(const QueuedJob& job, double attained) {
    if (!job.estimate) return kUnknownSeconds;
    return std::max(0.0, to_seconds(*job.estimate) - attained);
  }

  void plan(const SiteView& view, SiteDecisions& decisions) {
    const Date now = view.now();
    std::vector<WidthShare> shares;
    std::vector<Running*> movable;
    std::int64_t room = view.free();
    slack_ = room;
    for (auto& [serial, running] : running_) {
      if (now < running.written) {
        room += running.to_be_freed;
        slack_ += running.to_be_freed;
        continue;
      }
      const double cost = to_seconds(running.writing(now) + running.job.elastic->restart);
      shares.push_back({.terms = running.job.elastic,
                        .remaining = remaining(running.job, running.attained_at(now)),
                        .current = running.width,
                        .cost = cost});
      movable.push_back(&running);
      room += running.width;
      slack_ += running.width - running.job.elastic->least();
    }
    const std::size_t admitted = admit(shares, room);
    plan_widths(shares, room, payback_);
    for (std::size_t i = 0; i < movable.size(); ++i) {
      if (shares[i].target < shares[i].current)
        resize(*movable[i], shares[i].target, now, decisions);
    }
    start(admitted, {shares.begin() + static_cast<std::ptrdiff_t>(movable.size()), shares.end()},
          view, decisions);
    for (std::size_t i = 0; i < movable.size(); ++i) {
      const std::int64_t more = shares[i].target - shares[i].current;
      if (more > 0 && more <= view.free()) resize(*movable[i], shares[i].target, now, decisions);
    }
  }

  /// In order of entry, while the least widths of all fit together; how many. Rigid jobs take what
  /// they ask for out of the room.
  std::size_t admit(std::vector<WidthShare>& shares, std::int64_t& room) {
    std::size_t count = 0;
    for (; count < waiting_.size(); ++count) {
      const QueuedJob& job = waiting_[count];
      if (least_of(job) > slack_) break;
      slack_ -= least_of(job);
      if (job.elastic == nullptr) {
        room -= job.accelerators;
      } else {
        shares.push_back(
            {.terms = job.elastic, .remaining = remaining(job, to_seconds(job.attained))});
      }
    }
    all_admitted_ = count == waiting_.size();
    return count;
  }

  /// Those for whom nobody must first write a state; the others stay where they are.
  void start(std::size_t admitted, const std::vector<WidthShare>& shares, const SiteView& view,
             SiteDecisions& decisions) {
    std::deque<QueuedJob> late;
    auto share = shares.begin();
    for (std::size_t i = 0; i < admitted; ++i) {
      const QueuedJob job = waiting_.front();
      waiting_.pop_front();
      const std::int64_t width = job.elastic == nullptr ? job.accelerators : (share++)->target;
      if (width > view.free()) {
        late.push_back(job);
        continue;
      }
      if (job.elastic == nullptr) {
        decisions.start(job.slot);
        continue;
      }
      decisions.start(job.slot, width);
      if (job.elastic->kind != ElasticTerms::Kind::malleable) continue;
      running_[job.serial] = {.job = job,
                              .width = width,
                              .works_since = view.now(),
                              .attained = to_seconds(job.attained),
                              .written = view.now()};
    }
    waiting_.insert(waiting_.begin(), late.begin(), late.end());
  }

  static void resize(Running& running, std::int64_t width, Date now, SiteDecisions& decisions) {
    const Duration writing = running.writing(now);
    running.attained = running.attained_at(now);
    running.written = now + writing;
    running.works_since = running.written + running.job.elastic->restart;
    const std::int64_t fewer = std::max<std::int64_t>(0, running.width - width);
    running.to_be_freed = writing > Duration{0} ? fewer : 0;
    running.width = width;
    decisions.resize(running.job.slot, width);
  }

  double payback_;
  std::deque<QueuedJob> waiting_;             // in order of entry
  std::map<std::uint64_t, Running> running_;  // malleable ones, by serial
  std::int64_t accelerators_ = 0;             // of the site, at the last pass
  std::int64_t slack_ = 0;    // what is left when everybody has the least width, at the last plan
  bool all_admitted_ = true;  // nobody waits for more room
};

}  // namespace

Registered<ScheduleFactory> marginal_gain_schedule() {
  return {
      .description =
          {.name = "marginal-gain",
           .summary = "Widths of elastic jobs by marginal gain: the next accelerators go where "
                      "they save most time; running malleable jobs are resized if that pays.",
           .rule =
               "Optimises the sum of the remaining times of the jobs that run. Remaining time of a "
               "job on w accelerators: (estimate - work done) / speed-up(w). At each pass: admit "
               "waiting jobs in order of entry while the least widths of all, running ones "
               "included, fit together. Then two plans. spread: everybody begins at the least "
               "width, and the next step of width goes to the job that gains most remaining time "
               "per accelerator, while anybody gains. Resizes that save less than `payback` times "
               "their cost are left out. keep: running jobs stay as they are, less what the "
               "admitted ones need for their least widths (from whoever loses least per "
               "accelerator); what is free is given by the same rule. spread is taken if it saves "
               "more than `payback` times what its resizes cost more, else keep. Who is to start "
               "starts as soon as its accelerators are free. Rigid jobs start at their width, "
               "mouldable ones keep that of their start; nobody is suspended.",
           .limits =
               "For speed-ups that are concave in equal steps, and free resizes, the division "
               "is the best one (spread); in unequal steps it is a heuristic. A job that "
               "outlives its estimate counts as about to end, one without an estimate as 1 h "
               "at its reference width. Admission in order: a wide rigid job at the head "
               "holds up all behind it. Cost of a pass, r malleable jobs running: O((r + "
               "steps) log r), a step from one width to the next; nothing is planned where "
               "jobs came and cannot be admitted: O(1) for each.",
           .source = "Optimus: Peng et al., EuroSys 2018, section 4.1 (there the gain counts a "
                     "worker or a parameter server); greedy division: Fox, Operations Research "
                     "14(2), 1966. What resizes cost, and `payback`, are ours.",
           .schema = {{.name = "payback",
                       .kind = ParameterKind::quantity,
                       .help = "a resize must save this many times the time that it costs",
                       .fallback = "2",
                       .minimum = 1,
                       .maximum = 1e6}}},
      .make = [](const Parameters& parameters) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<MarginalGain>(parameters.number("payback"));
      }};
}

}  // namespace eastwest
