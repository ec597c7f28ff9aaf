// Implements models/network/reserved/reserved_network.hpp.
#include "models/network/reserved/reserved_network.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

constexpr std::int64_t kNanobitsPerByte = 8'000'000'000;
constexpr double kNanosecondsPerHour = 3.6e12;

}  // namespace

void ReservedNetwork::attach(const Topology& topology, TransferListener& listener,
                             Date first_date) {
  EW_CHECK(topology_ == nullptr, "a network is attached once");
  topology_ = &topology;
  listener_ = &listener;
  now_ = first_date;
  route_count_ = topology.routes().size();
  fluid_.attach(topology, listener, first_date);
  for (const Link& link : topology.links()) settings_.push_back({link.capacity});
  book_.emplace(rules_, topology);
  if (keeps_link_book_) link_books_.assign(topology.links().size(), LinkBook{0, 0, first_date});
}

void ReservedNetwork::enable_link_book() {
  keeps_link_book_ = true;
  fluid_.enable_link_book();
}

reserved::SliceRequest ReservedNetwork::wish_of(const TransferRequest& request, Bytes size) const {
  const Route& route = topology_->route(request.route);
  return {.from = route.from, .to = route.to, .size = size, .rate_cap = request.rate_cap};
}

void ReservedNetwork::start(TransferSlot slot, const TransferRequest& request) {
  EW_CHECK(topology_ != nullptr && slot.valid() && request.size.value() > 0, "slot {}, {} bytes",
           slot.value, request.size.value());
  EW_CHECK(!is_reserved(slot), "slot {} is taken", slot.value);
  // The sharing network knows the routes that there were when it was attached.
  EW_CHECK(request.route.valid() && request.route.index() < route_count_,
           "route {} is none of the {} that can be asked for", request.route.value, route_count_);
  if (request.size >= rules_.from) {
    auto slice = book_->find(wish_of(request, request.size), now_);
    if (counts()) ++(slice ? sales_.given : sales_.declined);
    if (slice) {
      const std::vector<LinkId> links = slice->links;
      reserve(slot, request, request.size, std::move(*slice));
      if (links != topology_->route(request.route).links) {
        listener_->on_transfer_rerouted(slot, links, request.size);
      }
      return;
    }
  }
  fluid_.start(slot, request);
}

void ReservedNetwork::reserve(TransferSlot slot, const TransferRequest& request, Bytes size,
                              reserved::Slice slice) {
  if (reservations_.size() <= slot.index()) reservations_.resize(slot.index() + 1);
  book_->add(slice);
  appointments_.emplace(slice.interval.begin, Step::begin, slot);
  appointments_.emplace(slice.interval.end, Step::end, slot);
  const bool begins_now = slice.interval.begin == now_;
  reservations_[slot.index()] = {.live = true,
                                 .slice = std::move(slice),
                                 .size = size,
                                 .request = request,
                                 .number = handed_out_++};
  if (begins_now) {
    appointments_.erase({now_, Step::begin, slot});
    begin(slot);
  }
}

void ReservedNetwork::begin(TransferSlot slot) {
  Reservation& reservation = reservations_[slot.index()];
  reservation.has_begun = true;
  change_rate(reservation, reservation.slice.rate.value(), 0);
  give_rest(reservation.slice.links);
}

void ReservedNetwork::end(TransferSlot slot) {
  Reservation& reservation = reservations_[slot.index()];
  const reserved::Slice& slice = reservation.slice;
  // The end is rounded up: in its last nanosecond the transfer moves less than its rate.
  const Nanobits booked = moved_nanobits(reservation);
  change_rate(reservation, -slice.rate.value(),
              booked - Nanobits{reservation.size.value()} * kNanobitsPerByte);
  wave_time_ += held_until_now(slice);
  book_->release(slice, now_);
  reservation.live = false;
  give_rest(slice.links);
}

