// The job's renewal process simulated exactly, against the formulas: a failure after an exponential
// time sends it back to its last checkpoint, also while it writes one or restarts.
#include <cmath>
#include <vector>

#include "models/training/checkpoint.hpp"
#include "models/training/reliability.hpp"
#include "sim/base/elementary.hpp"
#include "sim/base/random.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// Failures of one node after the other, each an exponential time after the last.
class Failures {
 public:
  Failures(std::uint32_t family, std::uint64_t job, double mean)
      : family_(family), job_(job), mean_(mean) {
    advance();
  }
  [[nodiscard]] double next() const { return next_; }
  void advance() {
    const double u = random_.uniform(family_, job_, Purpose::outage_interval, draw_++);
    next_ -= mean_ * portable_log(u);
  }

 private:
  RandomSource random_{5, 0};
  std::uint32_t family_;
  std::uint64_t job_;
  double mean_;
  double next_ = 0;
  std::uint32_t draw_ = 0;
};

/// Of the job as a whole: the earliest of its nodes' failures. One process per job would do by
/// superposition; here every node has its own, so that this is tested, too.
class NodeFailures {
 public:
  NodeFailures(std::uint32_t nodes, std::uint64_t job, double mean_of_job) {
    for (std::uint32_t node = 0; node < nodes; ++node) {
      failures_.emplace_back(node, job, mean_of_job * nodes);
    }
  }
  /// The first failure after `date`.
  double after(double date) {
    double first = INFINITY;
    for (Failures& node : failures_) {
      while (node.next() <= date) node.advance();
      first = std::min(first, node.next());
    }
    return first;
  }

 private:
  std::vector<Failures> failures_;
};

/// The date at which `span` seconds in a row have passed without a failure, begun at `date`.
double undisturbed(double date, double span, double restart, NodeFailures& failures) {
  while (true) {
    const double failure = failures.after(date);
    if (failure >= date + span) return date + span;
    // The restart itself may fail, and then begins again.
    date = failure;
    for (double again = failures.after(date); again < date + restart;
         again = failures.after(date)) {
      date = again;
    }
    date += restart;
  }
}

double simulated(double productive, const Interruptions& all, std::uint32_t nodes,
                 std::uint64_t job) {
  NodeFailures failures(nodes, job, all.between_failures->count());
  double date = 0;
  for (double done = 0; done < productive;) {
    const double part = std::min(all.interval.count(), productive - done);
    date = undisturbed(date, part + all.stall.count(), all.restart.count(), failures);
    done += part;
  }
  return date;
}

struct Case {
  double productive;
  double interval;
  double stall;
  double restart;
  double mean;
  std::uint32_t nodes;
};

}  // namespace

TEST_CASE("the expected run time is that of the simulated job", "[training]") {
  const std::vector<Case> cases = {
      {10'000, 500, 20, 100, 5'000, 1},   // failures now and then
      {10'000, 700, 50, 300, 1'500, 4},   // often, from four nodes
      {3'100, 1'000, 10, 900, 1'000, 2},  // restarts that fail; a last segment of 100 s
  };
  constexpr int kJobs = 4'000;
  for (const Case& one : cases) {
    CAPTURE(one.mean, one.nodes);
    const Interruptions all{.interval = Seconds(one.interval),
                            .stall = Seconds(one.stall),
                            .restart = Seconds(one.restart),
                            .between_failures = Seconds(one.mean)};
    double sum = 0;
    double squares = 0;
    for (int job = 0; job < kJobs; ++job) {
      const double time =
          simulated(one.productive, all, one.nodes, static_cast<std::uint64_t>(job));
      sum += time;
      squares += time * time;
    }
    const double mean = sum / kJobs;
    const double error = std::sqrt((squares / kJobs - mean * mean) / kJobs);
    const double expected = expected_time(Seconds(one.productive), all).count();
    // 99.9 % of the means are within 3.29 standard errors.
    CHECK(std::fabs(mean - expected) < 3.29 * error);
    // Sharp enough to notice if restarts could not fail: M e^(R/M) against M + R.
    CHECK(error < 0.02 * expected);
  }
}

TEST_CASE("Daly's interval is at most 0.1 % slower than the best", "[training]") {
  for (const double stall : {1.0, 10.0, 60.0}) {
    for (const double mean : {1'000.0, 10'000.0, 1e6}) {
      CAPTURE(stall, mean);
      // Per second of computing, over a whole segment.
      const auto cost = [&](double interval) {
        return expected_time(Seconds(interval), {.interval = Seconds(interval),
                                                 .stall = Seconds(stall),
                                                 .restart = Seconds(60),
                                                 .between_failures = Seconds(mean)})
                   .count() /
               interval;
      };
      double best = INFINITY;
      for (double interval = stall; interval < 4 * mean; interval *= 1.01) {
        best = std::min(best, cost(interval));
      }
      CHECK(cost(daly_interval(Seconds(stall), Seconds(mean)).count()) <= 1.001 * best);
    }
  }
}

}  // namespace eastwest
