// The network `simgrid`: SimGrid's flow model shares the links and SimGrid's engine moves the
// clock.
#pragma once

#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <vector>

#include "models/network/simgrid_platform.hpp"
#include "sim/engine/network.hpp"

namespace eastwest {

/// Max-min fair shares as SimGrid computes them.
///
/// SimGrid has no weights: a transfer of weight w is w of SimGrid's, each with a w-th of its bytes
/// and cap; it ends with the last of them. Where the bytes cannot be divided, that is at most the
/// time that a w-th of its rate needs for one byte too late.
///
/// SimGrid can neither be asked for its next date nor be run up to a date exactly. So its own loop
/// runs, with one timer armed on the simulation's next date; at that timer the simulation settles
/// the date that was armed, an integer, never the clock, a double. SimGrid reports the ends of a
/// date after the date's timers: such an end is dated one nanosecond after the settled date.
///
/// SimGrid's clock 0 is the first date. One run a process.
class SimgridNetwork final : public Network {
 public:
  explicit SimgridNetwork(SimgridProfile profile) : profile_(profile) {}
  ~SimgridNetwork() override;
  SimgridNetwork(const SimgridNetwork&) = delete;
  SimgridNetwork& operator=(const SimgridNetwork&) = delete;

  /// SimGrid's clock is a double of seconds.
  [[nodiscard]] NetworkTraits traits() const override {
    return {.date_error = Duration{2}, .span_max = std::chrono::days{90}};
  }
  void attach(const Topology& topology, TransferListener& listener, Date first_date) override;
  /// Throws EnvironmentError later than 90 days after the first date, and for a weight above
  /// kWeightMax.
  void start(TransferSlot slot, const TransferRequest& request) override;
  void cancel(TransferSlot slot) override;
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override;
  void set_capacity(LinkId link, BitsPerSecond capacity) override;
  void set_link(LinkId link, LinkState state) override;
  /// Rethrows what the clockwork or the listener threw, after all transfers are cancelled.
  void run(Clockwork& clockwork) override;
  void enable_link_book() override { keeps_link_book_ = true; }
  [[nodiscard]] std::vector<double> link_book() const override { return link_book_; }

 private:
  struct Flow {
    std::vector<s4u::CommPtr> parts;  // those that have not ended; none: the slot is free
    TransferSlot slot;
    RouteId route;
    Bytes size;
  };

  [[nodiscard]] double to_clock(Date date) const;
  [[nodiscard]] Date to_end_date(double clock) const;
  [[nodiscard]] const Flow& live_flow(TransferSlot slot) const;
  /// Runs `action`; what it throws ends the run instead of passing through SimGrid.
  template <class Action>
  void guarded(Action action);
  void start_part(Flow& flow, std::int64_t bytes, double bytes_per_second);
  /// True if all that is live stands still, as it then does for ever.
  [[nodiscard]] bool is_stuck() const;
  /// Sets the timer to the clockwork's next date.
  void arm();
  void disarm();
  void on_timer();
  void on_end(const s4u::Activity& activity);
  void on_time_advance(double seconds);
  /// Stops a transfer that SimGrid still runs. It must outlive the next two steps of the clock.
  void bury(Flow& flow);
  void cancel_all();
  void cancel_later();

  static constexpr std::int32_t kWeightMax = 1000;

  SimgridProfile profile_;
  std::unique_ptr<s4u::Engine> engine_;
  std::optional<SimgridPlatform> platform_;
  TransferListener* listener_ = nullptr;
  Clockwork* clockwork_ = nullptr;
  Date first_date_;
  Date settled_;
  Date armed_;
  simgrid::kernel::timer::Timer* timer_ = nullptr;
  std::deque<Flow> flows_;  // by TransferSlot; SimGrid's transfers point at their flow
  std::size_t live_count_ = 0;
  std::vector<s4u::CommPtr> newly_dead_;
  std::vector<s4u::CommPtr> long_dead_;
  std::exception_ptr failure_;
  bool keeps_link_book_ = false;
  std::vector<double> link_book_;
};

}  // namespace eastwest
