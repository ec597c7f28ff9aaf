// Checkpoints: how large, how long training stands still for one, how often to write them.
#pragma once

#include "models/training/utilisation.hpp"

namespace eastwest {

/// State of mixed-precision Adam, with or without a copy of the gradients: 14 to 16 B a parameter.
inline constexpr double kCheckpointBytesPerParameter = 14;

[[nodiscard]] Bytes checkpoint_size(double parameters, double bytes_per_parameter);

/// Young's interval between checkpoints that take `stall`, with a mean time `between_failures`:
/// sqrt(2 C M).
[[nodiscard]] Seconds young_interval(Seconds stall, Seconds between_failures);
/// Daly's: sqrt(2 C M) (1 + sqrt(C / 2M) / 3 + C / 18M) - C for C < 2 M, else M.
[[nodiscard]] Seconds daly_interval(Seconds stall, Seconds between_failures);

}  // namespace eastwest
