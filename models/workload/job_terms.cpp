// Implements models/workload/job_terms.hpp.
#include "models/workload/job_terms.hpp"

#include <string>

#include <fmt/format.h>

#include "models/workload/failure_keys.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/mobility.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {

namespace {

/// Draws of Purpose::estimate: 0 and 1 belong to the estimate and the request.
constexpr std::uint32_t kDeadlineDraw = 2;
constexpr std::uint32_t kTenantDraw = 3;
constexpr double kYear = 366.0 * 86400;

Parameter span_parameter(std::string name, std::string help, std::string fallback, double minimum) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = Dimension::duration,
          .fallback = std::move(fallback),
          .minimum = minimum,
          .maximum = kYear};
}

Schema preemption_schema() {
  return {
      {.name = "keeps",
       .kind = ParameterKind::choice,
       .help = "what a suspended job has kept: all (its state is saved then), checkpoints (what "
               "it had done at the last whole interval), nothing",
       .fallback = "all",
       .choices = {"all", "checkpoints", "nothing"}},
      span_parameter("save", "with keeps: all, time to write the state, accelerators held", "0 s",
                     0),
      span_parameter("restore",
                     "from getting accelerators again until it goes on; not where it has kept "
                     "nothing",
                     "0 s", 0),
      span_parameter("interval",
                     "with keeps: checkpoints, run time between two; their own cost is part of "
                     "the run time; not where failures have checkpoints of their own",
                     "", 1e-9)};
}

PreemptionTerms preemption_terms(const Parameters& parameters) {
  PreemptionTerms terms{.save = parameters.duration("save"),
                        .restore = parameters.duration("restore")};
  if (parameters.has("interval")) terms.interval = parameters.duration("interval");
  // Those that the job writes for the sake of failures come at dates of their own.
  if (parameters.text("keeps") == "checkpoints" && !parameters.has("interval")) {
    terms.interval = Duration{1};
  }
  if (parameters.text("keeps") == "nothing") terms.interval = Duration::max();
  return terms;
}

}  // namespace

Parameter JobTerms::deadline_factor_parameter() {
  return {.name = "deadline_factor",
          .kind = ParameterKind::law,
          .help = "deadline = submission + this x run time; absent: no deadline",
          .minimum = 1};
}

Schema JobTerms::schema() {
  Schema schema{
      {.name = "tenant",
       .kind = ParameterKind::text,
       .help = "whose these jobs are; absent: nobody's"},
      TenantMix::parameter(),
      {.name = "priority",
       .kind = ParameterKind::count,
       .help = "what their owner says they are worth, higher goes first; absent: 0",
       .minimum = -1'000'000,
       .maximum = 1'000'000},
      {.name = "past_deadline",
       .kind = ParameterKind::choice,
       .help = "a job that has not started by its deadline: run all the same, or expire (it is "
               "given up when its turn comes); absent: run",
       .choices = {"run", "expire"}},
      {.name = "preemption",
       .kind = ParameterKind::group,
       .help = "what it costs to suspend these jobs; absent: nothing, and all is kept",
       .group = preemption_schema()},
      ElasticShape::parameter(),
      PlacementKeys::parameter(),
      failures_parameter()};
  for (Parameter& parameter : mobility_schema()) schema.push_back(std::move(parameter));
  return schema;
}

