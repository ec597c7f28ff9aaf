// Implements models/network/reserved/route_search.hpp.
#include "models/network/reserved/route_search.hpp"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest::reserved {
namespace {

/// How far a place is from the end of the route.
struct Distance {
  Duration latency = Duration::max();
  std::int32_t links = 0;
  friend auto operator<=>(const Distance&, const Distance&) = default;
  [[nodiscard]] bool is_known() const { return latency != Duration::max(); }
  [[nodiscard]] Distance behind(Duration delay) const { return {latency + delay, links + 1}; }
};

}  // namespace

RouteSearch::RouteSearch(const Topology& topology) : node_count_(topology.node_count()) {
  std::size_t places = node_count_;
  for (const Link& link : topology.links()) {
    if (link.site.valid()) places = std::max(places, node_count_ + link.site.index() + 1);
  }
  leaving_.resize(places);
  arriving_.resize(places);
  for (std::size_t i = 0; i < topology.links().size(); ++i) {
    const Link& link = topology.links()[i];
    const Place from = place_of(link.from);
    const Place to = place_of(link.to);
    leaving_[from].push_back({LinkId(i), to, link.delay});
    arriving_[to].push_back({LinkId(i), from, link.delay});
  }
}

RouteSearch::Place RouteSearch::place_of(const Endpoint& endpoint) const {
  const std::size_t index =
      endpoint.site.valid() ? node_count_ + endpoint.site.index() : endpoint.node.index();
  return static_cast<Place>(index);
}

Widest RouteSearch::widest(const Endpoint& from, const Endpoint& to, std::int64_t needed,
                           std::int64_t enough, const FreeWaves& free) const {
  const Place start = place_of(from);
  const Place end = place_of(to);
  std::vector<std::int64_t> widths(leaving_.size(), 0);
  std::priority_queue<std::pair<std::int64_t, Place>> open;  // the widest first
  widths[start] = enough;
  open.emplace(enough, start);
  while (!open.empty()) {
    const auto [width, place] = open.top();
    open.pop();
    if (place == end) break;
    if (width < widths[place]) continue;
    for (const Arc& arc : leaving_[place]) {
      if (widths[arc.other] >= width) continue;
      const std::int64_t reached = std::min(width, free(arc.link));
      if (reached <= widths[arc.other]) continue;
      widths[arc.other] = reached;
      open.emplace(reached, arc.other);
    }
  }
  Widest found{widths[end], {}};
  if (found.waves >= needed) return found;
  // All places with the needed width have been reached; the links that leave them have less.
  for (Place place = 0; place < leaving_.size(); ++place) {
    if (widths[place] < needed) continue;
    for (const Arc& arc : leaving_[place]) {
      if (widths[arc.other] < needed) found.cut.push_back(arc.link);
    }
  }
  return found;
}

std::vector<LinkId> RouteSearch::shortest(const Endpoint& from, const Endpoint& to,
                                          std::int64_t waves, const FreeWaves& free) const {
  EW_CHECK(waves > 0, "a route for {} waves", waves);
  const Place start = place_of(from);
  const Place end = place_of(to);
  std::vector<Distance> distances(leaving_.size());
  using Entry = std::pair<Distance, Place>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;  // the nearest first
  distances[end] = {Duration{0}, 0};
  open.emplace(distances[end], end);
  while (!open.empty()) {
    const auto [distance, place] = open.top();
    open.pop();
    if (place == start) break;
    if (distances[place] < distance) continue;
    for (const Arc& arc : arriving_[place]) {
      const Distance reached = distance.behind(arc.delay);
      if (distances[arc.other] <= reached || free(arc.link) < waves) continue;
      distances[arc.other] = reached;
      open.emplace(reached, arc.other);
    }
  }
  std::vector<LinkId> links;
  if (!distances[start].is_known()) return links;
  for (Place place = start; place != end;) {
    const auto& arcs = leaving_[place];
    const auto step = std::find_if(arcs.begin(), arcs.end(), [&](const Arc& arc) {
      const Distance& rest = distances[arc.other];
      return rest.is_known() && rest.behind(arc.delay) == distances[place] &&
             free(arc.link) >= waves;
    });
    EW_CHECK(step != arcs.end(), "the route is lost at place {}", place);
    links.push_back(step->link);
    place = step->other;
  }
  return links;
}

}  // namespace eastwest::reserved
