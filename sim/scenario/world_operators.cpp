// Each table of the draft is made anew, one after the other.
#include "sim/scenario/world_operators.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"
#include "sim/world/apportionment.hpp"

namespace eastwest {
namespace {

std::string joined(const std::string& id, const std::string& name) { return id + "-" + name; }

/// Does the work of `separate_operators`, step by step.
class Separation {
 public:
  Separation(WorldDraft& draft, const OperatorRules& rules, Diagnostics& diagnostics)
      : draft_(draft), rules_(rules), diagnostics_(diagnostics) {}

  void run() {
    if (!rules_are_whole()) return;
    find_points();
    if (points_.empty()) return;
    divide_nodes();
    attach_sites();
    lease_cables();
    join_operators();
    move_points();
  }

 private:
  void report(std::string message, std::string hint = {}) {
    add_error(diagnostics_, rules_.place, std::move(message), std::move(hint));
  }

  bool rules_are_whole() {
    const std::size_t before = diagnostics_.error_count();
    const std::set<std::string> different(rules_.names.begin(), rules_.names.end());
    if (rules_.names.size() < 2 || different.size() != rules_.names.size()) {
      report("operators are at least two different names", "write names: [telecom, mobile]");
    }
    for (const std::string& name : rules_.names) {
      if (const std::string problem = problem_of_id(name); !problem.empty()) {
        report(fmt::format("'{}' cannot name an operator: {}", name, problem));
      }
    }
    const bool are_positive = std::all_of(rules_.shares.begin(), rules_.shares.end(),
                                          [](double share) { return share > 0; });
    if (rules_.shares.size() != rules_.names.size() || !are_positive) {
      report(fmt::format("{} names and {} shares", rules_.names.size(), rules_.shares.size()),
             "give each operator a share above 0");
    }
    return diagnostics_.error_count() == before;
  }

  /// The direct-connection points that are used.
  void find_points() {
    std::vector<std::string> known;
    for (const DraftPoint& entry : draft_.points) {
      if (entry.point.kind != Point::Kind::direct) continue;
      known.push_back(entry.point.id);
      if (!rules_.without.contains(entry.point.id) && !entry.node.id.empty()) {
        points_.push_back(&entry);
      }
    }
    for (const std::string& id : rules_.without) {
      if (std::find(known.begin(), known.end(), id) != known.end()) continue;
      report(fmt::format("there is no direct-connection point '{}'", id),
             name_hint(id, known, "points"));
    }
    if (!points_.empty()) return;
    report(known.empty() ? "operators meet at direct-connection points, and the world has none"
                         : "operators meet at direct-connection points, and none is left in use",
           known.empty() ? "only worlds with a table of points have some: base: china"
                         : "leave one out of 'without'");
  }

  void divide_nodes() {
    double sum = 0;
    for (const double share : rules_.shares) sum += share;
    DraftTable<DraftNode> nodes;
    for (const DraftNode& entry : draft_.nodes.all()) {
      demand_[entry.province.id] += entry.node.demand_weight;
      for (std::size_t i = 0; i < rules_.names.size(); ++i) {
        const double share = rules_.shares[i] / sum;
        DraftNode part = entry;
        part.node.id = joined(entry.node.id, rules_.names[i]);
        part.node.city = entry.node.id;
        part.node.name = fmt::format("{} ({})", entry.node.name, rules_.names[i]);
        part.node.demand_weight *= share;
        part.node.population *= share;
        part.node.gdp_cny *= share;
        const std::string id = part.node.id;
        nodes.add(id, std::move(part));
      }
    }
    draft_.nodes = std::move(nodes);
  }

  void attach_sites() {
    for (std::size_t k = 0; k < draft_.sites.all().size(); ++k) {
      DraftSite& site = draft_.sites.all()[k];
      const std::string& node = site.node.id.empty() ? site.site.id : site.node.id;
      site.node.id = joined(node, rules_.names[k % rules_.names.size()]);
    }
  }

  /// The waves of a cable by operator: one each if there are as many, the rest by shares.
  [[nodiscard]] std::vector<std::int64_t> leased(std::int64_t waves) const {
    const auto operators = static_cast<std::int64_t>(rules_.names.size());
    const std::int64_t each = waves >= operators ? 1 : 0;
    std::vector<std::int64_t> parts = apportioned(waves - each * operators, rules_.shares);
    for (std::int64_t& part : parts) part += each;
    return parts;
  }

  void lease_cables() {
    DraftTable<DraftTrunk> trunks;
    for (const DraftTrunk& entry : draft_.trunks.all()) {
      const std::vector<std::int64_t> waves = leased(entry.trunk.waves);
      const std::int64_t ports_a_wave =
          entry.trunk.ports / std::max<std::int64_t>(1, entry.trunk.waves);
      const std::vector<double> weights(waves.begin(), waves.end());
      const std::vector<std::int64_t> more_ports =
          apportioned(entry.trunk.ports - ports_a_wave * entry.trunk.waves, weights);
      for (std::size_t i = 0; i < rules_.names.size(); ++i) {
        if (waves[i] == 0) continue;
        add_plane(trunks, entry, rules_.names[i], waves[i],
                  waves[i] * ports_a_wave + more_ports[i]);
      }
    }
    draft_.trunks = std::move(trunks);
  }

