// A network for tests of outages: transfers that do not share and know what they have left.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/engine/network.hpp"
#include "sim/world/outage.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {

/// Every transfer has its narrowest link for itself, at the capacity of its start, and knows what
/// it has left; what the engine says about links is written down.
class CuttableNetwork final : public SteppedNetwork {
 public:
  /// What is said goes to `said`, if anywhere.
  explicit CuttableNetwork(std::vector<std::string>* said = nullptr) : said_(said) {}
  void attach(const Topology& topology, TransferListener& listener, Date first) override {
    topology_ = &topology;
    listener_ = &listener;
    now_ = first;
  }
  void start(TransferSlot slot, const TransferRequest& request) override {
    BitsPerSecond rate;
    for (const LinkId link : topology_->route(request.route).links) {
      EW_CHECK(!down_[link], "a transfer starts over link {}, which is down", link.value);
      const BitsPerSecond capacity = topology_->links()[link.index()].capacity;
      if (rate.value() == 0 || capacity < rate) rate = capacity;
    }
    flows_[slot] = {request.size, rate, now_, now_ + request.size / rate};
  }
  void cancel(TransferSlot slot) override { flows_.erase(slot); }
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override {
    const Flow& flow = flows_.at(slot);
    // 400 Gb/s are 50 bytes a nanosecond: whole bytes at whole nanoseconds.
    return flow.size - Bytes{(now_ - flow.since).count() * (flow.rate.value() / 8'000'000'000)};
  }
  void set_capacity(LinkId link, BitsPerSecond capacity) override {
    say(fmt::format("{} Gb/s", capacity.value() / 1'000'000'000), link);
  }
  void set_link(LinkId link, LinkState state) override {
    down_[link] = state == LinkState::down;
    say(state == LinkState::down ? "down" : "up", link);
  }
  void enable_link_book() override {}
  [[nodiscard]] std::vector<double> link_book() const override { return {}; }
  Date next_end() override {
    Date next = kNever;
    for (const auto& [slot, flow] : flows_) next = std::min(next, flow.end);
    return next;
  }
  void advance(Date date) override {
    now_ = date;
    for (auto flow = flows_.begin(); flow != flows_.end();) {
      if (flow->second.end != date) {
        ++flow;
        continue;
      }
      const TransferSlot slot = flow->first;
      flow = flows_.erase(flow);
      listener_->on_transfer_end(slot, date);
    }
  }

 private:
  struct Flow {
    Bytes size;
    BitsPerSecond rate;
    Date since;
    Date end;
  };
  void say(const std::string& what, LinkId link) {
    if (said_ != nullptr)
      said_->push_back(
          fmt::format("{} {} {}", to_seconds(now_), topology_->links()[link.index()].name, what));
  }

  std::vector<std::string>* said_;
  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date now_;
  std::map<TransferSlot, Flow> flows_;
  std::map<LinkId, bool> down_;
};

/// Takes out spans, or `ports` ports of each; ways over other nodes are set up in 1 s.
inline Outage cut(std::vector<int> trunks, double start, double end, std::int64_t ports = 0) {
  Outage outage;
  outage.name = fmt::format("cut at {} s", start);
  for (const int trunk : trunks) outage.spans.push_back(SpanId{trunk});
  outage.ports = ports;
  outage.start = at(start);
  outage.end = at(end);
  outage.restoration_delay = span(1);
  return outage;
}

}  // namespace eastwest::engine_test
