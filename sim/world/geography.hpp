// Distances on the Earth, rounded to the metre so that every machine gets the same number.
#pragma once

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Length of the geodesic on the WGS84 ellipsoid ("great circle"), rounded to the metre.
/// Degrees; latitudes in [-90, 90].
[[nodiscard]] Kilometres great_circle(double longitude_a, double latitude_a, double longitude_b,
                                      double latitude_b);
/// The length of fibre over a great circle: great circle x detour, rounded to the metre.
[[nodiscard]] Kilometres fibre_length(Kilometres great_circle_length, double detour);
/// The length as a whole number of metres (nearest), the unit that delays are computed in.
[[nodiscard]] std::int64_t to_metres(Kilometres length);

}  // namespace eastwest
