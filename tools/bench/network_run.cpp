// Drives a network by a list of transfers and takes the time that the processor spends on it.
#include "tools/bench/network_run.hpp"

#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/experiment/process_pool.hpp"

namespace eastwest::bench {
namespace {

double cpu_clock() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Bytes that the program holds on the heap.
double heap_in_use() {
  const struct mallinfo2 heap = mallinfo2();
  return static_cast<double>(heap.uordblks) + static_cast<double>(heap.hblkhd);
}

/// The transfers' slots are their numbers.
class OpenLoop final : public Clockwork, public TransferListener {
 public:
  OpenLoop(const TransferList& list, Network& network)
      : list_(list), network_(network), live_(list.transfers.size()) {
    run_.end_dates.assign(list.transfers.size(), kNever);
  }

  [[nodiscard]] Date next_date() const override {
    if (is_over_) return kNever;
    return next_ < list_.transfers.size() ? std::min(list_.transfers[next_].start, list_.horizon)
                                          : list_.horizon;
  }
  Date settle(Date date) override {
    if (date == list_.horizon) {
      close();
      return kNever;
    }
    const bool is_first = next_ == 0;
    if (is_first) heap_before_ = heap_in_use();
    if (!is_first && run_.bytes_a_transfer == 0) {
      run_.bytes_a_transfer = (heap_in_use() - heap_before_) / static_cast<double>(next_);
    }
    for (; next_ < list_.transfers.size() && list_.transfers[next_].start == date; ++next_) {
      network_.start(TransferSlot(next_), list_.transfers[next_].request);
      count(date, 1);
      live_[next_] = true;
    }
    if (is_first) run_.cpu_seconds = -cpu_clock();
    return next_date();
  }
  void on_transfer_end(TransferSlot slot, Date date) override {
    run_.end_dates[slot.index()] = date;
    live_[slot.index()] = false;
    ++run_.ends;
    count(date, -1);
  }
  [[nodiscard]] const TimedRun& run() const { return run_; }

 private:
  void count(Date date, double change) {
    area_ += concurrency_ * to_seconds(date - last_);
    concurrency_ += change;
    last_ = date;
  }
  void close() {
    run_.cpu_seconds += cpu_clock();
    count(list_.horizon, 0);
    run_.mean_concurrency = area_ / to_seconds(list_.horizon - kStart);
    is_over_ = true;
    for (std::size_t i = 0; i < live_.size(); ++i) {
      if (live_[i]) network_.cancel(TransferSlot(i));
    }
  }

  const TransferList& list_;
  Network& network_;
  std::vector<bool> live_;
  std::size_t next_ = 0;
  bool is_over_ = false;
  TimedRun run_;
  double heap_before_ = 0;
  double area_ = 0;
  double concurrency_ = 0;
  Date last_ = kStart;
};

std::string text_of(const TimedRun& run) {
  std::string text = fmt::format("{} {} {} {}", run.cpu_seconds, run.ends, run.mean_concurrency,
                                 run.bytes_a_transfer);
  for (const Date date : run.end_dates) {
    text += fmt::format(" {}", date.time_since_epoch().count());
  }
  return text;
}

template <class Number>
Number take_number(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  EW_CHECK(error == std::errc{}, "a child answered '{}'", text.substr(0, 40));
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

TimedRun run_of(std::string_view text) {
  TimedRun run;
  run.cpu_seconds = take_number<double>(text);
  run.ends = take_number<std::size_t>(text);
  run.mean_concurrency = take_number<double>(text);
  run.bytes_a_transfer = take_number<double>(text);
  while (!text.empty()) {
    run.end_dates.push_back(kStart + Duration{take_number<Duration::rep>(text)});
  }
  return run;
}

}  // namespace

TimedRun timed_run(const Topology& topology, const TransferList& list, Network& network) {
  OpenLoop loop(list, network);
  network.attach(topology, loop, kStart);
  network.run(loop);
  return loop.run();
}

TimedRun timed_run_apart(const Topology& topology, const TransferList& list,
                         const std::function<std::unique_ptr<Network>()>& make,
                         double cpu_seconds_min) {
  const auto work = [&] {
    double spent = 0;
    for (int repetition = 1;; ++repetition) {
      const std::unique_ptr<Network> network = make();
      TimedRun run = timed_run(topology, list, *network);
      spent += run.cpu_seconds;
      if (spent < cpu_seconds_min) continue;
      run.cpu_seconds = spent / repetition;
      return text_of(run);
    }
  };
  PoolOptions options;
  options.jobs = 1;
  return run_of(run_in_processes({{"a timed run", work}}, options).front());
}

std::string difference(const TransferList& list, const TimedRun& a, const TimedRun& b) {
  for (std::size_t i = 0; i < list.transfers.size(); ++i) {
    const auto duration = std::min(a.end_dates[i], b.end_dates[i]) - list.transfers[i].start;
    const Duration allowed{std::max<Duration::rep>(2, duration.count() / 1'000'000'000)};
    const Date one = std::min(a.end_dates[i], list.horizon);
    const Date other = std::min(b.end_dates[i], list.horizon);
    if (std::max(one, other) - std::min(one, other) <= allowed) continue;
    return fmt::format("transfer {} ends at {} ns or at {} ns", i, one.time_since_epoch().count(),
                       other.time_since_epoch().count());
  }
  return {};
}

}  // namespace eastwest::bench
