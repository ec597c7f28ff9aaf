// The solver of the network `fluid`: exactly fair, whatever happened before, and lazy.
#include "models/network/fluid/fluid_shares.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/models/network/network_case.hpp"

namespace eastwest::network_test {
namespace {

using fluid::FluidShares;
using fluid::kNoLimit;
using fluid::LinkIndex;
using fluid::Rate;

constexpr Rate kOne = Rate{1} << fluid::kFractionBits;  // 1 byte a nanosecond

struct Bundle {
  std::vector<LinkIndex> links;
  Rate cap = kNoLimit;
  std::int64_t weight = 0;  ///< 0: it is not there
};

/// Links and bundles as plain data, and a solver that is told of every change.
class Scene {
 public:
  Scene(std::vector<Rate> capacities, std::vector<Bundle> bundles)
      : capacities_(std::move(capacities)), bundles_(std::move(bundles)) {
    for (const Bundle& bundle : bundles_) {
      begins_.push_back(static_cast<std::uint32_t>(hops_.size()));
      hops_.insert(hops_.end(), bundle.links.begin(), bundle.links.end());
    }
    is_there_.resize(bundles_.size());
    shares_.reset(capacities_, hops_);
    for (std::uint32_t i = 0; i < bundles_.size(); ++i) {
      if (bundles_[i].weight > 0) put_in(shares_, i);
    }
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void set_weight(std::uint32_t bundle, std::int64_t weight) {
    bundles_[bundle].weight = weight;
    if (is_there_[bundle]) {
      shares_.set_weight(bundle, weight);
    } else if (weight > 0) {
      put_in(shares_, bundle);
    }
  }
  void set_capacity(LinkIndex link, Rate capacity) {
    capacities_[link] = capacity;
    shares_.set_capacity(link, capacity);
  }
  void solve() {
    shares_.solve();
    for (std::size_t i = 0; i < bundles_.size(); ++i) is_there_[i] = bundles_[i].weight > 0;
  }

  /// In 2^-64 bytes a nanosecond, by bundle.
  std::vector<Rate> levels() const { return levels_of(shares_); }
  /// The same from a solver that has seen nothing before.
  std::vector<Rate> levels_from_nothing() {
    FluidShares fresh;
    fresh.reset(capacities_, hops_);
    for (std::uint32_t i = 0; i < bundles_.size(); ++i) {
      if (bundles_[i].weight > 0) put_in(fresh, i);
    }
    fresh.solve();
    return levels_of(fresh);
  }
  /// The definition: no link over its capacity, and each bundle at its cap or on a full link on
  /// which none is faster. Full to less than one unit a weight: levels are rounded down.
  bool is_fair() const {
    std::vector<Rate> used(capacities_.size(), 0);
    std::vector<std::int64_t> weights(capacities_.size(), 0);
    std::vector<Rate> fastest(capacities_.size(), 0);
    const std::vector<Rate> level = levels();
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      for (const LinkIndex link : bundles_[i].links) {
        used[link] += level[i] * static_cast<std::uint64_t>(bundles_[i].weight);
        weights[link] += bundles_[i].weight;
        fastest[link] = std::max(fastest[link], level[i]);
      }
    }
    const auto is_bottleneck = [&](std::size_t bundle, LinkIndex link) {
      return capacities_[link] - used[link] < static_cast<Rate>(weights[link]) &&
             level[bundle] == fastest[link];
    };
    for (std::size_t link = 0; link < used.size(); ++link) {
      if (used[link] > capacities_[link]) return false;
    }
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      const Bundle& bundle = bundles_[i];
      if (bundle.weight == 0 || level[i] == bundle.cap) continue;
      if (level[i] > bundle.cap) return false;
      if (std::none_of(bundle.links.begin(), bundle.links.end(),
                       [&](LinkIndex link) { return is_bottleneck(i, link); })) {
        return false;
      }
    }
    return true;
  }
  std::uint64_t work() const { return shares_.work(); }
  bool has_changed(std::uint32_t bundle) const {
    const auto changed = shares_.changed();
    return std::count(changed.begin(), changed.end(), bundle) == 1;
  }

 private:
  void put_in(FluidShares& shares, std::uint32_t index) {
    const auto count = static_cast<std::uint32_t>(bundles_[index].links.size());
    shares.add(index, begins_[index], count, bundles_[index].cap);
    shares.set_weight(index, bundles_[index].weight);
    if (&shares == &shares_) is_there_[index] = true;
  }
  std::vector<Rate> levels_of(const FluidShares& shares) const {
    std::vector<Rate> levels;
    for (std::uint32_t i = 0; i < bundles_.size(); ++i) {
      levels.push_back(bundles_[i].weight > 0 ? shares.level(i) : 0);
    }
    return levels;
  }

  std::vector<Rate> capacities_;
  std::vector<Bundle> bundles_;
  std::vector<LinkIndex> hops_;
  std::vector<std::uint32_t> begins_;
  std::vector<bool> is_there_;
  FluidShares shares_;
};

bool are_close(const std::vector<Rate>& a, const std::vector<Rate>& b, Rate units) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](Rate one, Rate other) {
    return std::max(one, other) - std::min(one, other) <= units;
  });
}

/// Few different capacities and caps, so that many levels are equal.
Rate random_capacity(Draw& draw) { return kOne * static_cast<Rate>(50 * draw.between(0, 4)); }

Bundle random_bundle(Draw& draw, std::int64_t links) {
  Bundle bundle;
  for (std::int64_t hops = draw.between(1, 5); hops > 0; --hops) {
    const auto link = static_cast<LinkIndex>(draw.between(0, links - 1));
    const auto end = bundle.links.end();
    if (std::find(bundle.links.begin(), end, link) == end) bundle.links.push_back(link);
  }
  if (draw.between(0, 2) == 0) bundle.cap = kOne * static_cast<Rate>(draw.between(1, 60));
  return bundle;
}

