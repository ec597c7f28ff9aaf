// Geodesics by GeographicLib; its last bits differ between machines, the metre does not.
#include "sim/world/geography.hpp"

#include <cmath>

#include <GeographicLib/Geodesic.hpp>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

Kilometres from_metres(double metres) { return Kilometres(std::floor(metres + 0.5) / 1000); }

}  // namespace

Kilometres great_circle(double longitude_a, double latitude_a, double longitude_b,
                        double latitude_b) {
  EW_CHECK(std::fabs(latitude_a) <= 90 && std::fabs(latitude_b) <= 90, "latitudes {} and {}",
           latitude_a, latitude_b);
  double metres = 0;
  GeographicLib::Geodesic::WGS84().Inverse(latitude_a, longitude_a, latitude_b, longitude_b,
                                           metres);
  return from_metres(metres);
}

Kilometres fibre_length(Kilometres great_circle_length, double detour) {
  return from_metres(great_circle_length.value() * 1000 * detour);
}

std::int64_t to_metres(Kilometres length) {
  return static_cast<std::int64_t>(std::floor(length.value() * 1000 + 0.5));
}

}  // namespace eastwest
