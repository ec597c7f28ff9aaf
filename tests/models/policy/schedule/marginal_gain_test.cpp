// Schedules for elastic jobs: by hand, the greedy division against every division, a run against an
// independent replica, and random jobs under the audit.
#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <tuple>

#include "models/policy/schedule/width_plan.hpp"
#include "sim/base/elementary.hpp"
#include "sim/results/audit.hpp"
#include "sim/results/site_ledger.hpp"
#include "tests/models/policy/schedule/site_stage.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest {

namespace {

using engine_test::span;

ElasticTerms linear(std::int64_t reference, const std::vector<std::int64_t>& widths) {
  ElasticTerms terms{.reference_rate = reference};
  for (const std::int64_t width : widths) terms.widths.push_back({width, width});
  return terms;
}

/// Speed = width to a power below 1: concave.
ElasticTerms concave(double exponent, std::int64_t least, std::int64_t most) {
  constexpr double kParts = 1e9;
  ElasticTerms terms{.reference_rate = static_cast<std::int64_t>(kParts)};
  for (std::int64_t width = least; width <= most; ++width) {
    const double speed = portable_pow(static_cast<double>(width), exponent) /
                         portable_pow(static_cast<double>(least), exponent);
    terms.widths.push_back({width, static_cast<std::int64_t>(kParts * speed)});
  }
  return terms;
}

QueuedJob with(const ElasticTerms& elastic) {
  QueuedJob terms;
  terms.elastic = &elastic;
  return terms;
}

/// The least sum of remaining times over all divisions of `room`, from job `first` on.
double least_time(const std::vector<WidthShare>& shares, std::int64_t room, std::size_t first = 0,
                  std::vector<std::int64_t>* widths = nullptr) {
  if (first == shares.size()) return 0;
  double best = 1e300;
  for (const ElasticTerms::Width& width : shares[first].terms->widths) {
    if (width.accelerators > room) break;
    std::vector<std::int64_t> rest;
    const double time = shares[first].time_on(width.accelerators) +
                        least_time(shares, room - width.accelerators, first + 1,
                                   widths == nullptr ? nullptr : &rest);
    if (time >= best) continue;
    best = time;
    if (widths == nullptr) continue;
    rest.insert(rest.begin(), width.accelerators);
    *widths = rest;
  }
  return best;
}

double time_of(const std::vector<WidthShare>& shares) {
  double sum = 0;
  for (const WidthShare& share : shares) sum += share.time_on(share.target);
  return sum;
}

}  // namespace

TEST_CASE("fit-width starts the head at the greatest width that is free", "[schedule]") {
  const ElasticTerms terms = linear(4, {2, 4, 8});
  SiteStage site("fit-width", 10);
  site.terms = with(terms);
  site.queue(4);  // on 8 of 10
  site.queue(4);  // on 2
  site.queue(4);  // waits for 2
  site.terms = {};
  site.queue(1);  // rigid, behind it
  CHECK(site.ask_at(0) == Numbers{0, 1});
  CHECK(site.width(0) == 8);
  CHECK(site.width(1) == 2);
  CHECK(site.ask_at(5, {0}) == Numbers{2});
  CHECK(site.width(2) == 8);
  CHECK(site.ask_at(6, {1}) == Numbers{3});
  CHECK(site.width(3) == 1);
}

TEST_CASE("marginal-gain gives each step to whoever gains most per accelerator", "[schedule]") {
  // Linear, 1 to 8 wide, reference 1: remaining / width. 90 s and 40 s on 5: the gains of job 0 are
  // 45, 15, 7.5 (90/1, /2, /3, /4), of job 1 20, 6.7: steps 0, 1, 0 -> 3 and 2.
  const ElasticTerms terms = linear(1, {1, 2, 3, 4, 5, 6, 7, 8});
  SiteStage site("marginal-gain", 5);
  site.terms = with(terms);
  site.queue(1, 90);
  site.queue(1, 40);
  CHECK(site.ask_at(0) == Numbers{0, 1});
  CHECK(site.width(0) == 3);
  CHECK(site.width(1) == 2);
  // At 20 s job 1 has done 40 and ends; job 0 has 30 left: 10 s on 3, 6 on 5. Resizes are free.
  CHECK(site.ask_at(20, {1}).empty());
  CHECK(site.resized() == Numbers{0});
  CHECK(site.width(0) == 5);
}

