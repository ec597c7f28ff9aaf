// Implements the catalogue of the scenario reader's tests.
#include "tests/sim/scenario/fake_catalogue.hpp"

#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

ModelDescription model(std::string name, Schema schema = {}) {
  ModelDescription description;
  description.name = std::move(name);
  description.summary = "A model of the tests.";
  description.schema = std::move(schema);
  return description;
}

Parameter parameter(std::string name, ParameterKind kind) {
  Parameter result;
  result.name = std::move(name);
  result.kind = kind;
  return result;
}

Parameter quantity(std::string name, Dimension dimension, std::string fallback, double minimum,
                   double maximum) {
  Parameter result = parameter(std::move(name), ParameterKind::quantity);
  result.dimension = dimension;
  result.fallback = std::move(fallback);
  result.minimum = minimum;
  result.maximum = maximum;
  return result;
}

Schema stream_schema() {
  Parameter rate = quantity("rate", Dimension::rate, "", 0, 1e6);
  rate.required = true;
  Parameter run_time = parameter("run_time", ParameterKind::law);
  run_time.dimension = Dimension::duration;
  run_time.fallback = "2 h";
  Parameter scale = parameter("scale", ParameterKind::group);
  scale.group = {quantity("load", Dimension::fraction, "100 %", 0, 2)};
  scale.fallback = "{}";
  return {rate, run_time, scale};
}

}  // namespace

FakeCatalogue::FakeCatalogue() {
  Parameter file = parameter("file", ParameterKind::file);
  file.required = true;
  families_.push_back(
      {"workload", "kind", "", {model("stream", stream_schema()), model("trace", {file})}});
  const Schema refresh = {quantity("refresh", Dimension::duration, "5 min", 0, 86'400)};
  families_.push_back(
      {"platform", "scope", "", {model("nation", refresh), model("province", refresh)}});
  Parameter filter = parameter("filter", ParameterKind::models);
  filter.family = "filter";
  filter.fallback = "[fits]";
  Parameter score = parameter("score", ParameterKind::weights);
  score.family = "score";
  score.fallback = "nearest";
  families_.push_back(
      {"dispatch", "policy", "scored", {model("scored", {filter, score}), model("fixed")}});
  families_.push_back({"filter",
                       "policy",
                       "",
                       {model("fits"), model("circle", {quantity("latency", Dimension::duration,
                                                                 "20 ms", 0, 1)})}});
  families_.push_back({"score",
                       "policy",
                       "",
                       {model("nearest"), model("cheapest"),
                        model("steady", {quantity("span", Dimension::duration, "1 h", 0, 1e6)})}});
  families_.push_back({"schedule", "policy", "", {model("fcfs"), model("sjf")}});
  families_.push_back({"cache", "policy", "", {model("lru"), model("none")}});
  families_.push_back({"replication", "policy", "", {model("on-demand")}});
  families_.push_back({"estimates", "runtime", "", {model("requested"), model("exact")}});
  families_.push_back(
      {"network",
       "model",
       "simgrid",
       {model("simgrid", {quantity("routes", Dimension::number, "1", 1, 8)}), model("fluid")}});
  presets_ = {
      {"dispatch", "near", "", "{policy: scored, score: nearest}"},
      {"strategy", "unified-nearest", "", "{platform: nation, dispatch: near, schedule: fcfs}"},
      {"strategy", "siloed", "",
       "{platform: {scope: province, refresh: 1 min}, dispatch: {score: {cheapest: 0.7, nearest: "
       "0.3}}, schedule: sjf}"},
  };
}

const FakeCatalogue::Family& FakeCatalogue::at(std::string_view name) const {
  for (const Family& family : families_) {
    if (family.name == name) return family;
  }
  throw Defect("no family " + std::string(name));
}

std::vector<std::string> FakeCatalogue::families() const {
  std::vector<std::string> names;
  for (const Family& family : families_) names.push_back(family.name);
  return names;
}

std::string FakeCatalogue::discriminator(std::string_view family) const {
  return at(family).discriminator;
}

std::string FakeCatalogue::implied(std::string_view family) const { return at(family).implied; }

std::vector<std::string> FakeCatalogue::names(std::string_view family) const {
  std::vector<std::string> names;
  for (const ModelDescription& each : at(family).models) names.push_back(each.name);
  return names;
}

const ModelDescription* FakeCatalogue::find(std::string_view family, std::string_view name) const {
  for (const ModelDescription& each : at(family).models) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace eastwest
