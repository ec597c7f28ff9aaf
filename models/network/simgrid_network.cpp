// Drives SimGrid by one kernel timer and turns its completions into dated ends.
#include "models/network/simgrid_network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "models/network/simgrid_signals.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

namespace version = simgrid_version;

/// A private command line: SimGrid would read --help, --log and --cfg from the program's own.
std::unique_ptr<s4u::Engine> make_engine(SimgridProfile profile) {
  static bool made = false;
  EW_CHECK(!made, "SimGrid runs one simulation a process");
  made = true;
  const HandlerGuard guard;
  std::string name = "eastwest";
  std::string log = "--log=root.thres:warning";
  std::array<char*, 3> arguments{name.data(), log.data(), nullptr};
  int count = 2;
  auto engine = std::make_unique<s4u::Engine>(&count, arguments.data());
  for (const std::string& setting : SimgridPlatform::configuration(profile)) {
    s4u::Engine::set_config(setting);
  }
  return engine;
}

}  // namespace

SimgridNetwork::~SimgridNetwork() {
  cancel_all();
  newly_dead_.clear();
  long_dead_.clear();
}

void SimgridNetwork::attach(const Topology& topology, TransferListener& listener, Date first_date) {
  EW_CHECK(engine_ == nullptr, "a network is attached once");
  engine_ = make_engine(profile_);
  platform_.emplace(*engine_, topology, profile_);
  listener_ = &listener;
  first_date_ = first_date;
  settled_ = first_date - Duration{1};
  version::on_end([this](const s4u::Activity& activity) { on_end(activity); });
  s4u::Engine::on_time_advance_cb([this](double seconds) { on_time_advance(seconds); });
}

double SimgridNetwork::to_clock(Date date) const { return to_seconds(date - first_date_); }

Date SimgridNetwork::to_end_date(double clock) const {
  // The clock carries rounding noise of a few units in its last place: a date that should be whole
  // is not pushed up to the next nanosecond by it.
  constexpr double kNoise = 2 * std::numeric_limits<double>::epsilon();
  constexpr double kNoiseMax = 0.5;
  const double nanoseconds = clock * 1e9;
  const double rounded_up = std::ceil(nanoseconds - std::min(nanoseconds * kNoise, kNoiseMax));
  const Date date = first_date_ + Duration{static_cast<Duration::rep>(rounded_up)};
  return std::max(date, settled_ + Duration{1});
}

const SimgridNetwork::Flow& SimgridNetwork::live_flow(TransferSlot slot) const {
  EW_CHECK(slot.valid() && slot.index() < flows_.size() && !flows_[slot.index()].parts.empty(),
           "no transfer is live in slot {}", slot.value);
  return flows_[slot.index()];
}

void SimgridNetwork::start(TransferSlot slot, const TransferRequest& request) {
  EW_CHECK(clockwork_ != nullptr, "transfers start while the clockwork settles");
  EW_CHECK(slot.valid() && request.size.value() > 0 && request.weight > 0,
           "slot {}, {} bytes, weight {}", slot.value, request.size.value(), request.weight);
  if (request.weight > kWeightMax) {
    throw EnvironmentError(
        fmt::format("network simgrid: a transfer of weight {}; it runs as so many transfers of "
                    "SimGrid's, at most {}: use smaller weights or choose another network",
                    request.weight, kWeightMax));
  }
  if (settled_ - first_date_ > traits().span_max) {
    throw EnvironmentError(fmt::format(
        "network simgrid: a transfer would start {:.1f} days after the first date (warm-up "
        "included); SimGrid counts seconds in floating point and resolves nanoseconds for {} days "
        "only: shorten the run or choose another network",
        to_seconds(settled_ - first_date_) / 86400, traits().span_max / std::chrono::days{1}));
  }
  while (flows_.size() <= slot.index()) flows_.emplace_back();
  Flow& flow = flows_[slot.index()];
  EW_CHECK(flow.parts.empty(), "slot {} is taken", slot.value);
  flow.slot = slot;
  flow.route = request.route;
  flow.size = request.size;
  const std::int64_t weight = request.weight;
  const double cap =
      static_cast<double>(request.rate_cap.value()) / 8 / static_cast<double>(weight);
  for (std::int64_t part = 0; part < weight; ++part) {
    const std::int64_t odd = part < flow.size.value() % weight ? 1 : 0;
    start_part(flow, flow.size.value() / weight + odd, cap);
  }
  ++live_count_;
}

void SimgridNetwork::start_part(Flow& flow, std::int64_t bytes, double bytes_per_second) {
  if (bytes == 0) return;
  const s4u::CommPtr comm = s4u::Comm::sendto_init();
  comm->set_data(&flow);
  comm->set_payload_size(static_cast<std::uint64_t>(bytes));
  platform_->start_bound(flow.route, bytes_per_second, [&](s4u::Host* from, s4u::Host* to) {
    comm->set_source(from);
    comm->set_destination(to);  // it starts here
  });
  flow.parts.push_back(comm);
}

void SimgridNetwork::cancel(TransferSlot slot) {
  static_cast<void>(live_flow(slot));
  bury(flows_[slot.index()]);
}

