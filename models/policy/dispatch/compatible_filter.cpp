// Filter `compatible`: the job's program runs on the site's accelerators.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<FilterFactory> compatible_filter() {
  return {.description =
              {.name = "compatible",
               .summary = "The job's program runs on the site's accelerators.",
               .rule = "The job names neither kinds nor families of accelerators (`chips` of its "
                       "workload), or the site's are among them. With `family: own` the site's "
                       "must also be of the family that the program was developed for: nothing is "
                       "ported.",
               .limits = "Sites whose accelerators nobody has named, and sites of mixed ones, run "
                         "everything. `scored` and the engine demand the first sentence of every "
                         "placement, with or without this filter.",
               .source = "Constraints of tasks on machine attributes, as in cluster managers.",
               .schema = {{.name = "family",
                           .kind = ParameterKind::choice,
                           .help = "any that it runs on, or its own only",
                           .fallback = "any",
                           .choices = {"any", "own"}}}},
          .make = [](const Parameters& parameters, const World&) -> Filter {
            const bool own_only = parameters.text("family") == "own";
            return [own_only](const Candidate& candidate) {
              const MobilityTerms* terms = candidate.job.mobility;
              if (terms == nullptr) return true;
              const MobilityTerms::Fit fit = terms->at(candidate.site.site).fit;
              return own_only ? fit == MobilityTerms::Fit::own : fit != MobilityTerms::Fit::none;
            };
          }};
}

}  // namespace eastwest
