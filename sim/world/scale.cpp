// Largest-remainder division of each kind of pool.
#include "sim/world/scale.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/check.hpp"

namespace eastwest {

std::vector<std::int64_t> scaled_by_largest_remainder(const std::vector<std::int64_t>& parts,
                                                      double share) {
  EW_CHECK(share > 0 && std::isfinite(share), "share {}", share);
  std::int64_t total = 0;
  for (const std::int64_t part : parts) total += part;
  const auto wanted =
      static_cast<std::int64_t>(std::floor(share * static_cast<double>(total) + 0.5));
  std::vector<std::int64_t> scaled_parts(parts.size(), 0);
  std::vector<double> remainder(parts.size(), 0);
  std::int64_t given = 0;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const double exact = share * static_cast<double>(parts[index]);
    scaled_parts[index] = static_cast<std::int64_t>(std::floor(exact));
    remainder[index] = exact - std::floor(exact);
    given += scaled_parts[index];
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
  // The rest is at most one for each part that has a remainder; rounding noise may ask for one
  // back.
  for (std::size_t rank = 0; given < wanted && rank < order.size(); ++rank, ++given) {
    ++scaled_parts[order[rank]];
  }
  for (std::size_t rank = order.size(); given > wanted && rank-- > 0;) {
    if (scaled_parts[order[rank]] == 0) continue;
    --scaled_parts[order[rank]];
    --given;
  }
  return scaled_parts;
}

World scaled(const World& world, double share) {
  World result = world;
  std::vector<std::int64_t> accelerators;
  std::vector<std::int64_t> racks;
  std::vector<std::int64_t> terabytes;
  for (const Site& site : world.sites) {
    accelerators.push_back(site.accelerators);
    racks.push_back(site.racks);
    terabytes.push_back(site.storage.value());
  }
  accelerators = scaled_by_largest_remainder(accelerators, share);
  racks = scaled_by_largest_remainder(racks, share);
  terabytes = scaled_by_largest_remainder(terabytes, share);
  for (std::size_t index = 0; index < result.sites.size(); ++index) {
    Site& site = result.sites[index];
    site.accelerators = accelerators[index];
    site.racks = racks[index];
    site.storage = Terabytes(terabytes[index]);
    site.claim.eflops *= share;
  }
  result.official = OfficialTotals{};
  result.published.clear();
  return result;
}

}  // namespace eastwest