Bytes SimgridNetwork::remaining(TransferSlot slot) const {
  const Flow& flow = live_flow(slot);
  double left = 0;
  for (const s4u::CommPtr& part : flow.parts) left += part->get_remaining();
  return std::clamp(Bytes{static_cast<std::int64_t>(std::ceil(left))}, Bytes{0}, flow.size);
}

void SimgridNetwork::set_capacity(LinkId link, BitsPerSecond capacity) {
  platform_->set_capacity(link, capacity);
}

void SimgridNetwork::set_link(LinkId link, LinkState state) { platform_->set_link(link, state); }

bool SimgridNetwork::is_stuck() const {
  return std::all_of(flows_.begin(), flows_.end(), [this](const Flow& flow) {
    return flow.parts.empty() || platform_->is_blocked(flow.route);
  });
}

template <class Action>
void SimgridNetwork::guarded(Action action) {
  if (failure_ != nullptr) return;
  try {
    action();
  } catch (...) {
    failure_ = std::current_exception();
    disarm();
    cancel_later();
  }
}

/// SimGrid may be in the middle of reporting ends, so not from here.
void SimgridNetwork::cancel_later() {
  simgrid::kernel::timer::Timer::set(s4u::Engine::get_clock(), [this] { cancel_all(); });
}

void SimgridNetwork::run(Clockwork& clockwork) {
  EW_CHECK(engine_ != nullptr && clockwork_ == nullptr, "attach once, then run once");
  clockwork_ = &clockwork;
  if (keeps_link_book_) link_book_.assign(platform_->links().size(), 0);
  guarded([this] { arm(); });
  engine_->run();
  newly_dead_.clear();
  long_dead_.clear();
  if (failure_ != nullptr) std::rethrow_exception(failure_);
  EW_CHECK(live_count_ == 0 && clockwork.next_date() == kNever,
           "SimGrid stopped at {} s with {} transfers live", s4u::Engine::get_clock(), live_count_);
}

void SimgridNetwork::arm() {
  const Date next = clockwork_->next_date();
  if (timer_ != nullptr && armed_ == next) return;
  disarm();
  if (next == kNever) {
    // SimGrid would go on to a date at which what stands still has crept to its end.
    if (live_count_ > 0 && is_stuck()) cancel_later();
    return;
  }
  EW_CHECK(next > settled_, "an event at {} ns, but {} ns are settled",
           next.time_since_epoch().count(), settled_.time_since_epoch().count());
  armed_ = next;
  // A timer in SimGrid's past aborts the program; a rounded end may lie a little behind its clock.
  const double clock = std::max(to_clock(next), s4u::Engine::get_clock());
  timer_ = simgrid::kernel::timer::Timer::set(clock, [this] { on_timer(); });
}

void SimgridNetwork::disarm() {
  if (timer_ != nullptr) timer_->remove();
  timer_ = nullptr;
}

void SimgridNetwork::on_timer() {
  timer_ = nullptr;  // SimGrid deletes it
  settled_ = armed_;
  guarded([this] {
    clockwork_->settle(settled_);
    arm();
  });
}

void SimgridNetwork::on_end(const s4u::Activity& activity) {
  auto* flow = static_cast<Flow*>(activity.get_data<void>());
  if (flow == nullptr) return;
  // Cancelled transfers are reported too, once or twice; their flow has forgotten them.
  const auto part = std::find_if(flow->parts.begin(), flow->parts.end(),
                                 [&](const auto& comm) { return comm.get() == &activity; });
  if (part == flow->parts.end()) return;
  newly_dead_.push_back(std::move(*part));
  flow->parts.erase(part);
  if (!flow->parts.empty()) return;
  --live_count_;
  guarded([this, flow, &activity] {
    EW_CHECK(activity.get_state() == s4u::Activity::State::FINISHED, "transfer {} is {}",
             flow->slot.value, activity.get_state_str());
    listener_->on_transfer_end(flow->slot, to_end_date(s4u::Engine::get_clock()));
    arm();
  });
}

void SimgridNetwork::on_time_advance(double seconds) {
  long_dead_.clear();
  long_dead_.swap(newly_dead_);
  if (!keeps_link_book_) return;
  // The rates are those of the span that has just passed: SimGrid solves before it moves the clock,
  // and transfers that have ended keep their rate until they are reported.
  for (std::size_t i = 0; i < link_book_.size(); ++i) {
    const s4u::Link* link = platform_->links()[i];
    if (link != nullptr) link_book_[i] += version::link_rate(*link) * seconds;
  }
}

void SimgridNetwork::bury(Flow& flow) {
  std::vector<s4u::CommPtr> parts;
  parts.swap(flow.parts);  // before cancel(), which reports
  --live_count_;
  for (const s4u::CommPtr& part : parts) {
    newly_dead_.push_back(part);
    part->cancel();
  }
}

void SimgridNetwork::cancel_all() {
  for (Flow& flow : flows_) {
    if (!flow.parts.empty()) bury(flow);
  }
}

}  // namespace eastwest
