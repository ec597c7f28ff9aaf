// Score `least-staging`: sites where a job's data would be soonest come first (data gravity).
#include <algorithm>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> least_staging_score() {
  return {
      .description =
          {.name = "least-staging",
           .summary = "Prefers the site where the job's data would be soonest (data gravity).",
           .rule = "Seconds until the last of the job's named sets and its input would be there: "
                   "each moved side by side over empty ways, size / narrowest link + latency, a "
                   "set from its nearest copy as published; 0 for what the site has.",
           .limits = "Knows nothing of the load on the ways, of caps, nor of transfers under way. "
                     "As old as the picture. Cost: copies of the set, for each site.",
           .source = "Data gravity: compute goes where the data are (Ranganathan and Foster, "
                     "HPDC 2002).",
           .schema = {}},
      .make = [](const Parameters&, const World&) -> Score {
        return [](const Candidate& candidate) {
          double last = 0;
          const Topology& topology = candidate.view.topology();
          if (candidate.job.input > Bytes{0}) {
            const RouteId id = topology.node_to_site(candidate.job.home, candidate.site.site);
            if (id.valid()) {
              double seconds = 0;
              for (const LinkId link : topology.route(id).links) {
                const auto rate =
                    static_cast<double>(topology.links()[link.index()].capacity.value());
                seconds =
                    std::max(seconds, static_cast<double>(candidate.job.input.value()) * 8 / rate);
              }
              last = seconds + to_seconds(topology.route(id).latency);
            }
          }
          const DataView* data = candidate.view.data();
          if (data == nullptr || candidate.job.data == nullptr) return last;
          for (const DataSetId set : candidate.job.data->sets) {
            const auto seconds = data->staging_seconds(set, candidate.site.site);
            if (seconds) last = std::max(last, *seconds);
          }
          return last;
        };
      }};
}

}  // namespace eastwest
