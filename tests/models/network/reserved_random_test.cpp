// The network `reserved` on random graphs: every slice against exhaustive search, every instant
// against the links' capacities, every byte against the routes that were told.
#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/models/network/reserved_stage.hpp"

namespace eastwest::network_test {
namespace {

using reserved::Interval;
using reserved::ReservationRules;
using reserved::Slice;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : source_(seed) {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(source_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(std::int64_t times) { return between(1, times) == 1; }

 private:
  std::mt19937_64 source_;
};

/// Few nodes, few lengths: many ties.
World small_world(Dice& dice) {
  std::string text;
  const std::int64_t nodes = dice.between(3, 5);
  const auto trunk = [&](std::int64_t a, std::int64_t b) {
    text += fmt::format("n{} --{}G {}km-- n{}\n", a, 400 * dice.between(1, 3),
                        100 * dice.between(1, 2), b);
  };
  for (std::int64_t node = 1; node < nodes; ++node) trunk(dice.between(0, node - 1), node);
  for (std::int64_t more = dice.between(1, nodes); more > 0; --more) {
    const std::int64_t a = dice.between(1, nodes - 1);
    trunk(a, dice.between(0, a - 1));
  }
  text += fmt::format("n0 [8 {}ports]\nn{} [8 {}ports]\n", dice.between(1, 6), nodes - 1,
                      dice.between(1, 6));
  return drawn_world(text);
}

ReservationRules random_rules(Dice& dice) {
  return {.from = Bytes{100'000'000'000},
          .wave = kGigabit * dice.between(4, 13) * 10,
          .waves_max = dice.between(1, 5),
          .share = static_cast<double>(dice.between(3, 10)) / 10,
          .ahead = std::chrono::seconds{dice.between(300, 3000)},
          .setup = std::chrono::seconds{dice.between(0, 3) * 5}};
}

/// One random run, with a second book of everything.
class RandomRun {
 public:
  enum class Links { steady, changing };

  RandomRun(std::uint64_t seed, Links choice)
      : dice_(seed),
        rules_(random_rules(dice_)),
        stage_(small_world(dice_), rules_),
        links_(choice) {
    for (const Link& link : topology().links()) capacities_.push_back(link.capacity);
    passed_.resize(capacities_.size());
    book_.resize(capacities_.size(), 0);
    stage_.run.on_rerouted = [this](int slot, const std::vector<LinkId>& links, Bytes left) {
      Sent& sent = sent_.at(slot);
      book(sent, sent.left - left);
      sent.links = links;
      sent.left = left;
    };
    stage_.run.on_end = [this](int slot, Date) {
      book(sent_.at(slot), sent_.at(slot).left);
      sent_.at(slot).is_live = false;
    };
    write_script();
  }

  /// What is wrong; empty if nothing is.
  std::string mistake() {
    stage_.run.run();
    for (const auto& [slot, sent] : sent_) {
      if (sent.is_live) say(fmt::format("transfer {} never ends", slot));
    }
    compare_books();
    return mistake_;
  }
  [[nodiscard]] int slices_checked() const { return slices_checked_; }
  [[nodiscard]] int reserved_late() const { return reserved_late_; }

 private:
  struct Sent {
    std::vector<LinkId> links;
    Bytes left;
    bool is_live = true;
  };
  /// What the search compares, the best first.
  using Rank = std::tuple<Date, Date, Duration, std::size_t, std::vector<LinkId>>;

  [[nodiscard]] const Topology& topology() const { return stage_.run.topology(); }
  [[nodiscard]] const ReservationRules& rules() const { return rules_; }
  void say(const std::string& text) {
    if (mistake_.empty()) mistake_ = text;
  }

  void write_script() {
    Date date = kStart;
    std::set<Date> dates;
    for (int slot = 0; slot < 50; ++slot) {
      date += std::chrono::milliseconds{dice_.between(0, 12'000)};
      dates.insert(date);
      stage_.run.at(date, [this, slot, date] { start(slot, date); });
      if (dice_.one_in(8)) {
        const Date later = date + std::chrono::milliseconds{dice_.between(0, 60'000)};
        dates.insert(later);
        stage_.run.at(later, [this, slot] { cancel(slot); });
      }
      if (links_ == Links::changing && dice_.one_in(4)) change_at(date, dates);
    }
    const Date end = date + std::chrono::seconds{100};
    dates.insert(end);
    stage_.run.at(end, [this] {
      for (std::size_t i = 0; i < capacities_.size(); ++i) {
        set_capacity(LinkId(i), topology().links()[i].capacity);
      }
    });
    for (const Date when : dates) {
      stage_.run.at(when, [this, when] { check(when); });
      const Date between = when + std::chrono::milliseconds{1700};
      stage_.run.at(between, [this, between] { check(between); });
    }
  }

  void change_at(Date date, std::set<Date>& dates) {
    const LinkId link(static_cast<std::size_t>(dice_.between(0, std::ssize(capacities_) - 1)));
    const BitsPerSecond installed = topology().links()[link.index()].capacity;
    const BitsPerSecond changed{installed.value() / 8 * dice_.between(0, 12)};
    const bool is_cut = dice_.one_in(3);
    stage_.run.at(date, [=, this] { set_capacity(link, is_cut ? BitsPerSecond{0} : changed); });
    const Date later = date + std::chrono::seconds{dice_.between(1, 40)};
    dates.insert(later);
    stage_.run.at(later, [=, this] { set_capacity(link, installed); });
  }

  void set_capacity(LinkId link, BitsPerSecond capacity) {
    capacities_[link.index()] = capacity;
    stage_.network.set_capacity(link, capacity);
  }

  void start(int slot, Date now) {
    const RouteId route(
        static_cast<std::size_t>(dice_.between(0, std::ssize(topology().routes()) - 1)));
    std::int64_t size = dice_.between(10'000'000, 100'000'000);
    for (std::int64_t decade = dice_.between(2, 5); decade > 0; --decade) size *= 10;
    const std::int64_t cap = dice_.between(0, 3) * 70;
    const TransferRequest request{route, Bytes{size}, kGigabit * cap};
    sent_[slot] = {topology().route(route).links, request.size};
    const std::optional<Slice> expected =
        request.size >= rules().from ? best_slice(request, now) : std::nullopt;
    stage_.network.start(TransferSlot(slot), request);
    const std::optional<Slice> given = stage_.network.slice(TransferSlot(slot));
    if (expected.has_value() != given.has_value()) {
      return say(fmt::format("transfer {} is given {} slice", slot, given ? "a" : "no"));
    }
    if (!given) return;
    ++slices_checked_;
    if (given->interval.begin > now + rules().setup) ++reserved_late_;
    if (!(given->interval == expected->interval) || given->waves != expected->waves ||
        given->rate != expected->rate || given->links != expected->links) {
      say(fmt::format("transfer {} is given {} waves until {} s by {}, not {} until {} s by {}",
                      slot, given->waves, to_seconds(given->interval.end),
                      stage_.nodes_of(given->links), expected->waves,
                      to_seconds(expected->interval.end), stage_.nodes_of(expected->links)));
    }
    if (sent_.at(slot).links != given->links) say("the route was not told");
  }

  void cancel(int slot) {
    Sent& sent = sent_.at(slot);
    if (!sent.is_live) return;
    const Bytes left = stage_.network.remaining(TransferSlot(slot));
    stage_.network.cancel(TransferSlot(slot));
    book(sent, sent.left - left);
    sent.is_live = false;
    ++cancels_;
  }

  void book(const Sent& sent, Bytes moved) {
    for (const LinkId link : sent.links) book_[link.index()] += static_cast<double>(moved.value());
  }

  [[nodiscard]] std::vector<Slice> slices() const {
    std::vector<Slice> all;
    for (const auto& [slot, sent] : sent_) {
      if (auto slice = stage_.network.slice(TransferSlot(slot))) all.push_back(*slice);
    }
    return all;
  }

  /// Waves reserved at `date`.
  static std::int64_t load(const std::vector<Slice>& slices, LinkId link, Date date) {
    std::int64_t waves = 0;
    for (const Slice& slice : slices) {
      const bool covers = slice.interval.begin <= date && date < slice.interval.end;
      const bool passes =
          std::find(slice.links.begin(), slice.links.end(), link) != slice.links.end();
      if (covers && passes) waves += slice.waves;
    }
    return waves;
  }

  [[nodiscard]] std::int64_t limit(LinkId link) const {
    const auto capacity = static_cast<double>(capacities_[link.index()].value());
    return static_cast<std::int64_t>(std::floor(rules().share * capacity)) / rules().wave.value();
  }

  /// The best slice of all (route, begin, waves).
  std::optional<Slice> best_slice(const TransferRequest& request, Date now) const {
    const std::vector<Slice> all = slices();
    std::set<Date> begins{now + rules().setup};
    for (const Slice& slice : all) {
      if (slice.interval.end > now + rules().setup) begins.insert(slice.interval.end);
    }
    const std::int64_t cap = request.rate_cap.value();
    std::optional<Slice> best;
    std::optional<Rank> best_rank;
    for (const auto& path : paths(topology().route(request.route))) {
      Duration latency{0};
      for (const LinkId link : path) latency += topology().links()[link.index()].delay;
      for (const Date begin : begins) {
        for (std::int64_t waves = 1; waves <= rules().waves_max; ++waves) {
          if (cap > 0 && (waves - 1) * rules().wave.value() >= cap) break;
          const std::int64_t rate = waves * rules().wave.value();
          const BitsPerSecond moved{cap > 0 ? std::min(cap, rate) : rate};
          const Interval interval{begin, begin + request.size / moved};
          if (interval.end > now + rules().ahead) continue;
          Rank rank{interval.end, begin, latency, path.size(), path};
          if ((best_rank && rank >= *best_rank) || !has_room(all, path, interval, waves)) continue;
          best_rank = std::move(rank);
          best = Slice{interval, waves, moved, path};
        }
      }
    }
    return best;
  }

  [[nodiscard]] bool has_room(const std::vector<Slice>& all, const std::vector<LinkId>& path,
                              const Interval& interval, std::int64_t waves) const {
    std::set<Date> points{interval.begin};
    for (const Slice& slice : all) {
      const Date begin = slice.interval.begin;
      if (begin > interval.begin && begin < interval.end) points.insert(begin);
    }
    return std::all_of(path.begin(), path.end(), [&](LinkId link) {
      return std::all_of(points.begin(), points.end(),
                         [&](Date point) { return load(all, link, point) + waves <= limit(link); });
    });
  }

  /// All ways between the ends of a route that pass no place twice.
  [[nodiscard]] std::vector<std::vector<LinkId>> paths(const Route& route) const {
    std::vector<std::vector<LinkId>> found;
    std::vector<LinkId> path;
    std::vector<Endpoint> visited{route.from};
    const std::function<void()> go_on = [&] {
      const Endpoint here = visited.back();
      if (here == route.to) return found.push_back(path);
      for (std::size_t i = 0; i < capacities_.size(); ++i) {
        const Link& link = topology().links()[i];
        if (link.from != here) continue;
        if (std::find(visited.begin(), visited.end(), link.to) != visited.end()) continue;
        path.push_back(LinkId(i));
        visited.push_back(link.to);
        go_on();
        path.pop_back();
        visited.pop_back();
      }
    };
    go_on();
    return found;
  }

  /// At no instant from now on is more reserved than there is, nor has more passed than could.
  void check(Date date) {
    (void)stage_.network.next_end();  // brings slices up to date
    const std::vector<Slice> all = slices();
    for (std::size_t i = 0; i < capacities_.size(); ++i) {
      const LinkId link(i);
      const std::int64_t most =
          links_ == Links::steady ? limit(link) : capacities_[i].value() / rules().wave.value();
      std::set<Date> points{date};
      for (const Slice& slice : all) points.insert(std::max(date, slice.interval.begin));
      for (const Date point : points) {
        if (load(all, link, point) <= most) continue;
        say(fmt::format("link {} has {} waves reserved of {} at {} s", i, load(all, link, point),
                        most, to_seconds(point)));
      }
    }
    check_passed(date);
  }

  void check_passed(Date date) {
    const std::vector<double> now = stage_.network.link_book();
    for (std::size_t i = 0; i < now.size(); ++i) {
      Passed& before = passed_[i];
      const double most =
          static_cast<double>(before.capacity.value()) / 8 * to_seconds(date - before.date);
      if (now[i] - before.bytes > most * (1 + 1e-9) + 1) {
        say(fmt::format("link {} passes {} B of {} B until {} s", i, now[i] - before.bytes, most,
                        to_seconds(date)));
      }
      before = {now[i], date, capacities_[i]};
    }
  }

  void compare_books() {
    const std::vector<double> passed = stage_.network.link_book();
    for (std::size_t i = 0; i < passed.size(); ++i) {
      // Whole numbers below 2^53; what shares may be cancelled within a byte.
      if (std::fabs(passed[i] - book_[i]) <= cancels_) continue;
      say(fmt::format("link {} has passed {} B, its transfers moved {} B", i, passed[i], book_[i]));
    }
  }

  struct Passed {
    double bytes = 0;
    Date date = kStart;
    BitsPerSecond capacity;
  };

  Dice dice_;
  ReservationRules rules_;
  ReservedStage stage_;
  Links links_;
  std::vector<BitsPerSecond> capacities_;  // by LinkId, now
  std::vector<Passed> passed_;             // by LinkId, at the last check
  std::vector<double> book_;               // by LinkId
  std::map<int, Sent> sent_;
  std::string mistake_;
  int cancels_ = 0;
  int slices_checked_ = 0;
  int reserved_late_ = 0;
};

void check_seeds(std::uint64_t first, std::uint64_t last, RandomRun::Links links) {
  int slices = 0;
  int late = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    INFO("seed " << seed);
    RandomRun run(seed, links);
    REQUIRE(run.mistake() == "");
    slices += run.slices_checked();
    late += run.reserved_late();
  }
  // The cases are worth their name: many slices, and many of them had to wait for others.
  CHECK(slices > 10 * static_cast<int>(last - first + 1));
  CHECK(late > slices / 10);
}

}  // namespace

TEST_CASE("slices are the best there are, links are never too full, bytes arrive", "[reserved]") {
  check_seeds(1, 300, RandomRun::Links::steady);
}

TEST_CASE("the same while links are cut, repaired and changed", "[reserved]") {
  check_seeds(1001, 1600, RandomRun::Links::changing);
}

}  // namespace eastwest::network_test
