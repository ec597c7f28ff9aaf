// Implements the reading half of sim/scenario/scenario_reader.hpp.
#include "sim/scenario/scenario_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/data_plan_reader.hpp"
#include "sim/scenario/network_plan_reader.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/site_outage_reader.hpp"
#include "sim/scenario/world_draft.hpp"
#include "sim/scenario/world_format.hpp"
#include "sim/scenario/world_reader.hpp"
#include "sim/text/user_text.hpp"
#include "sim/world/build_calendar.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kNameBytesMax = 100;
constexpr double kDay = 86'400;

/// Keys that are read by code of their own.
constexpr std::array<std::string_view, 6> kSpecialKeys = {"world",    "duration", "workload",
                                                          "strategy", "variants", "base"};

bool is_special(std::string_view key) {
  return std::find(kSpecialKeys.begin(), kSpecialKeys.end(), key) != kSpecialKeys.end();
}

bool names_a_file(const std::string& name) {
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
  };
  return !name.empty() && name.size() <= kNameBytesMax && name[0] != '.' && name[0] != '-' &&
         std::all_of(name.begin(), name.end(), fits);
}

/// The folder of the scenario file, absolute: paths in the resolved document count from it.
std::string folder_of(const std::string& file) {
  return std::filesystem::absolute(file).lexically_normal().parent_path().string();
}

/// From the beginning of the warm-up to the end; a run until done has none.
RunSpan run_span(const Scenario& scenario) {
  const auto civil = [&](Duration since_start) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since_start).count();
    return to_text(from_epoch_seconds(to_epoch_seconds(scenario.start) + seconds));
  };
  return {civil(-scenario.warm_up), scenario.duration ? civil(*scenario.duration) : "9999"};
}

/// Reads one composed document.
class DocumentReader {
 public:
  DocumentReader(const ComposedDocument& composed, const std::string& file,
                 const Catalogue& catalogue, Diagnostics& diagnostics)
      : document_(composed.document),
        strategy_(composed.strategy),
        file_(file),
        diagnostics_(diagnostics),
        reader_(catalogue, diagnostics) {
    reader_.set_resolved_folder(folder_of(file));
  }

  /// Everything but the world.
  Scenario read(const std::vector<InputFile>& known_files) {
    reader_.set_known_files(known_files);
    Schema plain;
    std::vector<std::string> special;
    for (const Parameter& parameter : scenario_schema()) {
      if (is_special(parameter.name)) {
        special.push_back(parameter.name);
        if (parameter.required && is_absent(parameter.name)) report_missing(parameter);
      } else {
        plain.push_back(parameter);
      }
    }
    const Parameters keys = reader_.read(document_, plain, "", &resolved_, special);
    keys_ = keys;
    Scenario scenario;
    scenario.strategy = strategy_;
    take_what_and_when(keys, scenario);
    take_models(keys, scenario);
    read_duration(scenario);
    read_workloads(scenario);
    return scenario;
  }

  World read_world_key(const Scenario& scenario, std::vector<InputFile>& inputs) {
    const YamlNode* node = document_.find("world");
    if (node == nullptr || node->is_null()) return {};
    const YamlNode* as_of = document_.find("as_of");
    const bool dated = as_of != nullptr && as_of->is_scalar() && read_civil_time(as_of->text());
    VintageChoice choice;
    if (dated) choice.as_of = as_of->text();
    const YamlNode* project = document_.find("project");
    if (project != nullptr && project->is_scalar() && project->text() == "linear") {
      choice.projection = VintageChoice::Projection::linear;
    }
    if (keys_.has("start")) choice.run = run_span(scenario);
    return read_world(*node, choice, file_, diagnostics_, inputs, &idle_removals_);
  }

  /// What happens to the network of this world; to be called with a right world, after read().
  NetworkPlan read_plan(const World& world, const Scenario& scenario) {
    if (!keys_.has("start")) return {};
    NetworkPlan plan = read_network_plan(keys_, document_, world, scenario, diagnostics_);
    add_dark_trunks(world, scenario.start, kStart - scenario.warm_up, plan);
    return plan;
  }

