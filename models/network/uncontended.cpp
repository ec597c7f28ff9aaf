// Transfers that never share: ends are known when they start.
#include "models/network/uncontended.hpp"

#include <algorithm>

#include "models/network/routes_parameter.hpp"
#include "sim/base/check.hpp"

namespace eastwest {
namespace {

constexpr int kBitsPerByte = 8;
constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kNanobitsPerByte = kBitsPerByte * kNanosecondsPerSecond;

}  // namespace

void UncontendedNetwork::attach(const Topology& topology, TransferListener& listener,
                                Date first_date) {
  EW_CHECK(topology_ == nullptr, "a network is attached once");
  topology_ = &topology;
  listener_ = &listener;
  now_ = first_date;
  books_.assign(topology.links().size(), LinkBook{0, 0, first_date});
  for (const Link& link : topology.links()) settings_.push_back({link.capacity});
}

UncontendedNetwork::Flow& UncontendedNetwork::live_flow(TransferSlot slot) {
  EW_CHECK(slot.valid() && slot.index() < flows_.size() && flows_[slot.index()].live,
           "no transfer is live in slot {}", slot.value);
  return flows_[slot.index()];
}

const UncontendedNetwork::Flow& UncontendedNetwork::live_flow(TransferSlot slot) const {
  return const_cast<UncontendedNetwork*>(this)->live_flow(slot);
}

void UncontendedNetwork::start(TransferSlot slot, const TransferRequest& request) {
  EW_CHECK(topology_ != nullptr && slot.valid() && request.size.value() > 0, "slot {}, {} bytes",
           slot.value, request.size.value());
  if (flows_.size() <= slot.index()) flows_.resize(slot.index() + 1);
  Flow& flow = flows_[slot.index()];
  EW_CHECK(!flow.live, "slot {} is taken", slot.value);
  EW_CHECK(!topology_->route(request.route).links.empty(),
           "route {} has no links: it needs no network", request.route.value);
  flow = {.live = true,
          .route = request.route,
          .cap = request.rate_cap,
          .left = Nanobits{request.size.value()} * kNanobitsPerByte};
  set_off(flow, slot);
}

BitsPerSecond UncontendedNetwork::rate_of(const Flow& flow) const {
  BitsPerSecond rate = flow.cap;
  for (const LinkId link : topology_->route(flow.route).links) {
    const LinkSetting& setting = settings_[link.index()];
    if (setting.state == LinkState::down) return BitsPerSecond{0};
    if (rate.value() == 0 || setting.capacity < rate) rate = setting.capacity;
    if (rate.value() == 0) return rate;
  }
  return rate;
}

UncontendedNetwork::Nanobits UncontendedNetwork::left_now(const Flow& flow) const {
  return flow.left - Nanobits{flow.rate.value()} * (now_ - flow.since).count();
}

void UncontendedNetwork::set_off(Flow& flow, TransferSlot slot) {
  flow.rate = rate_of(flow);
  flow.since = now_;
  flow.end = kNever;
  if (flow.rate.value() == 0) return;
  const Nanobits rate = flow.rate.value();
  book_change(flow, rate, 0);
  const Nanobits end = now_.time_since_epoch().count() + (flow.left + rate - 1) / rate;
  if (end >= kNever.time_since_epoch().count()) return;
  flow.end = Date{Duration{static_cast<Duration::rep>(end)}};
  ends_.emplace(flow.end, slot);
}

void UncontendedNetwork::cancel(TransferSlot slot) {
  Flow& flow = live_flow(slot);
  ends_.erase({flow.end, slot});
  book_change(flow, -flow.rate.value(), 0);
  flow.live = false;
}

Bytes UncontendedNetwork::remaining(TransferSlot slot) const {
  const Nanobits left = std::max(Nanobits{0}, left_now(live_flow(slot)));
  return Bytes{static_cast<std::int64_t>((left + kNanobitsPerByte - 1) / kNanobitsPerByte)};
}

void UncontendedNetwork::set_capacity(LinkId link, BitsPerSecond capacity) {
  EW_CHECK(link.valid() && link.index() < settings_.size() && capacity.value() >= 0,
           "link {}: {} b/s", link.value, capacity.value());
  settings_[link.index()].capacity = capacity;
  update_rates();
}

void UncontendedNetwork::set_link(LinkId link, LinkState state) {
  EW_CHECK(link.valid() && link.index() < settings_.size(), "no link {}", link.value);
  settings_[link.index()].state = state;
  update_rates();
}

void UncontendedNetwork::update_rates() {
  for (std::size_t i = 0; i < flows_.size(); ++i) {
    Flow& flow = flows_[i];
    if (!flow.live || rate_of(flow) == flow.rate) continue;
    ends_.erase({flow.end, TransferSlot(i)});
    book_change(flow, -flow.rate.value(), 0);
    flow.left = left_now(flow);
    set_off(flow, TransferSlot(i));
  }
}

Date UncontendedNetwork::next_end() { return ends_.empty() ? kNever : ends_.begin()->first; }

void UncontendedNetwork::advance(Date date) {
  EW_CHECK(date >= now_ && date <= next_end(), "{} ns lie outside [{}, {}]",
           date.time_since_epoch().count(), now_.time_since_epoch().count(),
           next_end().time_since_epoch().count());
  now_ = date;
  while (next_end() == date) {
    const TransferSlot slot = ends_.begin()->second;
    ends_.erase(ends_.begin());
    Flow& flow = live_flow(slot);
    // The end is rounded up: in its last nanosecond the transfer moves less than its rate.
    book_change(flow, -flow.rate.value(), -left_now(flow));
    flow.live = false;
    listener_->on_transfer_end(slot, date);
  }
}

void UncontendedNetwork::book_change(const Flow& flow, Nanobits change, Nanobits excess) {
  if (!keeps_link_book_) return;
  for (const LinkId link : topology_->route(flow.route).links) {
    LinkBook& book = books_[link.index()];
    book.moved += book.rate * (now_ - book.date).count() - excess;
    book.rate += change;
    book.date = now_;
  }
}

std::vector<double> UncontendedNetwork::link_book() const {
  std::vector<double> bytes;
  if (!keeps_link_book_) return bytes;
  bytes.reserve(books_.size());
  for (const LinkBook& book : books_) {
    const Nanobits moved = book.moved + book.rate * (now_ - book.date).count();
    bytes.push_back(static_cast<double>(moved) / static_cast<double>(kNanobitsPerByte));
  }
  return bytes;
}

Registered<NetworkFactory> uncontended_network() {
  ModelDescription description{
      .name = "uncontended",
      .summary = "Every transfer runs as if it were alone; trunks are never shared.",
      .rule = "rate = min(rate cap, capacity of the narrowest link); end = start + size / rate",
      .limits =
          "A what-if baseline, not a forecast: transfers on one trunk may together exceed its\n"
          "capacity, and reports of use above 100 % are what it is for. O(log n) a transfer.",
      .source = "Definition: the limit of unlimited parallel waves.",
      .schema = {routes_parameter()}};
  return {std::move(description),
          [](const Parameters&) { return std::make_unique<UncontendedNetwork>(); }};
}

}  // namespace eastwest
