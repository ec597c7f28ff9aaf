// Runs cases over the network `fluid` and holds its rates against the definition of fairness.
#include "tests/models/network/fluid_stage.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace eastwest::network_test {
namespace {

constexpr double kTolerance = 1e-12;

/// Knows which transfers are live and what the links can carry; asks the network for rates.
class FairnessCheck {
 public:
  FairnessCheck(const NetworkCase& one, const Topology& topology)
      : one_(one), topology_(topology), loads_(topology.links().size()), fastest_(loads_) {
    for (const Link& link : topology.links()) capacities_.push_back(number(link.capacity));
  }

  void begin(std::size_t transfer) { live_.insert(transfer); }
  void end(std::size_t transfer) { live_.erase(transfer); }
  void change(const LinkChange& change) {
    capacities_[change.link.index()] = change.state == LinkState::up ? number(change.capacity) : 0;
  }

  /// What is wrong with the rates; empty if nothing is.
  std::string mistake(FluidNetwork& network) {
    std::fill(loads_.begin(), loads_.end(), 0);
    std::fill(fastest_.begin(), fastest_.end(), 0);
    rates_.assign(one_.arrivals.size(), 0);
    for (const std::size_t transfer : live_) {
      rates_[transfer] = network.rate(TransferSlot(transfer));
      for (const LinkId link : links(transfer)) {
        loads_[link.index()] += rates_[transfer];
        fastest_[link.index()] = std::max(fastest_[link.index()], level(transfer));
      }
    }
    for (const std::size_t transfer : live_) {
      if (is_at_cap(transfer) || has_bottleneck(transfer)) continue;
      return fmt::format("transfer {} at {} b/s has neither a bottleneck nor its cap", transfer,
                         rates_[transfer]);
    }
    for (std::size_t link = 0; link < loads_.size(); ++link) {
      if (loads_[link] <= capacities_[link] * (1 + kTolerance)) continue;
      return fmt::format("link {} carries {} b/s of {}", link, loads_[link], capacities_[link]);
    }
    return {};
  }

 private:
  static double number(BitsPerSecond rate) { return static_cast<double>(rate.value()); }
  [[nodiscard]] const std::vector<LinkId>& links(std::size_t transfer) const {
    return topology_.route(one_.arrivals[transfer].request.route).links;
  }
  [[nodiscard]] double level(std::size_t transfer) const {
    return rates_[transfer] / one_.arrivals[transfer].request.weight;
  }
  [[nodiscard]] bool is_at_cap(std::size_t transfer) const {
    const double cap = number(one_.arrivals[transfer].request.rate_cap);
    return cap > 0 && std::abs(rates_[transfer] - cap) <= cap * kTolerance;
  }
  [[nodiscard]] bool has_bottleneck(std::size_t transfer) const {
    const double cap = number(one_.arrivals[transfer].request.rate_cap);
    if (cap > 0 && rates_[transfer] > cap * (1 + kTolerance)) return false;
    const auto& route = links(transfer);
    return std::any_of(route.begin(), route.end(), [&](LinkId link) {
      const bool is_full = loads_[link.index()] >= capacities_[link.index()] * (1 - kTolerance);
      return is_full && level(transfer) >= fastest_[link.index()] * (1 - kTolerance);
    });
  }

  const NetworkCase& one_;
  const Topology& topology_;
  std::set<std::size_t> live_;
  std::vector<double> capacities_;
  std::vector<double> loads_;
  std::vector<double> fastest_;
  std::vector<double> rates_;
};

}  // namespace

FluidOutcome fluid_outcome(const NetworkCase& one, RateCheck check) {
  FluidNetwork network;
  ScriptedRun run(one.world, network, {.link_book = true});
  FairnessCheck fairness(one, run.topology());
  FluidOutcome outcome;
  const auto look = [&](Date date) {
    if (check == RateCheck::none || !outcome.unfair.empty()) return;
    const std::string mistake = fairness.mistake(network);
    if (!mistake.empty()) {
      outcome.unfair = fmt::format("at {} ns {}", date.time_since_epoch().count(), mistake);
    }
  };
  write_calendar(run, one);
  for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
    run.at(one.arrivals[i].date, [&, i] { fairness.begin(i); });
  }
  for (const LinkChange& change : one.changes) {
    run.at(change.date, [&] { fairness.change(change); });
  }
  for (const Arrival& arrival : one.arrivals) run.at(arrival.date, [&] { look(arrival.date); });
  for (const LinkChange& change : one.changes) {
    run.at(change.date, [&] { look(change.date); });
  }
  // Ends are reported one by one: the rates are fair only after the last one of a date.
  Date last_end = kStart;
  run.on_end = [&](int slot, Date date) {
    fairness.end(static_cast<std::size_t>(slot));
    if (date == last_end || check == RateCheck::none) return;
    last_end = date;
    const Date later = date + Duration{1};
    run.at(later, [&, later] { look(later); });
  };
  run.run();
  outcome.ends = run.ends();
  outcome.link_book = network.link_book();
  return outcome;
}

std::map<int, Date> fluid_ends(
    const World& world,
    const std::function<void(ScriptedRun& run, FluidNetwork& network)>& script) {
  FluidNetwork network;
  ScriptedRun run(world, network, {});
  script(run, network);
  run.run();
  return run.ends();
}

}  // namespace eastwest::network_test
