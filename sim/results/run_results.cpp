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
      links_(frame_.topology),
      trunks_(links_),
      flows_(frame_.world, frame_.topology),
      failures_(frame_.scenario.network_plan.in_flight),
      backlog_(frame_.scopes.size(), frame_.world.sites.size()),
      fragmentation_(frame_.world),
      setbacks_(frame_.world),
      tenants_(frame_.world, frame_.tenants) {
  const DataPlan& plan = frame_.scenario.data_plan;
  if (plan.is_used()) data_.emplace(frame_.world, plan);
  EW_CHECK(frame_.offered.size() == frame_.scopes.size(), "{} offers for {} scopes",
           frame_.offered.size(), frame_.scopes.size());
}

std::vector<Listener> RunResults::observers() {
  std::vector<Listener> all = {&jobs_,     &sites_,   &links_,    &trunks_, &flows_,
                               &failures_, &backlog_, &platform_, &spread_, &setbacks_};
  if (fragmentation_.has_nodes()) all.emplace_back(&fragmentation_);
  if (frame_.tenants.book != nullptr) all.emplace_back(&tenants_);
  if (frame_.is_mobile) all.emplace_back(&mobility_);
  if (data_) all.emplace_back(&*data_);
  return all;
}

std::vector<Duration> RunResults::steps() const {
  return {LinkMeter::kHour, frame_.scenario.results.timeline_step};
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

std::vector<LinkId> RunResults::busiest_trunks() const {
  std::vector<LinkId> trunks;
  std::vector<double> used(links_.links().size(), 0);
  for (const LinkId id : trunks_.trunk_links()) {
    if (links_.link(id).bytes() == 0 && links_.link(id).limited == 0) continue;
    trunks.push_back(id);
    used[id.index()] = trunks_.utilisation(id).mean;
  }
  std::stable_sort(trunks.begin(), trunks.end(), [&](LinkId a, LinkId b) {
    const double limited_by_a = links_.link(a).limited;
    const double limited_by_b = links_.link(b).limited;
    if (limited_by_a != limited_by_b) return limited_by_a > limited_by_b;
    return used[a.index()] > used[b.index()];
  });
  return trunks;
}

std::optional<double> RunResults::network_cost(const RunEnd& end) const {
  constexpr double kBytesPerGigabyte = 1e9;
  std::optional<double> cost;
  if (frame_.world.transfer_price > 0) {
    cost = static_cast<double>(links_.carried_bytes()) / kBytesPerGigabyte *
           frame_.world.transfer_price;
  }
  if (end.reservations && end.reservations->price_cny) {
    cost = cost.value_or(0) + end.reservations->wave_hours * *end.reservations->price_cny;
  }
  return cost;
}

LoadFacts RunResults::site_facts(SiteId site) const {
  return {.accelerators = frame_.world.sites[site.index()].accelerators,
          .offered_accelerators = std::nullopt,
          .backlog = backlog_.site(site),
          .growth = backlog_.site_growth(site)};
}

}  // namespace eastwest
