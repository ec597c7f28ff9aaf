// Names of why decisions were not applied and why jobs were rejected, as results spell them.
#include "sim/engine/live_job.hpp"
#include "sim/engine/observer.hpp"

namespace eastwest {

const char* to_text(Refusal refusal) {
  switch (refusal) {
    case Refusal::stale:
      return "stale";
    case Refusal::no_room:
      return "no_room";
    case Refusal::circle:
      return "circle";
    case Refusal::quota:
      return "quota";
    case Refusal::deadline:
      return "deadline";
    case Refusal::incompatible:
      return "incompatible";
  }
  return "?";
}

const char* to_text(Rejection rejection) {
  switch (rejection) {
    case Rejection::no_site_fits:
      return "no_site_fits";
    case Rejection::unreachable:
      return "unreachable";
    case Rejection::circle:
      return "circle";
    case Rejection::policy:
      return "policy";
    case Rejection::predecessor:
      return "predecessor";
    case Rejection::incompatible:
      return "incompatible";
  }
  return "?";
}

}  // namespace eastwest