  /// When its sites are out of service; likewise.
  SiteOutagePlan read_outages(const World& world, const Scenario& scenario) {
    if (!keys_.has("start") || !keys_.has("failures")) return {};
    return read_site_outages(keys_.group("failures"), document_, world, scenario, diagnostics_);
  }
  /// Likewise, data sets and storage.
  DataPlan read_data(const World& world, const Scenario& scenario) {
    return read_data_plan(keys_, document_, world, scenario, diagnostics_);
  }

  [[nodiscard]] const std::vector<InputFile>& input_files() const { return reader_.input_files(); }

  /// The whole document in the order of the schema, defaults filled in.
  [[nodiscard]] std::string resolved_text() const {
    YamlNode ordered;
    for (const Parameter& parameter : scenario_schema()) {
      const YamlNode* value = resolved_.find(parameter.name);
      if (parameter.name == "strategy" && strategy_ != "custom") {
        ordered.set("strategy", YamlNode::scalar(strategy_));
      } else if (parameter.name == "duration") {
        value = document_.find(parameter.name);
      } else if (parameter.name == "world") {
        ordered.set(parameter.name, resolved_world());
      }
      if (value != nullptr) ordered.set(parameter.name, *value);
    }
    return to_yaml(ordered);
  }

 private:
  /// Takes out the nulls that would name what is in no world.
  void take_idle_removals_out(YamlNode& world) const {
    for (YamlNode::Entry& section : world.entries()) {
      std::vector<std::string> idle;
      for (const YamlNode::Entry& entry : section.value.entries()) {
        const std::string path =
            join_path(join_path("world", section.key.text()), entry.key.text());
        if (entry.value.is_null() && idle_removals_.contains(path)) {
          idle.push_back(entry.key.text());
        }
      }
      for (const std::string& id : idle) section.value.remove(id);
    }
  }

  /// The world as written, with the path of its folder counted from the scenario's own folder.
  [[nodiscard]] YamlNode resolved_world() const {
    YamlNode world = *document_.find("world");
    take_idle_removals_out(world);
    YamlNode* folder = world.is_scalar() ? &world : world.find("base");
    if (folder == nullptr || !folder->is_scalar()) return world;
    const std::string& text = folder->text();
    const bool is_path = is_graph_file(text) || text.find('/') != std::string::npos;
    if (!is_path || text[0] == '/') return world;
    const auto absolute =
        std::filesystem::absolute(path_beside(folder->file(), text)).lexically_normal();
    const std::string relative = absolute.lexically_relative(folder_of(file_)).string();
    const bool is_name = !is_graph_file(text) && relative.find('/') == std::string::npos;
    *folder = YamlNode::scalar(is_name ? relative + "/" : relative);
    return world;
  }

  [[nodiscard]] bool is_absent(std::string_view key) const {
    const YamlNode* node = document_.find(key);
    return node == nullptr || node->is_null();
  }

  void report_missing(const Parameter& parameter) {
    add_error(diagnostics_, document_, {}, fmt::format("the key '{}' is missing", parameter.name),
              fmt::format("add {}: … ({})", parameter.name, parameter.help));
  }

  void take_what_and_when(const Parameters& keys, Scenario& scenario) {
    if (keys.has("name")) {
      scenario.name = keys.text("name");
      if (!names_a_file(scenario.name)) {
        add_error(diagnostics_, *document_.find("name"), "name",
                  fmt::format("{} cannot name a folder", quoted_excerpt(scenario.name)),
                  fmt::format("use at most {} letters, digits, '-', '_' and '.'; the title is free",
                              kNameBytesMax));
      }
    }
    if (keys.has("title")) scenario.title = keys.text("title");
    if (keys.has("start")) {
      scenario.start = read_civil_time(keys.text("start")).value_or(CivilTime{});
      resolved_.set("start", YamlNode::scalar(keys.text("start")));
    }
    if (keys.has("warm_start")) scenario.warm_start = keys.boolean("warm_start");
    if (keys.has("seed")) scenario.seed = static_cast<std::uint64_t>(keys.count("seed"));
    if (keys.has("warm_up")) {
      scenario.warm_up = keys.duration("warm_up");
      const double days = keys.number("warm_up") / kDay;
      if (std::floor(days) != days) {
        const YamlNode* node = document_.find("warm_up");
        add_error(diagnostics_, *node, "warm_up",
                  fmt::format("{} is not a whole number of days", quoted_excerpt(node->text())),
                  "write e.g. 1 d, so that the profile of the day is not shifted");
      }
    }
  }

