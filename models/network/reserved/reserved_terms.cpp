// The network `reserved` as the user sees it: parameters, formula, limits, source.
#include "models/network/reserved/reserved_network.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"

namespace eastwest {
namespace {

Schema reserved_schema() {
  return {{.name = "from",
           .kind = ParameterKind::quantity,
           .help = "transfers of at least this size reserve; smaller ones share what is left",
           .dimension = Dimension::bytes,
           .fallback = "1 TB",
           .minimum = 0,
           .maximum = 9e18},
          {.name = "wave",
           .kind = ParameterKind::quantity,
           .help = "rate of one wave: what is reserved is a whole number of them",
           .dimension = Dimension::bit_rate,
           .fallback = "100 Gb/s",
           .minimum = 1e6,
           .maximum = 1e15},
          {.name = "waves_max",
           .kind = ParameterKind::count,
           .help = "waves that one transfer may reserve",
           .fallback = "4",
           .minimum = 1,
           .maximum = 1000},
          {.name = "share",
           .kind = ParameterKind::quantity,
           .help = "of each link's capacity, what may be reserved",
           .dimension = Dimension::fraction,
           .fallback = "50 %",
           .minimum = 0,
           .maximum = 1},
          {.name = "ahead",
           .kind = ParameterKind::quantity,
           .help = "how far the calendar reaches: no reservation ends later than this from now",
           .dimension = Dimension::duration,
           .fallback = "7 d",
           .minimum = 1,
           .maximum = 3.2e8},
          {.name = "setup",
           .kind = ParameterKind::quantity,
           .help = "from the request to the earliest beginning; the transfer stands still",
           .dimension = Dimension::duration,
           .fallback = "1 min",
           .minimum = 0,
           .maximum = 3.2e8},
          {.name = "price",
           .kind = ParameterKind::quantity,
           .help = "of a reserved wave for an hour, whatever its route; default: no price",
           .dimension = Dimension::hourly_price,
           .minimum = 0,
           .maximum = 1e9}};
}

std::vector<ParameterProblem> check_reserved(const Parameters& parameters) {
  if (parameters.duration("setup") < parameters.duration("ahead")) return {};
  return {{"setup", "the calendar ends before anything can be set up: nothing could be reserved",
           "make `setup` shorter than `ahead`, or choose the network fluid"}};
}

/// The widest of these capacities in one direction, as far as it may be reserved.
BitsPerSecond reservable(std::span<const BitsPerSecond> capacities, double share) {
  const BitsPerSecond widest = *std::max_element(capacities.begin(), capacities.end());
  return BitsPerSecond(
      static_cast<std::int64_t>(std::floor(share * static_cast<double>(widest.value()))));
}

}  // namespace

std::vector<ParameterProblem> reserved_concerns(const Parameters& parameters, const World& world,
                                                const std::vector<BitsPerSecond>& best) {
  const BitsPerSecond wave = parameters.bit_rate("wave");
  const double share = parameters.number("share");
  const std::span<const BitsPerSecond> all(best);
  struct Group {
    const char* name;
    std::span<const BitsPerSecond> capacities;
  };
  for (const Group& group : {Group{"trunk", all.first(world.trunks.size())},
                             Group{"site's uplink", all.subspan(world.trunks.size())}}) {
    if (group.capacities.empty()) continue;
    const BitsPerSecond most = reservable(group.capacities, share);
    if (most >= wave) continue;
    return {{"wave",
             fmt::format("no {} can ever carry a reserved wave of {}: of the widest, {} % are {}",
                         group.name, to_text(wave), shortest(share * 100), to_text(most)),
             fmt::format("nothing is reserved as it is: give waves of at most {}, or a greater "
                         "`share`, or choose the network fluid",
                         to_text(most))}};
  }
  return {};
}

Registered<NetworkFactory> reserved_network() {
  ModelDescription description{
      .name = "reserved",
      .summary = "Large transfers reserve waves for the time they take; the others share the rest.",
      .rule =
          "A transfer of at least `from` gets n waves over one route for [s, e), with\n"
          "e = s + size / min(n x wave, rate cap), s >= now + setup, e <= now + ahead,\n"
          "n <= waves_max, so that on every link of the route and at every date of [s, e) all\n"
          "reservations together hold at most floor(share x capacity / wave) waves. Of all such\n"
          "(route, s, n): the least e, then the least s, then the route of least latency. Who asks "
          "first\n"
          "is served first; what was given stays. The others, and those that get nothing, share\n"
          "capacity less reservations as in the network fluid. After a cut what is left asks "
          "again.",
      .limits =
          "One route and one rate a reservation; greedy: serving each request as early as can be\n"
          "may be far from the best for all. Unused waves of a reservation are not lent. The\n"
          "calendar does not foresee cuts, repairs or other capacities. Each request costs\n"
          "O(dates at which reservations end before its own end x links x log places) at most.\n"
          "Integer arithmetic: ends exact to 1 ns, bytes exact.",
      .source =
          "Fixed path, fixed bandwidth, earliest end: Lin, Wu, Rao, Zhu: On design of scheduling\n"
          "algorithms for advance bandwidth reservation in dedicated networks, INFOCOM workshops\n"
          "2008. Greedy against optimal: Cohen, Fazlollahi, Starobinski: Throughput-competitive\n"
          "advance reservation with bounded path dispersion. All defaults are assumptions.",
      .schema = reserved_schema(),
      .check = check_reserved};
  return {std::move(description), [](const Parameters& parameters) {
            reserved::ReservationRules rules{.from = parameters.bytes("from"),
                                             .wave = parameters.bit_rate("wave"),
                                             .waves_max = parameters.count("waves_max"),
                                             .share = parameters.number("share"),
                                             .ahead = parameters.duration("ahead"),
                                             .setup = parameters.duration("setup")};
            if (parameters.has("price")) rules.price_cny = parameters.number("price");
            return std::make_unique<ReservedNetwork>(rules);
          }};
}

}  // namespace eastwest
