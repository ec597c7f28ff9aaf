// What replication policies ask for, in a picture made by hand.
#include <map>

#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/sim/engine/data_stage.hpp"

namespace eastwest {

namespace {

/// Two sites: left in the West, right in the East; sets a and b.
class Picture final : public ReplicationView, public DataView {
 public:
  Picture() {
    plan_.sites.resize(2);
    for (const char* name : {"a", "b"}) {
      plan_.sets.push_back({.name = name, .size = Bytes{10}, .places = {NodeId{1}}});
    }
    for (SiteStorage& site : plan_.sites) site.cold.capacity = 15;
  }
  [[nodiscard]] Date now() const override { return date; }
  [[nodiscard]] const World& world() const override { return world_; }
  [[nodiscard]] const Topology& topology() const override { return topology_; }
  [[nodiscard]] const DataView& data() const override { return *this; }
  [[nodiscard]] const std::vector<SetRequests>& requests() const override { return asked; }
  [[nodiscard]] Date last_asked(DataSetId set) const override { return last.at(set); }
  [[nodiscard]] bool has(DataSetId set, SiteId site, PoolKind kind) const override {
    const auto found = copies.find({set, site});
    return found != copies.end() && found->second == kind;
  }
  [[nodiscard]] const DataPlan& plan() const override { return plan_; }
  [[nodiscard]] std::span<const SiteId> holders(DataSetId) const override { return {}; }
  [[nodiscard]] StoredBytes free(SiteId site, PoolKind kind) const override {
    return plan_.pool(site, kind).capacity;
  }
  [[nodiscard]] bool can_reach(DataSetId, SiteId) const override { return true; }
  [[nodiscard]] std::optional<double> staging_seconds(DataSetId, SiteId) const override {
    return 1;
  }

  Date date = kStart + std::chrono::hours{24 * 40};
  std::vector<SetRequests> asked;
  std::map<DataSetId, Date> last = {{DataSetId{0}, kStart}, {DataSetId{1}, kStart}};
  std::map<std::pair<DataSetId, SiteId>, PoolKind> copies;

 private:
  World world_ = engine_test::two_sites(8, 8);
  Topology topology_{world_};
  DataPlan plan_;
};

std::string orders_of(const char* policy, const Picture& picture,
                      const std::map<std::string, Parameters::Value>& given = {}) {
  const ModelRegistries models = builtin_models();
  const auto& entry = models.replications.at(policy);
  const auto made = entry.make(with_defaults(entry.description.schema, given), picture.world());
  std::vector<CopyOrder> orders;
  made->decide(picture, orders);
  std::string text;
  for (const CopyOrder& order : orders) {
    text += fmt::format("{}{} to {} {}", text.empty() ? "" : ", ", order.set.value,
                        order.site.value, to_text(order.pool));
  }
  return text;
}

}  // namespace

TEST_CASE("popular copies what is asked for most to who asks most", "[replication]") {
  Picture picture;
  picture.asked = {{DataSetId{0}, SiteId{0}, 3},
                   {DataSetId{0}, SiteId{1}, 5},
                   {DataSetId{1}, SiteId{0}, 5},
                   {DataSetId{1}, SiteId{1}, 1}};
  CHECK(orders_of("popular", picture) == "0 to 1 hot");
  CHECK(orders_of("popular", picture, {{"copies", std::int64_t{9}}}) ==
        "0 to 1 hot, 1 to 0 hot, 0 to 0 hot");
  CHECK(orders_of("popular", picture, {{"threshold", std::int64_t{6}}}).empty());
  // Where it is, it need not go.
  picture.copies[{DataSetId{0}, SiteId{1}}] = PoolKind::cold;
  CHECK(orders_of("popular", picture) == "1 to 0 hot");
}

TEST_CASE("west-archive sends cold sets West, each once, where there is room", "[replication]") {
  Picture picture;
  // Both have been cold for 40 days, the western pool of 15 B has room for one of 10 B.
  CHECK(orders_of("west-archive", picture) == "0 to 0 cold");
  picture.last[DataSetId{0}] = picture.date - std::chrono::hours{24};
  CHECK(orders_of("west-archive", picture) == "1 to 0 cold");
  picture.copies[{DataSetId{1}, SiteId{0}}] = PoolKind::cold;
  CHECK(orders_of("west-archive", picture).empty());
}

TEST_CASE("who keeps what is staged", "[replication]") {
  const ModelRegistries models = builtin_models();
  const World world = engine_test::two_sites(1, 1);
  const auto keeps = [&](const char* name) {
    const auto& entry = models.replications.at(name);
    return entry.make(with_defaults(entry.description.schema, {}), world)->keeps_what_is_staged();
  };
  CHECK_FALSE(keeps("none"));
  CHECK(keeps("on-demand"));
  CHECK_FALSE(keeps("popular"));
  CHECK(keeps("west-archive"));
}

}  // namespace eastwest
