// Bundles of transfers, their clocks and their ends.
#include "models/network/fluid/fluid_network.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "models/network/routes_parameter.hpp"
#include "sim/base/check.hpp"

namespace eastwest {
namespace {

using fluid::FluidAgenda;
using fluid::Instant;
using fluid::kNone;
using fluid::Progress;
using fluid::Rate;

/// A transfer is over 2^-12 ns before its last byte has left: rates are quotients rounded down, and
/// an end that should be a whole nanosecond must not fall behind it.
Progress slack_of(Rate rate) { return rate >> 12; }

/// Later ends than this, in nanoseconds since the first date, never come: 285 years.
constexpr double kLatest = 9e18;
/// The agenda's numbers are this close to the ends they stand for: relative, with 1 ns.
constexpr double kAgendaError = 0x1p-46;

}  // namespace

void FluidNetwork::attach(const Topology& topology, TransferListener& listener, Date first_date) {
  EW_CHECK(topology_ == nullptr, "a network is attached once");
  topology_ = &topology;
  listener_ = &listener;
  first_date_ = first_date;
  std::vector<Rate> capacities;
  for (const Link& link : topology.links()) {
    capacities.push_back(fluid::to_rate(link.capacity));
    settings_.push_back({.capacity = capacities.back()});
  }
  for (const Route& route : topology.routes()) {
    hops_begin_.push_back(static_cast<std::uint32_t>(hops_.size()));
    for (const LinkId link : route.links) {
      hops_.push_back(static_cast<fluid::LinkIndex>(link.value));
    }
  }
  hops_begin_.push_back(static_cast<std::uint32_t>(hops_.size()));
  shares_.reset(capacities, hops_);
  first_bundle_.assign(topology.routes().size(), kNone);
  link_books_.resize(capacities.size());
  if (!keeps_limit_book_) return;
  limits_.emplace(capacities.size());
  shares_.watch_links();
}

void FluidNetwork::check_live(TransferSlot slot) const {
  EW_CHECK(slot.valid() && queue_.is_live(slot.index()), "no transfer is live in slot {}",
           slot.value);
}

std::uint32_t FluidNetwork::bundle_of(const TransferRequest& request) {
  for (std::uint32_t index = first_bundle_[request.route.index()]; index != kNone;
       index = bundles_[index].next_on_route) {
    const Bundle& bundle = bundles_[index];
    if (bundle.cap == request.rate_cap && clocks_[index].weight == request.weight) return index;
  }
  return make_bundle(request);
}

std::uint32_t FluidNetwork::make_bundle(const TransferRequest& request) {
  if (free_bundles_.empty()) {
    free_bundles_.push_back(static_cast<std::uint32_t>(bundles_.size()));
    bundles_.emplace_back();
    clocks_.emplace_back();
    books_.emplace_back();
  }
  const std::uint32_t index = free_bundles_.back();
  free_bundles_.pop_back();
  const std::size_t route = request.route.index();
  bundles_[index] = {
      .next_on_route = first_bundle_[route], .route = request.route, .cap = request.rate_cap};
  clocks_[index] = {.weight = request.weight};
  books_[index] = {};
  first_bundle_[route] = index;
  const std::uint32_t begin = hops_begin_[route];
  const Rate cap = request.rate_cap.value() > 0 ? fluid::to_rate(request.rate_cap) /
                                                      static_cast<std::uint32_t>(request.weight)
                                                : fluid::kNoLimit;
  shares_.add(index, begin, hops_begin_[route + 1] - begin, cap);
  return index;
}

void FluidNetwork::release(std::uint32_t index) {
  Bundle& bundle = bundles_[index];
  agenda_.set(index, FluidAgenda::kNothing);
  if (keeps_link_book_) {
    for (const LinkId link : topology_->route(bundle.route).links) {
      link_books_[link.index()].add(books_[index].bytes);
    }
  }
  std::uint32_t* place = &first_bundle_[bundle.route.index()];
  while (*place != index) place = &bundles_[*place].next_on_route;
  *place = bundle.next_on_route;
  free_bundles_.push_back(index);
}

void FluidNetwork::touch(std::uint32_t index, std::int32_t more) {
  Bundle& bundle = bundles_[index];
  if (keeps_link_book_) {
    const Progress progress = clocks_[index].at(now_);
    books_[index].bytes.add(progress - books_[index].progress, bundle.count);
    books_[index].progress = progress;
  }
  bundle.count += more;
  weight_ += std::int64_t{more} * clocks_[index].weight;
  shares_.set_weight(index, std::int64_t{bundle.count} * clocks_[index].weight);
  is_stale_ = true;
  if (bundle.is_listed) return;
  bundle.is_listed = true;
  touched_.push_back(index);
}

void FluidNetwork::start(TransferSlot slot, const TransferRequest& request) {
  EW_CHECK(topology_ != nullptr && slot.valid() && request.size.value() > 0 && request.weight > 0,
           "slot {}, {} bytes, weight {}", slot.value, request.size.value(), request.weight);
  EW_CHECK(!queue_.is_live(slot.index()), "slot {} is taken", slot.value);
  EW_CHECK(!topology_->route(request.route).links.empty(),
           "route {} has no links: it needs no network", request.route.value);
  const std::uint32_t index = bundle_of(request);
  touch(index, 1);
  const auto size = static_cast<Progress>(request.size.value()) << fluid::kFractionBits;
  queue_.push(bundles_[index].first, static_cast<std::uint32_t>(slot.value),
              {.target = clocks_[index].at(now_) + size, .bundle = index});
}

void FluidNetwork::cancel(TransferSlot slot) {
  check_live(slot);
  const std::uint32_t index = queue_[slot.index()].bundle;
  touch(index, -1);
  queue_.remove(bundles_[index].first, static_cast<std::uint32_t>(slot.value));
}

Bytes FluidNetwork::remaining(TransferSlot slot) const {
  check_live(slot);
  const fluid::Flow& flow = queue_[slot.index()];
  const Clock& clock = clocks_[flow.bundle];
  Progress left = flow.target - clock.at(now_);
  left -= std::min(left, slack_of(clock.rate));
  const bool is_whole = static_cast<std::uint64_t>(left) == 0;
  const auto whole = static_cast<std::int64_t>(left >> fluid::kFractionBits);
  return Bytes{whole + (is_whole ? 0 : 1)};
}

FluidNetwork::LinkSetting& FluidNetwork::setting_of(LinkId link) {
  EW_CHECK(link.valid() && link.index() < settings_.size(), "no link {}", link.value);
  return settings_[link.index()];
}

void FluidNetwork::set_capacity(LinkId link, BitsPerSecond capacity) {
  EW_CHECK(capacity.value() >= 0, "link {}: {} b/s", link.value, capacity.value());
  setting_of(link).capacity = fluid::to_rate(capacity);
  apply_setting(link);
}

void FluidNetwork::set_link(LinkId link, LinkState state) {
  setting_of(link).state = state;
  apply_setting(link);
}

void FluidNetwork::apply_setting(LinkId link) {
  const LinkSetting& setting = setting_of(link);
  shares_.set_capacity(static_cast<fluid::LinkIndex>(link.value),
                       setting.state == LinkState::up ? setting.capacity : Rate{0});
  is_stale_ = true;
}

double FluidNetwork::rate(TransferSlot slot) {
  check_live(slot);
  solve();
  return fluid::to_double(clocks_[queue_[slot.index()].bundle].rate) * (8e9 * 0x1p-64);
}

void FluidNetwork::solve() {
  if (!is_stale_) return;
  is_stale_ = false;
  first_end_.is_known = false;
  shares_.solve();
  if (limits_) limits_->note(shares_, weight_, now_);
  for (const std::uint32_t index : shares_.changed()) change_rate(index);
  for (const std::uint32_t index : touched_) {
    bundles_[index].is_listed = false;
    if (bundles_[index].count > 0) {
      clocks_[index].target = queue_[bundles_[index].first].target;
      agenda_.set(index, approximate_end(index));
    } else {
      release(index);
    }
  }
  touched_.clear();
}

void FluidNetwork::change_rate(std::uint32_t index) {
  Clock& clock = clocks_[index];
  const Rate former = clock.rate;
  clock.progress = clock.at(now_);
  clock.since_nanoseconds = now_.nanoseconds;
  clock.since_fraction = now_.fraction;
  clock.rate = shares_.level(index) * static_cast<std::uint32_t>(clock.weight);
  // Slower, the end is later than the agenda says: found out when its turn comes.
  if (clock.rate > former) agenda_.set(index, approximate_end(index));
}

double FluidNetwork::approximate_end(std::uint32_t index) const {
  const Clock& clock = clocks_[index];
  const double distance = fluid::to_double(clock.target - clock.progress);
  return clock.since().approximately() + distance / fluid::to_double(clock.rate);
}

Instant FluidNetwork::end_of(std::uint32_t index) const {
  const Clock& clock = clocks_[index];
  const Progress distance = clock.target - clock.progress;
  return fluid::when_made(distance - std::min(distance, slack_of(clock.rate)), clock.rate,
                          clock.since());
}

void FluidNetwork::find_first_end() {
  solve();
  if (first_end_.is_known) return;
  first_end_ = {.is_known = true};
  due_.clear();
  while (!first_end_.exists) {
    const double least = agenda_.least();
    if (!(least < kLatest)) return;
    const double limit = least + (least + 1) * kAgendaError;
    late_.clear();
    agenda_.up_to(limit, [&](std::uint32_t index) { consider(index, limit); });
    for (const std::uint32_t index : late_) agenda_.set(index, approximate_end(index));
  }
}

/// Notes a bundle that the agenda has up to `limit` as one of the first to end, or as late.
void FluidNetwork::consider(std::uint32_t index, double limit) {
  if (approximate_end(index) > limit) {
    late_.push_back(index);
    return;
  }
  const Instant end = end_of(index);
  if (!first_end_.exists || end < first_end_.instant) {
    first_end_ = {true, true, end};
    due_.clear();
  }
  if (end == first_end_.instant) due_.push_back(index);
}

Date FluidNetwork::next_end() {
  find_first_end();
  if (!first_end_.exists) return kNever;
  // All ends up to now have been told; a faster rate may have brought another one here.
  return first_date_ + Duration{std::max(first_end_.instant.rounded_up(), now_.nanoseconds + 1)};
}

void FluidNetwork::end_transfers() {
  now_ = first_end_.instant;
  for (const std::uint32_t index : due_) {
    Bundle& bundle = bundles_[index];
    const Progress progress = clocks_[index].at(now_);
    const Progress reached = progress + slack_of(clocks_[index].rate);
    while (bundle.first != kNone && !fluid::is_behind(reached, queue_[bundle.first].target)) {
      const std::uint32_t slot = bundle.first;
      touch(index, -1);
      if (keeps_link_book_) {
        // The clock stands a little before or behind the last byte.
        books_[index].bytes.subtract(progress - queue_[slot].target);
      }
      queue_.remove(bundle.first, slot);
      ended_.push_back(TransferSlot(static_cast<std::int32_t>(slot)));
    }
  }
}

void FluidNetwork::advance(Date date) {
  const Instant then{(date - first_date_).count()};
  const bool stands_still = !is_stale_ && first_end_.is_known && !first_end_.exists;
  if (stands_still && then >= now_) {
    now_ = then;
    return;
  }
  EW_CHECK(then >= now_ && date <= next_end(), "{} ns lie outside [{}, {}]",
           date.time_since_epoch().count(), now_.nanoseconds,
           next_end().time_since_epoch().count());
  for (find_first_end(); first_end_.exists && first_end_.instant <= then; find_first_end()) {
    end_transfers();
  }
  now_ = then;
  for (const TransferSlot slot : ended_) listener_->on_transfer_end(slot, date);
  ended_.clear();
}

std::vector<fluid::ExactBytes> FluidNetwork::exact_link_book() const {
  if (!keeps_link_book_) return {};
  std::vector<fluid::ExactBytes> books = link_books_;
  for (const std::uint32_t first : first_bundle_) {
    for (std::uint32_t index = first; index != kNone; index = bundles_[index].next_on_route) {
      fluid::ExactBytes book = books_[index].bytes;
      book.add(clocks_[index].at(now_) - books_[index].progress, bundles_[index].count);
      for (const LinkId link : topology_->route(bundles_[index].route).links) {
        books[link.index()].add(book);
      }
    }
  }
  return books;
}

std::vector<double> FluidNetwork::link_book() const {
  std::vector<double> bytes;
  for (const fluid::ExactBytes& book : exact_link_book()) bytes.push_back(book.bytes());
  return bytes;
}

std::optional<std::vector<WholeBytes>> FluidNetwork::whole_link_book() const {
  if (!keeps_link_book_) return std::nullopt;
  std::vector<WholeBytes> bytes;
  for (const fluid::ExactBytes& book : exact_link_book()) bytes.push_back(book.whole());
  return bytes;
}

std::optional<LimitBook> FluidNetwork::limit_book() const {
  return limits_ ? std::optional(limits_->book(now_)) : std::nullopt;
}

Registered<NetworkFactory> fluid_network() {
  ModelDescription description{
      .name = "fluid",
      .summary = "Transfers share trunks and uplinks max-min fairly; solved exactly and fast.",
      .rule =
          "The rates of all live transfers are the max-min fair ones: every transfer has a full\n"
          "link on its route on which no other transfer is faster (in proportion to its weight),\n"
          "or runs at its own cap. Rates change only when a transfer begins, ends or is "
          "cancelled,\n"
          "or a link's capacity changes.",
      .limits =
          "No TCP dynamics, no background losses. Each change costs the\n"
          "bundles (route, cap, weight) that it reaches x their links. Integer arithmetic: ends\n"
          "are exact to 1 ns or 1e-15 of the duration, bytes exact.",
      .source =
          "Bertsekas, Gallager: Data Networks, 2nd ed. 1992, 6.5.2 (max-min flow control by\n"
          "filling); incremental and bundled here. Held against SimGrid's CM02.",
      .schema = {routes_parameter()}};
  return {std::move(description),
          [](const Parameters&) { return std::make_unique<FluidNetwork>(); }};
}

}  // namespace eastwest
