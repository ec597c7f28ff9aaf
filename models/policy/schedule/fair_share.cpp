// Schedule `fair-share`: tenants with quotas; who needs more borrows what is idle and gives it
// back.
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "models/policy/schedule/tenant_lines.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class FairShare final : public SchedulePolicy {
 public:
  enum class Reclaim : std::uint8_t { suspend, wait };
  FairShare(TenantLines lines, Reclaim reclaim) : lines_(std::move(lines)), reclaim_(reclaim) {}

  [[nodiscard]] bool preempts() const override { return reclaim_ == Reclaim::suspend; }

  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  [[nodiscard]] TenantGrants grants() const override {
    return lines_.grants(TenantGrants::Kind::quotas);
  }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    lines_.update(view, changes);
    promised_ = 0;
    std::vector<TenantLine*> blocked;
    while (TenantLine* line = next(view, Within::quota, blocked)) {
      if (!serve(*line, view, decisions)) blocked.push_back(line);
    }
    // Whoever waits for what is being given back holds up nobody, but what it waits for is its own.
    blocked.clear();
    while (TenantLine* line = next(view, Within::site, blocked)) {
      if (line->head().accelerators > view.free() - promised_) {
        blocked.push_back(line);
      } else {
        lines_.start_head(*line, decisions);
      }
    }
  }

 private:
  enum class Within : std::uint8_t { quota, site };

  [[nodiscard]] static std::int64_t quota(const TenantLine& line, const SiteView& view) {
    constexpr double kRounding = 1e-9;
    return static_cast<std::int64_t>(
        std::floor(line.share * static_cast<double>(view.accelerators()) + kRounding));
  }

  /// Before the other: it holds less of its quota; without a quota, it holds less.
  [[nodiscard]] static bool before(const TenantLine& a, const TenantLine& b) {
    if ((a.share > 0) != (b.share > 0)) return a.share > 0;
    if (a.share <= 0) return a.held < b.held;
    return static_cast<double>(a.held) * b.share < static_cast<double>(b.held) * a.share;
  }

  /// The line that goes next and is not blocked; null if there is none.
  TenantLine* next(const SiteView& view, Within within, const std::vector<TenantLine*>& blocked) {
    TenantLine* found = nullptr;
    for (TenantLine& line : lines_.all()) {
      if (line.waiting.empty()) continue;
      const std::int64_t after = line.held + line.head().accelerators;
      if (within == Within::quota && after > quota(line, view)) continue;
      if (std::find(blocked.begin(), blocked.end(), &line) != blocked.end()) continue;
      if (found == nullptr || before(line, *found)) found = &line;
    }
    return found;
  }

  /// Starts a job that is within its tenant's quota, if need be at the cost of borrowers; false if
  /// it has to wait.
  bool serve(TenantLine& line, const SiteView& view, SiteDecisions& decisions) {
    const std::int64_t size = line.head().accelerators;
    std::int64_t missing = size - (view.free() - promised_);
    if (missing > 0 && reclaim_ == Reclaim::suspend) {
      // What is on its way back already is promised to those served before.
      missing -= std::max<std::int64_t>(0, lines_.coming_back(view) - claimed(view));
      take_back(missing, view, decisions);
    }
    if (size <= view.free() - promised_) {
      lines_.start_head(line, decisions);
      return true;
    }
    if (reclaim_ == Reclaim::suspend) promised_ += size;
    return false;
  }

  /// Of what is being given back: promised beyond what is free.
  [[nodiscard]] std::int64_t claimed(const SiteView& view) const {
    return std::max<std::int64_t>(0, promised_ - view.free());
  }

  /// Suspends borrowed jobs, of the tenant furthest above its quota first, its last one first,
  /// until so many accelerators come back or nobody is above its quota.
  void take_back(std::int64_t missing, const SiteView& view, SiteDecisions& decisions) {
    while (missing > 0) {
      TenantLine* furthest = nullptr;
      std::int64_t excess = 0;
      for (TenantLine& line : lines_.all()) {
        const std::int64_t above = line.runs - quota(line, view);
        if (line.running.empty() || above <= excess) continue;
        furthest = &line;
        excess = above;
      }
      if (furthest == nullptr) return;
      missing -= lines_.suspend_last(*furthest, decisions);
    }
  }

  TenantLines lines_;
  Reclaim reclaim_;
  std::int64_t promised_ = 0;  // in this pass, to jobs within their quotas that cannot start yet
};

Schema fair_share_schema() {
  return {tenants_parameter("quotas of tenants: {lab: {quota: 50 %}}; all others only borrow",
                            {.name = "quota",
                             .kind = ParameterKind::quantity,
                             .help = "share of each site's accelerators",
                             .dimension = Dimension::fraction,
                             .required = true,
                             .minimum = 0,
                             .maximum = 1}),
          {.name = "reclaim",
           .kind = ParameterKind::choice,
           .help = "how a tenant gets its quota back: borrowers are suspended, or it waits until "
                   "they end",
           .fallback = "suspend",
           .choices = {"suspend", "wait"}}};
}

std::vector<ParameterProblem> check_fair_share(const Parameters& parameters) {
  constexpr double kRounding = 1e-9;
  double sum = 0;
  for (const auto& [name, quota] : tenant_shares(parameters, "quota")) sum += quota;
  if (sum <= 1 + kRounding) return {};
  return {{"tenants", "the quotas add up to more than 100 %", "nobody could be given them back"}};
}

std::unique_ptr<SchedulePolicy> make_fair_share(const Parameters& parameters) {
  const bool suspends = parameters.text("reclaim") == "suspend";
  return std::make_unique<FairShare>(
      TenantLines(tenant_shares(parameters, "quota"), 0),
      suspends ? FairShare::Reclaim::suspend : FairShare::Reclaim::wait);
}

}  // namespace

Registered<ScheduleFactory> fair_share_schedule() {
  return {.description =
              {.name = "fair-share",
               .summary = "Tenants have quotas; who needs more borrows what is idle, and gives it "
                          "back on demand.",
               .rule = "Optimises the use of accelerators under a promise to each tenant. Quota "
                       "= share of the site's accelerators, rounded down. First, tenants whose "
                       "first waiting job (by entry into the queue, serial number) stays within "
                       "their quota: the one that holds least of its quota starts it; if it "
                       "does not fit, running jobs of tenants above their quotas are suspended "
                       "(`reclaim: suspend`), of the one furthest above first, its last started "
                       "first, until it does. Then whoever has a first job that fits into what "
                       "is idle borrows, in the same order; tenants without a quota come last, "
                       "the one that holds least first.",
               .limits = "Quotas hold at each site by itself. Only now counts: nobody pays for "
                         "what it has used before. A job larger than its tenant's quota always "
                         "borrows. With `reclaim: wait` a quota may be out on loan until "
                         "borrowers end. Needs no estimates. Cost of a pass with u tenants: O(u) "
                         "for each start and suspension, and the running jobs of the tenants "
                         "looked at where something is taken back.",
               .source = "Quotas with borrowing and reclaim as in capacity schedulers (Hadoop "
                         "YARN's queues, Kueue's cohorts).",
               .schema = fair_share_schema(),
               .check = check_fair_share},
          .make = make_fair_share};
}

}  // namespace eastwest
