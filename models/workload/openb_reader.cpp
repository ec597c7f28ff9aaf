// Reader of the pods of Alibaba's cluster trace of 2023 (openb; Weng et al., USENIX ATC 2023):
// seconds from the trace's beginning, no scheduled_time where a pod was never scheduled, gpu_milli
// for shares of a single GPU, gpu_spec a set of models with '|' between them.
#include <algorithm>
#include <optional>
#include <string_view>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"

namespace eastwest {

namespace {

constexpr std::int64_t kWholeGpu = 1000;

class OpenbReader {
 public:
  OpenbReader(const TraceSource& source, TraceIntake& intake)
      : intake_(intake),
        table_(source.file, intake.diagnostics()),
        keeps_placement_(source.placement),
        demand_only_(source.demand_only) {
    name_ = table_.required_column("name");
    num_gpu_ = table_.required_column("num_gpu");
    gpu_milli_ = table_.required_column("gpu_milli");
    gpu_spec_ = table_.column("gpu_spec");
    if (keeps_placement_) {
      cpu_ = table_.required_column("cpu_milli");
      memory_ = table_.required_column("memory_mib");
    }
    if (demand_only_) return;
    if (source.tenants == TraceTenants::queue) qos_ = table_.required_column("qos");
    created_ = table_.column("creation_time");
    scheduled_ = table_.column("scheduled_time");
    deleted_ = table_.column("deletion_time");
    has_times_ = created_.valid() && scheduled_.valid() && deleted_.valid();
    if (has_times_ || table_.header().empty()) return;
    intake.diagnostics().error(
        {.file = source.file, .line = 1}, "",
        "this list of pods has no times: creation_time, scheduled_time and deletion_time are "
        "needed",
        "lists with more GPUs than the trace had (multigpu) have none; take another list");
  }

  void read() {
    const bool complete = name_.valid() && num_gpu_.valid() && gpu_milli_.valid();
    if (demand_only_) {
      while (complete && table_.next()) read_demand();
    } else {
      while (complete && has_times_ && table_.next()) read_row();
    }
  }

 private:
  void read_row() {
    intake_.begin_row(table_.line());
    const auto gpus = accelerators_cell(table_, num_gpu_, 0);
    const auto share = table_.integer(gpu_milli_);
    const auto created = span_cell(table_, created_);
    const bool is_scheduled = !table_.text(scheduled_).empty();
    const auto scheduled = is_scheduled ? span_cell(table_, scheduled_) : Duration{0};
    const auto deleted = is_scheduled ? span_cell(table_, deleted_) : Duration{0};
    if (table_.text(name_).empty()) table_.error(name_, "the pod has no name");
    if (!gpus || !share || !created || !scheduled || !deleted) return;
    if (*deleted < *scheduled) {
      return table_.error(deleted_, "the pod is deleted before it is scheduled");
    }
    if (!is_scheduled) return intake_.leave_out("never scheduled (no scheduled_time)");
    if (*gpus == 0 && !keeps_placement_) return intake_.leave_out("without a GPU");
    if (!keeps_placement_) remark_on(*gpus, *share);
    if (keeps_placement_ && !read_terms(*gpus, *share)) return;
    if (*created == Duration{0}) intake_.remark("that run when the trace begins (cut there)");
    intake_.use({.submitted = *created,
                 .run_time = *deleted - *scheduled,
                 .accelerators = *gpus,
                 .id = table_.text(name_),
                 .tenant = table_.text(qos_),
                 .placement = keeps_placement_ ? &terms_ : nullptr});
  }

  void read_demand() {
    intake_.begin_row(table_.line());
    const auto gpus = accelerators_cell(table_, num_gpu_, 0);
    const auto share = table_.integer(gpu_milli_);
    if (table_.text(name_).empty()) table_.error(name_, "the pod has no name");
    if (!gpus || !share || !read_terms(*gpus, *share)) return;
    intake_.use({.accelerators = *gpus, .id = table_.text(name_), .placement = &terms_});
  }

  /// What the pod asks of a node, all of it on one; false if a cell is wrong.
  bool read_terms(std::int32_t gpus, std::int64_t share) {
    const auto cpu = table_.integer(cpu_);
    const auto memory = table_.integer(memory_);
    if (!cpu || !memory) return false;
    if (*cpu < 0 || *memory < 0 || (gpus == 1 && share < 1)) {
      const CsvColumn wrong = *cpu < 0 ? cpu_ : *memory < 0 ? memory_ : gpu_milli_;
      table_.error(wrong, "a pod cannot ask for so little");
      return false;
    }
    terms_ = {.together = true, .cpu = *cpu, .memory = *memory};
    if (gpus == 1) terms_.share = static_cast<std::int32_t>(std::min(share, kWholeGpu));
    std::string_view spec = gpus > 0 ? table_.text(gpu_spec_) : std::string_view();
    while (!spec.empty()) {
      const std::size_t end = std::min(spec.find('|'), spec.size());
      if (end > 0) terms_.kinds.emplace_back(spec.substr(0, end));
      spec.remove_prefix(std::min(end + 1, spec.size()));
    }
    return true;
  }

  void remark_on(std::int32_t gpus, std::int64_t share) {
    if (gpus == 1 && share < kWholeGpu) {
      intake_.remark("with a share of one GPU (each holds a whole accelerator)");
    }
    if (!table_.text(gpu_spec_).empty()) intake_.remark("for certain GPU models (not kept)");
  }

  TraceIntake& intake_;
  CsvReader table_;
  CsvColumn name_, num_gpu_, gpu_milli_, gpu_spec_, created_, scheduled_, deleted_, cpu_, memory_,
      qos_;
  bool has_times_ = false;
  bool keeps_placement_;
  bool demand_only_;
  PlacementTerms terms_;  // of the row
};

void read_format(const TraceSource& source, TraceIntake& intake) {
  OpenbReader(source, intake).read();
}

}  // namespace

TraceFormat openb_format() {
  return {.name = "openb",
          .summary =
              "Alibaba's GPU cluster of 2023, lists of pods with times: CSV with name, "
              "num_gpu, gpu_milli, creation_time, …",
          .read = read_format,
          .tenants = {TraceTenants::queue}};
}

}  // namespace eastwest
