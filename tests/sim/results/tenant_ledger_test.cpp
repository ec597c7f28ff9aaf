// What tenants got and borrowed, computed by hand, and how fair that is.
#include "sim/results/tenant_ledger.hpp"
#include "sim/results/summary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

/// 8 accelerators, first come first served. lab: 8 for 3600 s, then 2 for 1800 s; city: 4 for 7200
/// s beside the latter.
struct TwoTenants {
  explicit TwoTenants(TenantGrants grants) : stage(jobs(tenants)) {
    stage.results = std::make_unique<RunResults>(
        RunFrame{.world = stage.stage.world,
                 .topology = stage.stage.topology,
                 .scenario = stage.scenario,
                 .scopes = stage.stage.parts->platform.silos,
                 .offered = {0},
                 .tenants = {.book = &tenants, .grants = std::move(grants)}});
    stage.run();
  }
  static std::vector<Job> jobs(TenantBook& book) {
    std::vector<Job> all = {job("first", 0, 8, 3600), job("second", 600, 4, 7200),
                            job("third", 1800, 2, 1800)};
    all[0].tenant = all[2].tenant = book.enter("lab");
    all[1].tenant = book.enter("city");
    return all;
  }

  TenantBook tenants;
  ResultsStage stage;
};

}  // namespace

TEST_CASE("tenants.csv tells what each tenant got, by name", "[results]") {
  const TemporaryFolder folder;
  TwoTenants run({});
  const RunResults& results = *run.stage.results;
  write_tenants_table(FileWriter(folder.file("tenants.csv")), results.tenants(),
                      results.jobs().held());
  const std::string text = folder.read("tenants.csv");
  // city: 4 x 2 h = 8 of 8 + 8 + 1 accelerator-hours; waits 3000 s, in the system 10200 s for 7200
  // s of work. lab: 9; waits of 0 and 1800 s.
  CHECK(text.find("\ncity,1,1,1,0,0,0,0,8,") != std::string::npos);
  CHECK(text.find(",,3000,3000,1.4166666666666667,1.4166666666666667,0,0,,\n") !=
        std::string::npos);
  CHECK(text.find("\nlab,2,2,2,0,0,0,0,9,") != std::string::npos);
  CHECK(text.find("city") < text.find("lab"));
  // (8 + 9)^2 / (2 x (64 + 81))
  CHECK(summary_json(results, run.stage.end())["fairness"]["jain_share_by_tenant"].get<double>() ==
        Approx(289.0 / 290));
}

TEST_CASE("with weights the index is that of the weighted shares", "[results]") {
  TwoTenants run({.kind = TenantGrants::Kind::weights, .by_name = {{"lab", 3}}, .others = 1});
  // 8 / 1 and 9 / 3: 11^2 / (2 x (64 + 9))
  CHECK(*run.stage.results->tenants().jain_share() == Approx(121.0 / 146));
}

TEST_CASE("what is held above a quota is borrowed, site by site", "[results]") {
  const TemporaryFolder folder;
  TwoTenants run({.kind = TenantGrants::Kind::quotas, .by_name = {{"lab", 0.5}}, .others = 0});
  const auto& ledger = run.stage.results->tenants();
  // lab may hold 4 of 8: (8 - 4) x 3600 s, then 2 < 4. city has no quota: all 4 x 7200 s.
  CHECK(to_accelerator_hours(ledger.tenants()[0].borrowed.integral()) == 4);
  CHECK(to_accelerator_hours(ledger.tenants()[1].borrowed.integral()) == 8);
  write_tenants_table(FileWriter(folder.file("tenants.csv")), ledger,
                      run.stage.results->jobs().held());
  CHECK(folder.read("tenants.csv").find(",0,0,0.5,4\n") != std::string::npos);
  // Only lab has a weight above 0.
  CHECK(*ledger.jain_share() == 1);
}

}  // namespace eastwest::results_test
