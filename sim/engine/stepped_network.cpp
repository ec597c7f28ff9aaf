// The native driver: the earlier of the calendar and the network, until both are empty.
#include <algorithm>

#include "sim/engine/network.hpp"

namespace eastwest {

void SteppedNetwork::run(Clockwork& clockwork) {
  Date own = clockwork.next_date();
  for (;;) {
    const Date date = std::min(own, next_end());
    if (date == kNever) return;
    advance(date);
    // A transfer that ended may be the calendar's next event.
    if (date < own) own = clockwork.next_date();
    if (date == own) own = clockwork.settle(date);
  }
}

}  // namespace eastwest
