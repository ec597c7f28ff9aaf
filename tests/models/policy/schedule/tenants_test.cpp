// The schedules drf and fair-share: shares, quotas, what is borrowed and given back.
#include "tests/models/policy/schedule/site_play.hpp"

namespace eastwest {

namespace {

/// tenants: {a: {KEY: VALUE}, …}
Values tenants(const std::string& key, const std::vector<std::pair<std::string, double>>& values) {
  std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>> named;
  for (const auto& [name, value] : values) {
    Parameters group;
    group.set(key, value);
    named.emplace_back(name, std::make_shared<const Parameters>(std::move(group)));
  }
  return {{"tenants", named}};
}

void queue_for(SiteStage& site, int tenant, std::int64_t size, int count = 1) {
  site.terms.tenant = TenantId{tenant};
  for (int i = 0; i < count; ++i) site.queue(size);
}

/// Accelerators that run, by tenant.
std::vector<std::int64_t> held(const SiteStage& site) {
  std::vector<std::int64_t> sums(3);
  for (const int number : site.running()) {
    sums[site.job(number).tenant.index()] += site.job(number).accelerators;
  }
  return sums;
}

}  // namespace

TEST_CASE("drf gives to whom has least", "[schedule]") {
  SiteStage site("drf", 8);
  queue_for(site, 0, 2, 3);  // 0, 1, 2 of a
  queue_for(site, 1, 3, 2);  // 3, 4 of b
  // a 2, b 3, a 4 (2 < 3); then b's 3 do not fit into 8 - 7, nor a's 2.
  CHECK(site.ask() == Numbers{0, 3, 1});
  CHECK(held(site) == std::vector<std::int64_t>{4, 3, 0});
  // b's ends: b has nothing and goes first.
  CHECK(site.ask({3}) == Numbers{4});
  // One of a's ends: 3 are free, a has 2.
  CHECK(site.ask({0}) == Numbers{2});
}

TEST_CASE("drf: weighted shares of tenants who want more than they get", "[schedule]") {
  SiteStage site("drf", 16, tenants("weight", {{"c", 2}}));
  for (int tenant = 0; tenant < 3; ++tenant) queue_for(site, tenant, 1, 20);
  site.ask();
  // 16 x 1/4, 1/4, 2/4
  CHECK(held(site) == std::vector<std::int64_t>{4, 4, 8});
}

TEST_CASE("drf: shares stay within one job of max-min while all want more",
          "[schedule][property]") {
  const std::vector<double> weights = {1, 2, 5};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    std::vector<PlayedJob> jobs;
    const RandomSource random(seed, 0);
    // Everybody has 200 jobs waiting from the beginning.
    for (std::uint64_t i = 0; i < 600; ++i) {
      PlayedJob job{
          .run_s = 1 + static_cast<std::int64_t>(random.uniform(0, i, Purpose::run_time) * 100)};
      job.terms.tenant = TenantId(static_cast<std::int32_t>(i % 3));
      jobs.push_back(job);
    }
    SiteStage site("drf", 40, tenants("weight", {{"a", 1}, {"b", 2}, {"c", 5}}));
    bool fair = true;
    play(
        site, jobs,
        [&](const SiteStage& at, const Numbers& waiting) {
          std::vector<int> wants(3);
          for (const int number : waiting) ++wants[at.job(number).tenant.index()];
          const auto shares = held(at);
          CHECK((waiting.empty() || at.free() == 0));
          if (wants[0] * wants[1] * wants[2] == 0) return;
          // 40 x 1/8, 2/8, 5/8: whoever is below is served first when anything is free.
          fair = fair && shares == std::vector<std::int64_t>{5, 10, 25};
        },
        300);
    CHECK(fair);
  }
}

TEST_CASE("fair-share: what is idle is borrowed, and given back on demand", "[schedule]") {
  SiteStage site("fair-share", 8, tenants("quota", {{"a", 0.5}, {"b", 0.5}}));
  queue_for(site, 0, 2, 5);
  CHECK(site.ask_at(0) == Numbers{0, 1, 2, 3});  // 4 are a's own, 4 borrowed
  queue_for(site, 1, 3);
  CHECK(site.ask_at(10) == Numbers{5});
  CHECK(site.suspended() == Numbers{3, 2});  // the last first; 2 + 2 for 3
  CHECK(site.ask_at(10).empty());            // 1 is idle: too little for anybody
  // b needs 2 more and is at 3 of 4: beyond its quota it only borrows.
  queue_for(site, 1, 2);
  CHECK(site.ask_at(11).empty());
  // When one of a's own ends, a is within its quota again: 2 goes on.
  CHECK(site.ask_at(20, {0}) == Numbers{2});
  // b's first ends: 4 free. b is at 0 and starts its 2; the other 2 are borrowed by a.
  CHECK(site.ask_at(30, {5}) == Numbers{6, 3});
}

TEST_CASE("fair-share: a tenant without a quota has what nobody else wants", "[schedule]") {
  SiteStage site("fair-share", 8, tenants("quota", {{"a", 0.25}}));
  queue_for(site, 2, 4, 3);
  CHECK(site.ask_at(0) == Numbers{0, 1});
  queue_for(site, 0, 2);
  CHECK(site.ask_at(1) == Numbers{3});
  CHECK(site.suspended() == Numbers{1});
  queue_for(site, 0, 2);  // a is at its quota and borrows the rest, before c
  CHECK(site.ask_at(1) == Numbers{4});
}

TEST_CASE("fair-share: nobody else takes what is being given back", "[schedule]") {
  SiteStage site("fair-share", 8, tenants("quota", {{"a", 0.5}, {"b", 0.5}}));
  site.saves();
  queue_for(site, 0, 4, 2);
  CHECK(site.ask_at(0) == Numbers{0, 1});
  queue_for(site, 1, 4);
  CHECK(site.ask_at(1).empty());
  CHECK(site.suspended() == Numbers{1});
  queue_for(site, 2, 1);
  CHECK(site.ask_at(2).empty());
  CHECK(site.suspended().empty());  // once is enough
  site.saved();
  CHECK(site.ask_at(3) == Numbers{2});
}

TEST_CASE("fair-share with reclaim: wait suspends nobody", "[schedule]") {
  Values values = tenants("quota", {{"a", 0.5}, {"b", 0.5}});
  values["reclaim"] = std::string("wait");
  SiteStage site("fair-share", 8, values);
  queue_for(site, 0, 4, 3);
  CHECK(site.ask_at(0) == Numbers{0, 1});
  queue_for(site, 1, 4);
  CHECK(site.ask_at(1).empty());
  CHECK(site.suspended().empty());
  CHECK(site.ask_at(2, {0}) == Numbers{3});  // b before a's third
}

TEST_CASE("fair-share and drf leave nothing idle that a first job could use",
          "[schedule][property]") {
  for (const char* schedule : {"drf", "fair-share"}) {
    const bool is_fair_share = std::string(schedule) == "fair-share";
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(schedule, seed);
      const std::vector<PlayedJob> jobs = drawn_play(seed, 150, 1);
      SiteStage site(schedule, 2,
                     is_fair_share ? tenants("quota", {{"a", 0.5}, {"b", 0.5}}) : Values{});
      bool idle = false;
      const Played played = play(site, jobs, [&idle](const SiteStage& at, const Numbers& waiting) {
        idle = idle || (!waiting.empty() && at.free() > 0);
      });
      CHECK_FALSE(idle);
      CHECK((played.suspensions > 0) == is_fair_share);
      CHECK(std::count(played.ends_s.begin(), played.ends_s.end(), -1) == 0);
    }
  }
}

}  // namespace eastwest
