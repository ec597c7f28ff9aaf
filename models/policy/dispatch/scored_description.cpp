// Implements models/policy/dispatch/scored_description.hpp.
#include "models/policy/dispatch/scored_description.hpp"

#include "models/policy/dispatch/migration_rule.hpp"

namespace eastwest {

namespace {

Schema scored_schema() {
  return {
      {.name = "filter",
       .kind = ParameterKind::models,
       .help = "what a site must pass to be a candidate; all of them",
       .fallback = "[fits]",
       .family = "filter"},
      {.name = "score",
       .kind = ParameterKind::weights,
       .help = "what orders the candidates: one score, or several with weights; lower is better",
       .fallback = "nearest",
       .minimum = 0,
       .maximum = 1e9,
       .family = "score"},
      {.name = "route",
       .kind = ParameterKind::model,
       .help = "which way the data take, where the network has several (network.routes)",
       .fallback = "shortest",
       .family = "route"},
      {.name = "when_full",
       .kind = ParameterKind::choice,
       .help = "no site may take the job now. queue: it goes to the queue of the least committed "
               "site that could; wait: it stays with the dispatcher until the next picture",
       .fallback = "queue",
       .choices = {"queue", "wait"}},
      MigrationRule::parameter()};
}

}  // namespace

ModelDescription scored_description() {
  return {
      .name = "scored",
      .summary = "Filters leave the sites that may take a job; weighted scores choose among them.",
      .rule =
          "Jobs in order of (submission, serial number). Possible sites: enough accelerators "
          "installed, of a kind that it runs on, inside the job's own circle, routes for its data "
          "(of named sets, from some copy), a cold pool large enough for what it stores, and they "
          "would pass all filters if they were empty; a job without any is rejected. Candidates: "
          "possible sites that pass all filters in the published picture. Each score is scaled to "
          "[0, 1] between its least and greatest value over the candidates (all equal: 0), "
          "weighted and added; the least sum wins, ties go by site id. If the winner has room, the "
          "job is placed there now, else it joins its queue. Without a candidate, or (with wait) "
          "without room at the winner: see when_full; queue takes the possible site with the least "
          "(allocated + incoming + queued) / accelerators. A job across sites takes the first "
          "group of candidates, in order of their sums, any two of which are joined and within its "
          "latency; failing that, of possible sites in order of committed share. With `migrate`, "
          "jobs that have waited at a site for `after` go to the best of the candidates beside "
          "which their site is `gain` times as committed (docs/migration.md).",
      .limits =
          "One job at a time, no plan. Not clairvoyant: run times are not looked at. Cost: "
          "jobs x sites; waiting jobs larger than all room cost nothing.",
      .source = "Filter-and-score scheduling as in the Kubernetes scheduler, with min-max scaling.",
      .schema = scored_schema()};
}

}  // namespace eastwest
