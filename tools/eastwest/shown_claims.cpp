// Claims of all sites in the world's order.
#include "tools/eastwest/shown_claims.hpp"

#include <vector>

#include <fmt/format.h>

#include "sim/text/text_table.hpp"

namespace eastwest {
namespace {

constexpr double kFlopsPerEflops = 1e18;

std::vector<const Site*> sites_with_claims(const World& world, ClaimUse which) {
  std::vector<const Site*> sites;
  for (const Site& site : world.sites) {
    if (site.claim.eflops <= 0) continue;
    if (which == ClaimUse::all || comparable_claim(site) == 0) sites.push_back(&site);
  }
  return sites;
}

double model_eflops(const Site& site) {
  return static_cast<double>(site.accelerators) * site.accelerator_speed.value() / kFlopsPerEflops;
}

std::string stated(const std::string& word) { return word.empty() ? "not stated" : word; }

}  // namespace

std::string claims_text(const World& world, ClaimUse which) {
  TextTable table({"site", "claimed EFLOPS", "model", "scope", "precision", "local_claims"});
  const std::vector<const Site*> sites = sites_with_claims(world, which);
  for (const Site* site : sites) {
    table.row({site->id, fmt::format("{:.4g}", site->claim.eflops),
               fmt::format("{:.2f}", model_eflops(*site)), stated(site->claim.scope),
               stated(site->claim.precision), comparable_claim(*site) > 0 ? "used" : "left out"});
  }
  if (sites.empty()) return {};
  return table.text(2) +
         "Claimed of the date of the tables; of any other date they are scaled as the sites are, "
         "which is\nassumed and claimed by nobody.\n";
}

Json claims_json(const World& world, ClaimUse which) {
  Json all = Json::array();
  for (const Site* site : sites_with_claims(world, which)) {
    all.push_back({{"site", site->id},
                   {"claimed_eflops", site->claim.eflops},
                   {"model_eflops_fp16_intelligent", model_eflops(*site)},
                   {"scope", site->claim.scope},
                   {"precision", site->claim.precision},
                   {"used_by_local_claims", comparable_claim(*site) > 0}});
  }
  return all;
}

}  // namespace eastwest
