// Jobs whose run time depends on the site where they are placed.
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

/// The right site needs half of the time, the left one a quarter more.
class TwoSpeeds final : public Workload {
 public:
  explicit TwoSpeeds(std::vector<Job> jobs, std::vector<Job> warm = {})
      : list_(std::move(jobs), std::move(warm)) {}
  std::optional<Job> next() override { return list_.next(); }
  std::vector<Job> warm_start() override { return list_.warm_start(); }
  [[nodiscard]] std::vector<double> offered_accelerators() const override { return {0, 0}; }
  [[nodiscard]] Duration run_time_at(const Job& job, SiteId site) const override {
    return site == SiteId{1} ? job.run_time / 2 : job.run_time / 4 * 5;
  }

 private:
  ListWorkload list_;
};

/// Notes what policies at the site are told.
class Estimates final : public Observer {
 public:
  void on_submitted(Date, const LiveJob& live) override { told.push_back(*live.estimate); }
  void on_queued(Date, const LiveJob& live) override { told.push_back(*live.estimate); }
  std::vector<Duration> told;
};

const Recorder& run_at(Stage& stage, std::vector<Job> jobs, std::vector<Job> warm = {}) {
  stage.parts->workloads[0] = std::make_unique<TwoSpeeds>(std::move(jobs), std::move(warm));
  return stage.run();
}

}  // namespace

TEST_CASE("a job takes the time that it needs at its site") {
  Stage fast(two_sites(8, 8), into_queue_of(1), {});
  CHECK(run_at(fast, {job("j", 0, 8, 100)}).finishes.at("j") == 50);
  Stage slow(two_sites(8, 8), into_queue_of(0), {});
  CHECK(run_at(slow, {job("j", 0, 8, 100)}).finishes.at("j") == 125);
}

TEST_CASE("policies at the site are told of the run time there") {
  Stage stage(two_sites(8, 8), into_queue_of(1), {});
  Estimates estimates;
  stage.parts->observers.push_back(&estimates);
  run_at(stage, {job("j", 0, 8, 100)});
  CHECK(estimates.told == std::vector<Duration>{span(100), span(50)});
}

TEST_CASE("what a job asks for is a multiple of the run time at its site") {
  // Half as much as it needs: killed after half of the 50 s.
  Job too_short = job("short", 0, 8, 100);
  too_short.requested = span(50);
  Stage stage(two_sites(8, 8), into_queue_of(1), {});
  CHECK(run_at(stage, {too_short}).lines.back() == "25 killed short");
  // A nanosecond more than it needs is enough everywhere.
  Job just = job("just", 0, 8, 100);
  just.requested = just.run_time + Duration{1};
  for (const int site : {0, 1}) {
    Stage enough(two_sites(8, 8), into_queue_of(site), {});
    const std::string last = run_at(enough, {just}).lines.back();
    CHECK(last.find("done just") != std::string::npos);
  }
}

TEST_CASE("what has run of a warm job is a share of its work") {
  Job warm = job("warm", 0, 8, 100);
  warm.warm = true;
  warm.elapsed = span(40);
  // 60 % of 50 s are left.
  Stage stage(two_sites(8, 8), into_queue_of(1), {}, {warm});
  CHECK(run_at(stage, {}, {warm}).finishes.at("warm") == 30);
}
