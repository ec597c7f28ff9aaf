// Water filling, step by step.
#include "tests/models/network/fair_shares.hpp"

#include <algorithm>
#include <limits>

namespace eastwest::network_test {
namespace {

constexpr long double kForever = std::numeric_limits<long double>::infinity();

struct Flow {
  std::size_t arrival = 0;
  const std::vector<LinkId>* links = nullptr;
  long double cap = kForever;  // bytes per nanosecond, like all rates here
  long double left = 0;        // bytes
  long double rate = 0;
  bool growing = false;
};

long double bytes_per_nanosecond(BitsPerSecond rate) {
  return static_cast<long double>(rate.value()) / 8e9L;
}

/// Room left on each link, and how many of its flows still grow.
struct LinkRoom {
  long double room = 0;
  int growing = 0;
};

std::vector<LinkRoom> rooms_of(const Topology& topology, const std::vector<Flow>& flows) {
  std::vector<LinkRoom> rooms;
  for (const Link& link : topology.links()) rooms.push_back({bytes_per_nanosecond(link.capacity)});
  for (const Flow& flow : flows) {
    for (const LinkId link : *flow.links) {
      rooms[link.index()].room -= flow.rate;
      if (flow.growing) ++rooms[link.index()].growing;
    }
  }
  return rooms;
}

void share(const Topology& topology, std::vector<Flow>& flows) {
  for (Flow& flow : flows) {
    flow.rate = 0;
    flow.growing = true;
  }
  const auto grows = [](const Flow& flow) { return flow.growing; };
  while (std::any_of(flows.begin(), flows.end(), grows)) {
    const std::vector<LinkRoom> rooms = rooms_of(topology, flows);
    const auto step_of = [&](const Flow& flow) {
      long double step = flow.cap - flow.rate;
      for (const LinkId link : *flow.links) {
        step = std::min(step, rooms[link.index()].room / rooms[link.index()].growing);
      }
      return step;
    };
    long double step = kForever;
    for (const Flow& flow : flows) {
      if (flow.growing) step = std::min(step, step_of(flow));
    }
    // Those that hit their bound first stop; the tolerance catches equal bounds rounded apart.
    std::vector<bool> stops;
    for (const Flow& flow : flows) {
      stops.push_back(flow.growing && step_of(flow) <= step * (1 + 1e-15L) + 1e-18L);
    }
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (flows[i].growing) flows[i].rate += step;
      if (stops[i]) flows[i].growing = false;
    }
  }
}

}  // namespace

std::vector<long double> fair_ends(const Topology& topology, const std::vector<Arrival>& arrivals) {
  std::vector<std::size_t> order(arrivals.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return arrivals[a].date < arrivals[b].date; });
  std::vector<long double> ends(arrivals.size(), kForever);
  std::vector<Flow> flows;
  long double now = 0;
  std::size_t next = 0;
  while (next < order.size() || !flows.empty()) {
    const auto date_of = [&](std::size_t i) {
      return static_cast<long double>(arrivals[order[i]].date.time_since_epoch().count());
    };
    const long double arrival = next < order.size() ? date_of(next) : kForever;
    long double end = kForever;
    for (const Flow& flow : flows) end = std::min(end, now + flow.left / flow.rate);
    const long double then = std::min(arrival, end);
    for (Flow& flow : flows) {
      const bool is_over = now + flow.left / flow.rate <= then;
      flow.left = is_over ? 0 : flow.left - flow.rate * (then - now);
      if (is_over) ends[flow.arrival] = then;
    }
    std::erase_if(flows, [](const Flow& flow) { return flow.left == 0; });
    now = then;
    for (; next < order.size() && date_of(next) <= now; ++next) {
      const TransferRequest& request = arrivals[order[next]].request;
      Flow flow{order[next], &topology.route(request.route).links};
      if (request.rate_cap.value() > 0) flow.cap = bytes_per_nanosecond(request.rate_cap);
      flow.left = static_cast<long double>(request.size.value());
      flows.push_back(flow);
    }
    share(topology, flows);
  }
  return ends;
}

}  // namespace eastwest::network_test