ReservedNetwork::Nanobits ReservedNetwork::moved_nanobits(const Reservation& reservation) const {
  if (!reservation.has_begun) return 0;
  const reserved::Slice& slice = reservation.slice;
  return Nanobits{slice.rate.value()} * (now_ - slice.interval.begin).count();
}

ReservedNetwork::WaveTime ReservedNetwork::held_until_now(const reserved::Slice& slice) const {
  const Date from = std::max(kStart, slice.interval.begin);
  return now_ > from ? WaveTime{slice.waves} * (now_ - from).count() : 0;
}

std::optional<ReservationSales> ReservedNetwork::sales() const {
  WaveTime held = wave_time_;
  for (const Reservation& reservation : reservations_) {
    if (reservation.live) held += held_until_now(reservation.slice);
  }
  ReservationSales sales = sales_;
  sales.wave_hours = static_cast<double>(held) / kNanosecondsPerHour;
  sales.price_cny = rules_.price_cny;
  return sales;
}

void ReservedNetwork::withdraw(TransferSlot slot) {
  Reservation& reservation = reservations_[slot.index()];
  const reserved::Slice& slice = reservation.slice;
  if (reservation.has_begun) {
    // A byte that is on its way has not passed.
    change_rate(reservation, -slice.rate.value(), moved_nanobits(reservation) % kNanobitsPerByte);
  }
  appointments_.erase({slice.interval.begin, Step::begin, slot});
  appointments_.erase({slice.interval.end, Step::end, slot});
  wave_time_ += held_until_now(slice);
  book_->release(slice, now_);
  reservation.live = false;
  give_rest(slice.links);
}

void ReservedNetwork::cancel(TransferSlot slot) {
  if (is_reserved(slot)) {
    withdraw(slot);
  } else {
    fluid_.cancel(slot);
  }
}

void ReservedNetwork::interrupt(TransferSlot slot) {
  if (is_reserved(slot) && counts()) ++sales_.displaced;
  cancel(slot);
}

Bytes ReservedNetwork::remaining(TransferSlot slot) const {
  if (!is_reserved(slot)) return fluid_.remaining(slot);
  const Reservation& reservation = reservations_[slot.index()];
  const Nanobits moved = moved_nanobits(reservation) / kNanobitsPerByte;
  return std::max(Bytes{0}, reservation.size - Bytes{static_cast<std::int64_t>(moved)});
}

std::optional<reserved::Slice> ReservedNetwork::slice(TransferSlot slot) const {
  if (!is_reserved(slot)) return std::nullopt;
  return reservations_[slot.index()].slice;
}

ReservedNetwork::LinkSetting& ReservedNetwork::setting_of(LinkId link) {
  EW_CHECK(link.valid() && link.index() < settings_.size(), "no link {}", link.value);
  return settings_[link.index()];
}

void ReservedNetwork::set_capacity(LinkId link, BitsPerSecond capacity) {
  EW_CHECK(capacity.value() >= 0, "link {}: {} b/s", link.value, capacity.value());
  setting_of(link).capacity = capacity;
  apply_setting(link);
}

void ReservedNetwork::set_link(LinkId link, LinkState state) {
  setting_of(link).state = state;
  apply_setting(link);
}

void ReservedNetwork::apply_setting(LinkId link) {
  const LinkSetting& setting = setting_of(link);
  book_->set_capacity(link, setting.state == LinkState::up ? setting.capacity : BitsPerSecond{0});
  changed_.insert(link);
}

void ReservedNetwork::give_rest(const std::vector<LinkId>& links) {
  for (const LinkId link : links) {
    const BitsPerSecond rest = book_->capacity(link) - book_->reserved_at(link, now_);
    fluid_.set_capacity(link, std::max(BitsPerSecond{0}, rest));
  }
}

