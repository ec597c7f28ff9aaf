// Parameter values come back as what was set; asking for another name or kind is a defect.
#include "sim/base/parameter.hpp"

#include "sim/base/check.hpp"
#include "sim/base/registry.hpp"
#include "tests/catch.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("parameters give back what was set") {
  Parameters inner;
  inner.set("depth", std::int64_t{3});
  Parameters parameters;
  parameters.set("flag", true);
  parameters.set("count", std::int64_t{7});
  parameters.set("wait", 0.02);
  parameters.set("size", 1.5e12);
  parameters.set("name", std::string("Guian"));
  parameters.set("law", Law(Law::Constant{5}));
  parameters.set("numbers", std::vector<double>{1, 2});
  parameters.set("texts", std::vector<std::string>{"a"});
  parameters.set("columns", std::map<std::string, std::string>{{"submit", "t"}});
  parameters.set("group", std::make_shared<const Parameters>(inner));
  parameters.set("model", std::vector<ModelChoice>{{"fcfs", inner}});
  parameters.set("weights", std::vector<std::pair<ModelChoice, double>>{{{"home", {}}, 0.5}});

  CHECK(parameters.boolean("flag"));
  CHECK(parameters.count("count") == 7);
  CHECK(parameters.number("wait") == 0.02);
  CHECK(parameters.duration("wait") == 20ms);
  CHECK(parameters.bytes("size") == Bytes{1'500'000'000'000});
  CHECK(parameters.bit_rate("size") == BitsPerSecond{1'500'000'000'000});
  CHECK(parameters.text("name") == "Guian");
  CHECK(parameters.law("law").mean() == 5);
  CHECK(parameters.numbers("numbers") == std::vector<double>{1, 2});
  CHECK(parameters.texts("texts") == std::vector<std::string>{"a"});
  CHECK(parameters.columns("columns").at("submit") == "t");
  CHECK(parameters.group("group").count("depth") == 3);
  CHECK(parameters.model("model").name == "fcfs");
  CHECK(parameters.model("model").parameters.count("depth") == 3);
  CHECK(parameters.models("model").size() == 1);
  CHECK(parameters.weights("weights").front().second == 0.5);
}

TEST_CASE("setting a parameter again replaces it") {
  Parameters parameters;
  CHECK_FALSE(parameters.has("count"));
  parameters.set("count", std::int64_t{1});
  parameters.set("count", std::int64_t{2});
  CHECK(parameters.has("count"));
  CHECK(parameters.count("count") == 2);
}

TEST_CASE("a parameter of another name or kind is a defect") {
  Parameters parameters;
  parameters.set("count", std::int64_t{1});
  parameters.set("huge", 1e21);
  parameters.set("models", std::vector<ModelChoice>{{"a", {}}, {"b", {}}});
  CHECK_THROWS_AS(parameters.number("wait"), Defect);
  CHECK_THROWS_AS(parameters.number("count"), Defect);
  CHECK_THROWS_AS(parameters.bytes("huge"), Defect);
  CHECK_THROWS_AS(parameters.model("models"), Defect);
}

TEST_CASE("a registry keeps the order of its entries and refuses a name twice") {
  using Factory = int (*)();
  Registry<Factory> registry;
  const auto entry = [](std::string name, Factory make) {
    ModelDescription description;
    description.name = std::move(name);
    return Registered<Factory>{std::move(description), make};
  };
  registry.add(entry("sjf", [] { return 2; }));
  registry.add(entry("fcfs", [] { return 1; }));
  REQUIRE(registry.entries().size() == 2);
  CHECK(registry.entries().front().description.name == "sjf");
  CHECK(registry.at("fcfs").make() == 1);
  CHECK(registry.find("easy") == nullptr);
  CHECK_THROWS_AS(registry.at("easy"), Defect);
  CHECK_THROWS_AS(registry.add(entry("fcfs", [] { return 3; })), Defect);
}
