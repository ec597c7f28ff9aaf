// Implements models/policy/schedule/tenant_lines.hpp.
#include "models/policy/schedule/tenant_lines.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

TenantLine& TenantLines::line_of(const SiteView& view, TenantId tenant) {
  const auto [found, is_new] = places_.emplace(tenant, lines_.size());
  if (is_new) {
    const auto share = shares_.find(view.tenant_name(tenant));
    lines_.emplace_back().share = share == shares_.end() ? share_else_ : share->second;
  }
  return lines_[found->second];
}

void TenantLines::update(const SiteView& view, const SiteChanges& changes) {
  for (const EndedJob& over : changes.ended) {
    TenantLine& line = line_of(view, over.job.tenant);
    line.held -= over.job.accelerators;
    line.runs -= over.job.accelerators;
    std::erase_if(line.running, [&](const QueuedJob& job) { return job.slot == over.job.slot; });
  }
  for (const QueuedJob& job : changes.suspended) {
    TenantLine& line = line_of(view, job.tenant);
    line.held -= job.accelerators;
    line.waiting.emplace(TenantLine::Place{job.queued, job.serial}, job);
  }
  for (const QueuedJob& job : changes.withdrawn) {
    auto& waiting = line_of(view, job.tenant).waiting;
    const auto found = std::find_if(waiting.begin(), waiting.end(), [&job](const auto& entry) {
      return entry.second.slot == job.slot;
    });
    EW_CHECK(found != waiting.end(), "job {} leaves a queue where it is not", job.serial);
    waiting.erase(found);
  }
  for (const QueuedJob& job : changes.queued) {
    line_of(view, job.tenant).waiting.emplace(TenantLine::Place{job.queued, job.serial}, job);
  }
}

void TenantLines::start_head(TenantLine& line, SiteDecisions& decisions) {
  const QueuedJob job = line.head();
  line.waiting.erase(line.waiting.begin());
  line.held += job.accelerators;
  line.runs += job.accelerators;
  line.running.push_back(job);
  decisions.start(job.slot);
}

std::int64_t TenantLines::suspend_last(TenantLine& line, SiteDecisions& decisions) {
  const QueuedJob job = line.running.back();
  line.running.pop_back();
  line.runs -= job.accelerators;
  decisions.suspend(job.slot);
  return job.accelerators;
}

std::int64_t TenantLines::coming_back(const SiteView& view) const {
  std::int64_t allocated = view.accelerators() - view.free();
  for (const TenantLine& line : lines_) allocated -= line.runs;
  return allocated;
}

Parameter tenants_parameter(const std::string& help, Parameter share) {
  return {
      .name = "tenants", .kind = ParameterKind::named, .help = help, .group = {std::move(share)}};
}

std::map<std::string, double, std::less<>> tenant_shares(const Parameters& parameters,
                                                         const std::string& share) {
  std::map<std::string, double, std::less<>> shares;
  if (!parameters.has("tenants")) return shares;
  for (const auto& [name, values] : parameters.named("tenants")) {
    shares.emplace(name, values->number(share));
  }
  return shares;
}

}  // namespace eastwest
