// Fox, Operations Research 14(2), 1966: for concave speeds the greedy division of single steps is
// the best one, because the gain of a step never grows with the steps before it.
#include "models/policy/schedule/width_plan.hpp"

#include <algorithm>
#include <optional>
#include <queue>
#include <utility>

namespace eastwest {

namespace {

using Shares = std::vector<WidthShare>;
using Width = ElasticTerms::Width;

/// The next width above or below; null at the end.
const Width* above(const WidthShare& share) {
  const Width* here = share.terms->find(share.target);
  return here == &share.terms->widths.back() ? nullptr : here + 1;
}
const Width* below(const WidthShare& share) {
  const Width* here = share.terms->find(share.target);
  return here == &share.terms->widths.front() ? nullptr : here - 1;
}

/// One job's next step, by its value per accelerator; of two the same, the job before goes first.
struct Step {
  double value = 0;
  std::size_t job = 0;
  std::int64_t to = 0;
  friend bool operator<(const Step& a, const Step& b) {
    return a.value != b.value ? a.value < b.value : a.job > b.job;
  }
};

class Plan {
 public:
  Plan(Shares shares, double payback) : shares_(std::move(shares)), payback_(payback) {}

  /// Seconds until all are over, one after the other, without what resizes cost.
  [[nodiscard]] double time() const {
    double sum = 0;
    for (const WidthShare& share : shares_) sum += share.time_on(share.target);
    return sum;
  }
  [[nodiscard]] double cost() const {
    double sum = 0;
    for (const WidthShare& share : shares_) sum += share.is_resized() ? share.cost : 0;
    return sum;
  }
  [[nodiscard]] std::int64_t taken() const {
    std::int64_t sum = 0;
    for (const WidthShare& share : shares_) sum += share.target;
    return sum;
  }

  void begin_at_least() {
    for (WidthShare& share : shares_) share.target = share.terms->least();
  }
  void begin_at_current() {
    for (WidthShare& share : shares_) {
      share.target = share.current > 0 ? share.current : share.terms->least();
    }
  }

  /// Gives `room` more, step by step, to whoever gains most per accelerator. With `weighs_cost`
  /// a running job that the plan leaves alone so far is resized only if that pays.
  void give(std::int64_t room, bool weighs_cost) {
    std::priority_queue<Step> steps;
    const auto offer = [&](std::size_t job) {
      if (const auto step = gain_of(job, weighs_cost)) steps.push(*step);
    };
    for (std::size_t i = 0; i < shares_.size(); ++i) offer(i);
    while (!steps.empty()) {
      const Step step = steps.top();
      steps.pop();
      WidthShare& share = shares_[step.job];
      const std::int64_t more = step.to - share.target;
      if (more > room) continue;
      room -= more;
      share.target = step.to;
      offer(step.job);
    }
  }

  /// Takes at least `missing` back from running jobs, from whoever loses least per accelerator.
  void take(std::int64_t missing) {
    std::priority_queue<Step> steps;
    const auto offer = [&](std::size_t job) {
      if (const auto step = loss_of(job)) steps.push(*step);
    };
    for (std::size_t i = 0; i < shares_.size(); ++i) offer(i);
    while (missing > 0 && !steps.empty()) {
      const Step step = steps.top();
      steps.pop();
      missing -= shares_[step.job].target - step.to;
      shares_[step.job].target = step.to;
      offer(step.job);
    }
  }

  /// Leaves out resizes that do not pay; `room` accelerators are left by the plan.
  void leave_alone(std::int64_t room) {
    std::vector<Step> donors;
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      WidthShare& share = shares_[i];
      if (!share.is_resized()) continue;
      const double change = share.time_on(share.current) - share.time_on(share.target);
      if (share.target < share.current) {
        const auto freed = static_cast<double>(share.current - share.target);
        donors.push_back({.value = (share.cost - change) / freed, .job = i, .to = share.current});
      } else if (change < payback_ * share.cost) {
        room += share.target - share.current;
        share.target = share.current;
      }
    }
    std::sort(donors.begin(), donors.end(), [](const Step& a, const Step& b) { return b < a; });
    for (const Step& donor : donors) {
      WidthShare& share = shares_[donor.job];
      const std::int64_t more = donor.to - share.target;
      if (more > room) continue;
      room -= more;
      share.target = donor.to;
    }
    give(room, true);
  }

  [[nodiscard]] Shares take_shares() { return std::move(shares_); }

 private:
  [[nodiscard]] std::optional<Step> gain_of(std::size_t job, bool weighs_cost) const {
    const WidthShare& share = shares_[job];
    const Width* next = above(share);
    if (next == nullptr) return std::nullopt;
    const bool is_alone = weighs_cost && share.current > 0 && !share.is_resized();
    const double before = share.time_on(share.target);
    const double cost = is_alone ? share.cost : 0;
    // The first steps may gain too little to pay, and all together enough.
    const Width* end = &share.terms->widths.back() + 1;
    while (is_alone && next != end && before - share.time_on(next->accelerators) < payback_ * cost)
      ++next;
    if (next == end) return std::nullopt;
    const double gain = before - share.time_on(next->accelerators) - cost;
    if (gain <= 0) return std::nullopt;
    return Step{.value = gain / static_cast<double>(next->accelerators - share.target),
                .job = job,
                .to = next->accelerators};
  }

  /// The value is the negative of what is lost.
  [[nodiscard]] std::optional<Step> loss_of(std::size_t job) const {
    const WidthShare& share = shares_[job];
    const Width* next = below(share);
    if (share.current == 0 || next == nullptr) return std::nullopt;
    const double cost = share.is_resized() ? 0 : share.cost;
    const double loss = share.time_on(next->accelerators) - share.time_on(share.target) + cost;
    return Step{.value = -loss / static_cast<double>(share.target - next->accelerators),
                .job = job,
                .to = next->accelerators};
  }

  Shares shares_;
  double payback_;
};

}  // namespace

double WidthShare::time_on(std::int64_t accelerators) const {
  return remaining * (static_cast<double>(terms->reference_rate) /
                      static_cast<double>(terms->rate_of(accelerators)));
}

void plan_widths(std::vector<WidthShare>& shares, std::int64_t room, double payback) {
  Plan spread(shares, payback);
  spread.begin_at_least();
  spread.give(room - spread.taken(), false);
  spread.leave_alone(room - spread.taken());

  Plan keep(shares, payback);
  keep.begin_at_current();
  keep.take(keep.taken() - room);
  keep.give(room - keep.taken(), true);

  const double dearer = std::max(0.0, spread.cost() - keep.cost());
  const bool pays = keep.time() - spread.time() > payback * dearer;
  shares = pays ? spread.take_shares() : keep.take_shares();
}

}  // namespace eastwest
