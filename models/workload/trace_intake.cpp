// Implements models/workload/trace_intake.hpp.
#include "models/workload/trace_intake.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include <fmt/format.h>

namespace eastwest {

namespace {

constexpr std::size_t kIdBytesMax = std::numeric_limits<std::uint32_t>::max();

/// `8324 without times, 3 without a GPU`
std::string in_words(const std::vector<InputRows::Group>& groups) {
  std::string text;
  for (const InputRows::Group& group : groups) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", group.rows, group.what);
  }
  return text;
}

}  // namespace

void TraceIntake::use(const TracedJob& job) {
  earliest_ = rows_.used == 0 ? job.submitted : std::min(earliest_, job.submitted);
  latest_ = rows_.used == 0 ? job.submitted : std::max(latest_, job.submitted);
  ++rows_.used;
  take(job);
}

void TraceIntake::finish() {
  if (!diagnostics_.has_errors() && rows_.used == 0) {
    diagnostics_.error({.file = file_, .line = 1}, "", "the trace has no jobs",
                       rows_.left_out.empty() ? "no row holds data"
                                              : "rows left out: " + in_words(rows_.left_out));
  }
  diagnostics_.throw_if_errors();
}

void TraceCollector::take(const TracedJob& job) {
  if (trace_.ids.size() + job.id.size() > kIdBytesMax) {
    // One message is enough.
    if (!diagnostics().has_errors()) {
      diagnostics().error({.file = file()}, "", "the ids of this trace take more than 4 GiB");
    }
    return;
  }
  trace_.rows.push_back(
      {.submitted = job.submitted,
       .run_time = job.run_time,
       .requested = job.requested,
       .accelerators = job.accelerators,
       .group = number_of(groups_, job.group),
       .number = number(),
       .id_begin = static_cast<std::uint32_t>(trace_.ids.size()),
       .id_size = static_cast<std::uint32_t>(job.id.size()),
       .tenant = job.tenant.empty() ? TraceRow::kNobody : number_of(tenants_, job.tenant),
       .placement = placement(job.placement),
       .data = data(job.data)});
  trace_.ids += job.id;
  if (tenants_.size() > trace_.tenants.size()) trace_.tenants.emplace_back(job.tenant);
  if (job.terms.priority || job.terms.deadline) keep_terms(job);
}

void TraceCollector::keep_terms(const TracedJob& job) {
  trace_.terms.resize(number());
  trace_.terms.back() = job.terms;
}

std::uint32_t TraceCollector::number_of(Names& names, std::string_view name) {
  auto found = names.find(name);
  if (found == names.end()) {
    found = names.emplace(std::string(name), static_cast<std::uint32_t>(names.size())).first;
  }
  return found->second;
}

std::uint32_t TraceCollector::placement(const PlacementTerms* terms) {
  if (terms == nullptr) return 0;
  const auto number = static_cast<std::uint32_t>(trace_.placements.size());
  const auto [found, is_new] = placements_.try_emplace(*terms, number);
  if (is_new) trace_.placements.push_back(std::make_shared<const PlacementTerms>(*terms));
  return found->second;
}

std::uint32_t TraceCollector::data(std::string_view names) {
  if (names.empty()) return 0;
  auto found = data_.find(names);
  if (found == data_.end()) {
    trace_.data.push_back({.names = std::string(names), .line = line()});
    const auto number = static_cast<std::uint32_t>(trace_.data.size());
    found = data_.emplace(std::string(names), number).first;
  }
  return found->second;
}

Trace TraceCollector::collected() {
  finish();
  for (TraceRow& row : trace_.rows) row.submitted -= origin();
  trace_.groups = static_cast<std::uint32_t>(groups_.size());
  trace_.input = rows();
  const auto before = [this](const TraceRow& a, const TraceRow& b) {
    if (a.submitted != b.submitted) return a.submitted < b.submitted;
    if (id_before(trace_.id(a), trace_.id(b))) return true;
    return !id_before(trace_.id(b), trace_.id(a)) && a.number < b.number;
  };
  if (!std::is_sorted(trace_.rows.begin(), trace_.rows.end(), before)) {
    std::sort(trace_.rows.begin(), trace_.rows.end(), before);
  }
  return std::move(trace_);
}

}  // namespace eastwest
