// How much faster a job is on more accelerators, as its owner declares it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/parameter.hpp"

namespace eastwest {

/// Speed X by number of accelerators g, up to a factor that does not matter.
///   linear  X = g
///   amdahl  X = 1 / (s + (1 - s) / g), serial part s of the run time on one accelerator
///   power   X = g^e
///   table   straight lines between the points, through 0 before the first, level behind the last
/// All never fall, and are concave (a table: if its points are).
class SpeedUp {
 public:
  enum class Law : std::uint8_t { linear, amdahl, power, table };

  /// The keys of the group `speed_up`.
  [[nodiscard]] static Schema schema();
  /// What the schema cannot say about the values of the group, whose key is `path`.
  static void check(const Parameters& group, const std::string& path,
                    std::vector<ParameterProblem>& problems);

  /// Linear.
  SpeedUp() = default;
  /// Requires that the check finds nothing.
  explicit SpeedUp(const Parameters& group);

  [[nodiscard]] Law law() const { return law_; }
  /// Above 0.
  [[nodiscard]] double at(std::int64_t accelerators) const;

 private:
  Law law_ = Law::linear;
  double parameter_ = 0;  // serial part, or exponent
  std::vector<double> positions_;
  std::vector<double> speeds_;
};

}  // namespace eastwest
