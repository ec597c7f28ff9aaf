// Implements sim/results/run_results.hpp.
#include "sim/results/run_results.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/results/offered_load.hpp"

namespace eastwest {

RunResults::RunResults(RunFrame frame)
    : frame_(std::move(frame)),
      jobs_(frame_.scopes.size(), frame_.world.nodes.size(), frame_.world.sites.size()),
      sites_(frame_.world),
      trunks_(frame_.topology),
      flows_(frame_.world, frame_.topology),
      failures_(frame_.scenario.network_plan.in_flight),
      backlog_(frame_.scopes.size(), frame_.world.sites.size()) {
  EW_CHECK(frame_.offered.size() == frame_.scopes.size(), "{} offers for {} scopes",
           frame_.offered.size(), frame_.scopes.size());
}

std::vector<Observer*> RunResults::observers() {
  return {&jobs_, &sites_, &trunks_, &flows_, &failures_, &backlog_, &platform_};
}

std::optional<double> RunResults::judged(double offered) const {
  const bool lasting =
      frame_.scenario.duration || jobs_.submission_span() >= std::chrono::hours{24};
  return lasting ? std::optional(offered) : std::nullopt;
}

std::vector<ScopeReport> RunResults::scopes() const {
  std::vector<ScopeReport> reports;
  for (std::size_t i = 0; i < frame_.scopes.size(); ++i) {
    const DispatcherId id(i);
    ScopeReport report{.name = frame_.scopes[i].name,
                       .id = id,
                       .facts = {.accelerators = silo_accelerators(frame_.world, frame_.scopes[i]),
                                 .offered_accelerators = judged(frame_.offered[i]),
                                 .backlog = backlog_.scope(id),
                                 .growth = backlog_.scope_growth(id)}};
    report.verdict = verdict_of(report.facts);
    reports.push_back(std::move(report));
  }
  return reports;
}

LoadFacts RunResults::nation_facts() const {
  double offered = 0;
  for (const double scope : frame_.offered) offered += scope;
  return {.accelerators = accelerators_total(frame_.world),
          .offered_accelerators = judged(offered),
          .backlog = backlog_.nation(),
          .growth = backlog_.nation_growth()};
}

Verdict RunResults::verdict() const {
  Verdict worst = verdict_of(nation_facts());
  for (const ScopeReport& scope : scopes()) worst = std::max(worst, scope.verdict);
  return worst;
}

std::optional<double> RunResults::network_cost() const {
  constexpr double kBytesPerGigabyte = 1e9;
  if (!(frame_.world.transfer_price > 0)) return std::nullopt;
  return static_cast<double>(trunks_.carried_bytes()) / kBytesPerGigabyte *
         frame_.world.transfer_price;
}

LoadFacts RunResults::site_facts(SiteId site) const {
  return {.accelerators = frame_.world.sites[site.index()].accelerators,
          .offered_accelerators = std::nullopt,
          .backlog = backlog_.site(site),
          .growth = backlog_.site_growth(site)};
}

}  // namespace eastwest
