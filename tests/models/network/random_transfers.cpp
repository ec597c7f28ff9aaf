// Draws worlds as text and transfers over four decades of sizes.
#include "tests/models/network/random_transfers.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace eastwest::network_test {

World random_world(Draw& draw) {
  std::string text;
  const std::int64_t nodes = draw.between(3, 12);
  const auto trunk = [&](std::int64_t a, std::int64_t b) {
    text += fmt::format("n{} --{}G {}km-- n{}\n", a, 400 * draw.between(1, 4),
                        draw.between(10, 2000), b);
  };
  for (std::int64_t node = 1; node < nodes; ++node) trunk(draw.between(0, node - 1), node);
  for (std::int64_t more = draw.between(0, nodes); more > 0; --more) {
    const std::int64_t a = draw.between(1, nodes - 1);
    trunk(a, draw.between(0, a - 1));
  }
  for (std::int64_t node = 0; node < nodes; ++node) {
    if (node > 0 && draw.between(0, 1) == 0) continue;
    text += fmt::format("n{} [8 {}ports]\n", node, draw.between(1, 8));
  }
  return drawn_world(text);
}

std::vector<Arrival> random_arrivals(Draw& draw, const Topology& topology, int count,
                                     Duration mean_gap) {
  std::vector<Arrival> arrivals;
  Date date = kStart;
  for (int i = 0; i < count; ++i) {
    date += Duration{draw.between(0, 2 * mean_gap.count())};
    const RouteId route(static_cast<std::int32_t>(
        draw.between(0, static_cast<std::int64_t>(topology.routes().size()) - 1)));
    // Sizes over four decades: a power of ten times one to ten.
    std::int64_t size = draw.between(100'000'000, 1'000'000'000);
    for (std::int64_t decade = draw.between(0, 3); decade > 0; --decade) size *= 10;
    const BitsPerSecond cap = kRandomCaps[static_cast<std::size_t>(draw.between(0, 3))];
    arrivals.push_back({date, {route, Bytes{size}, cap}});
  }
  return arrivals;
}

void write_calendar(ScriptedRun& run, const std::vector<Arrival>& arrivals) {
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    run.at(arrivals[i].date, [&run, request = arrivals[i].request, i] {
      run.network().start(TransferSlot(i), request);
    });
  }
}

long double error_of(const Arrival& arrival, Date end, long double expected) {
  const auto start = static_cast<long double>(arrival.date.time_since_epoch().count());
  const auto reported = static_cast<long double>(end.time_since_epoch().count());
  const long double error = reported > expected ? reported - expected : expected - reported;
  return error / std::max(2.0L, 1e-9L * (expected - start));
}

}  // namespace eastwest::network_test
