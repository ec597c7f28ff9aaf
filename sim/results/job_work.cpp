// Implements sim/results/job_work.hpp.
#include "sim/results/job_work.hpp"

namespace eastwest {

TimeUse changing_time_use(const LiveJob& live, Date date) {
  if (live.elastic) {
    const ElasticLife life = elastic_until(live, date);
    return {.useful = life.useful, .overhead = life.overhead, .lost = life.lost};
  }
  TimeUse use{.useful = live.kept - live.before, .overhead = live.overhead, .lost = live.lost};
  if (live.journey) use.useful += live.journey->useful;
  if (live.state == JobState::running) {
    const Attempt attempt = attempt_of(live, date);
    use.overhead += attempt.restored + attempt.stalled;
    use.useful += attempt.work;
  } else if (live.state == JobState::suspending) {
    use.overhead += date - live.stopped;
  }
  return use;
}

AreaUse area_use(const LiveJob& live, Date date) {
  if (live.elastic) {
    const ElasticLife life = elastic_until(live, date);
    return {.useful = life.useful_area, .overhead = life.overhead_area, .lost = life.lost_area};
  }
  const TimeUse use = time_use(live, date);
  return {.useful = held_over(live, use.useful),
          .overhead = held_over(live, use.overhead),
          .lost = held_over(live, use.lost)};
}

}  // namespace eastwest
