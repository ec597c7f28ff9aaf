// Water filling, step by step.
#include "tests/models/network/fair_shares.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace eastwest::network_test {
namespace {

constexpr long double kForever = std::numeric_limits<long double>::infinity();

struct Flow {
  std::size_t arrival = 0;
  const std::vector<LinkId>* links = nullptr;
  long double weight = 1;
  long double cap = kForever;  // bytes per nanosecond, like all rates here
  long double left = 0;        // bytes
  long double rate = 0;
  bool growing = false;
};

long double bytes_per_nanosecond(BitsPerSecond rate) {
  return static_cast<long double>(rate.value()) / 8e9L;
}

long double nanoseconds(Date date) {
  return static_cast<long double>(date.time_since_epoch().count());
}

/// Room left on each link, and the weight of its flows that still grow.
struct LinkRoom {
  long double room = 0;
  long double growing = 0;
};

using Capacities = std::vector<long double>;  // by LinkId

std::vector<LinkRoom> rooms_of(const Capacities& capacities, const std::vector<Flow>& flows) {
  std::vector<LinkRoom> rooms;
  for (const long double capacity : capacities) rooms.push_back({capacity});
  for (const Flow& flow : flows) {
    for (const LinkId link : *flow.links) {
      rooms[link.index()].room -= flow.rate;
      if (flow.growing) rooms[link.index()].growing += flow.weight;
    }
  }
  return rooms;
}

void share(const Capacities& capacities, std::vector<Flow>& flows) {
  for (Flow& flow : flows) {
    flow.rate = 0;
    flow.growing = true;
  }
  const auto grows = [](const Flow& flow) { return flow.growing; };
  while (std::any_of(flows.begin(), flows.end(), grows)) {
    const std::vector<LinkRoom> rooms = rooms_of(capacities, flows);
    // How far one unit of weight can grow.
    const auto step_of = [&](const Flow& flow) {
      long double step = (flow.cap - flow.rate) / flow.weight;
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
      if (flows[i].growing) flows[i].rate += step * flows[i].weight;
      if (stops[i]) flows[i].growing = false;
    }
  }
}

/// What happens at dates given beforehand: the numbers of arrivals and of changes.
struct Happening {
  std::vector<std::size_t> arrivals;
  std::vector<std::size_t> changes;
};

Flow flow_of(const Topology& topology, std::size_t arrival, const TransferRequest& request) {
  Flow flow{arrival, &topology.route(request.route).links};
  flow.weight = static_cast<long double>(request.weight);
  if (request.rate_cap.value() > 0) flow.cap = bytes_per_nanosecond(request.rate_cap);
  flow.left = static_cast<long double>(request.size.value());
  return flow;
}

long double end_of(const Flow& flow, long double now) {
  return flow.rate > 0 ? now + flow.left / flow.rate : kForever;
}

}  // namespace

std::vector<long double> fair_ends(const Topology& topology, const std::vector<Arrival>& arrivals,
                                   const std::vector<LinkChange>& changes) {
  std::map<Date, Happening> calendar;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    calendar[arrivals[i].date].arrivals.push_back(i);
  }
  for (std::size_t i = 0; i < changes.size(); ++i) calendar[changes[i].date].changes.push_back(i);
  Capacities capacities;
  for (const Link& link : topology.links()) {
    capacities.push_back(bytes_per_nanosecond(link.capacity));
  }
  std::vector<long double> ends(arrivals.size(), kForever);
  std::vector<Flow> flows;
  long double now = 0;
  for (;;) {
    long double then = calendar.empty() ? kForever : nanoseconds(calendar.begin()->first);
    for (const Flow& flow : flows) then = std::min(then, end_of(flow, now));
    if (then == kForever) return ends;
    for (Flow& flow : flows) {
      const bool is_over = end_of(flow, now) <= then;
      flow.left = is_over ? 0 : flow.left - flow.rate * (then - now);
      if (is_over) ends[flow.arrival] = then;
    }
    std::erase_if(flows, [](const Flow& flow) { return flow.left == 0; });
    now = then;
    while (!calendar.empty() && nanoseconds(calendar.begin()->first) <= now) {
      const Happening& happening = calendar.begin()->second;
      for (const std::size_t i : happening.arrivals) {
        flows.push_back(flow_of(topology, i, arrivals[i].request));
      }
      for (const std::size_t i : happening.changes) {
        const bool is_up = changes[i].state == LinkState::up;
        capacities[changes[i].link.index()] = is_up ? bytes_per_nanosecond(changes[i].capacity) : 0;
      }
      calendar.erase(calendar.begin());
    }
    share(capacities, flows);
  }
}

}  // namespace eastwest::network_test
