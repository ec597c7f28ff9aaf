// Parameters from YAML: types, units, ranges, names and defaults, each mistake with its place and
// hint.
#include "sim/scenario/parameter_reader.hpp"

#include <string>
#include <utility>

#include "sim/text/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/fake_catalogue.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

struct Reading {
  Parameters parameters;
  std::string mistakes;
  std::string resolved;
};

Reading read(const Schema& schema, const std::string& text) {
  static const FakeCatalogue catalogue;
  Diagnostics diagnostics;
  ParameterReader reader(catalogue, diagnostics);
  YamlNode resolved;
  Parameters parameters = reader.read(parse_yaml(text, "s.yaml"), schema, "", &resolved);
  return {std::move(parameters), diagnostics.text(), to_yaml(resolved)};
}

Parameter key(std::string name, ParameterKind kind, std::string fallback = {}) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.kind = kind;
  parameter.fallback = std::move(fallback);
  return parameter;
}

/// The first line of the only mistake, behind "s.yaml:".
std::string mistake(const Parameter& parameter, const std::string& value) {
  const std::string text = read({parameter}, parameter.name + ": " + value).mistakes;
  return text.empty() ? text : text.substr(7, text.find('\n') - 7);
}

Law law_of(const std::string& text, Dimension dimension = Dimension::duration) {
  Parameter law = key("x", ParameterKind::law);
  law.dimension = dimension;
  const Reading reading = read({law}, "x: " + text);
  INFO(reading.mistakes);
  REQUIRE(reading.mistakes.empty());
  return reading.parameters.law("x");
}

std::string law_mistake(const std::string& text) {
  Parameter law = key("x", ParameterKind::law);
  law.dimension = Dimension::duration;
  return mistake(law, text);
}

}  // namespace

TEST_CASE("simple values are read, checked and refused with what was expected") {
  Parameter count = key("n", ParameterKind::count);
  count.minimum = 1;
  count.maximum = 1000;
  CHECK(read({count}, "n: 12").parameters.count("n") == 12);
  CHECK(read({count}, "n: 1_000").parameters.count("n") == 1000);
  CHECK(read({count}, "n: 1e3").parameters.count("n") == 1000);
  CHECK(mistake(count, "0") == "1:4: error: n: '0' is out of range");
  CHECK(mistake(count, "1.5") == "1:4: error: n: '1.5' is not a whole number");
  CHECK(mistake(count, "[1]") == "1:4: error: n: a whole number is needed, here is a list");

  Parameter delay = key("d", ParameterKind::quantity);
  delay.dimension = Dimension::duration;
  delay.minimum = 0;
  delay.maximum = 3600;
  CHECK(read({delay}, "d: 20 ms").parameters.number("d") == 0.02);
  CHECK(mistake(delay, "20") == "1:4: error: d: \"20\" has no unit");
  CHECK(mistake(delay, "2 h") == "1:4: error: d: '2 h' is out of range");
  CHECK(read({delay}, "d: 2 h").mistakes.find("hint: it must be between 0 s and 1 h") !=
        std::string::npos);
  CHECK(mistake(delay, "-1 s") == "1:4: error: d: '-1 s' is out of range");

  const Parameter flag = key("f", ParameterKind::boolean);
  CHECK(read({flag}, "f: true").parameters.boolean("f"));
  CHECK(mistake(flag, "yes") == "1:4: error: f: 'yes' is neither true nor false");

  Parameter choice = key("c", ParameterKind::choice);
  choice.choices = {"plain", "packed"};
  CHECK(read({choice}, "c: packed").parameters.text("c") == "packed");
  CHECK(read({choice}, "c: paked").mistakes.find("did you mean 'packed'?") != std::string::npos);

  const Parameter date = key("t", ParameterKind::date);
  CHECK(read({date}, "t: 2025-07-07").parameters.text("t") == "2025-07-07 00:00");
  CHECK(mistake(date, "2025-02-30") == "1:4: error: t: '2025-02-30' is no date");

  Parameter numbers = key("l", ParameterKind::numbers);
  numbers.minimum = 0;
  CHECK(read({numbers}, "l: [1, 2.5]").parameters.numbers("l") == std::vector<double>{1, 2.5});
  CHECK(mistake(numbers, "[1, -2]") == "1:8: error: l[1]: '-2' is out of range");
  CHECK(mistake(numbers, "1") ==
        "1:4: error: l: a list of numbers is needed, here is a single value");

  const Parameter texts = key("l", ParameterKind::texts);
  CHECK(read({texts}, "l: [a, 1]").parameters.texts("l") == std::vector<std::string>{"a", "1"});
  const Parameter columns = key("m", ParameterKind::columns);
  CHECK(read({columns}, "m: {submit: t, gpus: n}").parameters.columns("m").at("gpus") == "n");
  CHECK(mistake(columns, "{a: [x]}") == "1:8: error: m.a: a text is needed, here is a list");
}