  static void add_plane(DraftTable<DraftTrunk>& trunks, const DraftTrunk& cable,
                        const std::string& name, std::int64_t waves, std::int64_t ports) {
    DraftTrunk part = cable;
    part.trunk.id = joined(cable.trunk.id, name);
    part.trunk.name = fmt::format("{} ({})", cable.trunk.name, name);
    part.trunk.kind = TrunkKind::plane;
    part.trunk.cable = cable.trunk.id;
    part.trunk.operator_name = name;
    if (part.trunk.corridor.empty()) {
      part.trunk.corridor =
          fmt::format("{}--{}", std::min(cable.a.id, cable.b.id), std::max(cable.a.id, cable.b.id));
    }
    part.trunk.speed = BitsPerSecond{0};  // its waves count
    part.trunk.waves = waves;
    part.trunk.ports = ports;
    part.a.id = joined(cable.a.id, name);
    part.b.id = joined(cable.b.id, name);
    const std::string id = part.trunk.id;
    trunks.add(id, std::move(part));
  }

  void join_operators() {
    const std::size_t operators = rules_.names.size();
    const std::size_t pairs = operators * (operators - 1) / 2;
    std::vector<double> weights;
    for (const DraftPoint* point : points_) {
      const auto demand = demand_.find(point->province.id);
      const double weight = demand == demand_.end() ? 0 : demand->second;
      weights.insert(weights.end(), pairs, weight > 0 ? weight : kLeastWeight);
    }
    const std::int64_t all = rules_.interconnection.value() / draft_.general.port_rate.value();
    const auto joints = static_cast<std::int64_t>(weights.size());
    if (all < joints) {
      return report(
          fmt::format("interconnection makes {} waves, fewer than the {} connections of {} "
                      "operators at {} points",
                      all, joints, operators, points_.size()),
          "raise interconnection");
    }
    const std::vector<std::int64_t> more = apportioned(all - joints, weights);
    std::size_t at = 0;
    for (const DraftPoint* point : points_) {
      for (std::size_t i = 0; i < operators; ++i) {
        for (std::size_t j = i + 1; j < operators; ++j) add_joint(*point, i, j, 1 + more[at++]);
      }
    }
  }

  void add_joint(const DraftPoint& point, std::size_t i, std::size_t j, std::int64_t waves) {
    DraftTrunk joint;
    const std::string pair = joined(rules_.names[i], rules_.names[j]);
    joint.trunk.id = joined(point.point.id, pair);
    joint.trunk.name =
        fmt::format("{}, {} and {}", point.point.name, rules_.names[i], rules_.names[j]);
    joint.trunk.kind = TrunkKind::peering;
    joint.trunk.operator_name = pair;
    joint.trunk.background_share = rules_.background;
    joint.trunk.corridor = point.point.id;
    joint.trunk.waves = waves;
    joint.trunk.delay_us = rules_.crossing_us;
    joint.a = {joined(point.node.id, rules_.names[i]), point.node.place};
    joint.b = {joined(point.node.id, rules_.names[j]), point.node.place};
    joint.has_length = true;
    joint.place = point.node.place;
    joint.background_place = rules_.place;
    const std::string id = joint.trunk.id;
    draft_.trunks.add(id, std::move(joint));
  }

  /// Points stand at the first operator's node; that is only where they are shown.
  void move_points() {
    for (DraftPoint& entry : draft_.points) {
      if (!entry.node.id.empty()) entry.node.id = joined(entry.node.id, rules_.names.front());
    }
  }

  static constexpr double kLeastWeight = 1e-6;

  WorldDraft& draft_;
  const OperatorRules& rules_;
  Diagnostics& diagnostics_;
  std::vector<const DraftPoint*> points_;
  std::map<std::string, double> demand_;  // by province
};

}  // namespace

OperatorRules operator_rules(const Parameters& keys, Place place) {
  constexpr double kMicrosecondsPerSecond = 1e6;
  OperatorRules rules;
  rules.place = std::move(place);
  if (keys.has("names")) rules.names = keys.texts("names");
  if (keys.has("shares")) rules.shares = keys.numbers("shares");
  if (keys.has("interconnection")) rules.interconnection = keys.bit_rate("interconnection");
  if (keys.has("background")) rules.background = keys.number("background");
  if (keys.has("crossing")) rules.crossing_us = keys.number("crossing") * kMicrosecondsPerSecond;
  if (keys.has("without")) {
    rules.without = {keys.texts("without").begin(), keys.texts("without").end()};
  }
  return rules;
}

void separate_operators(WorldDraft& draft, const OperatorRules& rules, Diagnostics& diagnostics) {
  Separation(draft, rules, diagnostics).run();
}

}  // namespace eastwest