void change_something(Draw& draw, Scene& scene, std::int64_t links, std::int64_t bundles) {
  if (draw.between(0, 9) == 0) {
    const auto link = static_cast<LinkIndex>(draw.between(0, links - 1));
    scene.set_capacity(link, random_capacity(draw));
  } else {
    const auto bundle = static_cast<std::uint32_t>(draw.between(0, bundles - 1));
    scene.set_weight(bundle, std::max<std::int64_t>(0, draw.between(-4, 5)));
  }
}

}  // namespace

TEST_CASE("shares are fair to the last unit after every change, as if solved from nothing",
          "[fluid]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Draw draw(seed);
    const std::int64_t links = draw.between(1, 12);
    const std::int64_t count = draw.between(1, 30);
    std::vector<Rate> capacities;
    for (std::int64_t i = 0; i < links; ++i) capacities.push_back(random_capacity(draw));
    std::vector<Bundle> bundles;
    for (std::int64_t i = 0; i < count; ++i) bundles.push_back(random_bundle(draw, links));
    Scene scene(capacities, bundles);
    for (int step = 0; step < 60; ++step) {
      for (std::int64_t more = draw.between(1, 3); more > 0; --more) {
        change_something(draw, scene, links, count);
      }
      scene.solve();
      INFO("step " << step);
      REQUIRE(scene.is_fair());
      // Of links that are full at the same level, one is first and rounds: a unit a weight.
      REQUIRE(are_close(scene.levels(), scene.levels_from_nothing(), 1000));
    }
  }
}

TEST_CASE("levels are quotients rounded down", "[fluid]") {
  // Three on 50 B/ns: 50/3. The third shares the other link with two more units of weight:
  // 2 x its level and what the first link leaves of it.
  Scene scene(
      {50 * kOne, 50 * kOne},
      {{.links = {0}, .weight = 2}, {.links = {0, 1}, .weight = 1}, {.links = {1}, .weight = 2}});
  scene.solve();
  const Rate third = 50 * kOne / 3;
  CHECK(scene.levels() == std::vector<Rate>{third, third, (50 * kOne - third) / 2});
}

TEST_CASE("a change solves only what it reaches", "[fluid]") {
  // Links 0, 1 and 2 in a row, link 3 apart.
  //   0: eight bundles at 50/8 B/ns; the last of them also passes link 1
  //   1: that one, and one that is alone with the rest of the link: 43.75 B/ns
  //   3: two bundles at 25 B/ns
  std::vector<Bundle> bundles;
  for (int i = 0; i < 7; ++i) bundles.push_back({.links = {0}, .weight = 1});
  bundles.push_back({.links = {0, 1}, .weight = 1});
  bundles.push_back({.links = {1, 2}, .weight = 1});
  bundles.push_back({.links = {3}, .weight = 1});
  bundles.push_back({.links = {3}, .weight = 1});
  bundles.push_back({.links = {1}, .weight = 0});
  bundles.push_back({.links = {2}, .cap = kOne, .weight = 0});
  Scene scene({50 * kOne, 50 * kOne, 100 * kOne, 50 * kOne}, bundles);
  scene.solve();
  CHECK(scene.work() == 11);

  SECTION("not what lies at lower levels, nor what is apart") {
    scene.set_weight(11, 1);
    scene.solve();
    // The new one, and the one it shares the rest of link 1 with.
    CHECK(scene.work() == 13);
    CHECK(scene.levels()[8] == (50 * kOne - 50 * kOne / 8) / 2);
    CHECK_FALSE(scene.has_changed(7));
  }
  SECTION("nothing for a bundle at its cap where there is room") {
    scene.set_weight(12, 5);
    scene.solve();
    CHECK(scene.levels()[12] == kOne);
    scene.set_weight(12, 3);
    scene.solve();
    scene.set_weight(12, 0);
    scene.solve();
    CHECK(scene.work() == 11);
  }
  SECTION("what is at a lower level when it is reached after all") {
    // With eleven more on link 1, all of it is at 50/13 B/ns, below link 0; its seven others rise.
    scene.set_weight(11, 11);
    scene.solve();
    CHECK(scene.levels()[7] == 50 * kOne / 13);
    CHECK(scene.levels()[0] == (50 * kOne - 50 * kOne / 13) / 7);
    CHECK(scene.work() == 11 + 10);  // all but the two on link 3
  }
  SECTION("the same levels again are no change") {
    scene.set_weight(0, 0);
    scene.set_weight(11, 1);
    scene.solve();
    scene.set_weight(0, 1);
    scene.set_weight(11, 0);
    const std::vector<Rate> before = scene.levels();
    scene.solve();
    CHECK_FALSE(scene.has_changed(9));
    CHECK(scene.levels() != before);
    CHECK(scene.levels() == scene.levels_from_nothing());
  }
}

TEST_CASE("a route may be longer than what a bundle keeps at hand", "[fluid]") {
  std::vector<Rate> capacities(40, 50 * kOne);
  capacities[33] = 20 * kOne;
  Bundle longest{.links = {}, .weight = 1};
  for (LinkIndex link = 0; link < 40; ++link) longest.links.push_back(link);
  Scene scene(capacities, {longest, {.links = {39}, .weight = 1}});
  scene.solve();
  CHECK(scene.levels() == std::vector<Rate>{20 * kOne, 30 * kOne});
}

}  // namespace eastwest::network_test
