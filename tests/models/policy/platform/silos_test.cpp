// Who may see what: the silos of the platforms nation and province.
#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/sim/world/drawn_world.hpp"

namespace eastwest {

namespace {

PlatformRules rules_of(const std::string& scope, const World& world, const Values& values = {}) {
  static const ModelRegistries models = builtin_models();
  const auto& entry = models.platforms.at(scope);
  return entry.make(with_defaults(entry.description.schema, values), world);
}

/// "name: homes / sites", one line a silo.
std::string text_of(const PlatformRules& rules, const World& world) {
  std::string text;
  for (const Silo& silo : rules.silos) {
    text += silo.name + ":";
    for (const NodeId home : silo.homes) text += " " + world.nodes[home.index()].id;
    text += " /";
    for (const SiteId site : silo.sites) text += " " + world.sites[site.index()].id;
    text += "\n";
  }
  return text;
}

World mixed() {
  World world = drawn_world(
      "A --400G 10km-- B --400G 10km-- C --400G 10km-- D --400G 10km-- E\n"
      "B [1]\n"
      "D [1]\n"
      "A [1]\n");
  for (const char* id : {"p", "empty", "q"}) {
    world.provinces.push_back({.id = id, .name = id, .hub = "none"});
  }
  world.nodes[0].province = ProvinceId{0};
  world.nodes[1].province = ProvinceId{0};
  world.nodes[2].province = ProvinceId{2};
  world.sites[0].province = ProvinceId{0};
  world.sites[2].province = ProvinceId{0};
  return world;
}

}  // namespace

TEST_CASE("nation: one silo with everything, in order of id", "[platform]") {
  const World world = mixed();
  CHECK(text_of(rules_of("nation", world), world) == "nation: A B C D E / B D A\n");
}

TEST_CASE("province: own sites only, a province may have none, no province is one's own",
          "[platform]") {
  const World world = mixed();
  CHECK(text_of(rules_of("province", world), world) ==
        "p: A B / B A\n"
        "q: C /\n"
        "D: D / D\n"
        "E: E /\n");
}

TEST_CASE("the keys of a platform reach its rules", "[platform]") {
  const World world = mixed();
  const PlatformRules usual = rules_of("nation", world);
  CHECK(usual.refresh == std::chrono::minutes{5});
  CHECK(usual.matching_delay == Duration{0});
  CHECK(usual.remember_own);
  const PlatformRules other = rules_of(
      "province", world, {{"refresh", 0.0}, {"matching_delay", 1.5}, {"remember_own", false}});
  CHECK(other.refresh == Duration{0});
  CHECK(other.matching_delay == std::chrono::milliseconds{1500});
  CHECK_FALSE(other.remember_own);
}

}  // namespace eastwest
