// Shares as declared, or by Zipf's law: share of tenant k in proportion to 1 / k^exponent.
#include "models/workload/tenant_mix.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/elementary.hpp"

namespace eastwest {

Parameter TenantMix::parameter() {
  return {.name = "tenant_mix",
          .kind = ParameterKind::group,
          .help =
              "instead of one tenant: whose each job is, an independent draw by shares of the "
              "jobs (an assumption)",
          .group = {{.name = "shares",
                     .kind = ParameterKind::named,
                     .help = "{lab: {share: 60 %}, startup: {share: 40 %}}; they need not sum to 1",
                     .group = {{.name = "share",
                                .kind = ParameterKind::quantity,
                                .help = "of the jobs",
                                .dimension = Dimension::fraction,
                                .required = true,
                                .minimum = 0,
                                .maximum = 1e6}}},
                    {.name = "count",
                     .kind = ParameterKind::count,
                     .help = "instead of shares: so many tenants, tenant-1, tenant-2…",
                     .minimum = 1,
                     .maximum = 1'000'000},
                    {.name = "exponent",
                     .kind = ParameterKind::quantity,
                     .help = "of these: share of tenant k in proportion to 1 / k^exponent (Zipf); "
                             "0: all alike",
                     .fallback = "1",
                     .minimum = 0,
                     .maximum = 10}}};
}

void TenantMix::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (!parameters.has("tenant_mix")) return;
  if (parameters.has("tenant")) {
    problems.push_back(
        {"tenant", "a workload has one tenant, or a mix of them", "give tenant or tenant_mix"});
  }
  const Parameters& mix = parameters.group("tenant_mix");
  if (mix.has("shares") == mix.has("count")) {
    problems.push_back({"tenant_mix", "shares or a count of tenants is needed, and not both",
                        "write e.g. `tenant_mix: {count: 50, exponent: 1}`"});
    return;
  }
  if (!mix.has("shares")) return;
  double sum = 0;
  for (const auto& [name, keys] : mix.named("shares")) sum += keys->number("share");
  if (sum <= 0) problems.push_back({"tenant_mix.shares", "no tenant has a share above 0"});
}

TenantMix::TenantMix(const Parameters& mix, const WorkloadContext& context) {
  double sum = 0;
  const auto add = [&](std::string_view name, double share) {
    sums_.push_back(sum += share);
    tenants_.push_back(context.tenants != nullptr ? context.tenants->enter(name) : TenantId{});
  };
  if (mix.has("shares")) {
    for (const auto& [name, keys] : mix.named("shares")) add(name, keys->number("share"));
    return;
  }
  const double exponent = mix.number("exponent");
  for (std::int64_t rank = 1; rank <= mix.count("count"); ++rank) {
    add(fmt::format("tenant-{}", rank), portable_pow(static_cast<double>(rank), -exponent));
  }
}

TenantId TenantMix::at(double u) const {
  const auto found = std::upper_bound(sums_.begin(), sums_.end(), u * sums_.back());
  const auto place = static_cast<std::size_t>(found - sums_.begin());
  if (place < tenants_.size()) return tenants_[place];
  // u * total was rounded up to the total: the last that has a share.
  const auto last = std::lower_bound(sums_.begin(), sums_.end(), sums_.back());
  return tenants_[static_cast<std::size_t>(last - sums_.begin())];
}

}  // namespace eastwest
