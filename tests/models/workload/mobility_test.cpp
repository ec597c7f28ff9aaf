// Chips and tenant mixes of workloads: which sites fit, what is wrong, and whose jobs are drawn.
#include <map>

#include "models/workload/mobility.hpp"
#include "models/workload/tenant_mix.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

using Fit = MobilityTerms::Fit;

/// Sites with an H800, an Ascend, a mix, and accelerators that nobody has named.
World four_sites() {
  World world = drawn_world(
      "A --400G 10km-- B --400G 10km-- C --400G 10km-- D\nA [8]\nB [8]\nC "
      "[8]\nD [8]\n");
  const char* kinds[] = {"h800-sxm", "ascend-910c", "national-mix", ""};
  const char* families[] = {"cuda", "cann", "mixed", ""};
  for (std::size_t i = 0; i < 4; ++i) {
    world.sites[i].accelerator = kinds[i];
    world.sites[i].accelerator_family = families[i];
  }
  return world;
}

Parameters with_chips(Values values) {
  Parameters parameters;
  parameters.set("chips", group_with_defaults(mobility_schema(), "chips", std::move(values)));
  return parameters;
}

std::vector<Fit> fits(Values values) {
  const World world = four_sites();
  const auto terms = mobility_terms(with_chips(std::move(values)), context_of(world, 32));
  std::vector<Fit> all;
  for (const auto& site : terms->sites) all.push_back(site.fit);
  return all;
}

std::vector<ParameterProblem> problems_of_mix(Values values) {
  Parameters parameters;
  const Schema schema{TenantMix::parameter()};
  parameters.set("tenant_mix", group_with_defaults(schema, "tenant_mix", std::move(values)));
  std::vector<ParameterProblem> problems;
  TenantMix::check(parameters, problems);
  return problems;
}

std::vector<std::string> names(std::initializer_list<const char*> given) {
  return {given.begin(), given.end()};
}

}  // namespace

TEST_CASE("kinds and families say where a program runs, and where it must be ported",
          "[mobility]") {
  CHECK(fits({{"runs_on", names({"cuda"})}}) ==
        std::vector<Fit>{Fit::own, Fit::none, Fit::own, Fit::own});
  CHECK(fits({{"runs_on", names({"ascend-910c", "h800-sxm"})},
              {"developed_for", std::string("cuda")}}) ==
        std::vector<Fit>{Fit::own, Fit::other, Fit::own, Fit::own});
  CHECK(fits({{"developed_for", std::string("ascend-910c")}}) ==
        std::vector<Fit>{Fit::other, Fit::own, Fit::own, Fit::own});
}

TEST_CASE("accelerators that no site has are named, with what was meant", "[mobility]") {
  const World world = four_sites();
  try {
    static_cast<void>(
        mobility_terms(with_chips({{"runs_on", names({"ascend-910"})}}), context_of(world, 32)));
    FAIL("not thrown");
  } catch (const ScenarioError& error) {
    CHECK(std::string(error.what()).find("did you mean 'ascend-910c'?") != std::string::npos);
  }
}

TEST_CASE("what porting costs needs a family that it is not needed for", "[mobility]") {
  std::vector<ParameterProblem> problems;
  check_mobility(with_chips({{"porting", 60.0}, {"slowdown", 1.2}}), problems);
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].key == "chips.porting");
  CHECK(problems[1].key == "chips.slowdown");
}

TEST_CASE("what is assumed, and what nobody knows, is told", "[mobility]") {
  const World world = four_sites();
  const auto remarks = mobility_remarks(
      with_chips({{"developed_for", std::string("cuda")}, {"porting", 60.0}, {"slowdown", 1.2}}),
      context_of(world, 32));
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0].find("2 of 4 sites are mixed or not named") != std::string::npos);
  CHECK(remarks[1].find("60 s and a run time of 1.2 times there are assumptions") !=
        std::string::npos);
}

TEST_CASE("jobs are drawn by the tenants' shares", "[tenants]") {
  const World world = three_homes();
  TenantBook book;
  WorkloadContext context = context_of(world, 100);
  context.tenants = &book;
  Parameters mix;
  mix.set("count", std::int64_t{3});
  mix.set("exponent", 1.0);
  const TenantMix tenants(mix, context);
  // 1, 1/2 and 1/3 of 11/6: up to 6/11, 9/11 and 1.
  CHECK(book.name(tenants.at(0.545)) == "tenant-1");
  CHECK(book.name(tenants.at(0.546)) == "tenant-2");
  CHECK(book.name(tenants.at(0.818)) == "tenant-2");
  CHECK(book.name(tenants.at(0.819)) == "tenant-3");
  CHECK(book.name(tenants.at(1 - 0x1p-53)) == "tenant-3");
}

TEST_CASE("a mix needs shares or a number of tenants, and not one tenant beside it", "[tenants]") {
  CHECK(problems_of_mix({}).size() == 1);
  CHECK(problems_of_mix({{"count", std::int64_t{3}}}).empty());
  Parameters nothing;
  nothing.set("share", 0.0);
  const std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>> shares = {
      {"lab", std::make_shared<const Parameters>(nothing)}};
  CHECK(problems_of_mix({{"shares", shares}}).at(0).key == "tenant_mix.shares");
  CHECK(problems_of_mix({{"shares", shares}, {"count", std::int64_t{3}}}).size() == 1);
}

}  // namespace eastwest
