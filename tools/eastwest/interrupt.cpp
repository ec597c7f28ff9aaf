// The handlers do nothing but set a flag.
#include "tools/eastwest/interrupt.hpp"

#include <signal.h>

namespace eastwest {
namespace {

volatile sig_atomic_t interrupt_flag = 0;

extern "C" void set_interrupt_flag(int) { interrupt_flag = 1; }

void catch_signal(int signal, int flags) {
  struct sigaction action {};
  action.sa_handler = set_interrupt_flag;
  sigemptyset(&action.sa_mask);
  action.sa_flags = flags;
  sigaction(signal, &action, nullptr);
}

}  // namespace

void catch_interrupts() {
  catch_signal(SIGINT, static_cast<int>(SA_RESETHAND));
  catch_signal(SIGTERM, 0);
  signal(SIGPIPE, SIG_IGN);
}

bool interrupt_came() { return interrupt_flag != 0; }

}  // namespace eastwest
