// What the engine keeps of named data sets and storage during a run: the book, what is on its way,
// who waits for it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/engine/data_picture.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/replication_policy.hpp"
#include "sim/engine/storage_book.hpp"

namespace eastwest {

/// Data on their way to a site, for any number of jobs.
struct DataFetch {
  DataSetId set;  ///< none: the nameless bytes of one job that stores
  SiteId site;
  PoolKind pool = PoolKind::hot;
  Bytes size;
  bool is_kept = true;  ///< its room has been taken; otherwise it is streamed
  BitsPerSecond rate_cap = {};
  RouteId route = {};                 ///< of nameless bytes; a set finds its own
  SiteId source = {};                 ///< whose copy is being read; none: an owner's place
  std::vector<JobSlot> waiting = {};  ///< jobs, in the order in which they asked
};

/// The tighter of two caps, of which 0 is none.
[[nodiscard]] inline BitsPerSecond tighter_cap(BitsPerSecond a, BitsPerSecond b) {
  if (a.value() == 0 || b.value() == 0) return a.value() == 0 ? b : a;
  return a < b ? a : b;
}

/// Plain state; Simulation::Core acts on it.
struct DataRoom {
  /// What a job that has been placed needs or holds.
  struct Hold {
    std::int32_t missing = 0;  ///< transfers that it waits for
    std::vector<DataSetId> locked = {};
  };
  /// Something stored for a time.
  struct Stored {
    SiteId site;
    DataSetId set;  ///< none: nameless bytes
    Bytes size;
    EventHandle end;
    bool is_live = true;
  };
  /// Transfers into one pool.
  struct Intake {
    std::int64_t moving = 0;
    std::deque<std::int32_t> waiting = {};  ///< fetches, first come first served
  };

  DataRoom(const DataGround& made_on, Date first);

  [[nodiscard]] const DataPlan& plan() const { return ground.plan; }
  [[nodiscard]] Hold& hold(JobSlot slot);
  [[nodiscard]] Intake& intake(SiteId site, PoolKind pool) {
    return intakes[site.index()][static_cast<std::size_t>(pool)];
  }
  /// The fetch that brings a set to a site, kept or streamed.
  [[nodiscard]] std::optional<std::int32_t> fetch_of(SiteId site, DataSetId set,
                                                     bool is_kept) const;
  /// Writes down that a job asks for a set.
  void note_request(SiteId site, DataSetId set, Date date);

  DataGround ground;
  StorageBook book;
  std::vector<DataFetch> fetches = {};
  std::vector<std::int32_t> free_fetches = {};
  std::map<std::tuple<SiteId, DataSetId, bool>, std::int32_t> under_way = {};
  std::uint64_t fetches_opened = 0;
  std::deque<Hold> holds = {};  // by job slot
  std::vector<Stored> stored = {};
  std::vector<std::int32_t> free_stored = {};
  std::vector<std::array<Intake, kPoolKinds>> intakes;  // by site
  std::map<std::pair<DataSetId, SiteId>, std::int64_t> requests = {};
  std::vector<Date> last_asked;  // by set
  EventHandle replication = {};
  bool replicates = false;  ///< a decision about copies is to come
  Duration idle{0};         ///< since anything else was to come, in steps of the policy's period
};

/// The engine's state as a replication policy sees it.
class ReplicationPicture final : public ReplicationView {
 public:
  ReplicationPicture(const DataRoom& room, Date now);
  [[nodiscard]] Date now() const override { return now_; }
  [[nodiscard]] const World& world() const override { return room_.ground.world; }
  [[nodiscard]] const Topology& topology() const override { return room_.ground.topology; }
  [[nodiscard]] const DataView& data() const override { return data_; }
  [[nodiscard]] const std::vector<SetRequests>& requests() const override { return requests_; }
  [[nodiscard]] Date last_asked(DataSetId set) const override {
    return room_.last_asked[set.index()];
  }
  [[nodiscard]] bool has(DataSetId set, SiteId site, PoolKind kind) const override;

 private:
  const DataRoom& room_;
  Date now_;
  DataPicture data_;
  std::vector<SetRequests> requests_;
};

}  // namespace eastwest