TEST_CASE("keys: unknown, missing, absent and default") {
  Parameter needed = key("needed", ParameterKind::text);
  needed.required = true;
  needed.help = "what it is for";
  const Schema schema = {needed, key("colour", ParameterKind::text, "red"),
                         key("extra", ParameterKind::text)};
  const Reading right = read(schema, "needed: x");
  CHECK(right.mistakes.empty());
  CHECK(right.parameters.text("colour") == "red");
  CHECK_FALSE(right.parameters.has("extra"));
  CHECK(right.resolved == "needed: x\ncolour: red\n");
  CHECK(read(schema, "needed: x\ncolour:\n").parameters.text("colour") == "red");

  CHECK(read(schema, "color: x\n").mistakes ==
        "s.yaml:1:1: error: the key 'needed' is missing\n  color: x\n  ^\n"
        "  hint: add needed: … (what it is for)\n"
        "s.yaml:1:1: error: color: there is no key 'color' here\n  color: x\n  ^\n"
        "  hint: did you mean 'colour'?");
  std::string many = "needed: x\n";
  for (int i = 0; i < 5000; ++i) many += "zz" + std::to_string(i) + ": 1\n";
  CHECK(read(schema, many).mistakes.find("more unknown keys follow") != std::string::npos);
  CHECK(read(schema, "[1]").mistakes.find("a mapping is needed, here is a list") !=
        std::string::npos);
}

TEST_CASE("files are relative to the file that names them, and must be readable") {
  const TemporaryFolder folder;
  folder.write("data/t.csv", "a\n1\n");
  const std::string scenario =
      folder.write("study/s.yaml", "file: ../data/t.csv\nlost: none.csv\n");
  const FakeCatalogue catalogue;
  Diagnostics diagnostics;
  ParameterReader reader(catalogue, diagnostics);
  reader.set_resolved_folder(folder.file("study"));
  YamlNode resolved;
  const Parameters keys = reader.read(
      read_yaml_file(scenario),
      {key("file", ParameterKind::file), key("lost", ParameterKind::file)}, "", &resolved);
  CHECK(keys.text("file") == folder.file("data/t.csv"));
  CHECK(to_yaml(resolved) == "file: ../data/t.csv\n");
  REQUIRE(reader.input_files().size() == 1);
  CHECK(reader.input_files()[0].sha256 == sha256("a\n1\n"));
  CHECK_FALSE(keys.has("lost"));
  CHECK(diagnostics.text().find("none.csv': no such file") != std::string::npos);
}

