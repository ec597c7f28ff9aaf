// A trace in memory, compact and sorted: what its copies are played from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/engine/input_rows.hpp"
#include "sim/world/placement_terms.hpp"

namespace eastwest {

/// One job of a trace.
struct TraceRow {
  Duration submitted{0};  ///< since the trace's 0, or its earliest submission if it has dates
  Duration run_time{0};
  Duration requested{0};  ///< what the owner asked for; 0: not in the trace
  std::int32_t accelerators = 1;
  std::uint32_t group = 0;  ///< cluster, team or user that it came from, 0 <= group < Trace::groups
  std::uint32_t number = 0;  ///< data row in the file, from 1
  /// Its id in Trace::ids; without one (size 0) the number is the id.
  std::uint32_t id_begin = 0;
  std::uint32_t id_size = 0;
  /// Index in Trace::tenants, or this: nobody's.
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  std::uint32_t tenant = kNobody;
  std::uint32_t placement = 0;  ///< its terms in Trace::placements
  std::uint32_t data = 0;       ///< place in Trace::data, from 1; 0: none
};

/// Named data sets of some rows.
struct TracedData {
  std::string names;  ///< with ';' between them
  int line = 0;       ///< of the file, where they stand first
};

/// What few traces say of a row.
struct TraceRowTerms {
  std::optional<std::int32_t> priority = {};
  std::optional<Duration> deadline = {};  ///< since the submission
};

struct Trace {
  std::vector<TraceRow> rows;  ///< in order of submission; ties by job id, then by row
  std::uint32_t groups = 0;
  /// Each once; the first is null: no terms.
  std::vector<std::shared_ptr<const PlacementTerms>> placements = {nullptr};
  std::string ids;  ///< the trace's own texts, one after the other
  std::vector<TracedData> data = {};
  InputRows input;                        ///< what became of the rows of the file
  std::vector<std::string> tenants = {};  ///< in the order in which the file names them
  /// By number of the row, from 1 at index 0; empty: the trace says nothing of the kind.
  std::vector<TraceRowTerms> terms = {};

  [[nodiscard]] TraceRowTerms terms_of(const TraceRow& row) const {
    return terms.size() < row.number ? TraceRowTerms{} : terms[row.number - 1];
  }

  [[nodiscard]] std::string_view id(const TraceRow& row) const {
    return std::string_view(ids).substr(row.id_begin, row.id_size);
  }

  /// Accelerators that a row's job holds, of a fraction the share.
  [[nodiscard]] double held(const TraceRow& row) const;
  /// From the first to the last submission, at least a second: the period of cyclic shifts.
  [[nodiscard]] Duration span() const;
  /// Accelerators that the trace keeps busy over its span if no job waits.
  [[nodiscard]] double mean_busy() const;
};

/// The order of job ids: whole numbers by value, before all other texts.
[[nodiscard]] bool id_before(std::string_view a, std::string_view b);

}  // namespace eastwest
