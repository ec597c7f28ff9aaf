// Implements models/workload/job_terms.hpp.
#include "models/workload/job_terms.hpp"

#include <string>

#include "models/workload/job_extras.hpp"

namespace eastwest {

namespace {

/// Draws of Purpose::estimate: 0 and 1 belong to the estimate and the request.
constexpr std::uint32_t kDeadlineDraw = 2;
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
                     "the run time",
                     "", 1e-9)};
}

PreemptionTerms preemption_terms(const Parameters& parameters) {
  PreemptionTerms terms{.save = parameters.duration("save"),
                        .restore = parameters.duration("restore")};
  if (parameters.has("interval")) terms.interval = parameters.duration("interval");
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
  return {{.name = "tenant",
           .kind = ParameterKind::text,
           .help = "whose these jobs are; absent: nobody's"},
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
           .group = preemption_schema()}};
}

void JobTerms::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  JobDataChoice::check(parameters, problems);
  if (!parameters.has("preemption")) return;
  const Parameters& preemption = parameters.group("preemption");
  const std::string& keeps = preemption.text("keeps");
  if (keeps == "checkpoints" && !preemption.has("interval")) {
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
    : data_(parameters, context) {
  attributes_.data = data_.is_given();
  if (parameters.has("tenant")) {
    attributes_.tenant = true;
    if (context.tenants != nullptr) tenant_ = context.tenants->enter(parameters.text("tenant"));
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
}

void JobTerms::fill(Job& job, std::uint64_t entity, const RandomSource& random) const {
  if (!job.tenant.valid()) job.tenant = tenant_;
  job.priority = priority_;
  job.preemption = preemption_;
  if (data_.is_given() && !job.data) job.data = data_.data(job.workload, entity, random);
  if (deadline_factor_) {
    const auto family = static_cast<std::uint32_t>(job.workload.index());
    const double u = random.uniform(family, entity, Purpose::estimate, kDeadlineDraw);
    job.deadline =
        job.submitted + run_time_of(to_seconds(job.run_time) * deadline_factor_->quantile(u));
  }
  job.expires = expires_ && job.deadline != kNever;
}

}  // namespace eastwest