TEST_CASE("laws are read in the units of what they describe") {
  CHECK(std::get<Law::Constant>(law_of("4 h").kind()).value == 14'400);
  CHECK(std::get<Law::Constant>(law_of("{constant: 4 h}").kind()).value == 14'400);
  const auto uniform = std::get<Law::Uniform>(law_of("{uniform: [1 min, 2 min]}").kind());
  CHECK(uniform.low == 60);
  CHECK(uniform.high == 120);
  CHECK(std::get<Law::Exponential>(law_of("{exponential: {mean: 2 h}}").kind()).mean == 7200);
  const auto by_sigma = law_of("{lognormal: {median: 2 h, sigma: 1.5}, min: 1 min, max: 14 d}");
  CHECK(std::get<Law::Lognormal>(by_sigma.kind()).log_standard_deviation == 1.5);
  CHECK(by_sigma.minimum() == 60);
  CHECK(by_sigma.maximum() == 14 * 86'400.0);
  // mean = median exp(sigma^2 / 2): ln 3 = sigma^2 / 2, sigma = 1.48230…
  const auto by_mean = law_of("{lognormal: {mean: 6 h, median: 2 h}}");
  CHECK(std::get<Law::Lognormal>(by_mean.kind()).log_standard_deviation ==
        Approx(1.4823038073675112).epsilon(1e-14));
  CHECK(by_mean.mean() == Approx(6 * 3600.0).epsilon(1e-9));
  CHECK(std::get<Law::Weibull>(law_of("{weibull: {scale: 1 h, shape: 0.5}}").kind()).shape == 0.5);
  CHECK(std::get<Law::Pareto>(law_of("{pareto: {scale: 1 h, shape: 2}}").kind()).scale == 3600);
  const auto choice =
      std::get<Law::Choice>(law_of("{choice: {1: 0.5, 8: 0.3}}", Dimension::number).kind());
  CHECK(choice.value_weights.size() == 2);
}

TEST_CASE("laws that are wrong say what and where") {
  CHECK(law_mistake("4") == "1:4: error: x: \"4\" has no unit");
  CHECK(law_mistake("[1 h]") == "1:4: error: x: a quantity or a law is needed, here is a list");
  CHECK(law_mistake("{}") == "1:4: error: x: no law is named");
  CHECK(law_mistake("{expnential: {mean: 2 h}}") ==
        "1:5: error: x.expnential: there is no law 'expnential'");
  CHECK(law_mistake("{constant: 1 h, uniform: [1 h, 2 h]}") ==
        "1:20: error: x.uniform: a second law");
  CHECK(law_mistake("{uniform: [1 h]}") == "1:14: error: x.uniform: two ends are needed");
  CHECK(law_mistake("{uniform: [2 h, 1 h]}").find("the law is wrong") != std::string::npos);
  CHECK(law_mistake("{lognormal: {median: 2 h}}") ==
        "1:16: error: x.lognormal: the spread is missing: mean or sigma");
  CHECK(law_mistake("{lognormal: {median: 2 h, mean: 1 h}}") ==
        "1:16: error: x.lognormal: the mean must be above the median, and both above 0");
  CHECK(law_mistake("{exponential: {men: 2 h, mean: 1 h}}") ==
        "1:19: error: x.exponential.men: there is no key 'men' here");
  CHECK(law_mistake("{exponential: {mean: 2 h}, min: 3 h, max: 2 h}").find("the law is wrong") !=
        std::string::npos);
  CHECK(law_mistake("{choice: {1 h: -1}}").find("the law is wrong") != std::string::npos);
}

TEST_CASE("models are a name or a mapping, unknown names list what exists") {
  const FakeCatalogue catalogue;
  const auto read_one = [&](const std::string& text, const char* family, std::string* resolved) {
    Diagnostics diagnostics;
    ParameterReader reader(catalogue, diagnostics);
    YamlNode node;
    const auto choice = reader.read_model(parse_yaml(text, "s.yaml"), family, family, &node);
    if (resolved != nullptr) *resolved = to_yaml(node);
    return std::make_pair(choice, diagnostics.text());
  };
  std::string resolved;
  auto [platform, none] = read_one("province", "platform", &resolved);
  REQUIRE(platform.has_value());
  CHECK(platform->name == "province");
  CHECK(platform->parameters.number("refresh") == 300);
  CHECK(resolved == "scope: province\nrefresh: 5 min\n");
  auto [network, no_mistake] = read_one("{routes: 3}", "network", &resolved);
  REQUIRE(network.has_value());
  CHECK(network->name == "simgrid");
  CHECK(no_mistake.empty());

  CHECK(read_one("{refresh: 1 min}", "platform", nullptr).second ==
        "s.yaml:1:1: error: platform: the key 'scope' is missing\n  {refresh: 1 min}\n  ^\n"
        "  hint: scopes: nation, province");
  CHECK(read_one("{scope: provnce}", "platform", nullptr).second.find("did you mean 'province'?") !=
        std::string::npos);
  CHECK(read_one("{scope: nation, refesh: 1 min}", "platform", nullptr)
            .second.find("platform.refesh: there is no key 'refesh' here") != std::string::npos);
  CHECK(read_one("[nation]", "platform", nullptr).second.find("here is a list") !=
        std::string::npos);
  CHECK(read_one("zzz", "dispatch", nullptr).second.find("policies: scored, fixed, near") !=
        std::string::npos);
}

TEST_CASE("lists of models and weights") {
  const FakeCatalogue catalogue;
  const auto dispatch = [&](const std::string& text, std::string* mistakes = nullptr) {
    Diagnostics diagnostics;
    ParameterReader reader(catalogue, diagnostics);
    YamlNode node;
    auto choice = reader.read_model(parse_yaml(text, "s.yaml"), "dispatch", "dispatch", &node);
    if (mistakes != nullptr) *mistakes = diagnostics.text();
    return std::make_pair(std::move(choice), to_yaml(node));
  };
  const auto [full, resolved] = dispatch(
      "{filter: [fits, {policy: circle, latency: 5 ms}], score: {cheapest: 0.7, steady: {weight: "
      "0.3, span: 2 h}}}");
  REQUIRE(full.has_value());
  const auto& filters = full->parameters.models("filter");
  REQUIRE(filters.size() == 2);
  CHECK(filters[1].parameters.number("latency") == 0.005);
  const auto& scores = full->parameters.weights("score");
  REQUIRE(scores.size() == 2);
  CHECK(scores[0].second == 0.7);
  CHECK(scores[1].second == 0.3);
  CHECK(scores[1].first.parameters.number("span") == 7200);
  CHECK(resolved ==
        "policy: scored\nfilter:\n  - fits\n  -\n    policy: circle\n    latency: 5 ms\n"
        "score:\n  cheapest: 0.7\n  steady:\n    weight: 0.3\n    span: 2 h\n");

  const auto by_name = dispatch("{score: cheapest}").first;
  REQUIRE(by_name.has_value());
  CHECK(by_name->parameters.weights("score")[0].second == 1);

  std::string mistakes;
  static_cast<void>(dispatch("{score: {cheapest: 0}}", &mistakes));
  CHECK(mistakes.find("dispatch.score.cheapest: the weight '0' is not above 0") !=
        std::string::npos);
  static_cast<void>(dispatch("{score: {cheepest: 1}}", &mistakes));
  CHECK(mistakes.find("there is no score 'cheepest'") != std::string::npos);
  CHECK(mistakes.find("did you mean 'cheapest'?") != std::string::npos);
  static_cast<void>(dispatch("{filter: fits}", &mistakes));
  CHECK(mistakes.find("a list of names is needed") != std::string::npos);
  static_cast<void>(dispatch("{filter: [fits, cirle]}", &mistakes));
  CHECK(mistakes.find("dispatch.filter[1]: there is no filter 'cirle'") != std::string::npos);
}
