// Terms of jobs: from the workload, from the rows of a table, and which jobs come after which.
#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

using std::chrono::seconds;

Parameters::Value preemption_of(Values values) {
  return group_with_defaults(workload_model("table").description.schema, "preemption",
                             std::move(values));
}

/// What is wrong with the keys of a workload of this kind, by key.
std::vector<std::string> problems_of(const std::string& kind, const Values& values) {
  const auto& model = workload_model(kind).description;
  std::vector<std::string> keys;
  for (const ParameterProblem& problem : model.check(with_defaults(model.schema, values))) {
    keys.push_back(problem.key);
  }
  return keys;
}

}  // namespace

TEST_CASE("a row's terms come before the workload's", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file =
      folder.write("jobs.csv",
                   "job_id,submit_s,accelerators,run_time_s,home,tenant,priority,deadline_s,after\n"
                   "a,10,1,1,A,lab,-3,11.5,\n"
                   "b,5,1,1,A,,,,a\n"
                   "c,20,1,1,A,,,,a;b\n");
  TenantBook tenants;
  WorkloadContext context = context_of(world, 100);
  context.tenants = &tenants;
  const auto workload = workload_of(
      "table",
      {{"file", file},
       {"tenant", std::string("city")},
       {"priority", std::int64_t{7}},
       {"past_deadline", std::string("expire")},
       {"preemption", preemption_of({{"keeps", std::string("checkpoints")}, {"interval", 60.0}})}},
      context);
  const auto jobs = all_jobs(*workload);
  REQUIRE(jobs.size() == 3);
  const Job& b = jobs[0];  // submitted first
  const Job& a = jobs[1];
  const Job& c = jobs[2];
  CHECK(tenants.name(a.tenant) == "lab");
  CHECK(tenants.name(b.tenant) == "city");
  CHECK(a.priority == -3);
  CHECK(b.priority == 7);
  CHECK(a.deadline == kStart + std::chrono::milliseconds{11500});
  CHECK(a.expires);
  CHECK(b.deadline == kNever);
  CHECK_FALSE(b.expires);
  CHECK(a.preemption.interval == seconds{60});
  // Numbers in the order handed out: b 0, a 1, c 2.
  CHECK(a.after.empty());
  CHECK(b.after == std::vector<std::uint64_t>{1});
  CHECK(c.after == std::vector<std::uint64_t>{1, 0});
  CHECK(a.followers == 2);
  CHECK(b.followers == 1);
  const JobAttributes attributes = workload->attributes();
  CHECK((attributes.tenant && attributes.priority && attributes.deadline));
}

TEST_CASE("jobs without terms have none", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const std::string file =
      folder.write("jobs.csv", "job_id,submit_s,accelerators,run_time_s,home\na,10,1,1,A\n");
  const auto workload = workload_of("table", {{"file", file}}, context_of(world, 100));
  const auto jobs = all_jobs(*workload);
  REQUIRE(jobs.size() == 1);
  CHECK_FALSE(jobs[0].tenant.valid());
  CHECK(jobs[0].deadline == kNever);
  CHECK(jobs[0].preemption.save == Duration{0});
  const JobAttributes attributes = workload->attributes();
  CHECK_FALSE((attributes.tenant || attributes.priority || attributes.deadline));
}

TEST_CASE("a circle is told with the names on it, at a line of it", "[table]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  // d comes after the circle b, c and is not on it.
  const std::string file = folder.write("jobs.csv",
                                        "job_id,submit_s,accelerators,run_time_s,home,after\n"
                                        "d,0,1,1,A,b\n"
                                        "b,0,1,1,A,c\n"
                                        "c,0,1,1,A,b;a\n"
                                        "a,0,1,1,A,\n");
  try {
    (void)workload_of("table", {{"file", file}}, context_of(world, 100));
    FAIL("no error");
  } catch (const ScenarioError& error) {
    REQUIRE(error.diagnostics().error_count() == 1);
    const int line = error.diagnostics().all()[0].position.line;
    CHECK((line == 3 || line == 4));
    const std::string text = error.what();
    CHECK((text.find("'b' after 'c' after 'b'") != std::string::npos ||
           text.find("'c' after 'b' after 'c'") != std::string::npos));
  }
}

TEST_CASE("terms of preemption that contradict each other", "[table]") {
  const auto wrong = [](Values values) {
    return problems_of("table",
                       {{"file", std::string("f")}, {"preemption", preemption_of(values)}});
  };
  CHECK(wrong({}).empty());
  CHECK(wrong({{"save", 30.0}, {"restore", 60.0}}).empty());
  CHECK(wrong({{"keeps", std::string("checkpoints")}}) == std::vector<std::string>{"preemption"});
  CHECK(wrong({{"interval", 60.0}}) == std::vector<std::string>{"preemption.interval"});
  CHECK(wrong({{"keeps", std::string("nothing")}, {"save", 1.0}}) ==
        std::vector<std::string>{"preemption.save"});
}

}  // namespace eastwest
