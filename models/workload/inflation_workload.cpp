// Workload `inflation`: the jobs of a trace in random order, then drawn from it again and again,
// until they ask for so much; nobody leaves.
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "models/workload/home_draw.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/trace_format.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class InflationWorkload final : public Workload {
 public:
  InflationWorkload(const Parameters& parameters, const WorkloadContext& context, Trace trace)
      : context_(context),
        family_(static_cast<std::uint32_t>(context.id.index())),
        trace_(std::move(trace)),
        gap_(parameters.duration("gap")),
        order_(trace_.rows.size()) {
    const double wanted = parameters.number("demand") * static_cast<double>(context.accelerators);
    demand_ = static_cast<std::int64_t>(wanted * kWholeAccelerator);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    for (std::size_t left = order_.size(); left > 1; --left) {
      std::swap(order_[left - 1], order_[drawn(left, left)]);
    }
    const HomeDraw homes(context.world);
    for (std::uint32_t group = 0; group < trace_.groups; ++group) {
      homes_.push_back(homes.at(context.random.uniform(family_, group, Purpose::trace_home)));
    }
  }

  std::optional<Job> next() override {
    const Date date = kStart + gap_ * static_cast<std::int64_t>(number_);
    if (date >= context_.horizon) return std::nullopt;
    const std::size_t place = row_at(number_);
    const TraceRow& row = trace_.rows[place];
    const auto& terms = trace_.placements[row.placement];
    asked_ += std::int64_t{row.accelerators} * terms->share;
    if (asked_ > demand_) return std::nullopt;
    std::optional<Job> made(std::in_place);
    Job& job = *made;
    job.id = trace_.id(row);
    if (number_ >= order_.size()) job.id += fmt::format("#{}", number_);
    job.workload = context_.id;
    job.class_name = context_.name;
    job.home = homes_[row.group];
    job.submitted = date;
    job.accelerators = row.accelerators;
    job.run_time = context_.horizon - date + Duration{1};
    job.placement = terms;
    ++number_;
    return made;
  }

  /// All of it in the end.
  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    std::vector<double> offered(context_.world.nodes.size(), 0);
    double all = 0;
    for (const TraceRow& row : trace_.rows) all += trace_.held(row);
    const double scale = static_cast<double>(demand_) / kWholeAccelerator / all;
    for (const TraceRow& row : trace_.rows) {
      offered[homes_[row.group].index()] += scale * trace_.held(row);
    }
    return offered;
  }

  [[nodiscard]] std::optional<InputRows> input_rows() const override { return trace_.input; }

 private:
  /// A number below `count`.
  [[nodiscard]] std::size_t drawn(std::uint64_t entity, std::size_t count) const {
    const double u = context_.random.uniform(family_, entity, Purpose::replay_order);
    return std::min(count - 1, static_cast<std::size_t>(u * static_cast<double>(count)));
  }
  /// Of the job with this number: first every row once, then drawn with replacement.
  [[nodiscard]] std::size_t row_at(std::uint64_t number) const {
    if (number < order_.size()) return order_[static_cast<std::size_t>(number)];
    return drawn(number + 1, order_.size());
  }

  WorkloadContext context_;
  std::uint32_t family_;
  Trace trace_;
  Duration gap_;
  std::vector<std::size_t> order_;
  std::vector<NodeId> homes_;  // by group
  std::int64_t demand_ = 0;    // thousandths of accelerators
  std::int64_t asked_ = 0;
  std::uint64_t number_ = 0;  // of the next job
};

Schema inflation_schema() {
  return {{.name = "format",
           .kind = ParameterKind::choice,
           .help = "of the trace; of its jobs only what they ask of nodes is read",
           .fallback = "openb",
           .choices = {"openb"}},
          {.name = "file",
           .kind = ParameterKind::file,
           .help = "the trace, plain or gzip; it needs no times",
           .required = true},
          {.name = "demand",
           .kind = ParameterKind::quantity,
           .help = "what the jobs ask for together, over all accelerators of the world; the first "
                   "that would go beyond ends it",
           .dimension = Dimension::fraction,
           .fallback = "130 %",
           .minimum = 0,
           .maximum = 1000},
          {.name = "gap",
           .kind = ParameterKind::quantity,
           .help = "between two jobs",
           .dimension = Dimension::duration,
           .fallback = "1 s",
           .minimum = 1e-9,
           .maximum = 366.0 * 86400}};
}

std::unique_ptr<Workload> make_inflation(const Parameters& parameters,
                                         const WorkloadContext& context) {
  if (context.horizon == kNever) {
    throw ScenarioError("workload." + context.name,
                        "its jobs never leave, and the run goes on until they are done",
                        "give the scenario a duration, e.g. duration: 1 d");
  }
  const TraceSource source{.file = parameters.text("file"), .placement = true, .demand_only = true};
  Trace trace = read_trace(trace_format(parameters.text("format")), source);
  const bool asks = std::any_of(trace.rows.begin(), trace.rows.end(),
                                [](const TraceRow& row) { return row.accelerators > 0; });
  if (!asks) {
    throw ScenarioError("workload." + context.name, "no job of the trace asks for an accelerator",
                        "its demand would never be reached; take another trace");
  }
  return std::make_unique<InflationWorkload>(parameters, context, std::move(trace));
}

}  // namespace

Registered<WorkloadFactory> inflation_workload() {
  return {
      .description =
          {.name = "inflation",
           .summary = "Jobs of a trace come until they ask for so much; nobody leaves.",
           .rule = "Every row of the trace once, in random order (Fisher-Yates), then rows drawn "
                   "with replacement; one job every `gap` from `start`, until the next would take "
                   "the sum of what was asked for beyond demand x accelerators. A job that has "
                   "started holds what it has until the end of the run, which is all that its run "
                   "time says.",
           .limits = "A test of placements, not a day in a cluster: what counts is how much of the "
                     "site can be allocated before nothing fits. The verdict says overloaded.",
           .source = "Workload inflation of Weng et al., USENIX ATC 2023 "
                     "(github.com/hkust-adsl/kubernetes-scheduler-simulator).",
           .schema = inflation_schema()},
      .make = make_inflation};
}

}  // namespace eastwest
