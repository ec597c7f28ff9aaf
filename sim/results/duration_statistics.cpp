// Implements sim/results/duration_statistics.hpp.
#include "sim/results/duration_statistics.hpp"

#include <fmt/format.h>

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

std::string seconds_text(Duration span) {
  const std::int64_t nanoseconds = span.count();
  const bool negative = nanoseconds < 0;
  const std::uint64_t size = negative ? ~static_cast<std::uint64_t>(nanoseconds) + 1
                                      : static_cast<std::uint64_t>(nanoseconds);
  constexpr std::uint64_t kSecond = 1'000'000'000;
  std::string text = fmt::format("{}{}", negative ? "-" : "", size / kSecond);
  if (const std::uint64_t rest = size % kSecond; rest != 0) {
    text += fmt::format(".{:09}", rest);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

}  // namespace eastwest
