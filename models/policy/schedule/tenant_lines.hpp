// A line of waiting jobs for each tenant, and what each tenant holds: for schedules that are fair
// between tenants.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/schedule.hpp"

namespace eastwest {

/// One tenant: who waits in order of (entry into the queue, serial), who runs, and what these hold.
struct TenantLine {
  using Place = std::pair<Date, std::uint64_t>;
  double share = 0;                    ///< weight or quota, as the schedule has it
  std::map<Place, QueuedJob> waiting;  ///< the first one goes first
  std::vector<QueuedJob> running;      ///< in order of start
  std::int64_t runs = 0;               ///< accelerators of these
  std::int64_t held = 0;               ///< accelerators, also of jobs that are being suspended
  [[nodiscard]] const QueuedJob& head() const { return waiting.begin()->second; }
};

/// The lines of one site, in the order in which their tenants came.
class TenantLines {
 public:
  /// `shares` by name; tenants not named, and jobs of nobody, have `share_else` each.
  TenantLines(std::map<std::string, double, std::less<>> shares, double share_else)
      : shares_(std::move(shares)), share_else_(share_else) {}

  /// Takes in what has happened.
  void update(const SiteView& view, const SiteChanges& changes);
  /// Starts the first waiting job of a line.
  void start_head(TenantLine& line, SiteDecisions& decisions);
  /// Suspends the job of the line that started last; its size.
  std::int64_t suspend_last(TenantLine& line, SiteDecisions& decisions);
  /// Still held by jobs that are being suspended.
  [[nodiscard]] std::int64_t coming_back(const SiteView& view) const;
  [[nodiscard]] TenantGrants grants(TenantGrants::Kind kind) const {
    return {.kind = kind, .by_name = shares_, .others = share_else_};
  }
  [[nodiscard]] std::deque<TenantLine>& all() { return lines_; }

 private:
  TenantLine& line_of(const SiteView& view, TenantId tenant);

  std::map<std::string, double, std::less<>> shares_;
  double share_else_;
  std::map<TenantId, std::size_t> places_;
  std::deque<TenantLine> lines_;
};

/// The key `tenants` with one quantity for each, and its values by name.
[[nodiscard]] Parameter tenants_parameter(const std::string& help, Parameter share);
[[nodiscard]] std::map<std::string, double, std::less<>> tenant_shares(const Parameters& parameters,
                                                                       const std::string& share);

}  // namespace eastwest
