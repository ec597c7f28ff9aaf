// Schedule `easy`: backfilling around one reservation, which holds a number of accelerators.
#include "models/policy/schedule/easy_backfilling.hpp"
#include "models/policy/schedule/expected_ends.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class Easy final : public EasyBackfilling {
 private:
  void open(std::int64_t) override {}
  void release(const EndedJob& job) override {
    ends_.remove(BacklogJob(job.job).expected_end(job.started), job.job.accelerators);
  }
  void occupy(const BacklogJob& job, Date now) override {
    ends_.add(job.expected_end(now), job.accelerators);
  }
  Room reserve(const BacklogJob& head, std::int64_t free, Date now) override {
    const ExpectedEnds::Shadow shadow = ends_.shadow(free, head.accelerators);
    shadow_ = shadow.date;
    return {.free = free,
            .extra = shadow.free - head.accelerators,
            .span = Room::span_until(now, shadow_)};
  }
  void overtake(const BacklogJob& job, Date now, Room& room) override {
    room.free -= job.accelerators;
    if (job.estimate > room.span) room.extra -= job.accelerators;
    occupy(job, now);
  }
  [[nodiscard]] std::int64_t span_until_reserved(Date now) const override {
    return Room::span_until(now, shadow_);
  }

  ExpectedEnds ends_;  // of running jobs
  Date shadow_;        // when the head is expected to fit
};

}  // namespace

Registered<ScheduleFactory> easy_schedule() {
  return {
      .description =
          {.name = "easy",
           .summary = "EASY backfilling by counts: others may overtake the head of the queue if "
                      "that does not delay its expected start.",
           .rule =
               "Optimises the use of accelerators without a delay for the longest waiting job. At "
               "each pass, in order of entry into the queue and serial number: start the head "
               "while it fits. Then let shadow = the earliest expected end (start + estimate) of a "
               "running job at which as many accelerators are free as the head asks for, and "
               "extra = all that are free then, counting every job with that expected end, less "
               "what the head asks for. Go through the others in order and start a job that fits "
               "now if it is expected to end by the shadow (now + estimate <= shadow), or if it "
               "asks for at most extra, which shrinks by it. Shadow and extra are computed anew "
               "at every pass; estimates are never corrected.",
           .limits = "As good as the estimates; a job without one counts as endless, so it "
                     "overtakes within extra only. A job that outlives its estimate counts as "
                     "ended at its expected end. Cost of a pass: O(log n) for each job that comes "
                     "or starts; where a job ended also O(different sizes in the queue + running "
                     "jobs / 64), whatever the length of the queue. Another definition, by sets "
                     "of nodes: easy-nodes.",
           .source = "Lifka, The ANL/IBM SP scheduling system, JSSPP 1995; Mu'alem and Feitelson, "
                     "IEEE TPDS 12(6), 2001.",
           .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<Easy>();
      }};
}

}  // namespace eastwest
