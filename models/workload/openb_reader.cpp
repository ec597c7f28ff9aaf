// Reader of the pods of Alibaba's cluster trace of 2023 (openb; Weng et al., USENIX ATC 2023):
// seconds from the trace's beginning, no scheduled_time where a pod was never scheduled, gpu_milli
// for shares of a single GPU.
#include <optional>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"

namespace eastwest {

namespace {

constexpr std::int64_t kWholeGpu = 1000;

class OpenbReader {
 public:
  OpenbReader(const TraceSource& source, TraceIntake& intake)
      : intake_(intake), table_(source.file, intake.diagnostics()) {
    name_ = table_.required_column("name");
    num_gpu_ = table_.required_column("num_gpu");
    gpu_milli_ = table_.required_column("gpu_milli");
    gpu_spec_ = table_.column("gpu_spec");
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
    while (complete && has_times_ && table_.next()) read_row();
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
    if (*gpus == 0) return intake_.leave_out("without a GPU");

    if (*gpus == 1 && *share < kWholeGpu) {
      intake_.remark("with a share of one GPU (each holds a whole accelerator)");
    }
    if (!table_.text(gpu_spec_).empty()) intake_.remark("for certain GPU models (not kept)");
    if (*created == Duration{0}) intake_.remark("that run when the trace begins (cut there)");
    intake_.use({.submitted = *created,
                 .run_time = *deleted - *scheduled,
                 .accelerators = *gpus,
                 .id = table_.text(name_),
                 .tenant = table_.text(qos_)});
  }

  TraceIntake& intake_;
  CsvReader table_;
  CsvColumn name_, num_gpu_, gpu_milli_, gpu_spec_, created_, scheduled_, deleted_, qos_;
  bool has_times_ = false;
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
