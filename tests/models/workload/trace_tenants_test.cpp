// Whose the jobs of traces are: each format's own columns, what is missing, copies, and import.
#include "models/workload/trace_import.hpp"
#include "sim/base/diagnostic.hpp"
#include "tests/models/workload/trace_sample.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

/// The tenants of a trace's jobs in order of submission, `-` for nobody.
std::string tenants_of(const Trace& trace) {
  std::string text;
  for (const TraceRow& row : trace.rows) {
    text += text.empty() ? "" : " ";
    text += row.tenant == TraceRow::kNobody ? "-" : trace.tenants.at(row.tenant);
  }
  return text;
}

std::string tenants_of(const std::string& format, const std::string& text, TraceTenants tenants) {
  const TemporaryFolder folder;
  return tenants_of(read_trace(
      trace_format(format),
      {.file = folder.write("trace", text), .columns = {}, .throughput = {}, .tenants = tenants}));
}

/// Job, submission, user, group and queue of a row that runs 10 s on one processor.
std::string swf_row(int job, int user, int group, int queue) {
  return fmt::format("{} {} 0 10 1 -1 -1 1 20 -1 1 {} {} -1 {} -1 -1 -1", job, job, user, group,
                     queue);
}

const std::string kTable =
    "submit,accelerators,run_time,group,owner,worth,due\n"
    "0,1,10,g,ann,3,100\n"
    "5,1,10,h,,,\n";

CsvTraceColumns named() {
  return {.names = {{"tenant", "owner"}, {"priority", "worth"}, {"deadline", "due"}}, .units = {}};
}

}  // namespace

TEST_CASE("swf tells user, group and queue, and -1 is nobody", "[tenants][swf]") {
  const std::string log =
      swf_row(1, 7, 3, 1) + "\n" + swf_row(2, -1, 3, -1) + "\n" + swf_row(3, 8, -1, 2) + "\n";
  CHECK(tenants_of("swf", log, TraceTenants::user) == "7 - 8");
  CHECK(tenants_of("swf", log, TraceTenants::group) == "3 3 -");
  CHECK(tenants_of("swf", log, TraceTenants::queue) == "1 - 2");
  CHECK(tenants_of("swf", log, TraceTenants::none) == "- - -");
  // MetaCentrum's three cells more: nodes, queue, request.
  CHECK(tenants_of("swf", swf_row(1, 7, 3, 1) + " {n1} long 1:ppn=1\n", TraceTenants::queue) ==
        "long");
}

TEST_CASE("philly, openb, dlrm and csv tell what they have", "[tenants]") {
  CHECK(tenants_of("philly",
                   "timestamp,duration,num_gpus,gpu_time,cluster\n"
                   "2017-10-09 07:00:00,10,1,10,vc2\n2017-10-09 06:00:00,10,1,10,vc1\n",
                   TraceTenants::group) == "vc1 vc2");
  CHECK(tenants_of("openb",
                   "name,num_gpu,gpu_milli,qos,creation_time,deletion_time,scheduled_time\n"
                   "p,1,1000,LS,0,10,0\nq,1,1000,,5,10,5\n",
                   TraceTenants::queue) == "LS -");
  const std::string dlrm =
      "instance_sn,role,app_name,gpu_request,creation_time,scheduled_time,deletion_time\n"
      "i,HN,app_1,1,0,0,10\n";
  CHECK(tenants_of("dlrm", dlrm, TraceTenants::group) == "app_1");
  CHECK(tenants_of("dlrm", dlrm, TraceTenants::queue) == "HN");
  CHECK(tenants_of("csv", kTable, TraceTenants::group) == "g h");
}

TEST_CASE("a format is not asked for what it does not tell", "[tenants]") {
  for (const char* format : {"pai", "gavel"}) {
    CHECK(trace_format(format).tenants_problem(TraceTenants::user).hint ==
          "it tells no tenants at all");
  }
  CHECK(trace_format("philly").tenants_problem(TraceTenants::user).hint == "it tells: group");
  CHECK(trace_format("swf").tenants_problem(TraceTenants::user).message.empty());
}

TEST_CASE("of csv, named columns tell tenant, priority and deadline", "[tenants][csv]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("jobs.csv", kTable);
  const Trace trace = read_trace(trace_format("csv"), {.file = file, .columns = named()});
  CHECK(tenants_of(trace) == "ann -");
  CHECK(trace.terms_of(trace.rows[0]).priority == 3);
  CHECK(*trace.terms_of(trace.rows[0]).deadline == std::chrono::seconds{100});
  CHECK_FALSE(trace.terms_of(trace.rows[1]).priority);

  // The same through the table that import writes.
  const std::string imported = folder.file("imported.csv");
  import_trace(trace_format("csv"), {.file = file, .columns = named()}, {}, FileWriter(imported));
  CHECK(folder.read("imported.csv") ==
        "job_id,submit,accelerators,run_time,requested,group,tenant,priority,deadline\n"
        "1,0,1,10,,g,ann,3,100\n"
        "2,5,1,10,,h,,,\n");

  CHECK_THROWS_AS(
      read_trace(trace_format("csv"),
                 {.file = folder.write("late.csv", "submit,accelerators,run_time,due\n9,1,1,8\n"),
                  .columns = {.names = {{"deadline", "due"}}, .units = {}}}),
      ScenarioError);
}

TEST_CASE("jobs of a trace have its tenants, the same in every copy", "[tenants][trace]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  TenantBook book;
  WorkloadContext context = context_of(world, 100);
  context.tenants = &book;
  const auto& model = workload_model("trace");
  const std::string log = swf_row(1, 7, 3, 1) + "\n" + swf_row(2, 8, 3, 1) + "\n";
  const auto workload = workload_of(
      "trace",
      {{"format", std::string("swf")},
       {"file", folder.write("log.swf", log)},
       {"tenants", std::string("user")},
       {"scale",
        group_with_defaults(model.description.schema, "scale", {{"copies", std::int64_t{3}}})}},
      context);
  CHECK(workload->attributes().tenant);
  int of_seven = 0;
  for (const Job& job : all_jobs(*workload)) of_seven += book.name(job.tenant) == "7" ? 1 : 0;
  CHECK(of_seven == 3);
  CHECK(book.size() == 2);
}

}  // namespace eastwest
