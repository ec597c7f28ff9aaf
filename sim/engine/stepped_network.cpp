// The native driver: the earlier of the calendar and the network, until both are empty.
#include <algorithm>

#include "sim/engine/network.hpp"

namespace eastwest {

void SteppedNetwork::run(Clockwork& clockwork) {
  for (;;) {
    const Date date = std::min(clockwork.next_date(), next_end());
    if (date == kNever) return;
    advance(date);
    if (clockwork.next_date() == date) clockwork.settle(date);
  }
}

}  // namespace eastwest
