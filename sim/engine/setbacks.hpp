// What failures of its nodes and outages of its site have done to one job, and the attempt under
// way.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/quantity.hpp"

namespace eastwest {

struct Setbacks {
  /// How an attempt begins: what LiveJob::restoring is.
  enum class Beginning : std::uint8_t {
    work,     ///< at once, or by restoring the state of a suspended job
    restart,  ///< after a failure or an outage
    stand,    ///< its site is out of service: it holds accelerators and does nothing
  };
  /// Its way to its first start, where an outage has sent it back to its dispatcher since.
  struct FirstWay {
    Date placed = kNever;
    Date matched = kNever;
    Date staged = kNever;
  };

  Duration interval{0};  ///< of work between two checkpoints; 0: none are written
  Duration stall{0};     ///< for one
  /// Since when the attempt under way, or the last one, holds accelerators.
  Date since = kNever;
  Beginning beginning = Beginning::work;
  bool restarts = false;      ///< its next attempt begins with a restart
  bool begins_again = false;  ///< it was sent back to its dispatcher and has not started since
  /// Holding accelerators, from the beginning of the attempt under way, or of the next, until it
  /// fails; max(): it never does.
  Duration until_failure = Duration::max();
  std::int32_t failures = 0;  ///< of its own nodes
  std::int32_t outages = 0;   ///< that hit it while it ran
  std::int32_t recalls = 0;   ///< of these, those that sent it back to its dispatcher
  Duration checkpointing{0};  ///< of the attempts that are over: held to write checkpoints
  Duration restarting{0};     ///< likewise, to restart
  Duration standing{0};       ///< likewise, while its site was out of service
  Duration undone{0};         ///< work lost to failures and outages
  Duration last_undone{0};    ///< by the last of them
  std::optional<FirstWay> first_way;
};

}  // namespace eastwest