TEST_CASE("marginal-gain admits in order while all fit at their least widths", "[schedule]") {
  const ElasticTerms terms = linear(4, {2, 4, 8});
  SiteStage site("marginal-gain", 8);
  site.terms = with(terms);
  site.queue(4, 100);
  CHECK(site.ask_at(0) == Numbers{0});
  CHECK(site.width(0) == 8);
  site.terms = {};
  site.queue(6, 100);  // rigid: job 0 goes down to 2
  site.queue(1, 1);    // and nobody else fits
  CHECK(site.ask_at(10) == Numbers{1});
  CHECK(site.width(0) == 2);
  CHECK(site.ask_at(110, {1}) == Numbers{2});
  // 7 are left, 4 of them are a width.
  CHECK(site.width(0) == 4);
}

TEST_CASE("marginal-gain resizes a running job only if that saves twice its cost", "[schedule]") {
  // Job 0 has 200 s of work at 4; job 1 leaves at 100 s. Then 100 s are left at 4, or 50 at 8: a
  // gain of 50 s for a cost of 25 or 26.
  for (const auto& [restart, payback, width] :
       std::vector<std::tuple<double, double, std::int64_t>>{
           {25, 2, 8}, {26, 2, 4}, {26, 1, 8}, {50, 1, 4}}) {
    CAPTURE(restart, payback);
    ElasticTerms terms = linear(4, {4, 8});
    terms.restart = span(restart);
    SiteStage site("marginal-gain", 8, {{"payback", payback}});
    site.terms = with(terms);
    site.queue(4, 200);
    site.queue(4, 100);
    site.ask_at(0);
    CHECK(site.width(0) == 4);
    site.ask_at(100, {1});
    CHECK(site.width(0) == width);
  }
}

TEST_CASE("jobs without an estimate share alike, one that outlives it gives way", "[schedule]") {
  const ElasticTerms terms = linear(1, {1, 2, 3, 4, 5, 6, 7, 8});
  SiteStage site("marginal-gain", 8);
  site.terms = with(terms);
  site.queue(1);
  site.queue(1);
  site.ask_at(0);
  CHECK(site.width(0) == 4);
  CHECK(site.width(1) == 4);
  SiteStage late("marginal-gain", 8);
  late.terms = with(terms);
  late.queue(1, 8);
  late.ask_at(0);
  CHECK(late.width(0) == 8);  // expected to end at 1 s
  late.queue(1, 70);
  CHECK(late.ask_at(2) == Numbers{1});
  CHECK(late.width(0) == 1);
  CHECK(late.width(1) == 7);
}

TEST_CASE("the greedy division is the best of all where speeds are concave",
          "[schedule][property]") {
  const RandomSource random(140, 0);
  int resized = 0;
  for (std::uint64_t round = 0; round < 300; ++round) {
    CAPTURE(round);
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(0, round, Purpose::job_class, what);
    };
    const auto jobs = 1 + static_cast<std::size_t>(draw(0) * 4);
    std::vector<ElasticTerms> terms;
    std::vector<WidthShare> shares;
    std::int64_t room = static_cast<std::int64_t>(draw(1) * 8);
    for (std::uint32_t i = 0; i < jobs; ++i) {
      const auto least = 1 + static_cast<std::int64_t>(draw(10 * i + 2) * 3);
      terms.push_back(concave(0.2 + 0.8 * draw(10 * i + 3), least,
                              least + static_cast<std::int64_t>(draw(10 * i + 4) * 6)));
      room += least;
    }
    for (std::uint32_t i = 0; i < jobs; ++i) {
      shares.push_back({.terms = &terms[i], .remaining = 1 + 1000 * draw(10 * i + 5)});
      if (draw(10 * i + 7) < 0.5) shares.back().current = terms[i].least();  // it runs already
    }
    const double best = least_time(shares, room);
    plan_widths(shares, room, 2);
    CHECK(time_of(shares) == Approx(best).epsilon(1e-12));
    for (const WidthShare& share : shares) resized += share.is_resized() ? 1 : 0;
    // With costs the plan is never worse than to leave all as it is.
    std::int64_t taken = 0;
    for (WidthShare& share : shares) {
      share.current = share.target;
      share.cost = 100 * draw(9);
      share.remaining *= draw(8);
      taken += share.current;
    }
    const double as_it_is = time_of(shares);
    plan_widths(shares, std::max(room, taken), 2);
    double costs = 0;
    for (const WidthShare& share : shares) costs += share.is_resized() ? share.cost : 0;
    CHECK(time_of(shares) + 2 * costs <= as_it_is * (1 + 1e-12));
  }
  CHECK(resized > 100);
}

