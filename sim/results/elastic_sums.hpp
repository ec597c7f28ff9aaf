// What became of the counted jobs whose width is not fixed: widths, resizes, what these cost.
#pragma once

#include <cstdint>
#include <string>

#include "sim/engine/elastic_life.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// Sums over counted jobs that started; areas are accelerators x nanoseconds.
struct ElasticSums {
  std::int64_t jobs = 0;
  std::int64_t resizes = 0;
  std::int64_t resized = 0;     ///< jobs resized at least once
  WideCount resizing_time = 0;  ///< nanoseconds without work because of resizes
  WideCount time = 0;           ///< nanoseconds of holding accelerators
  WideCount area = 0;           ///< held
  WideCount resizing_area = 0;  ///< of it, without work because of resizes

  /// The books of one job that is over, or as they are at the end of the run.
  void add(const ElasticLife& life);
  /// Held over its whole life.
  [[nodiscard]] static double accelerator_seconds(const ElasticLife& life);
};

/// The section `jobs.elastic`; requires a job.
[[nodiscard]] Json to_json(const ElasticSums& sums);
/// A line of the summary, ended by a newline; empty without such jobs.
[[nodiscard]] std::string to_text(const ElasticSums& sums);

}  // namespace eastwest
