// Schedule `easy-nodes`: backfilling around one reservation, which holds a set of nodes.
#include <map>
#include <utility>

#include "models/policy/schedule/easy_backfilling.hpp"
#include "models/policy/schedule/node_set.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class EasyNodes final : public EasyBackfilling {
 private:
  using Nodes = std::vector<NodeSet::Range>;

  void open(std::int64_t accelerators) override {
    free_ = NodeSet::all(accelerators);
    reserved_ = NodeSet::none(accelerators);
  }
  void release(const EndedJob& job) override {
    const auto found =
        running_.find({BacklogJob(job.job).expected_end(job.started), job.job.serial});
    EW_CHECK(found != running_.end(), "job {} ends that holds no nodes", job.job.serial);
    free_.add(found->second);
    running_.erase(found);
  }
  void occupy(const BacklogJob& job, Date now) override {
    hold(job, now, free_.take_lowest(job.accelerators));
  }
  Room reserve(const BacklogJob& head, std::int64_t free, Date now) override {
    NodeSet then = free_;
    shadow_ = kNever;
    for (const auto& [key, nodes] : running_) {
      if (then.count() >= head.accelerators && key.first > shadow_) break;
      shadow_ = key.first;
      then.add(nodes);
    }
    reserved_ = NodeSet::none(then.size());
    if (then.count() >= head.accelerators) {
      reserved_.add(then.take_lowest(head.accelerators));
    } else {
      shadow_ = kNever;
    }
    return {.free = free,
            .extra = free - free_.count_in(reserved_),
            .span = Room::span_until(now, shadow_)};
  }
  void overtake(const BacklogJob& job, Date now, Room& room) override {
    if (job.estimate <= room.span) {
      occupy(job, now);
    } else {
      NodeSet unreserved = free_;
      unreserved.remove(reserved_);
      Nodes nodes = unreserved.take_lowest(job.accelerators);
      free_.remove(nodes);
      hold(job, now, std::move(nodes));
    }
    room.free -= job.accelerators;
    room.extra = room.free - free_.count_in(reserved_);
  }
  [[nodiscard]] std::int64_t span_until_reserved(Date now) const override {
    return Room::span_until(now, shadow_);
  }
  void hold(const BacklogJob& job, Date now, Nodes nodes) {
    running_.emplace(std::pair{job.expected_end(now), job.serial}, std::move(nodes));
  }

  NodeSet free_;
  NodeSet reserved_;  // for the head; may be free or held by jobs that end before its start
  Date shadow_;       // when the reservation begins
  std::map<std::pair<Date, std::uint64_t>, Nodes> running_;  // by expected end and serial
};

}  // namespace

Registered<ScheduleFactory> easy_nodes_schedule() {
  return {
      .description =
          {.name = "easy-nodes",
           .summary = "EASY backfilling by sets of nodes: as easy, but the reservation holds "
                      "certain nodes, and others overtake on the rest only.",
           .rule = "Optimises the use of accelerators without a delay for the longest waiting job. "
                   "Each accelerator is a node with a number, and every job takes the free nodes "
                   "with the lowest numbers. At each pass: start the head of the queue while it "
                   "fits. Then reserve for it, from the earliest expected end (start + estimate) "
                   "at which enough nodes are free, the lowest of the nodes free then. Go through "
                   "the others in order and start a job if enough nodes are free from now "
                   "to its expected end with that reservation in place: all free ones if it is "
                   "expected to end by the time the reservation begins, else those that are not "
                   "reserved.",
           .limits = "A narrower choice than easy, which counts: here a long job may not use a "
                     "reserved node even if another will be free by then. Otherwise as easy. Cost "
                     "of a pass: that of easy, and O(running jobs + accelerators / 64) where a job "
                     "ended.",
           .source = "EASY (Lifka, JSSPP 1995) as schedulers that allocate node sets do it; e.g. "
                     "easy_bf of Batsim's batsched, JSSPP 2016.",
           .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<EasyNodes>();
      }};
}

}  // namespace eastwest
