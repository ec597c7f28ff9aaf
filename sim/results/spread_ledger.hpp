// What jobs across sites computed, waited for and exchanged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"

namespace eastwest {

/// How a job across sites has used its time so far.
struct SpreadUse {
  Duration computed{0};
  Duration exposed{0};  ///< waited for exchanges
  Bytes exchanged;
  WideInteger held_idle = 0;  ///< accelerator-nanoseconds, parts that waited for the others
  /// Computing over computing and waiting; none before its first exchange.
  [[nodiscard]] std::optional<double> compute_share() const;
};
/// Of a job that is placed and runs across sites; at `date`, if it is still alive then.
[[nodiscard]] SpreadUse spread_use(const LiveJob& live, Date date);

/// Counted jobs that have started, or held some of their accelerators when the run ended.
class SpreadLedger final : public Observer {
 public:
  struct Sums {
    std::int64_t jobs = 0;      ///< that computed
    WideInteger computed = 0;   ///< accelerator-nanoseconds
    WideInteger exposed = 0;    ///< likewise, waiting for exchanges
    WideInteger held_idle = 0;  ///< likewise, waiting for the other parts' accelerators
    WideInteger exchanged = 0;  ///< bytes
    [[nodiscard]] std::optional<double> compute_share() const;
  };

  void on_part_freed(Date date, const LiveJob& live, const JobPart& part) override;
  void on_alive(Date date, const LiveJob& live) override;

  [[nodiscard]] const Sums& sums() const { return sums_; }

 private:
  void add(Date date, const LiveJob& live);

  Sums sums_;
};

/// What the summary says of them: a line, empty if there were none.
[[nodiscard]] std::string spread_text(const SpreadLedger& ledger);

}  // namespace eastwest
