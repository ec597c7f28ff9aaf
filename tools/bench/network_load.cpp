// Draws a graph, fills it, and tunes the rate of arrivals.
#include "tools/bench/network_load.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "models/builtin.hpp"
#include "models/network/fluid/fluid_network.hpp"
#include "sim/base/elementary.hpp"
#include "sim/base/random.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "tools/bench/network_run.hpp"

namespace eastwest::bench {
namespace {

constexpr std::size_t kNodes = 60;
constexpr std::size_t kCables = 180;
constexpr double kSide = 3000;  // km

/// Uniform draws in a row.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : source_(seed, 0) {}
  double uniform() { return source_.uniform(0, next_++, Purpose::data_size); }
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
  }

 private:
  RandomSource source_;
  std::uint64_t next_ = 0;
};

struct Candidate {
  double length;
  std::size_t a;
  std::size_t b;
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

std::vector<Candidate> pairs_by_length(World& world, Draw& draw) {
  for (std::size_t i = 0; i < kNodes; ++i) {
    Node node;
    node.id = node.name = fmt::format("n{}", i);
    node.longitude = draw.uniform() * kSide;
    node.latitude = draw.uniform() * kSide;
    world.nodes.push_back(node);
    Site site;
    site.id = site.name = fmt::format("s{}", i);
    site.node = NodeId(i);
    site.uplink_ports = 1000;
    world.sites.push_back(site);
  }
  std::vector<Candidate> pairs;
  for (std::size_t b = 1; b < kNodes; ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      const double x = world.nodes[a].longitude - world.nodes[b].longitude;
      const double y = world.nodes[a].latitude - world.nodes[b].latitude;
      pairs.push_back({std::sqrt(x * x + y * y), a, b});
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

void add_cable(World& world, const Candidate& pair, Draw& draw) {
  Trunk trunk;
  trunk.a = NodeId(pair.a);
  trunk.b = NodeId(pair.b);
  trunk.length = Kilometres(std::floor(pair.length) + 1);
  trunk.waves = static_cast<std::int64_t>(1 + draw.below(4));
  trunk.ports = 2 * trunk.waves;
  trunk.id = trunk.name = trunk.corridor = fmt::format("n{}--n{}", pair.a, pair.b);
  world.trunks.push_back(trunk);
}

/// Each end is followed by a new transfer at once, in the same slot, until enough have ended.
class ClosedLoop final : public Clockwork, public TransferListener {
 public:
  ClosedLoop(const LoadedGraph& graph, const LoadWish& wish, FluidNetwork& network)
      : graph_(graph), draw_(wish.seed), network_(network), live_(wish.concurrency) {
    const auto wanted = static_cast<double>(wish.concurrency) * wish.renewals;
    renewed_ = static_cast<std::size_t>(wanted);
    ends_wanted_ = renewed_ + std::max(wish.concurrency / 10, std::size_t{1000});
    for (std::size_t i = 0; i < wish.concurrency; ++i) free_.push_back(TransferSlot(i));
  }
  [[nodiscard]] TransferRequest draw_request() {
    const RouteId route = graph_.routes[draw_.below(graph_.routes.size())];
    constexpr double kLogOfThousand = 6.907755278982137;
    const double size = 1e9 * portable_exp(draw_.uniform() * kLogOfThousand);
    return {route, Bytes{static_cast<std::int64_t>(size)}, BitsPerSecond{0}};
  }
  [[nodiscard]] Duration draw_gap(double rate) {
    return from_seconds(-portable_log(draw_.uniform()) / rate);
  }
  [[nodiscard]] Date next_date() const override {
    return is_over_ || free_.empty() ? kNever : next_;
  }
  Date settle(Date date) override {
    last_ = date;
    if (ends_ >= ends_wanted_) {
      close();
      return kNever;
    }
    for (const TransferSlot slot : free_) {
      live_[slot.index()] = draw_request();
      network_.start(slot, live_[slot.index()]);
    }
    free_.clear();
    return kNever;
  }
  void on_transfer_end(TransferSlot slot, Date date) override {
    ++ends_;
    if (ends_ == renewed_) renewed_at_ = date;
    free_.push_back(slot);
    next_ = date;
  }
  /// What was live when it stopped: the rest of each transfer.
  [[nodiscard]] const std::vector<TransferRequest>& rests() const { return rests_; }
  /// Ends a second after the renewals.
  [[nodiscard]] double throughput() const {
    return static_cast<double>(ends_ - renewed_) / to_seconds(last_ - renewed_at_);
  }

 private:
  void close() {
    is_over_ = true;
    rests_.resize(free_.size());
    for (TransferRequest& rest : rests_) rest = draw_request();
    std::sort(free_.begin(), free_.end());
    for (std::size_t i = 0; i < live_.size(); ++i) {
      const TransferSlot slot(i);
      if (std::binary_search(free_.begin(), free_.end(), slot)) continue;
      live_[i].size = network_.remaining(slot);
      rests_.push_back(live_[i]);
      network_.cancel(slot);
    }
  }

  const LoadedGraph& graph_;
  Draw draw_;
  FluidNetwork& network_;
  std::vector<TransferRequest> live_;
  std::vector<TransferRequest> rests_;
  std::vector<TransferSlot> free_;
  std::size_t ends_ = 0;
  std::size_t renewed_ = 0;
  std::size_t ends_wanted_ = 0;
  bool is_over_ = false;
  Date next_ = kStart;
  Date renewed_at_ = kStart;
  Date last_ = kStart;
};

}  // namespace

LoadedGraph random_graph() {
  Draw draw(60);
  LoadedGraph graph{"60 nodes", {}, {}};
  World& world = graph.world;
  std::vector<Candidate> pairs = pairs_by_length(world, draw);
  std::vector<std::size_t> island(kNodes);
  for (std::size_t i = 0; i < kNodes; ++i) island[i] = i;
  std::vector<Candidate> others;
  for (const Candidate& pair : pairs) {
    if (island[pair.a] == island[pair.b]) {
      others.push_back(pair);
      continue;
    }
    add_cable(world, pair, draw);
    std::replace(island.begin(), island.end(), std::size_t{island[pair.a]},
                 std::size_t{island[pair.b]});
  }
  for (const Candidate& pair : others) {
    if (world.trunks.size() < kCables) add_cable(world, pair, draw);
  }
  const Topology topology(world);
  for (std::size_t from = 0; from < kNodes; ++from) {
    for (std::size_t to = 0; to < kNodes; ++to) {
      if (from != to) graph.routes.push_back(topology.node_to_site(NodeId(from), SiteId(to)));
    }
  }
  return graph;
}

LoadedGraph national_graph(const std::string& scenario_file) {
  const ModelRegistries models = builtin_models();
  LoadedGraph graph{"nation", load_scenario(scenario_file, {}, *catalogue_of(models)).world, {}};
  const Topology topology(graph.world);
  for (std::size_t i = 0; i < topology.routes().size(); ++i) {
    if (topology.routes()[i].links.size() > 1) graph.routes.push_back(RouteId(i));
  }
  return graph;
}

TransferList open_loop_list(const LoadedGraph& graph, const LoadWish& wish) {
  const Topology topology(graph.world);
  FluidNetwork network;
  ClosedLoop loop(graph, wish, network);
  network.attach(topology, loop, kStart);
  network.run(loop);
  const auto wanted = static_cast<double>(wish.concurrency);
  TransferList best;
  double best_error = 1e300;
  // More arrivals, more concurrency: halve the interval that the rate lies in.
  double low = 0;
  double high = 2 * loop.throughput();
  for (double rate = loop.throughput(); high > low * 1.01; rate = (low + high) / 2) {
    ClosedLoop draws(graph, {.seed = wish.seed + 1}, network);
    TransferList list{{}, kStart + from_seconds(static_cast<double>(wish.ends) / rate)};
    for (const TransferRequest& rest : loop.rests()) list.transfers.push_back({kStart, rest});
    for (Date date = kStart + draws.draw_gap(rate); date < list.horizon;
         date += draws.draw_gap(rate)) {
      list.transfers.push_back({date, draws.draw_request()});
    }
    FluidNetwork fluid;
    const double mean = timed_run(topology, list, fluid).mean_concurrency;
    (mean > wanted ? high : low) = rate;
    const double error = std::fabs(mean - wanted) / wanted;
    if (error >= best_error) continue;
    best_error = error;
    best = std::move(list);
    if (error < 0.03) break;
  }
  return best;
}

}  // namespace eastwest::bench
