// Names of the states of a job, as results and messages spell them.
#include "sim/world/job.hpp"

#include "sim/base/check.hpp"

namespace eastwest {

const char* to_text(JobState state) {
  switch (state) {
    case JobState::waiting:
      return "waiting";
    case JobState::matching:
      return "matching";
    case JobState::staging:
      return "staging";
    case JobState::queued:
      return "queued";
    case JobState::running:
      return "running";
    case JobState::suspending:
      return "suspending";
    case JobState::suspended:
      return "suspended";
    case JobState::returning:
      return "returning";
    case JobState::done:
      return "done";
    case JobState::killed:
      return "killed";
    case JobState::rejected:
      return "rejected";
    case JobState::expired:
      return "expired";
    case JobState::migrating:
      return "migrating";
  }
  EW_CHECK(false, "job state {}", static_cast<int>(state));
}

}  // namespace eastwest
