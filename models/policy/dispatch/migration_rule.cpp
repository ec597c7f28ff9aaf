// Implements models/policy/dispatch/migration_rule.hpp.
#include "models/policy/dispatch/migration_rule.hpp"

namespace eastwest {

namespace {

std::int64_t committed(const SitePicture& site) { return site.accelerators - site.uncommitted(); }

Parameter span_parameter(const char* name, const char* help, const char* fallback, double minimum) {
  return {.name = name,
          .kind = ParameterKind::quantity,
          .help = help,
          .dimension = Dimension::duration,
          .fallback = fallback,
          .minimum = minimum,
          .maximum = 3.2e7};
}

}  // namespace

Parameter MigrationRule::parameter() {
  return {.name = "migrate",
          .kind = ParameterKind::group,
          .help = "take jobs that wait at a site to another one; absent: a placement is for good",
          .group = {span_parameter("after", "a job has waited at its site (or run there) for this",
                                   "1 h", 0),
                    {.name = "gain",
                     .kind = ParameterKind::quantity,
                     .help = "its site is committed at least this many times as much as the other "
                             "one would be with the job",
                     .fallback = "1.5",
                     .minimum = 1,
                     .maximum = 1e6},
                    {.name = "at_most",
                     .kind = ParameterKind::count,
                     .help = "times that one job goes",
                     .fallback = "1",
                     .minimum = 1,
                     .maximum = 1'000'000},
                    span_parameter("every",
                                   "between two looks at the jobs; where pictures age, at the "
                                   "first refresh after that",
                                   "10 min", 1e-3),
                    {.name = "running",
                     .kind = ParameterKind::boolean,
                     .help = "running jobs too: they are suspended, and their state travels",
                     .fallback = "false"}}};
}

MigrationRule MigrationRule::read(const Parameters& parameters) {
  return {.every = parameters.duration("every"),
          .after = parameters.duration("after"),
          .gain = parameters.number("gain"),
          .at_most = parameters.count("at_most"),
          .running = parameters.boolean("running")};
}

bool MigrationRule::may_go(const PlacedJob& job, Date now) const {
  if (job.phase == PlacedJob::Phase::running && !running) return false;
  return job.migrations < at_most && now - job.since >= after;
}

bool MigrationRule::is_better(const SitePicture& from, const SitePicture& to,
                              std::int64_t accelerators) const {
  // Nobody waits there: whoever stands in the queue starts next.
  if (from.uncommitted() >= 0) return false;
  const auto here = static_cast<double>(committed(from)) * static_cast<double>(to.accelerators);
  const auto there =
      static_cast<double>(committed(to) + accelerators) * static_cast<double>(from.accelerators);
  return here >= gain * there;
}

}  // namespace eastwest
