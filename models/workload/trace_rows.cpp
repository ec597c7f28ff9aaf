// Sums over a trace, and the order of its ids.
#include "models/workload/trace_rows.hpp"

#include <algorithm>

namespace eastwest {

namespace {

bool is_whole_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
}

std::string_view without_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

}  // namespace

bool id_before(std::string_view a, std::string_view b) {
  const bool number_a = is_whole_number(a);
  const bool number_b = is_whole_number(b);
  if (number_a != number_b) return number_a;
  if (!number_a) return a < b;
  const std::string_view digits_a = without_zeros(a);
  const std::string_view digits_b = without_zeros(b);
  if (digits_a.size() != digits_b.size()) return digits_a.size() < digits_b.size();
  return digits_a < digits_b;
}

double Trace::held(const TraceRow& row) const {
  const PlacementTerms* asked = placements[row.placement].get();
  const std::int32_t share = asked == nullptr ? kWholeAccelerator : asked->share;
  if (share == kWholeAccelerator) return row.accelerators;
  return static_cast<double>(share) * row.accelerators / kWholeAccelerator;
}

Duration Trace::span() const {
  const Duration last = rows.empty() ? Duration{0} : rows.back().submitted;
  return std::max<Duration>(last, std::chrono::seconds{1});
}

double Trace::mean_busy() const {
  double work = 0;
  for (const TraceRow& row : rows) work += held(row) * to_seconds(row.run_time);
  return work / to_seconds(span());
}

}  // namespace eastwest
