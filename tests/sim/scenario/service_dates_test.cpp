// What is part of a run, and what opens or closes during it.
#include "sim/scenario/world_draft.hpp"
#include "sim/world/accounts.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"

using namespace eastwest;

namespace {

const RunSpan kWeek{.begins = "2025-07-06 00:00", .ends = "2025-07-14 00:00"};

WorldCase week(const std::string& text, const std::string& as_of = {}) {
  WorldCase result;
  const std::string file = EASTWEST_SOURCE_DIR "/scenarios/test.yaml";
  Diagnostics diagnostics;
  result.world = read_world(parse_yaml(text, file), {.as_of = as_of, .run = kWeek}, file,
                            diagnostics, result.inputs);
  result.messages = diagnostics.text();
  result.failed = diagnostics.has_errors();
  return result;
}

}  // namespace

TEST_CASE("dates inside the run happen during it, others decide who is there") {
  const auto dates = [](const char* from, const char* until) {
    return service_dates(kWeek, from, until, "2025-06-30");
  };
  CHECK(dates("", "").is_part);
  CHECK(dates("", "").opens.empty());
  CHECK(dates("2025-06-30", "").is_part);
  CHECK_FALSE(dates("2025-07-01", "").is_part);  // after the vintage, before the run
  CHECK(dates("2025-07-09", "").opens == "2025-07-09");
  CHECK_FALSE(dates("2025-07-15", "").is_part);
  CHECK(dates("2020-01-01", "2025-07-10").closes == "2025-07-10");
  CHECK(dates("2020-01-01", "2025-07-20").closes.empty());
  CHECK_FALSE(dates("2020-01-01", "2025-06-30").is_part);
}

TEST_CASE("a scenario's own sites and trunks open and close") {
  const WorldCase read = week(
      "{nodes: {a: {}, b: {}}, sites: {a: {accelerators: 8}, b: {accelerators: 8, in_service: "
      "2025-07-09}, c: {accelerators: 8, in_service: 2025-08-01}},\n"
      "trunks: {ab: {from: a, to: b, length: 10 km, waves: 1, out_of_service: 2025-07-10 12:00}}}");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  REQUIRE(read.world.sites.size() == 2);
  CHECK(read.world.sites[1].opens == "2025-07-09 00:00");
  CHECK(read.world.trunks[0].closes == "2025-07-10 12:00");
  CHECK(read.says("'c' is not in service during the run and is left out"));
  CHECK(accounts(read.world).national.sites == 1);  // those in service at the beginning
}

TEST_CASE("dates of service in the wrong order are refused") {
  CHECK(week("{sites: {a: {accelerators: 8, in_service: 2025-07-09, out_of_service: 2025-07-08}}}")
            .says("'a' goes out of service before it comes into service"));
}

TEST_CASE("cables that open during the run leave the ports of the others alone") {
  // Six cables of the national tables are dated 2025-03-31.
  const std::string file = EASTWEST_SOURCE_DIR "/scenarios/test.yaml";
  Diagnostics diagnostics;
  std::vector<InputFile> inputs;
  const World during = read_world(
      parse_yaml("china", file),
      {.as_of = "2024-12-31", .run = {.begins = "2025-01-01 00:00", .ends = "2025-07-01 00:00"}},
      file, diagnostics, inputs);
  const World before =
      read_world(parse_yaml("china", file), {.as_of = "2024-12-31"}, file, diagnostics, inputs);
  REQUIRE_FALSE(diagnostics.has_errors());
  CHECK(before.trunks.size() == 180);
  REQUIRE(during.trunks.size() == 186);
  std::size_t later = 0;
  std::size_t at = 0;
  for (const Trunk& trunk : during.trunks) {
    if (!trunk.opens.empty()) {
      ++later;
      CHECK(trunk.opens == "2025-03-31");
      CHECK(trunk.waves >= 2);
      continue;
    }
    CHECK(trunk.id == before.trunks[at].id);
    CHECK(trunk.ports == before.trunks[at].ports);
    ++at;
  }
  CHECK(later == 6);
  CHECK(accounts(during).ports_400g == accounts(before).ports_400g);
}
