// What the network's outages did: which transfers they hit, and what became of these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/world/outage.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Every outage that begins in the run, warm-up left out, and the transfers that it broke.
class FailureLedger final : public Observer {
 public:
  struct Sums {
    std::int64_t hit = 0;       ///< broken, or begun when there was no way
    std::int64_t rerouted = 0;  ///< their rest went another way
    std::int64_t waited = 0;    ///< their rest went, or will go, where it was
    std::int64_t failed = 0;    ///< begun again from the first byte
    WideInteger moved = 0;      ///< bytes that they had moved when they were hit
    WideInteger left = 0;       ///< bytes that they had not
    WideInteger wasted = 0;     ///< of the moved ones, those moved again
    Duration stood{0};          ///< sum over transfers of the time in which nothing moved
    std::int64_t detoured = 0;  ///< begun during it, over another way; not hit
    WideInteger detoured_bytes = 0;
  };
  struct Row {
    Outage outage;
    std::optional<Date> ended;  ///< none: not repaired within the run
    Sums sums;
  };

  explicit FailureLedger(InFlight in_flight) : in_flight_(in_flight) {}

  void on_outage_began(Date date, std::size_t index, const Outage& outage) override;
  void on_outage_ended(Date date, std::size_t index, const Outage& outage) override;
  void on_transfer_detoured(Date date, const TransferEvent& event, std::size_t outage) override;
  void on_transfer_broken(Date date, const TransferEvent& event, Bytes remaining,
                          std::size_t outage) override;
  void on_transfer_resumed(Date date, const TransferEvent& event) override;
  void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) override;

  /// In the order in which they began.
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// Over all rows.
  [[nodiscard]] Sums total() const;
  [[nodiscard]] std::int64_t outages(OutageKind kind) const;

 private:
  /// A transfer that stands still.
  struct Standing {
    std::optional<std::size_t> row;  ///< none: hit by an outage of the warm-up
    Date since;
    RouteId route;
    bool failed = false;
    bool live = false;
  };

  InFlight in_flight_;
  std::vector<Row> rows_;
  std::vector<std::optional<std::size_t>> row_of_outage_;
  std::vector<Standing> standing_;  // by transfer slot
};

/// failures.csv.
[[nodiscard]] const std::vector<std::string>& failures_table_columns();
/// One row an outage, in the order in which they began.
void write_failures_table(FileWriter file, const FailureLedger& failures, const World& world);

}  // namespace eastwest
