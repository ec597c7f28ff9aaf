// Implements sim/results/duration_statistics.hpp.
#include "sim/results/duration_statistics.hpp"

namespace eastwest {
namespace {

template <class Statistics>
Json distribution(const Statistics& statistics) {
  if (statistics.count() == 0) return nullptr;
  return {{"mean", statistics.mean()},        {"p50", statistics.quantile(0.5)},
          {"p95", statistics.quantile(0.95)}, {"p99", statistics.quantile(0.99)},
          {"max", statistics.maximum()},      {"count", statistics.count()}};
}

}  // namespace

void DurationStatistics::add(Duration span) {
  seconds_.add(to_seconds(span));
  sum_ += span.count();
}

double DurationStatistics::mean() const {
  if (count() == 0) return 0;
  return static_cast<double>(sum_) / static_cast<double>(count()) / 1e9;
}

Json to_json(const DurationStatistics& statistics) { return distribution(statistics); }
Json to_json(const LogHistogram& histogram) { return distribution(histogram); }

}  // namespace eastwest
