// What is reserved on every link at every date to come, and what a transfer may still get.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "models/network/reserved/bandwidth_calendar.hpp"
#include "models/network/reserved/route_search.hpp"
#include "sim/world/topology.hpp"

namespace eastwest::reserved {

/// The operator's terms: parameters of the network `reserved`.
struct ReservationRules {
  Bytes from;                            ///< transfers of at least this size reserve
  BitsPerSecond wave;                    ///< rate of one reserved wave
  std::int64_t waves_max = 1;            ///< of one transfer
  double share = 1;                      ///< of a link's capacity that may be reserved
  Duration ahead{0};                     ///< no reservation ends later than this from now
  Duration setup{0};                     ///< none begins earlier than this from now
  std::optional<double> price_cny = {};  ///< of a wave for an hour
};

/// Waves over a route for an interval.
struct Slice {
  Interval interval;
  std::int64_t waves = 0;
  BitsPerSecond rate;  ///< at which the transfer moves, at most that of the waves
  std::vector<LinkId> links;
};

/// Who wants a slice.
struct SliceRequest {
  Endpoint from;
  Endpoint to;
  Bytes size;
  BitsPerSecond rate_cap;  ///< 0: none
};

/// Rule of admission: of all slices (route, begin, waves) that have room for the whole interval and
/// keep the rules, the one that ends first; then the one that begins first; then the one with the
/// route of least latency, fewest links, smallest link ids.
///
/// How: a slice that ends first begins as early as it may, or where another slice ends. At each
/// such date, the earliest first, the number of waves is the greatest n for which the widest route
/// over the interval that n waves need has n waves. The widest route never gets wider when
/// the interval gets longer, so that n is reached from above: n <- min(n, widest route over the
/// interval of n). Where that fails, some links that every route passes one of are too full: the
/// next date looked at is the first one at which one of them alone would have room.
class ReservationBook {
 public:
  ReservationBook(const ReservationRules& rules, const Topology& topology);

  [[nodiscard]] const ReservationRules& rules() const { return rules_; }
  /// None if no slice keeps the rules.
  [[nodiscard]] std::optional<Slice> find(const SliceRequest& request, Date now) const;
  void add(const Slice& slice);
  /// Frees what is left of a slice that was added, from `now` on; all later slices stay as they
  /// are.
  void release(const Slice& slice, Date now);

  /// What the link can carry from now on; at first it is what the topology says. May be less than
  /// what is reserved: see first_excess.
  void set_capacity(LinkId link, BitsPerSecond capacity);
  [[nodiscard]] BitsPerSecond capacity(LinkId link) const { return links_[link.index()].capacity; }
  [[nodiscard]] BitsPerSecond reserved_at(LinkId link, Date date) const;
  /// The first span from `now` on in which more is reserved than the link can carry.
  [[nodiscard]] std::optional<Interval> first_excess(LinkId link, Date now) const;

 private:
  struct LinkEntry {
    BitsPerSecond capacity;
    std::int64_t most = 0;  ///< waves that may be reserved
    BandwidthCalendar calendar;
  };
  [[nodiscard]] BitsPerSecond rate_of(std::int64_t waves, BitsPerSecond cap) const;
  /// A request with the spans that it takes with 1, 2, … waves; those that are longer than the
  /// calendar are left out in front.
  struct Wish {
    const SliceRequest& request;
    std::int64_t waves_min = 1;
    std::vector<Duration> spans;  // from waves_min on
    [[nodiscard]] std::int64_t waves_max() const { return waves_min + std::ssize(spans) - 1; }
    [[nodiscard]] Duration span(std::int64_t waves) const {
      return spans[static_cast<std::size_t>(waves - waves_min)];
    }
  };
  /// A slice, or the date before which there is none.
  struct Offer {
    std::optional<Slice> slice;
    Date not_before;
  };
  [[nodiscard]] Wish wish_of(const SliceRequest& request) const;
  /// The slice with the most waves from `begin` on that ends by `latest`.
  [[nodiscard]] Offer offer(const Wish& wish, Date begin, Date latest) const;
  /// The first date after `begin` at which one of the links could have a slice of at least `needed`
  /// waves.
  [[nodiscard]] Date first_room(const Wish& wish, const std::vector<LinkId>& links,
                                std::int64_t needed, Date begin) const;

  ReservationRules rules_;
  RouteSearch routes_;
  std::vector<LinkEntry> links_;  // by LinkId
  std::multiset<Date> ends_;      // of all slices
};

}  // namespace eastwest::reserved
