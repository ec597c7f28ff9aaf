// What failures of nodes and outages of sites did to counted jobs, and what the sites were out of
// service for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/world/site_outage.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Sums over counted jobs that may fail or that an outage hit, and that have started; of time, in
/// accelerator-nanoseconds.
struct SetbackSums {
  std::int64_t jobs = 0;
  std::int64_t failures = 0;  ///< of nodes
  std::int64_t hit = 0;       ///< by outages of their sites, jobs that are hit twice twice
  std::int64_t recalls = 0;   ///< of these, sent back to their dispatchers
  WideInteger held = 0;
  WideInteger useful = 0;         ///< work kept, or not lost yet
  WideInteger checkpointing = 0;  ///< to write checkpoints
  WideInteger restarting = 0;
  WideInteger standing = 0;  ///< at sites out of service
  WideInteger lost = 0;      ///< work that failures and outages undid
  /// Productive share of what they held; nothing where they held nothing.
  [[nodiscard]] std::optional<double> goodput() const;
};

/// What a job that may have setbacks did with its accelerators up to `date`.
struct SetbackUse {
  Duration useful{0};
  Duration checkpointing{0};
  Duration restarting{0};
  Duration standing{0};
  Duration lost{0};
  Duration held{0};  ///< all of these, and what suspensions cost
};
[[nodiscard]] SetbackUse setback_use(const LiveJob& live, Date date);

class SetbackLedger final : public Observer {
 public:
  /// One outage of a site that begins in the run, warm-up left out.
  struct Row {
    SiteOutage outage;
    std::optional<Date> ended;    ///< none: not repaired within the run
    std::int64_t hit = 0;         ///< jobs that ran there, all of them
    std::int64_t recalled = 0;    ///< of these, sent back
    WideInteger lost = 0;         ///< work undone, accelerator-nanoseconds
    WideInteger unavailable = 0;  ///< installed accelerators x nanoseconds of it
  };

  explicit SetbackLedger(const World& world);

  void on_failed(Date date, const LiveJob& live, std::optional<std::size_t> outage) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;
  void on_installed(Date date, SiteId site, std::int64_t accelerators) override;
  void on_site_outage_began(Date date, std::size_t index, const SiteOutage& outage) override;
  void on_site_outage_ended(Date date, std::size_t index, const SiteOutage& outage) override;
  void on_horizon(Date date) override;

  [[nodiscard]] const SetbackSums& sums() const { return sums_; }
  /// In the order in which they began.
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// Accelerators x time, installed at sites out of service; overlapping outages count once.
  [[nodiscard]] WideInteger unavailable() const;

 private:
  struct SiteState {
    std::int64_t installed = 0;
    int outages = 0;
    StepIntegral unavailable;
  };
  void count(const LiveJob& live, Date date);
  void note(SiteId site, Date date);

  std::vector<SiteState> sites_;
  std::vector<Row> rows_;
  std::vector<std::optional<std::size_t>> row_of_outage_;
  std::vector<WideInteger> unavailable_before_;  // the site's integral when the row began
  SetbackSums sums_;
};

/// site_outages.csv.
[[nodiscard]] const std::vector<std::string>& site_outages_table_columns();
/// One row an outage of a site, in the order in which they began.
void write_site_outages_table(FileWriter file, const SetbackLedger& setbacks, const World& world);

}  // namespace eastwest
