// What a job computes, for jobs whose run time follows from the accelerators where they run.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/base/law.hpp"
#include "sim/world/failure_terms.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What stands behind a run time at a site.
enum class RunTimeBasis : std::uint8_t {
  published,  ///< measured figures of that kind of accelerator, or what the user declares
  derived,    ///< from the published speed of the chip alone
};

/// The work of one class of jobs. Immutable; a job of it is told by its number of accelerators.
class Work {
 public:
  virtual ~Work() = default;
  /// How many accelerators a job asks for; draws are rounded to whole numbers, at least 1.
  [[nodiscard]] virtual const Law& accelerators() const = 0;
  /// Expected seconds from start to end on so many accelerators of the site, with all that the
  /// work does beside computing (checkpoints, failures); infinite where it would never end. Where
  /// failures() says how its jobs fail, it is computing alone.
  [[nodiscard]] virtual double run_seconds(std::int64_t accelerators, const Site& site) const = 0;
  /// Whether it can run on so many accelerators, other than those that a job asks for.
  [[nodiscard]] virtual bool runs_on(std::int64_t accelerators) const {
    static_cast<void>(accelerators);
    return true;
  }
  /// Parameters of what is trained, for the size of the state that a resize writes; 0: none.
  [[nodiscard]] virtual double parameters() const { return 0; }
  /// What the run time at that site rests on.
  [[nodiscard]] virtual RunTimeBasis basis(const Site& site) const = 0;
  /// How its jobs fail while they run, as events; null: not at all, or as part of run_seconds.
  [[nodiscard]] virtual std::shared_ptr<const FailureTerms> failures() const { return nullptr; }
};

}  // namespace eastwest