  void take_models(const Parameters& keys, Scenario& scenario) {
    const auto take = [&](const char* key, ModelChoice& target) {
      if (keys.has(key)) target = keys.model(key);
    };
    take("platform", scenario.platform);
    take("dispatch", scenario.dispatch);
    take("schedule", scenario.schedule);
    take("placement", scenario.placement);
    take("estimates", scenario.estimates);
    take("network", scenario.network);
    if (!keys.has("results")) return;
    const Parameters& results = keys.group("results");
    if (results.has("jobs")) {
      const std::string& jobs = results.text("jobs");
      if (jobs == "csv.gz") scenario.results.jobs = ResultsChoice::Jobs::csv_gz;
      if (jobs == "none") scenario.results.jobs = ResultsChoice::Jobs::none;
    }
    if (results.has("timeline")) scenario.results.timeline_step = results.duration("timeline");
  }

  void read_duration(Scenario& scenario) {
    const YamlNode* node = document_.find("duration");
    if (is_absent("duration") || (node->is_scalar() && node->text() == "until done")) return;
    const Parameter parameter{.name = "duration",
                              .kind = ParameterKind::quantity,
                              .help = {},
                              .dimension = Dimension::duration,
                              .minimum = 1,
                              .maximum = 200 * 366 * kDay};
    const auto value = reader_.read_value(*node, parameter, "duration");
    if (value) scenario.duration = from_seconds(std::get<double>(*value));
  }

  void read_workloads(Scenario& scenario) {
    YamlNode resolved(YamlNode::Kind::mapping);
    resolved_.set("workload", resolved);
    if (is_absent("workload")) {
      add_warning(diagnostics_, place_of(document_, {}), "there is no workload: nothing arrives",
                  "if that is meant, write workload: {}");
      return;
    }
    const YamlNode& node = *document_.find("workload");
    if (!node.is_mapping()) {
      add_error(diagnostics_, node, "workload",
                fmt::format("named sources of jobs are needed, here is {}", node.kind_text()),
                "write workload: {NAME: {kind: …}}");
      return;
    }
    for (const YamlNode::Entry& entry : node.entries()) {
      const std::string& name = entry.key.text();
      const std::string path = join_path("workload", name);
      if (!names_a_file(name) || name.find('.') != std::string::npos) {
        add_error(diagnostics_, entry.key, path,
                  fmt::format("{} cannot name a workload", quoted_excerpt(name)),
                  "use letters, digits, '-' and '_'");
      }
      YamlNode own;
      YamlNode value = entry.value;
      if (value.is_null()) value.place_like(entry.key);
      auto model = reader_.read_model(value, "workload", path, &own);
      if (!model) continue;
      resolved.set(name, std::move(own));
      scenario.workloads.push_back({name, std::move(*model)});
    }
    resolved_.set("workload", std::move(resolved));
  }

  const YamlNode& document_;
  std::string strategy_;
  std::string file_;
  Diagnostics& diagnostics_;
  ParameterReader reader_;
  YamlNode resolved_;
  Parameters keys_;
  std::set<std::string> idle_removals_;
};

void add_new(Diagnostics& target, const Diagnostics& source) {
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.position.file == b.position.file && a.position.line == b.position.line &&
           a.position.column == b.position.column && a.path == b.path && a.message == b.message;
  };
  for (const Diagnostic& mistake : source.all()) {
    const auto& known = target.all();
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const Diagnostic& each) { return same(each, mistake); });
    if (!is_known) target.add(mistake);
  }
}

