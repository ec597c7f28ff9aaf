// Draws worlds as text, transfers over four decades of sizes, and what happens to links.
#include "tests/models/network/network_case.hpp"

#include <algorithm>
#include <exception>

#include "tests/catch.hpp"

namespace eastwest::network_test {
namespace {

const std::vector<BitsPerSecond> kCaps = {kNoCap, kGigabit * 40, kGigabit * 100, kGigabit * 333};

std::vector<Arrival> random_arrivals(Draw& draw, const Topology& topology, int count,
                                     Duration mean_gap) {
  std::vector<Arrival> arrivals;
  Date date = kStart;
  for (int i = 0; i < count; ++i) {
    date += Duration{draw.between(0, 2 * mean_gap.count())};
    const RouteId route(static_cast<std::int32_t>(
        draw.between(0, static_cast<std::int64_t>(topology.routes().size()) - 1)));
    // A power of ten times one to ten.
    std::int64_t size = draw.between(100'000'000, 1'000'000'000);
    for (std::int64_t decade = draw.between(0, 3); decade > 0; --decade) size *= 10;
    const BitsPerSecond cap = kCaps[static_cast<std::size_t>(draw.between(0, 3))];
    arrivals.push_back({date, {route, Bytes{size}, cap}});
  }
  return arrivals;
}

std::vector<LinkChange> random_changes(Draw& draw, const Topology& topology, Date last) {
  std::vector<LinkChange> changes;
  for (std::int64_t more = draw.between(1, 10); more > 0; --more) {
    const LinkId link(static_cast<std::int32_t>(
        draw.between(0, static_cast<std::int64_t>(topology.links().size()) - 1)));
    const BitsPerSecond installed = topology.links()[link.index()].capacity;
    const Date date = kStart + Duration{draw.between(0, last.time_since_epoch().count())};
    const Date later = date + std::chrono::milliseconds{draw.between(1, 5000)};
    // From nothing to twice as much.
    const BitsPerSecond other{installed.value() / 7 * draw.between(0, 14)};
    const LinkState state = draw.between(0, 3) == 0 ? LinkState::down : LinkState::up;
    changes.push_back({date, link, other, state});
    if (draw.between(0, 9) > 0) changes.push_back({later, link, installed});
  }
  return changes;
}

/// What the judge says or throws.
std::string mistake_in(const NetworkCase& one, const Judge& judge) {
  try {
    return judge(one);
  } catch (const std::exception& error) {
    return fmt::format("it throws: {}", error.what());
  }
}

template <class Item>
void leave_out(NetworkCase& one, std::vector<Item> NetworkCase::*list, const Judge& judge) {
  for (std::size_t part = (one.*list).size() / 2; part > 0; part /= 2) {
    for (std::size_t begin = 0; begin < (one.*list).size();) {
      NetworkCase smaller = one;
      std::vector<Item>& items = smaller.*list;
      const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
      const std::size_t count = std::min(part, items.size() - begin);
      items.erase(first, first + static_cast<std::ptrdiff_t>(count));
      if (mistake_in(smaller, judge).empty()) {
        begin += part;
      } else {
        one = std::move(smaller);
      }
    }
  }
}

}  // namespace

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

NetworkCase random_case(std::uint64_t seed, const Recipe& recipe) {
  Draw draw(seed);
  NetworkCase one{random_world(draw), {}};
  const Topology topology(one.world);
  one.arrivals = random_arrivals(draw, topology, recipe.transfers, recipe.mean_gap);
  for (Arrival& arrival : one.arrivals) {
    if (recipe.weights == Weights::equal) break;
    const std::int64_t weight = draw.between(1, 5);
    arrival.request.weight = static_cast<std::int32_t>(weight);
    if (recipe.sizes == Sizes::any) continue;
    arrival.request.size = Bytes{arrival.request.size.value() / weight * weight};
  }
  if (recipe.links == Links::changing) {
    one.changes = random_changes(draw, topology, one.arrivals.back().date);
  }
  return one;
}

void write_calendar(ScriptedRun& run, const NetworkCase& one) {
  for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
    run.send(one.arrivals[i].date, static_cast<int>(i), one.arrivals[i].request);
  }
  for (const LinkChange& change : one.changes) {
    run.set_capacity(change.date, change.link, change.capacity);
    run.set_link(change.date, change.link, change.state);
  }
}

std::string drawing_of(const NetworkCase& one) {
  const Topology topology(one.world);
  std::string text;
  for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
    const TransferRequest& request = one.arrivals[i].request;
    text += fmt::format("transfer {} at {} ns: {} B, cap {} b/s, weight {}, links", i,
                        one.arrivals[i].date.time_since_epoch().count(), request.size.value(),
                        request.rate_cap.value(), request.weight);
    for (const LinkId link : topology.route(request.route).links) {
      text +=
          fmt::format(" {} ({} b/s)", link.value, topology.links()[link.index()].capacity.value());
    }
    text += "\n";
  }
  for (const LinkChange& change : one.changes) {
    text += fmt::format("link {} at {} ns: {} b/s, {}\n", change.link.value,
                        change.date.time_since_epoch().count(), change.capacity.value(),
                        change.state == LinkState::up ? "up" : "down");
  }
  return text;
}

long double error_of(const Arrival& arrival, Date end, long double expected) {
  const auto start = static_cast<long double>(arrival.date.time_since_epoch().count());
  const auto reported = static_cast<long double>(end.time_since_epoch().count());
  const long double error = reported > expected ? reported - expected : expected - reported;
  return error / std::max(2.0L, 1e-9L * (expected - start));
}

NetworkCase smallest_case(NetworkCase one, const Judge& judge) {
  leave_out(one, &NetworkCase::changes, judge);
  leave_out(one, &NetworkCase::arrivals, judge);
  return one;
}

std::string report_on_seeds(std::uint64_t first, std::uint64_t last, const Recipe& recipe,
                            const Judge& judge) {
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    INFO("seed " << seed);  // shown if the judge ends the test or the process
    const NetworkCase one = random_case(seed, recipe);
    if (mistake_in(one, judge).empty()) continue;
    const NetworkCase smallest = smallest_case(one, judge);
    return fmt::format("seed {}: {}\nsmallest case found:\n{}", seed, mistake_in(smallest, judge),
                       drawing_of(smallest));
  }
  return {};
}

void check_seeds(std::uint64_t first, std::uint64_t last, const Recipe& recipe,
                 const Judge& judge) {
  REQUIRE(first <= last);
  const std::string report = report_on_seeds(first, last, recipe, judge);
  if (!report.empty()) FAIL(report);
}

}  // namespace eastwest::network_test
