// Adds up pools, ports and cables of a world.
#include "sim/world/accounts.hpp"

#include <set>
#include <string_view>

#include "sim/world/latency_circle.hpp"

namespace eastwest {
namespace {

constexpr double kFlopsPerEflops = 1e18;
constexpr double kTerabytesPerExabyte = 1e6;

PoolSums sums_of(const World& world, const std::vector<const Site*>& sites) {
  PoolSums sums;
  std::int64_t terabytes = 0;
  double flops = 0;
  double pue_by_racks = 0;
  double pue_by_flops = 0;
  for (const Site* site : sites) {
    const double site_flops =
        static_cast<double>(site->accelerators) * site->accelerator_speed.value();
    ++sums.sites;
    sums.accelerators += site->accelerators;
    sums.racks += site->racks;
    terabytes += site->storage.value();
    flops += site_flops;
    pue_by_racks += site->pue.value() * static_cast<double>(site->racks);
    pue_by_flops += site->pue.value() * site_flops;
    sums.rack_kilowatts += static_cast<double>(site->racks) * world.rack_kilowatts;
    sums.ai_it_kilowatts += ai_it_kilowatts(*site);
    sums.base_it_kilowatts += base_it_kilowatts(world, *site);
  }
  sums.eflops_fp16_intelligent = flops / kFlopsPerEflops;
  sums.storage_eb = static_cast<double>(terabytes) / kTerabytesPerExabyte;
  if (sums.racks > 0) {
    sums.pue = pue_by_racks / static_cast<double>(sums.racks);
  } else if (flops > 0) {
    sums.pue = pue_by_flops / flops;
  }
  return sums;
}

/// Ports, cables and direct connections of what is there at the date of the world.
void add_network(const World& world, Accounts& books) {
  std::set<std::string_view> cables;
  for (const Trunk& trunk : world.trunks) {
    if (!trunk.opens.empty()) continue;
    books.ports_400g += trunk.ports;
    if (trunk.kind == TrunkKind::peering) {
      books.interconnection = books.interconnection + trunk_speed(world, trunk);
    } else {
      cables.insert(trunk.kind == TrunkKind::plane ? trunk.cable : trunk.id);
      if (trunk.kind == TrunkKind::plane) ++books.planes;
    }
  }
  books.trunks = std::ssize(cables);
  std::set<std::string_view> cities;
  for (const Node& node : world.nodes) cities.insert(city_of(node));
  books.cities = std::ssize(cities);
}

}  // namespace

Accounts accounts(const World& world) {
  Accounts books;
  std::vector<const Site*> all;
  std::vector<const Site*> without_province;
  std::vector<std::vector<const Site*>> by_province(world.provinces.size());
  for (const Site& site : world.sites) {
    if (!site.opens.empty()) continue;
    all.push_back(&site);
    books.ports_400g += site.uplink_ports;
    (site.province.valid() ? by_province[site.province.index()] : without_province)
        .push_back(&site);
  }
  add_network(world, books);
  books.national = sums_of(world, all);
  for (std::size_t index = 0; index < world.provinces.size(); ++index) {
    const Province& province = world.provinces[index];
    books.by_province.push_back(
        {province.id, province.name, province.hub, sums_of(world, by_province[index])});
  }
  if (!without_province.empty()) {
    books.by_province.push_back({"none", "no province", "none", sums_of(world, without_province)});
  }
  for (const SiteKind kind : {SiteKind::cluster, SiteKind::provincial, SiteKind::edge}) {
    std::vector<const Site*> of_tier;
    for (const Site& site : world.sites) {
      if (!site.opens.empty()) continue;
      if (std::string_view(tier_name(site.kind)) == tier_name(kind)) of_tier.push_back(&site);
    }
    books.by_tier.push_back({tier_name(kind), sums_of(world, of_tier)});
  }
  books.official = world.official;
  return books;
}

}  // namespace eastwest
