// Random migrations under every schedule, audited: no job is lost or doubled, every
// accelerator-hour is accounted for, and all backlogs end at nothing.
#include <memory>

#include "sim/results/audit.hpp"
#include "tests/catch.hpp"
#include "tests/models/policy/schedule/site_stage.hpp"
#include "tests/sim/results/results_stage.hpp"

namespace eastwest {
namespace {

using results_test::ResultsStage;

/// Places and migrates at random; sometimes what it saw at the last look but one.
class Wanderlust final : public DispatchPolicy {
 public:
  explicit Wanderlust(std::uint64_t seed) : random_(seed, 0) {}
  [[nodiscard]] Duration review_interval() const override { return std::chrono::seconds{25}; }
  void decide(const DispatchView& view, const DispatchChanges& changes,
              DispatchDecisions& decisions) override {
    ++calls_;
    std::uint32_t drawn = 0;
    const auto draw = [&] { return random_.uniform(0, calls_, Purpose::job_class, drawn++); };
    for (const WaitingJob& job : view.waiting()) {
      const bool is_wide = job.accelerators > 6;
      decisions.place_in_queue(job.slot, SiteId{is_wide || draw() < 0.6 ? 0 : 1});
    }
    if (!changes.review) return;
    std::vector<PlacedJob> seen(view.placed().begin(), view.placed().end());
    const bool is_late = draw() < 0.2;
    for (const PlacedJob& job : is_late ? seen_before_ : seen) {
      if (draw() < 0.15) decisions.migrate(job, SiteId{1 - job.site.value});
    }
    seen_before_ = std::move(seen);
  }

