// Finds widths.
#include "sim/world/elastic_terms.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

const ElasticTerms::Width* ElasticTerms::at_most(std::int64_t accelerators) const {
  const auto above = std::upper_bound(
      widths.begin(), widths.end(), accelerators,
      [](std::int64_t wanted, const Width& width) { return wanted < width.accelerators; });
  return above == widths.begin() ? nullptr : &*(above - 1);
}

const ElasticTerms::Width* ElasticTerms::find(std::int64_t accelerators) const {
  const Width* found = at_most(accelerators);
  return found != nullptr && found->accelerators == accelerators ? found : nullptr;
}

std::int64_t ElasticTerms::rate_of(std::int64_t accelerators) const {
  const Width* width = find(accelerators);
  EW_CHECK(width != nullptr, "{} accelerators are none of the job's widths", accelerators);
  return width->rate;
}

}  // namespace eastwest
