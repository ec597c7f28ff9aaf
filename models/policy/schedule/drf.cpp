// Schedule `drf`: the tenant with the least weighted share of the accelerators starts next.
#include <memory>
#include <utility>

#include "models/policy/schedule/tenant_lines.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class DominantResourceFairness final : public SchedulePolicy {
 public:
  explicit DominantResourceFairness(TenantLines lines) : lines_(std::move(lines)) {}

  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  [[nodiscard]] TenantGrants grants() const override {
    return lines_.grants(TenantGrants::Kind::weights);
  }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    lines_.update(view, changes);
    while (TenantLine* line = neediest(view.free())) lines_.start_head(*line, decisions);
  }

 private:
  /// The line with the least held / weight among those whose head fits; null if there is none.
  TenantLine* neediest(std::int64_t free) {
    TenantLine* found = nullptr;
    for (TenantLine& line : lines_.all()) {
      if (line.waiting.empty() || line.head().accelerators > free) continue;
      if (found == nullptr || share(line) < share(*found)) found = &line;
    }
    return found;
  }

  static double share(const TenantLine& line) {
    return static_cast<double>(line.held) / line.share;
  }

  TenantLines lines_;
};

Schema drf_schema() {
  return {tenants_parameter("weights of tenants: {lab: {weight: 2}}; all others have 1",
                            {.name = "weight",
                             .kind = ParameterKind::quantity,
                             .help = "what it may have in proportion to others",
                             .fallback = "1",
                             .minimum = 1e-6,
                             .maximum = 1e6})};
}

}  // namespace

Registered<ScheduleFactory> drf_schedule() {
  return {.description =
              {.name = "drf",
               .summary = "The tenant with the least weighted share of the accelerators starts "
                          "next (weighted max-min; DRF with one resource).",
               .rule = "Optimises the least share that a tenant has while it wants more. Each "
                       "time accelerators are free: of the tenants whose first waiting job (by "
                       "entry into the queue, serial number) fits, the one with the least "
                       "accelerators held / weight starts it; ties go to the tenant that came "
                       "first; again until no first job fits. Jobs of nobody are one tenant.",
               .limits = "A site has one kind of resource that jobs share, its accelerators, so "
                         "the dominant share is the share of these, and DRF is weighted max-min. "
                         "Nobody is suspended: shares even out as jobs end. Past use does not "
                         "count. A wide first job can starve behind narrow ones of others. Needs "
                         "no estimates. Cost of a pass with u tenants: O(u) for each start, O(log "
                         "n) for each job that comes.",
               .source = "Ghodsi et al., Dominant resource fairness, NSDI 2011.",
               .schema = drf_schema()},
          .make = [](const Parameters& parameters) -> std::unique_ptr<SchedulePolicy> {
            return std::make_unique<DominantResourceFairness>(
                TenantLines(tenant_shares(parameters, "weight"), 1));
          }};
}

}  // namespace eastwest