void ReservedNetwork::settle_changes() {
  if (changed_.empty()) return;
  const std::vector<LinkId> changed(changed_.begin(), changed_.end());
  changed_.clear();
  std::vector<Displaced> displaced;
  for (const LinkId link : changed) displace(link, displaced);
  give_rest(changed);
  std::sort(displaced.begin(), displaced.end());
  for (const Displaced& one : displaced) readmit(one);
}

void ReservedNetwork::displace(LinkId link, std::vector<Displaced>& displaced) {
  while (const auto excess = book_->first_excess(link, now_)) {
    TransferSlot last;
    for (std::size_t i = 0; i < reservations_.size(); ++i) {
      const Reservation& reservation = reservations_[i];
      const reserved::Slice& slice = reservation.slice;
      const bool is_in_excess =
          reservation.live && slice.interval.begin < excess->end &&
          slice.interval.end > excess->begin &&
          std::find(slice.links.begin(), slice.links.end(), link) != slice.links.end();
      if (!is_in_excess) continue;
      if (!last.valid() || reservation.number > reservations_[last.index()].number) {
        last = TransferSlot(i);
      }
    }
    EW_CHECK(last.valid(), "nobody has reserved link {}", link.value);
    const Reservation& reservation = reservations_[last.index()];
    displaced.push_back(
        {reservation.slice.interval.begin, reservation.number, last, remaining(last)});
    withdraw(last);
    if (counts()) ++sales_.displaced;
  }
}

void ReservedNetwork::readmit(const Displaced& displaced) {
  const TransferSlot slot = displaced.slot;
  const Reservation former = reservations_[slot.index()];
  std::vector<LinkId> links = topology_->route(former.request.route).links;
  if (auto slice = book_->find(wish_of(former.request, displaced.left), now_)) {
    links = slice->links;
    reserve(slot, former.request, displaced.left, std::move(*slice));
  } else {
    TransferRequest rest = former.request;
    rest.size = displaced.left;
    fluid_.start(slot, rest);
  }
  if (links != former.slice.links) listener_->on_transfer_rerouted(slot, links, displaced.left);
}

Date ReservedNetwork::next_end() {
  settle_changes();
  const Date own = appointments_.empty() ? kNever : std::get<Date>(*appointments_.begin());
  return std::min(own, fluid_.next_end());
}

void ReservedNetwork::advance(Date date) {
  EW_CHECK(date >= now_ && date <= next_end(), "{} ns lie outside [{}, {}]",
           date.time_since_epoch().count(), now_.time_since_epoch().count(),
           next_end().time_since_epoch().count());
  fluid_.advance(date);
  now_ = date;
  std::vector<TransferSlot> ended;
  while (!appointments_.empty() && std::get<Date>(*appointments_.begin()) == date) {
    const auto [when, step, slot] = *appointments_.begin();
    appointments_.erase(appointments_.begin());
    if (step == Step::begin) {
      begin(slot);
    } else {
      end(slot);
      ended.push_back(slot);
    }
  }
  for (const TransferSlot slot : ended) listener_->on_transfer_end(slot, date);
}

void ReservedNetwork::change_rate(const Reservation& reservation, Nanobits change,
                                  Nanobits excess) {
  if (!keeps_link_book_) return;
  for (const LinkId link : reservation.slice.links) {
    LinkBook& book = link_books_[link.index()];
    book.moved += book.rate * (now_ - book.date).count() - excess;
    book.rate += change;
    book.date = now_;
  }
}

std::vector<double> ReservedNetwork::link_book() const {
  std::vector<double> bytes = fluid_.link_book();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const LinkBook& book = link_books_[i];
    const Nanobits moved = book.moved + book.rate * (now_ - book.date).count();
    // In two parts: whole bytes below 2^53 stay whole.
    const Nanobits whole = moved / kNanobitsPerByte;
    const Nanobits rest = moved % kNanobitsPerByte;
    bytes[i] += static_cast<double>(whole) +
                static_cast<double>(rest) / static_cast<double>(kNanobitsPerByte);
  }
  return bytes;
}

}  // namespace eastwest
