// SimGrid replaces signal and terminate handlers of the whole process; this puts ours back.
#pragma once

#include <signal.h>

#include <array>
#include <exception>

namespace eastwest {

/// Restores, when it goes out of scope, the handlers that stood when it was made.
class HandlerGuard {
 public:
  HandlerGuard() : terminate_(std::get_terminate()) {
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], nullptr, &actions_[i]);
  }
  ~HandlerGuard() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &actions_[i], nullptr);
    std::set_terminate(terminate_);
  }
  HandlerGuard(const HandlerGuard&) = delete;
  HandlerGuard& operator=(const HandlerGuard&) = delete;

 private:
  static constexpr std::array kSignals{SIGINT, SIGSEGV, SIGBUS};
  std::array<struct sigaction, kSignals.size()> actions_{};
  std::terminate_handler terminate_;
};

}  // namespace eastwest
