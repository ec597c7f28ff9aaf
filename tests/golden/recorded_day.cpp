// Records by a network that forwards everything; replays by a scripted run.
#include "tests/golden/recorded_day.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "models/builtin.hpp"
#include "models/network/fluid/fluid_network.hpp"
#include "models/network/module_loader.hpp"
#include "sim/experiment/process_pool.hpp"
#include "sim/experiment/run_assembly.hpp"
#include "tests/models/network/scripted_run.hpp"

namespace eastwest::golden_test {
namespace {

/// The network `fluid`, and a list of what was started on it.
class RecordingNetwork final : public SteppedNetwork {
 public:
  explicit RecordingNetwork(std::vector<RecordedTransfer>& transfers) : transfers_(transfers) {}
  void attach(const Topology& topology, TransferListener& listener, Date first_date) override {
    fluid_.attach(topology, listener, first_date);
    now_ = first_date;
  }
  void start(TransferSlot slot, const TransferRequest& request) override {
    transfers_.push_back({now_, request});
    fluid_.start(slot, request);
  }
  void cancel(TransferSlot slot) override { fluid_.cancel(slot); }
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override { return fluid_.remaining(slot); }
  void set_capacity(LinkId link, BitsPerSecond capacity) override {
    fluid_.set_capacity(link, capacity);
  }
  void set_link(LinkId link, LinkState state) override { fluid_.set_link(link, state); }
  void enable_link_book() override { fluid_.enable_link_book(); }
  [[nodiscard]] std::vector<double> link_book() const override { return fluid_.link_book(); }
  [[nodiscard]] Date next_end() override { return fluid_.next_end(); }
  void advance(Date date) override {
    now_ = date;
    fluid_.advance(date);
  }

 private:
  std::vector<RecordedTransfer>& transfers_;
  FluidNetwork fluid_;
  Date now_;
};

std::string text_of(const std::vector<Date>& dates) {
  std::string text;
  for (const Date date : dates) text += fmt::format("{} ", date.time_since_epoch().count());
  return text;
}

std::vector<Date> dates_of(const std::string& text) {
  std::vector<Date> dates;
  const char* const end = text.data() + text.size();
  for (const char* place = text.data(); place < end; ++place) {
    Duration::rep nanoseconds = 0;
    place = std::from_chars(place, end, nanoseconds).ptr;
    dates.push_back(kStart + Duration{nanoseconds});
  }
  return dates;
}

}  // namespace

Recording record_transfers(const std::string& scenario_file) {
  const ModelRegistries models = builtin_models();
  const LoadedScenario loaded = load_scenario(scenario_file, {}, *catalogue_of(models));
  Recording recording{.world = loaded.world, .first = first_date(loaded.scenario), .transfers = {}};
  Topology topology(loaded.world);
  SimulationParts parts = assemble_parts(loaded, models, topology);
  parts.network = std::make_unique<RecordingNetwork>(recording.transfers);
  Simulation simulation(std::move(parts));
  simulation.run();
  return recording;
}

std::vector<Date> replay(const Recording& recording, Network& network,
                         const ReplayOptions& options) {
  network_test::ScriptedRun run(recording.world, network, {.first_date = recording.first});
  const std::vector<Link>& links = run.topology().links();
  for (std::size_t i = 0; i < links.size() && options.capacity_divisor > 1; ++i) {
    const BitsPerSecond part{links[i].capacity.value() / options.capacity_divisor};
    run.set_capacity(recording.first, LinkId(i), part);
  }
  for (std::size_t i = 0; i < recording.transfers.size(); ++i) {
    TransferRequest request = recording.transfers[i].request;
    if (!options.rate_caps) request.rate_cap = BitsPerSecond{0};
    run.send(recording.transfers[i].start, static_cast<int>(i), request);
  }
  run.run();
  std::vector<Date> ends;
  for (const auto& [slot, end] : run.ends()) ends.push_back(end);
  return ends;
}

std::vector<Date> replay_over_simgrid(const Recording& recording, const std::string& profile,
                                      const ReplayOptions& options) {
  const PoolTask task{.label = "replay over SimGrid", .work = [&] {
                        const auto network = load_network("eastwest_simgrid.so", profile);
                        return text_of(replay(recording, *network, options));
                      }};
  return dates_of(run_in_processes({task}, PoolOptions()).front());
}

}  // namespace eastwest::golden_test