void JobTerms::check(const Parameters& parameters, std::vector<ParameterProblem>& problems,
                     OwnCheckpoints own) {
  JobDataChoice::check(parameters, problems);
  check_mobility(parameters, problems);
  TenantMix::check(parameters, problems);
  ElasticShape::check(parameters, problems);
  PlacementKeys::check(parameters, problems);
  bool has_checkpoints = own == OwnCheckpoints::yes;
  if (parameters.has("failures")) {
    check_failures(parameters.group("failures"), problems);
    has_checkpoints = has_checkpoints || parameters.group("failures").has("checkpoints");
  }
  if (!parameters.has("preemption")) return;
  const Parameters& preemption = parameters.group("preemption");
  const std::string& keeps = preemption.text("keeps");
  if (keeps != "all" && has_checkpoints) {
    if (keeps == "nothing") {
      problems.push_back({"preemption.keeps", "these jobs have checkpoints, and keep nothing",
                          "write `keeps: checkpoints`, or `keeps: all`"});
    }
    if (keeps == "checkpoints" && preemption.has("interval")) {
      problems.push_back({"preemption.interval", "these jobs have checkpoints of their own",
                          "take it out: the checkpoints of their failures are kept"});
    }
  } else if (keeps == "checkpoints" && !preemption.has("interval")) {
    problems.push_back({"preemption", "checkpoints need an interval", "write `interval: 30 min`"});
  }
  if (keeps != "checkpoints" && preemption.has("interval")) {
    problems.push_back({"preemption.interval", "only `keeps: checkpoints` has an interval",
                        "leave it out, or write `keeps: checkpoints`"});
  }
  if (keeps != "all" && preemption.number("save") > 0) {
    problems.push_back({"preemption.save", "only `keeps: all` saves the state when it is suspended",
                        "leave it out, or write `keeps: all`"});
  }
}

JobTerms::JobTerms(const Parameters& parameters, const WorkloadContext& context)
    : placement_(parameters), data_(parameters, context) {
  attributes_.data = data_.is_given();
  if (parameters.has("tenant")) {
    attributes_.tenant = true;
    if (context.tenants != nullptr) tenant_ = context.tenants->enter(parameters.text("tenant"));
  }
  if (parameters.has("tenant_mix")) {
    attributes_.tenant = true;
    tenant_mix_.emplace(parameters.group("tenant_mix"), context);
  }
  if (parameters.has("priority")) {
    attributes_.priority = true;
    priority_ = static_cast<std::int32_t>(parameters.count("priority"));
  }
  if (parameters.has("deadline_factor")) {
    attributes_.deadline = true;
    deadline_factor_ = parameters.law("deadline_factor");
  }
  if (parameters.has("past_deadline")) expires_ = parameters.text("past_deadline") == "expire";
  if (parameters.has("preemption")) preemption_ = preemption_terms(parameters.group("preemption"));
  if (parameters.has("elastic")) elastic_.emplace(parameters.group("elastic"));
  attributes_.elastic = elastic_.has_value();
  if (parameters.has("failures")) {
    failures_ = read_failures(parameters.group("failures"));
    attributes_.failures = true;
    if (context.horizon == kNever) endless_path_ = "workload." + context.name + ".failures";
  }
  mobility_ = mobility_terms(parameters, context);
  attributes_.mobility = mobility_ != nullptr;
  remarks_ = mobility_remarks(parameters, context);
}

void JobTerms::fill(Job& job, std::uint64_t entity, const RandomSource& random) const {
  const auto family = static_cast<std::uint32_t>(job.workload.index());
  if (tenant_mix_ && !job.tenant.valid()) {
    job.tenant = tenant_mix_->at(random.uniform(family, entity, Purpose::estimate, kTenantDraw));
  }
  if (!job.tenant.valid()) job.tenant = tenant_;
  job.priority = priority_;
  job.preemption = preemption_;
  if (elastic_) job.elastic = elastic_->terms(job.accelerators);
  placement_.fill(job);
  job.mobility = mobility_;
  if (data_.is_given() && !job.data) job.data = data_.data(job.workload, entity, random);
  if (deadline_factor_ && job.deadline == kNever) {
    const double u = random.uniform(family, entity, Purpose::estimate, kDeadlineDraw);
    job.deadline =
        job.submitted + run_time_of(to_seconds(job.run_time) * deadline_factor_->quantile(u));
  }
  job.expires = expires_ && job.deadline != kNever;
  if (!failures_) return;
  job.failures = failures_;
  if (!endless_path_) return;
  const Duration expected = failures_->expected(job.run_time, job.accelerators);
  if (to_seconds(expected) < FailureTerms::kSecondsMax) return;
  throw ScenarioError(*endless_path_,
                      fmt::format("job '{}' of {} accelerators fails so often that it would need "
                                  "more than 200 years",
                                  job.id, job.accelerators),
                      "write checkpoints, or more of them, or give the scenario a duration");
}

}  // namespace eastwest
