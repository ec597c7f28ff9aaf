// Implements models/network/reserved/reservation_book.hpp.
#include "models/network/reserved/reservation_book.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest::reserved {
namespace {

__extension__ typedef __int128 Wide;
constexpr Wide kNanobitsPerByte = 8'000'000'000;

/// Time that `size` takes, rounded up; none if that is more than `limit`.
std::optional<Duration> span_of(Bytes size, BitsPerSecond rate, Duration limit) {
  const Wide span = (size.value() * kNanobitsPerByte + rate.value() - 1) / rate.value();
  if (span > limit.count()) return std::nullopt;
  return Duration{static_cast<std::int64_t>(span)};
}

}  // namespace

ReservationBook::ReservationBook(const ReservationRules& rules, const Topology& topology)
    : rules_(rules), routes_(topology), links_(topology.links().size()) {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    set_capacity(LinkId(i), topology.links()[i].capacity);
  }
}

void ReservationBook::set_capacity(LinkId link, BitsPerSecond capacity) {
  LinkEntry& entry = links_[link.index()];
  entry.capacity = capacity;
  const double share = std::floor(rules_.share * static_cast<double>(capacity.value()));
  entry.most = static_cast<std::int64_t>(share) / rules_.wave.value();
}

BitsPerSecond ReservationBook::rate_of(std::int64_t waves, BitsPerSecond cap) const {
  const BitsPerSecond rate = rules_.wave * waves;
  return cap.value() > 0 ? std::min(rate, cap) : rate;
}

ReservationBook::Wish ReservationBook::wish_of(const SliceRequest& request) const {
  const std::int64_t wave = rules_.wave.value();
  const std::int64_t cap = request.rate_cap.value();
  const std::int64_t useful = cap > 0 ? (cap - 1) / wave + 1 : rules_.waves_max;
  Wish wish{.request = request, .waves_min = 1, .spans = {}};
  for (std::int64_t waves = std::min(rules_.waves_max, useful); waves > 0; --waves) {
    const auto span = span_of(request.size, rate_of(waves, request.rate_cap), rules_.ahead);
    if (!span) {
      wish.waves_min = waves + 1;
      break;
    }
    wish.spans.push_back(*span);
  }
  std::reverse(wish.spans.begin(), wish.spans.end());
  return wish;
}

std::optional<Slice> ReservationBook::find(const SliceRequest& request, Date now) const {
  const Wish wish = wish_of(request);
  std::optional<Slice> best;
  if (wish.spans.empty()) return best;
  Date latest = now + rules_.ahead;
  Date begin = now + rules_.setup;
  while (begin + wish.spans.back() <= latest) {
    Offer offered = offer(wish, begin, latest);
    if (offered.slice) {
      best = std::move(offered.slice);
      latest = best->interval.end - Duration{1};  // what follows must end earlier
    }
    const auto next = ends_.lower_bound(std::max(begin + Duration{1}, offered.not_before));
    if (next == ends_.end()) break;
    begin = *next;
  }
  return best;
}

ReservationBook::Offer ReservationBook::offer(const Wish& wish, Date begin, Date latest) const {
  const SliceRequest& request = wish.request;
  std::int64_t needed = wish.waves_min;
  while (begin + wish.span(needed) > latest) ++needed;
  for (std::int64_t waves = wish.waves_max();;) {
    const Interval interval{begin, begin + wish.span(waves)};
    const auto free = [&](LinkId link) {
      const LinkEntry& entry = links_[link.index()];
      return entry.most - entry.calendar.most(interval);
    };
    const Widest widest = routes_.widest(request.from, request.to, needed, waves, free);
    if (widest.waves == waves) {
      return {Slice{interval, waves, rate_of(waves, request.rate_cap),
                    routes_.shortest(request.from, request.to, waves, free)},
              begin};
    }
    if (widest.waves < needed) return {{}, first_room(wish, widest.cut, needed, begin)};
    waves = widest.waves;
  }
}

Date ReservationBook::first_room(const Wish& wish, const std::vector<LinkId>& links,
                                 std::int64_t needed, Date begin) const {
  Date first = kNever;
  for (const LinkId link : links) {
    const LinkEntry& entry = links_[link.index()];
    for (std::int64_t waves = needed; waves <= std::min(entry.most, wish.waves_max()); ++waves) {
      const Date room =
          entry.calendar.first_room(entry.most - waves, wish.span(waves), begin + Duration{1});
      first = std::min(first, room);
    }
  }
  return first;
}

void ReservationBook::add(const Slice& slice) {
  for (const LinkId link : slice.links) {
    links_[link.index()].calendar.add(slice.interval, slice.waves);
  }
  ends_.insert(slice.interval.end);
}

void ReservationBook::release(const Slice& slice, Date now) {
  const Interval left{std::max(now, slice.interval.begin), slice.interval.end};
  for (const LinkId link : slice.links) {
    BandwidthCalendar& calendar = links_[link.index()].calendar;
    if (left.begin < left.end) calendar.add(left, -slice.waves);
    calendar.forget_before(now);
  }
  const auto end = ends_.find(slice.interval.end);
  EW_CHECK(end != ends_.end(), "the slice is not in the book");
  ends_.erase(end);
}

BitsPerSecond ReservationBook::reserved_at(LinkId link, Date date) const {
  return rules_.wave * links_[link.index()].calendar.at(date);
}

std::optional<Interval> ReservationBook::first_excess(LinkId link, Date now) const {
  const LinkEntry& entry = links_[link.index()];
  return entry.calendar.first_above(entry.capacity.value() / rules_.wave.value(), now);
}

}  // namespace eastwest::reserved