 private:
  RandomSource random_;
  std::uint64_t calls_ = 0;
  std::vector<PlacedJob> seen_before_;
};

/// On what kind of accelerators jobs run, and what travels with them.
std::vector<std::shared_ptr<const MobilityTerms>> kinds_of_terms() {
  using Fit = MobilityTerms::Fit;
  const auto make = [](Fit left, Fit right, int porting_s, double slowdown, std::int64_t state) {
    auto terms = std::make_shared<MobilityTerms>();
    terms->sites = {{.fit = left, .family = 0}, {.fit = right, .family = 1}};
    terms->porting = std::chrono::seconds{porting_s};
    terms->slowdown = slowdown;
    terms->state = Bytes{state};
    return terms;
  };
  return {nullptr, make(Fit::own, Fit::own, 0, 1, 400'000'000'000),
          make(Fit::own, Fit::other, 30, 1.37, 1'000'000'000'000),
          make(Fit::other, Fit::own, 10, 0.8, 0), make(Fit::own, Fit::none, 0, 1, 0)};
}

std::vector<Job> drawn_jobs(std::uint64_t seed) {
  const RandomSource random(seed, 3);
  const auto terms = kinds_of_terms();
  std::vector<Job> jobs;
  for (std::uint64_t i = 0; i < 80; ++i) {
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(0, i, Purpose::job_class, what);
    };
    Job job = results_test::job("j" + std::to_string(i), static_cast<double>(i) * 20, 1,
                                1 + draw(1) * 300, static_cast<int>(draw(11) * 2));
    job.accelerators = 1 + static_cast<std::int64_t>(draw(0) * 8);
    if (draw(2) < 0.5) job.preemption.save = from_seconds(draw(3) * 40);
    if (draw(2) > 0.7) job.preemption.interval = from_seconds(1 + draw(4) * 100);
    job.preemption.restore = from_seconds(draw(5) * 30);
    if (draw(6) < 0.2) job.requested = from_seconds(1 + draw(7) * 250);
    if (draw(8) < 0.3) {
      job.deadline = job.submitted + from_seconds(draw(9) * 2000);
      job.expires = draw(10) < 0.5;
    }
    if (draw(12) < 0.5) job.input = Bytes{static_cast<std::int64_t>(draw(13) * 2e12)};
    if (draw(14) < 0.2) job.result = Bytes{1'000'000'000};
    job.tenant = TenantId{static_cast<std::int32_t>(draw(15) * 3)};
    const std::size_t kind = job.accelerators > 6 ? 4 * static_cast<std::size_t>(draw(16) * 2)
                                                  : static_cast<std::size_t>(draw(16) * 4);
    job.mobility = terms[kind];
    jobs.push_back(std::move(job));
  }
  return jobs;
}

Values values_of(const std::string& schedule) {
  if (schedule == "las") return {{"thresholds", std::vector<double>{0.01, 0.1}}};
  return {};
}

}  // namespace

TEST_CASE("whoever migrates when, every job is somewhere and every second is accounted for",
          "[migration][property]") {
  const ModelRegistries models = builtin_models();
  std::int64_t migrations = 0;
  std::int64_t refused = 0;
  for (const auto& entry : models.schedules.entries()) {
    const std::string& schedule = entry.description.name;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      CAPTURE(schedule, seed);
      ResultsStage run(drawn_jobs(seed));
      run.stage.world.sites[1].accelerators = 6;
      SimulationParts& parts = *run.stage.parts;
      parts.dispatchers[0] = std::make_unique<Wanderlust>(seed);
      parts.platform.refresh = std::chrono::seconds{seed == 2 ? 40 : 0};
      parts.network = models.networks.at("fluid").make(
          with_defaults(models.networks.at("fluid").description.schema));
      // The only trunk is cut while jobs are on their way.
      if (seed == 1) parts.calendar.outages = {engine_test::cut({0}, 200, 900)};
      for (auto& scheduler : parts.schedulers) {
        const auto& model = models.schedules.at(schedule);
        scheduler = model.make(with_defaults(model.description.schema, values_of(schedule)));
      }
      if (seed == 3) run.scenario.duration = std::chrono::seconds{1500};
      TenantBook tenants;
      for (const char* name : {"a", "b", "c"}) tenants.enter(name);
      run.results = std::make_unique<RunResults>(
          RunFrame{.world = run.stage.world,
                   .topology = run.stage.topology,
                   .scenario = run.scenario,
                   .scopes = parts.platform.silos,
                   .offered = offered_by_silo(run.stage.world, parts.platform, parts.workloads),
                   .tenants = {.book = &tenants, .grants = parts.schedulers[0]->grants()},
                   .is_mobile = true});
      Audit audit(run.stage.world, run.stage.topology, kStart);
      auto& simulation = run.stage.simulation;
      audit.compare_with(
          {.site = [&](SiteId id) -> const SiteBook& { return simulation->site_book(id); },
           .alive = [&] { return simulation->alive(); },
           .links = {},
           .network = {}});
      const RunResults& results = run.run({&audit});
      migrations += results.mobility().migrations();
      refused += results.platform().refused(Refusal::stale) +
                 results.platform().refused(Refusal::incompatible) +
                 results.platform().refused(Refusal::no_room);
      const PreemptionSums& sums = results.jobs().preemption();
      CHECK((results.jobs().held() == sums.useful + sums.overhead + sums.lost));
      WideInteger held = 0;
      for (int site = 0; site < 2; ++site) {
        held += results.sites().site(SiteId{site}).allocated.integral();
      }
      CHECK((held == results.jobs().held()));
      WideInteger of_tenants = 0;
      for (const auto& tenant : results.tenants().tenants()) of_tenants += tenant.held;
      CHECK((of_tenants == held));
      if (run.scenario.duration) continue;
      CHECK(results.jobs().nation().alive == 0);
      CHECK(results.backlog().nation() == 0);
      for (int site = 0; site < 2; ++site) {
        CHECK(results.backlog().site(SiteId{site}) == 0);
        CHECK((results.sites().site(SiteId{site}).queued.value() == 0));
      }
    }
  }
  CHECK(migrations > 1000);
  CHECK(refused > 100);
}

TEST_CASE("a schedule forgets a job that its dispatcher has taken away", "[schedule][migration]") {
  const ModelRegistries models = builtin_models();
  for (const auto& entry : models.schedules.entries()) {
    const std::string& schedule = entry.description.name;
    CAPTURE(schedule);
    SiteStage site(schedule, 8, values_of(schedule));
    site.queue(8, 100);
    CHECK(site.ask_at(0) == Numbers{0});
    // 1 would be next, 2 and 3 fit beside each other.
    site.queue(8, 60, 1);
    site.queue(4, 80, 1);
    site.queue(4, 90, 1);
    const bool suspends = !site.ask_at(1).empty() || !site.suspended().empty();
    if (suspends) continue;  // the cases above have it
    site.withdraw(1);
    CHECK(site.ask_at(100, {0}) == Numbers{2, 3});
  }
}

}  // namespace eastwest