namespace {

/// A run of malleable jobs with free resizes: at each date on which a job ends or another is
/// admitted, the division that is best of all; in seconds as doubles. The dates of their ends.
std::vector<double> replica(const std::vector<Job>& jobs, std::int64_t accelerators) {
  std::vector<double> ends(jobs.size(), -1);
  std::vector<double> left;
  for (const Job& job : jobs) left.push_back(to_seconds(job.run_time));
  std::vector<std::size_t> inside;
  std::vector<std::int64_t> widths;
  std::size_t admitted = 0;
  double now = 0;
  const auto speed = [&](std::size_t k) {
    const ElasticTerms& terms = *jobs[inside[k]].elastic;
    return static_cast<double>(terms.rate_of(widths[k])) /
           static_cast<double>(terms.reference_rate);
  };
  while (true) {
    double next = 1e300;
    for (std::size_t k = 0; k < inside.size(); ++k) {
      next = std::min(next, now + left[inside[k]] / speed(k));
    }
    // The first that is not inside may come in when it has been submitted.
    if (admitted < jobs.size()) {
      const double submitted = to_seconds(jobs[admitted].submitted);
      if (submitted > now) next = std::min(next, submitted);
    }
    if (next == 1e300) return ends;
    for (std::size_t k = 0; k < inside.size(); ++k) left[inside[k]] -= (next - now) * speed(k);
    now = next;
    bool changes = false;
    for (std::size_t k = inside.size(); k-- > 0;) {
      if (left[inside[k]] > 1e-6) continue;
      ends[inside[k]] = now;
      inside.erase(inside.begin() + static_cast<std::ptrdiff_t>(k));
      widths.erase(widths.begin() + static_cast<std::ptrdiff_t>(k));
      changes = true;
    }
    std::int64_t least = 0;
    for (const std::size_t job : inside) least += jobs[job].elastic->least();
    while (admitted < jobs.size() && to_seconds(jobs[admitted].submitted) <= now &&
           least + jobs[admitted].elastic->least() <= accelerators) {
      least += jobs[admitted].elastic->least();
      inside.push_back(admitted++);
      changes = true;
    }
    if (!changes) continue;
    std::vector<WidthShare> shares;
    for (const std::size_t job : inside) {
      shares.push_back({.terms = jobs[job].elastic.get(), .remaining = left[job]});
    }
    widths.clear();
    least_time(shares, accelerators, 0, &widths);
  }
}

/// Runs the jobs at one site under the schedule and the audit.
std::unique_ptr<engine_test::Stage> run_audited(const std::string& schedule, std::vector<Job> jobs,
                                                std::int64_t accelerators) {
  static const ModelRegistries models = builtin_models();
  auto stage = std::make_unique<engine_test::Stage>(engine_test::two_sites(accelerators, 1),
                                                    engine_test::into_queue_of(0), std::move(jobs));
  const auto& model = models.schedules.at(schedule);
  stage->parts->schedulers[0] = model.make(with_defaults(model.description.schema));
  Audit audit(stage->world, stage->topology, kStart);
  audit.compare_with(
      {.site = [&stage](SiteId id) -> const SiteBook& { return stage->simulation->site_book(id); },
       .alive = [&stage] { return stage->simulation->alive(); },
       .links = {},
       .network = {}});
  SiteLedger ledger(stage->world);
  stage->parts->observers.push_back(&audit);
  stage->parts->observers.push_back(&ledger);
  stage->run();
  // What the site held is what its jobs held.
  WideInteger held = 0;
  for (const auto& [id, live] : stage->recorder.ended) {
    if (live.elastic) {
      held += live.elastic->useful_area + live.elastic->overhead_area + live.elastic->lost_area;
    } else {
      held += WideInteger{live.job.accelerators} *
              (live.kept + live.overhead + live.lost - live.before).count();
    }
  }
  CHECK((ledger.site(SiteId{0}).allocated.integral() == held));
  return stage;
}

}  // namespace

