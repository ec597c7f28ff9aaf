// An observer as a simulation keeps it: with the frequent calls of which its class makes something.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

#include "sim/engine/observer.hpp"

namespace eastwest {

/// The calls that come with every job, transfer or date. Most observers leave most of them empty;
/// these are not made at all.
enum class FrequentCall : std::uint8_t {
  submitted,
  placed,
  queued,
  started,
  ended,
  finished,
  transfer_started,
  transfer_ended,
  decided,
  settled
};
inline constexpr std::size_t kFrequentCalls = 10;

class Listener {
 public:
  /// Hears what the class of `observer` overrides; everything if it is not final, since a class
  /// derived from it may override more.
  template <std::derived_from<Observer> Watcher>
  // NOLINTNEXTLINE(google-explicit-constructor): an observer stands wherever a listener is wanted
  Listener(Watcher* observer) : observer_(observer) {
    heard_.fill(true);
    if constexpr (std::is_final_v<Watcher>) {
      heard_ = {kOverrides<&Watcher::on_submitted, &Observer::on_submitted>,
                kOverrides<&Watcher::on_placed, &Observer::on_placed>,
                kOverrides<&Watcher::on_queued, &Observer::on_queued>,
                kOverrides<&Watcher::on_started, &Observer::on_started>,
                kOverrides<&Watcher::on_ended, &Observer::on_ended>,
                kOverrides<&Watcher::on_finished, &Observer::on_finished>,
                kOverrides<&Watcher::on_transfer_started, &Observer::on_transfer_started>,
                kOverrides<&Watcher::on_transfer_ended, &Observer::on_transfer_ended>,
                kOverrides<&Watcher::on_decided, &Observer::on_decided>,
                kOverrides<&Watcher::on_settled, &Observer::on_settled>};
    }
  }

  [[nodiscard]] Observer& observer() const { return *observer_; }
  [[nodiscard]] bool hears(FrequentCall call) const {
    return heard_[static_cast<std::size_t>(call)];
  }

 private:
  /// The type of a pointer to a member names the class that declares it.
  template <auto Own, auto Inherited>
  static constexpr bool kOverrides = !std::is_same_v<decltype(Own), decltype(Inherited)>;

  Observer* observer_;
  std::array<bool, kFrequentCalls> heard_{};
};

}  // namespace eastwest
