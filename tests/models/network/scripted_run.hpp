// A run by a script instead of a simulation: transfers that start and stop at given dates.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/engine/network.hpp"
#include "tests/sim/world/drawn_world.hpp"

namespace eastwest::network_test {

inline Date at(double seconds) { return kStart + from_seconds(seconds); }
inline constexpr Bytes kTerabyte{1'000'000'000'000};
inline constexpr BitsPerSecond kNoCap{0};
inline constexpr BitsPerSecond kGigabit{1'000'000'000};

/// What a scripted run needs to know before it begins.
struct RunOptions {
  Date first_date = kStart;
  bool link_book = false;
};

/// A calendar of actions, and the ends that the network reported.
class ScriptedRun final : public Clockwork, public TransferListener {
 public:
  ScriptedRun(const World& world, Network& network, const RunOptions& options)
      : world_(world), topology_(world), network_(network) {
    if (options.link_book) network_.enable_link_book();
    network_.attach(topology_, *this, options.first_date);
  }

  /// Has `action` done when `date` is settled; actions of one date in the order of these calls.
  void at(Date date, std::function<void()> action) { calendar_[date].push_back(std::move(action)); }
  /// Starts a transfer from a node to the site of the name at `date`.
  void send(Date date, int slot, const std::string& from, const std::string& to, Bytes size,
            BitsPerSecond cap = kNoCap) {
    const RouteId route = topology_.node_to_site(node_of(world_, from), site_of(world_, to));
    at(date, [this, slot, route, size, cap] { start(slot, route, size, cap); });
  }
  /// The same with all that a request can say.
  void send(Date date, int slot, const TransferRequest& request) {
    at(date, [this, slot, request] { network_.start(TransferSlot(slot), request); });
  }
  void set_capacity(Date date, LinkId link, BitsPerSecond capacity) {
    at(date, [this, link, capacity] { network_.set_capacity(link, capacity); });
  }
  void set_link(Date date, LinkId link, LinkState state) {
    at(date, [this, link, state] { network_.set_link(link, state); });
  }
  void cancel(Date date, int slot) {
    at(date, [this, slot] { network_.cancel(TransferSlot(slot)); });
  }
  void start(int slot, RouteId route, Bytes size, BitsPerSecond cap = kNoCap) {
    network_.start(TransferSlot(slot), {route, size, cap});
  }
  void run() { network_.run(*this); }

  [[nodiscard]] Network& network() { return network_; }
  [[nodiscard]] const Topology& topology() const { return topology_; }
  /// Reported ends by slot; the last one where a slot was used again.
  [[nodiscard]] const std::map<int, Date>& ends() const { return ends_; }
  [[nodiscard]] const std::vector<Date>& settled() const { return settled_; }

  /// Called inside the report of an end.
  std::function<void(int slot, Date date)> on_end;
  /// Called when the network has given a transfer another route.
  std::function<void(int slot, const std::vector<LinkId>& links, Bytes left)> on_rerouted;

  [[nodiscard]] Date next_date() const override {
    return calendar_.empty() ? kNever : calendar_.begin()->first;
  }
  Date settle(Date date) override {
    EW_CHECK(next_date() == date, "the date settled is not the next one");
    settled_.push_back(date);
    const auto actions = calendar_.extract(calendar_.begin());
    for (const auto& action : actions.mapped()) action();
    return next_date();
  }
  void on_transfer_end(TransferSlot slot, Date date) override {
    EW_CHECK(settled_.empty() || date > settled_.back(), "an end in the past");
    ends_[slot.value] = date;
    if (on_end) on_end(slot.value, date);
  }

  void on_transfer_rerouted(TransferSlot slot, const std::vector<LinkId>& links,
                            Bytes left) override {
    if (on_rerouted) on_rerouted(slot.value, links, left);
  }

 private:
  World world_;
  Topology topology_;
  Network& network_;
  std::map<Date, std::vector<std::function<void()>>> calendar_;
  std::map<int, Date> ends_;
  std::vector<Date> settled_;
};

}  // namespace eastwest::network_test
