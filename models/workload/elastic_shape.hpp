// Which widths the jobs of a workload may have, how fast they are then, and what a resize costs.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "models/workload/speed_up.hpp"
#include "sim/base/parameter.hpp"
#include "sim/world/elastic_terms.hpp"

namespace eastwest {

/// The key `elastic` of a workload. A job's reference width is what it asks for; it is always one
/// of its widths.
class ElasticShape {
 public:
  /// The key `elastic`; absent: jobs are rigid.
  [[nodiscard]] static Parameter parameter();
  /// What the schema cannot say; nothing where the key is absent.
  static void check(const Parameters& parameters, std::vector<ParameterProblem>& problems);
  /// More of it for jobs whose speed follows from what they compute, or (false) does not.
  static void check_speed(const Parameters& parameters, bool follows_from_work,
                          std::vector<ParameterProblem>& problems);

  /// `group` holds the values of the key.
  explicit ElasticShape(const Parameters& group);

  /// Terms by the declared speed-up; linear where none is.
  [[nodiscard]] std::shared_ptr<const ElasticTerms> terms(std::int64_t reference) const;
  /// Where the speed follows from the work: what it does per second on so many accelerators, at
  /// most 0 where it cannot run on them, and how many parameters it has.
  using Speed = std::function<double(std::int64_t)>;
  [[nodiscard]] std::shared_ptr<const ElasticTerms> terms(std::int64_t reference,
                                                          const Speed& speed,
                                                          double parameters) const;

 private:
  [[nodiscard]] std::vector<std::int64_t> widths(std::int64_t reference) const;
  [[nodiscard]] ElasticTerms frame() const;

  ElasticTerms::Kind kind_;
  std::vector<std::int64_t> widths_;
  SpeedUp speed_up_;
  Duration checkpoint_{0};
  bool is_checkpoint_given_ = false;
  Duration restart_{0};
  double bandwidth_;                                                           // bit/s
  mutable std::map<std::int64_t, std::shared_ptr<const ElasticTerms>> known_;  // by reference
};

}  // namespace eastwest