/// Checks every variant that is not the chosen one; its world only where it has one of its own.
void check_variants(const LayeredFile& layers, const std::string& chosen, const std::string& file,
                    const Catalogue& catalogue, const LoadedScenario& loaded,
                    Diagnostics& diagnostics) {
  for (const YamlNode::Entry& entry : layers.variants.entries()) {
    const std::string& name = entry.key.text();
    if (name == chosen) continue;
    Diagnostics mistakes;
    ScenarioOverrides overrides;
    overrides.variant = name;
    const ComposedDocument composed = compose(layers, overrides, catalogue, mistakes);
    DocumentReader reader(composed, file, catalogue, mistakes);
    const Scenario scenario = reader.read(loaded.inputs);
    const bool has_world = entry.value.find("world") != nullptr ||
                           entry.value.find("as_of") != nullptr ||
                           entry.value.find("project") != nullptr;
    std::vector<InputFile> ignored = loaded.inputs;
    const std::size_t errors = mistakes.error_count();
    const World own = has_world ? reader.read_world_key(scenario, ignored) : World{};
    if (mistakes.error_count() == errors && !loaded.world.nodes.empty()) {
      static_cast<void>(reader.read_plan(has_world ? own : loaded.world, scenario));
      static_cast<void>(reader.read_data(has_world ? own : loaded.world, scenario));
    }
    add_new(diagnostics, mistakes);
  }
}

/// Paths as results name them: counted from the scenario's folder where the file lies near it.
void shorten_paths(std::vector<InputFile>& inputs, const std::string& folder) {
  for (InputFile& input : inputs) {
    const auto absolute = std::filesystem::absolute(input.path).lexically_normal();
    const std::string relative = absolute.lexically_relative(folder).string();
    const bool near = !relative.empty() && !relative.starts_with("../../..");
    input.path = near ? relative : absolute.string();
  }
}

LoadedScenario load(const std::string& file, const ScenarioOverrides& overrides,
                    const Catalogue& catalogue, Diagnostics& diagnostics) {
  LoadedScenario loaded;
  const LayeredFile layers = read_layers(file, catalogue, loaded.inputs);
  for (const YamlNode::Entry& entry : layers.variants.entries()) {
    loaded.variants.push_back(entry.key.text());
  }
  const ComposedDocument composed = compose(layers, overrides, catalogue, diagnostics);
  DocumentReader reader(composed, file, catalogue, diagnostics);
  loaded.scenario = reader.read({});
  loaded.scenario.replication = overrides.replication.value_or(0);
  for (const InputFile& input : reader.input_files()) loaded.inputs.push_back(input);
  const std::size_t errors = diagnostics.error_count();
  loaded.world = reader.read_world_key(loaded.scenario, loaded.inputs);
  if (diagnostics.error_count() == errors) {
    loaded.scenario.network_plan = reader.read_plan(loaded.world, loaded.scenario);
    loaded.scenario.site_outages = reader.read_outages(loaded.world, loaded.scenario);
    loaded.scenario.data_plan = reader.read_data(loaded.world, loaded.scenario);
  }
  check_variants(layers, overrides.variant, file, catalogue, loaded, diagnostics);
  diagnostics.throw_if_errors();
  loaded.warnings = diagnostics.text();
  loaded.resolved = reader.resolved_text();
  loaded.document = composed.document;
  shorten_paths(loaded.inputs, folder_of(file));
  return loaded;
}

}  // namespace

LoadedScenario load_scenario(const std::string& file, const ScenarioOverrides& overrides,
                             const Catalogue& catalogue) {
  Diagnostics diagnostics;
  return load(file, overrides, catalogue, diagnostics);
}

Diagnostics validate_scenario(const std::string& file, const Catalogue& catalogue,
                              const ScenarioCheck& check) {
  Diagnostics found;
  try {
    const LoadedScenario loaded = load(file, {}, catalogue, found);
    if (check) check(loaded);
  } catch (const ScenarioError& error) {
    if (found.has_errors()) return error.diagnostics();
    for (const Diagnostic& mistake : error.diagnostics().all()) found.add(mistake);
  }
  return found;
}

}  // namespace eastwest
