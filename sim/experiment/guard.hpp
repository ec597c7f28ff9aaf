// The regression guard: summaries compared, number by number, with a committed baseline.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/text/json.hpp"

namespace eastwest {

/// The summary of one scenario as it is now.
struct GuardedRun {
  std::string name;      ///< the scenario's name, with `@variant` where one was chosen
  std::string argument;  ///< the scenario as the user named it: FILE or FILE@VARIANT
  std::string section;   ///< the network solver and its release, e.g. `simgrid-3.32`
  Json summary;
};

/// A value that is not what it was; a text is empty where the key did not exist.
struct MovedValue {
  std::string key;
  std::string baseline;
  std::string now;
  /// "+1.2 %"; empty where there is none.
  std::string relative;
};

/// What became of one scenario.
struct GuardedResult {
  std::string name;
  std::string argument;
  std::size_t values = 0;  ///< compared
  std::vector<MovedValue> moved;
};

/// The committed baseline: sections by network solver (its releases may round differently), in each
/// the whole summary by scenario.
class Baseline {
 public:
  /// A baseline with nothing in it.
  Baseline() = default;
  /// Throws ScenarioError if the file cannot be read or is no baseline.
  [[nodiscard]] static Baseline read(const std::string& file);

  /// Puts the runs in; all else stays as it is.
  void update(const std::vector<GuardedRun>& runs);
  /// Writes the file under a temporary name, then renames it.
  void write(const std::string& file) const;
  /// Compares exactly. Throws ScenarioError for runs that the baseline does not know: what cannot
  /// be compared must not pass. `file` is the baseline's, for the message.
  [[nodiscard]] std::vector<GuardedResult> compare(const std::vector<GuardedRun>& runs,
                                                   const std::string& file) const;

 private:
  Json sections_ = Json::object();
};

/// Every leaf that differs, in the order of the baseline, then new ones.
[[nodiscard]] std::vector<MovedValue> moved_values(const Json& baseline, const Json& now);

}  // namespace eastwest
