// Implements models/network/reserved/reservation_book.hpp.
#include "models/network/reserved/reservation_book.hpp"

#include <algorithm>
#include <cmath>

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

std::optional<Slice> ReservationBook::find(const SliceRequest& request, Date now) const {
  const std::int64_t wave = rules_.wave.value();
  const BitsPerSecond cap = request.rate_cap;
  const std::int64_t useful = cap.value() > 0 ? (cap.value() - 1) / wave + 1 : rules_.waves_max;
  const std::int64_t waves = std::min(rules_.waves_max, useful);
  const auto least_span = span_of(request.size, rate_of(waves, cap), rules_.ahead);
  if (!least_span) return std::nullopt;
  std::optional<Slice> best;
  Date latest = now + rules_.ahead;
  Date begin = now + rules_.setup;
  for (auto next = ends_.upper_bound(begin); begin + *least_span <= latest;) {
    if (auto slice = widest_from(request, begin, latest, waves)) {
      best = std::move(slice);
      latest = best->interval.end - Duration{1};  // what follows must end earlier
    }
    if (next == ends_.end()) break;
    begin = *next;
    next = ends_.upper_bound(begin);
  }
  return best;
}

std::optional<Slice> ReservationBook::widest_from(const SliceRequest& request, Date begin,
                                                  Date latest, std::int64_t waves) const {
  while (waves > 0) {
    const BitsPerSecond rate = rate_of(waves, request.rate_cap);
    const auto span = span_of(request.size, rate, latest - begin);
    if (!span) break;
    const Interval interval{begin, begin + *span};
    const auto free = [&](LinkId link) {
      const LinkEntry& entry = links_[link.index()];
      return entry.most - entry.calendar.most(interval);
    };
    const std::int64_t width = routes_.widest(request.from, request.to, waves, free);
    if (width == waves) {
      return Slice{interval, waves, rate, routes_.shortest(request.from, request.to, waves, free)};
    }
    waves = width;
  }
  return std::nullopt;
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
