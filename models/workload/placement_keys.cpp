// Implements models/workload/placement_keys.hpp.
#include "models/workload/placement_keys.hpp"

#include <cmath>

namespace eastwest {

namespace {

constexpr double kBytesPerMebibyte = 1024.0 * 1024.0;
constexpr double kThousandths = 1000;
constexpr double kCoresMax = 1e6;
constexpr double kCountMax = 1e6;

Schema keys() {
  return {
      {.name = "share",
       .kind = ParameterKind::quantity,
       .help = "of its accelerator that a job of one accelerator holds, in thousandths; absent: "
               "all of it",
       .dimension = Dimension::fraction,
       .minimum = 0.001,
       .maximum = 1},
      {.name = "nodes",
       .kind = ParameterKind::count,
       .help = "takes so many whole nodes, with all they have, each with at least its part of "
               "the accelerators asked for; absent: it takes accelerators",
       .minimum = 1,
       .maximum = kCountMax},
      {.name = "per_node",
       .kind = ParameterKind::count,
       .help = "accelerators on one node at most; absent: as many as are free",
       .minimum = 1,
       .maximum = kCountMax},
      {.name = "together",
       .kind = ParameterKind::boolean,
       .help = "all of its accelerators are on one node; absent: false"},
      {.name = "cpu",
       .kind = ParameterKind::quantity,
       .help = "cores on every node that it runs on, in thousandths; absent: 0",
       .minimum = 0,
       .maximum = kCoresMax},
      {.name = "memory",
       .kind = ParameterKind::quantity,
       .help = "on every node that it runs on, in whole MiB; absent: 0 B",
       .dimension = Dimension::bytes,
       .minimum = 0,
       .maximum = 1e18},
      {.name = "kinds",
       .kind = ParameterKind::texts,
       .help = "of accelerators that it can use; absent: any"}};
}

PlacementTerms terms_of(const Parameters& group) {
  PlacementTerms terms;
  const auto count = [&](const char* key) {
    return group.has(key) ? static_cast<std::int32_t>(group.count(key)) : 0;
  };
  terms.nodes = count("nodes");
  terms.per_node = count("per_node");
  terms.together = group.has("together") && group.boolean("together");
  if (group.has("cpu")) {
    terms.cpu = static_cast<std::int64_t>(std::floor(group.number("cpu") * kThousandths + 0.5));
  }
  if (group.has("memory")) {
    terms.memory = static_cast<std::int64_t>(std::ceil(group.number("memory") / kBytesPerMebibyte));
  }
  if (group.has("kinds")) terms.kinds = group.texts("kinds");
  return terms;
}

}  // namespace

Parameter PlacementKeys::parameter() {
  return {.name = "placement",
          .kind = ParameterKind::group,
          .help =
              "what these jobs ask of the nodes of a site; with it they go to sites with nodes "
              "only",
          .group = keys()};
}

void PlacementKeys::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (!parameters.has("placement")) return;
  const Parameters& group = parameters.group("placement");
  if (!group.has("nodes")) return;
  for (const char* key : {"share", "per_node", "together"}) {
    if (!group.has(key)) continue;
    problems.push_back({std::string("placement.") + key,
                        "a job that takes whole nodes has all of their accelerators",
                        "leave it out, or leave `nodes` out"});
  }
}

PlacementKeys::PlacementKeys(const Parameters& parameters) {
  if (!parameters.has("placement")) return;
  const Parameters& group = parameters.group("placement");
  PlacementTerms terms = terms_of(group);
  of_others_ = std::make_shared<const PlacementTerms>(terms);
  if (group.has("share")) {
    terms.share = static_cast<std::int32_t>(std::floor(group.number("share") * kThousandths + 0.5));
  }
  of_one_ = std::make_shared<const PlacementTerms>(std::move(terms));
}

void PlacementKeys::fill(Job& job) const {
  if (job.placement == nullptr && of_one_ != nullptr) {
    job.placement = job.accelerators == 1 ? of_one_ : of_others_;
  }
}

}  // namespace eastwest
