// How jobs come in: one at a time from each source, in order of submission.
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

void Simulation::Core::schedule_arrival(WorkloadId workload) {
  const Source& source = sources_[workload.index()];
  if (!source.next) return;
  EW_CHECK(source.next->submitted >= now_, "workload {} submits into the past", workload.value);
  queue_.schedule(source.next->submitted, {.entity = workload.index(),
                                           .index = workload.value,
                                           .event_class = EventClass::arrival,
                                           .kind = EventKind::arrival});
}

void Simulation::Core::arrive(WorkloadId workload) {
  Source& source = sources_[workload.index()];
  while (source.next && source.next->submitted == now_) {
    const std::uint64_t serial = (std::uint64_t{workload.index()} << 40) | source.handed_out++;
    Job& next = *source.next;
    if (next.after.empty()) {
      submit(std::move(next), serial);
    } else {
      const std::uint64_t first_serial = std::uint64_t{workload.index()} << 40;
      const auto verdict = precedence_.admit(next, serial, first_serial);
      if (verdict != PrecedenceBook::Verdict::held) begin_ordered(std::move(next), serial, verdict);
    }
    source.next.reset();  // it has moved on: there is nothing to assign to
    source.next = parts_.workloads[workload.index()]->next();
  }
  schedule_arrival(workload);
}

}  // namespace eastwest