TEST_CASE("marginal-gain ends every job when an independent replica does", "[schedule][property]") {
  const RandomSource random(141, 0);
  for (std::uint64_t round = 0; round < 20; ++round) {
    CAPTURE(round);
    std::vector<Job> jobs;
    double clock = 0;
    for (std::uint32_t i = 0; i < 12; ++i) {
      const auto draw = [&](std::uint32_t what) {
        return random.uniform(0, round, Purpose::job_class, 10 * i + what);
      };
      clock += draw(0) * 60;
      const auto least = 1 + static_cast<std::int64_t>(draw(1) * 2);
      Job job = engine_test::job("j" + std::to_string(i), clock, least, 10 + draw(2) * 300);
      job.elastic = std::make_shared<ElasticTerms>(
          concave(0.2 + 0.7 * draw(3), least, least + static_cast<std::int64_t>(draw(4) * 4)));
      jobs.push_back(job);
    }
    const std::vector<double> ends = replica(jobs, 6);
    const auto stage = run_audited("marginal-gain", jobs, 6);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      CAPTURE(i);
      CHECK(stage->recorder.finishes.at(jobs[i].id) == Approx(ends[i]).epsilon(1e-6));
    }
  }
}

TEST_CASE("random elastic jobs under the audit, whatever the schedule", "[schedule][property]") {
  const RandomSource random(142, 0);
  std::int64_t resizes = 0;
  for (std::uint64_t round = 0; round < 12; ++round) {
    std::vector<Job> jobs;
    double clock = 0;
    for (std::uint32_t i = 0; i < 60; ++i) {
      const auto draw = [&](std::uint32_t what) {
        return random.uniform(1, round, Purpose::job_class, 20 * i + what);
      };
      clock += draw(0) * 150;
      const auto least = 1 + static_cast<std::int64_t>(draw(1) * 8);
      Job job = engine_test::job("j" + std::to_string(i), clock, least, 1 + draw(2) * 600);
      job.preemption = {.save = span(draw(3) * 20), .restore = span(draw(4) * 10)};
      if (draw(5) < 0.2) job.preemption = {.interval = span(1 + draw(6) * 100)};
      if (draw(7) < 0.1) job.requested = span(1 + draw(8) * 300);
      if (draw(9) < 0.8) {
        ElasticTerms terms =
            concave(0.3 + 0.7 * draw(10), least, least + static_cast<std::int64_t>(draw(11) * 8));
        if (draw(12) < 0.3) terms.kind = ElasticTerms::Kind::mouldable;
        if (draw(13) < 0.6) terms.checkpoint = span(draw(14) * 30);
        if (draw(15) < 0.6) terms.restart = span(draw(16) * 30);
        job.elastic = std::make_shared<ElasticTerms>(terms);
      }
      jobs.push_back(job);
    }
    for (const char* schedule : {"marginal-gain", "fit-width", "srpt", "easy", "srsf"}) {
      CAPTURE(round, schedule);
      const auto stage = run_audited(schedule, jobs, 16);
      CHECK(stage->recorder.finishes.size() == jobs.size());
      for (const auto& [id, live] : stage->recorder.ended) {
        if (live.elastic) resizes += live.elastic->resizes;
      }
    }
  }
  CHECK(resizes > 200);
}

}  // namespace eastwest
