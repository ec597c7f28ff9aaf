// Implements sim/results/summary_text.hpp.
#include "sim/results/summary_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/results/data_summary.hpp"
#include "sim/results/job_terms_text.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/text_table.hpp"
#include "sim/world/accounts.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kFullestShown = 5;
constexpr std::size_t kScopesNamed = 5;
constexpr std::size_t kTrunksNamed = 3;

std::string seconds(double value) { return to_text(value, Dimension::duration); }

std::string hours(WideInteger accelerator_nanoseconds) {
  return in_words(to_accelerator_hours(accelerator_nanoseconds)) + " accelerator-hours";
}

std::string heading(const RunResults& results, const RunEnd& end) {
  const Scenario& scenario = results.frame().scenario;
  const bool titled = !scenario.title.empty();
  std::string text = fmt::format("{}\n", titled ? scenario.title : scenario.name);
  text += fmt::format("  {}strategy {}, seed {}", titled ? scenario.name + ", " : "",
                      scenario.strategy, scenario.seed);
  if (scenario.replication > 0) text += fmt::format(", replication {}", scenario.replication);
  text +=
      fmt::format("\n  platform {}, dispatch {}, schedule {}, network {}", scenario.platform.name,
                  scenario.dispatch.name, scenario.schedule.name, scenario.network.name);
  text += fmt::format("\n  {} from {} (China Standard Time)", to_text(results.sites().span()),
                      to_text(scenario.start));
  if (scenario.warm_up > Duration{0}) {
    text += fmt::format(", after a warm-up of {}", to_text(scenario.warm_up));
  }
  text += fmt::format("; {} events\n", grouped(static_cast<std::int64_t>(end.events)));
  if (end.interrupted) text += "  INTERRUPTED: everything below speaks of the part that ran.\n";
  return text;
}

/// `yunnan 310 %, guangxi 183 % and 6 more`: names and offered load, the highest first.
std::string scopes_with(const std::vector<ScopeReport>& scopes, Verdict verdict) {
  std::vector<const ScopeReport*> chosen;
  for (const ScopeReport& scope : scopes) {
    if (scope.verdict == verdict) chosen.push_back(&scope);
  }
  const auto load = [](const ScopeReport* scope) {
    return offered_share(scope->facts).value_or(0);
  };
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](const auto* a, const auto* b) { return load(a) > load(b); });
  std::string text;
  for (std::size_t i = 0; i < std::min(chosen.size(), kScopesNamed); ++i) {
    const auto offered = offered_share(chosen[i]->facts);
    text += fmt::format("{}{}", i > 0 ? ", " : "", chosen[i]->name);
    if (offered) text += " " + percent(*offered);
  }
  if (chosen.size() > kScopesNamed) {
    text += fmt::format(" and {} more", chosen.size() - kScopesNamed);
  }
  return text;
}

std::int64_t count_with(const std::vector<ScopeReport>& scopes, Verdict verdict) {
  return std::count_if(scopes.begin(), scopes.end(),
                       [verdict](const ScopeReport& scope) { return scope.verdict == verdict; });
}

std::string verdict_part(const RunResults& results, const RunEnd& end) {
  const Verdict verdict = results.verdict();
  const LoadFacts nation = results.nation_facts();
  const std::vector<ScopeReport> scopes = results.scopes();
  std::string text = fmt::format("\nVerdict: {}\n", to_text(verdict));
  if (const auto offered = offered_share(nation)) {
    text += fmt::format(
        "  The jobs offered would keep {} of all accelerators busy if none had to wait.\n",
        percent(*offered));
  }
  if (verdict == Verdict::stable) {
    if (end.interrupted) {
      return text +
             "  The run was interrupted: waits are those of the jobs that started by then.\n";
    }
    if (results.frame().scenario.duration) {
      return text +
             (nation.growth.low
                  ? "  All work that arrives is worked off; waits describe a lasting state.\n"
                  : "  Too short to test whether a backlog grows (that needs three days).\n");
    }
    if (results.jobs().nation().alive > 0) {
      return text + "  Nothing happens any more, but some jobs were never placed.\n";
    }
    return text + "  The run went on until every job was over: waits are those of these jobs.\n";
  }
  if (verdict == Verdict::overloaded) {
    text +=
        "  More work arrives than is worked off, so waits grow for as long as one simulates:\n"
        "  compare such runs by what was served and by the growth of the backlog.\n";
  } else {
    text +=
        "  Less is offered than there is room for, but more than a day's work waits at the end, "
        "or\n"
        "  the backlog grew: waits describe this span only.\n";
  }
  if (scopes.size() > 1 && count_with(scopes, verdict) > 0) {
    text += fmt::format(
        "  {} of {} scopes are {}; offered there, of their own accelerators:\n    {}\n",
        count_with(scopes, verdict), scopes.size(), to_text(verdict), scopes_with(scopes, verdict));
  }
  return text;
}

std::string backlog_line(const LoadFacts& nation) {
  std::string text =
      fmt::format("  Backlog (work submitted and not started) at the end: {} accelerator-hours",
                  in_words(nation.backlog));
  if (!nation.growth.low) return text + "\n";
  const bool shown = *nation.growth.low > 0 || *nation.growth.high < 0;
  return text + fmt::format(",\n  {}: between {} and {} a day (99 % interval)\n",
                            !shown                   ? "no growth shown"
                            : *nation.growth.low > 0 ? "growing"
                                                     : "shrinking",
                            in_words(*nation.growth.low), in_words(*nation.growth.high));
}

/// Why jobs were rejected, with the names that tables use.
std::string rejections_text(const JobSums& sums) {
  std::string text;
  for (int i = 0; i < kRejections; ++i) {
    const std::int64_t count = sums.rejected_by[static_cast<std::size_t>(i)];
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_text(static_cast<Rejection>(i)),
                        grouped(count));
  }
  return text.empty() ? "" : "could not run where they may go: " + text;
}

std::string jobs_part(const RunResults& results) {
  const JobSums& sums = results.jobs().nation();
  TextTable table;
  const auto line = [&table](const char* name, std::int64_t count, std::string remark) {
    table.row({name, grouped(count), std::move(remark)});
  };
  line("submitted", sums.submitted, hours(sums.work) + " of work");
  line("completed", sums.completed,
       sums.killed > 0
           ? fmt::format("{} of them stopped at their requested time", grouped(sums.killed))
           : "");
  line("rejected", sums.rejected, rejections_text(sums));
  line("unfinished", sums.alive,
       sums.alive > 0
           ? fmt::format("at the end; {} of them had not started",
                         grouped(sums.submitted - sums.started - sums.rejected - sums.expired))
           : "");
  std::string text = "\nJobs\n" + table.text(2);
  text += fmt::format("  Not served: {} of the work, {} rejected or not started at the end\n",
                      percent(1 - sums.served_share()), hours(sums.unserved));
  return text + job_terms_text(results) + spread_text(results.spread()) +
         backlog_line(results.nation_facts());
}

/// What became of the rows of traces.
std::string inputs_part(const RunEnd& end) {
  std::string text;
  for (const NamedInputRows& input : end.inputs) {
    text += fmt::format("  {}: {} rows, {} used\n", input.workload, grouped(input.rows.rows),
                        grouped(input.rows.used));
    for (const InputRows::Group& group : input.rows.left_out) {
      text += fmt::format("    left out: {} {}\n", grouped(group.rows), group.what);
    }
    for (const InputRows::Group& group : input.rows.remarks) {
      text += fmt::format("    used: {} {}\n", grouped(group.rows), group.what);
    }
  }
  return text.empty() ? text : "\nTraces\n" + text;
}

std::string waiting_part(const RunResults& results) {
  const DurationStatistics& waits = results.jobs().waits();
  std::string text = "\nWaiting, from submission to start\n";
  if (waits.count() == 0) return text + "  No job started.\n";
  if (results.verdict() == Verdict::overloaded) {
    return text +
           fmt::format(
               "  No mean is given: in an overloaded run it only tells how long one watched.\n"
               "  Of the {} jobs that started, half had waited at most {}.\n",
               grouped(results.jobs().nation().started), seconds(waits.quantile(0.5)));
  }
  text += fmt::format("  mean {}; half at most {}, 95 % at most {}, 99 % at most {}; longest {}\n",
                      seconds(waits.mean()), seconds(waits.quantile(0.5)),
                      seconds(waits.quantile(0.95)), seconds(waits.quantile(0.99)),
                      seconds(waits.maximum()));
  const WaitParts parts = results.jobs().wait_parts();
  text += fmt::format(
      "  of the mean: {} until a site was chosen, {} for the platform to act on it,\n"
      "  {} for data to reach the site, {} in the site's queue\n",
      seconds(parts.deferred), seconds(parts.matching), seconds(parts.staging),
      seconds(parts.queued));
  return text;
}

/// Indices of the largest values, at most five, only positive ones.
std::vector<std::size_t> largest(const std::vector<double>& values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] > 0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  if (order.size() > kFullestShown) order.resize(kFullestShown);
  return order;
}

std::string sites_part(const RunResults& results) {
  const World& world = results.frame().world;
  std::vector<double> shares;
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    shares.push_back(results.sites().allocated_share({SiteId(i)}));
  }
  std::string text = fmt::format(
      "\nSites: {} with {} accelerators ({} at FP16); {} of them held on average\n",
      grouped(static_cast<std::int64_t>(world.sites.size())), grouped(accelerators_total(world)),
      to_text(accounts(world).national.eflops_fp16_intelligent * 1e18, Dimension::compute),
      percent(results.sites().allocated_share()));
  TextTable table({"fullest", "held", "accelerators", "queued (mean)", "jobs started", "verdict"});
  for (const std::size_t i : largest(shares)) {
    const SiteId id(i);
    const SiteLedger::Entry& entry = results.sites().site(id);
    const double queued = static_cast<double>(entry.queued.integral()) /
                          static_cast<double>(results.sites().span().count());
    table.row({world.sites[i].name, percent(shares[i]), grouped(world.sites[i].accelerators),
               in_words(queued), grouped(results.jobs().site(id).started),
               to_text(verdict_of(results.site_facts(id)))});
  }
  return text + (largest(shares).empty() ? "" : table.text(2));
}

/// What set the pace of transfers, where the network tells.
std::string pace_part(const RunResults& results, const std::vector<LinkId>& busiest) {
  const LinkMeter& meter = results.links();
  const PaceTimes paces = meter.paces();
  if (!meter.knows_limits() || paces.all() <= 0) return "";
  std::string names;
  for (std::size_t i = 0; i < std::min(busiest.size(), kTrunksNamed); ++i) {
    const double limited = meter.link(busiest[i]).limited;
    if (limited <= 0) break;
    names += fmt::format("{}{} ({})", i > 0 ? ", " : "",
                         results.frame().topology.links()[busiest[i].index()].name,
                         percent(limited / paces.all()));
  }
  return fmt::format(
      "  Of the time that transfers took, trunks set the pace in {}, uplinks in {}, own caps in "
      "{}\n"
      "{}",
      percent(paces.trunks / paces.all()), percent(paces.uplinks / paces.all()),
      percent(paces.caps / paces.all()), names.empty() ? "" : "  most of it: " + names + "\n");
}

std::string trunks_part(const RunResults& results) {
  const RunFrame& frame = results.frame();
  if (frame.world.trunks.empty()) return "";
  const LinkMeter& meter = results.links();
  const Utilisation all = results.trunks().utilisation();
  const auto bytes = [](const LinkTotals& totals) {
    return to_text(static_cast<double>(totals.bytes()), Dimension::bytes);
  };
  std::string text = fmt::format(
      "\nTrunks: {} of them, {} used on average, {} in the busiest hour of the busiest; {} moved\n",
      grouped(static_cast<std::int64_t>(frame.world.trunks.size())), percent(all.mean),
      percent(all.maximum), bytes(meter.all()));
  const std::vector<LinkId> busiest = results.busiest_trunks();
  if (busiest.empty()) return text;
  const double span = to_seconds(results.sites().span());
  TextTable table({"busiest", "used", "busiest hour", "saturated", "capacity", "carried"});
  for (std::size_t i = 0; i < std::min(busiest.size(), kFullestShown); ++i) {
    const Link& link = frame.topology.links()[busiest[i].index()];
    const LinkTotals& passed = meter.link(busiest[i]);
    const Utilisation share = results.trunks().utilisation(busiest[i]);
    table.row({link.name, percent(share.mean), percent(share.maximum),
               meter.knows_limits() ? percent(to_seconds(passed.saturated) / span) : "-",
               to_text(link.capacity), bytes(passed)});
  }
  return text + table.text(2) + pace_part(results, busiest);
}

/// `2 cuts`, `1 port`.
std::string counted(std::int64_t number, const char* one, const char* many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string failures_part(const RunResults& results) {
  const FailureLedger& failures = results.failures();
  if (failures.rows().empty()) return "";
  const auto bytes = [](WideInteger number) {
    return to_text(static_cast<double>(number), Dimension::bytes);
  };
  const FailureLedger::Sums sums = failures.total();
  std::string text = fmt::format("\nOutages of the network: {}, {}, {}; {}\n",
                                 counted(failures.outages(OutageKind::cut), "cut", "cuts"),
                                 counted(failures.outages(OutageKind::port), "port", "ports"),
                                 counted(failures.outages(OutageKind::maintenance),
                                         "maintenance window", "maintenance windows"),
                                 counted(sums.hit, "transfer hit", "transfers hit"));
  if (sums.hit > 0) {
    text += fmt::format(
        "  of these {} went on another way, {} waited, {} began again; {} had been moved, {} were\n"
        "  left; they stood still for {} each on average\n",
        grouped(sums.rerouted), grouped(sums.waited), grouped(sums.failed), bytes(sums.moved),
        bytes(sums.left), seconds(to_seconds(sums.stood) / static_cast<double>(sums.hit)));
  }
  if (sums.detoured > 0) {
    text += fmt::format("  {} that began meanwhile took another way, with {}\n",
                        grouped(sums.detoured), bytes(sums.detoured_bytes));
  }
  return text;
}

std::string cost_part(const RunResults& results, const RunEnd& end) {
  const auto cost = results.network_cost(end);
  const double price = results.frame().world.transfer_price;
  if (!cost || !(price > 0)) return "";
  return fmt::format(
      "\nCost of transfers: {} CNY, at {} over trunks{}\n", in_words(*cost),
      to_text(price, Dimension::transfer_price),
      end.reservations && end.reservations->price_cny ? ", reservations included" : "");
}

std::string reservations_part(const RunEnd& end) {
  if (!end.reservations) return "";
  const ReservationSales& sales = *end.reservations;
  std::string text = fmt::format(
      "\nReservations: {} given, {} declined, {} displaced; {} wave-hours\n", grouped(sales.given),
      grouped(sales.declined), grouped(sales.displaced), in_words(sales.wave_hours));
  if (sales.price_cny) {
    text += fmt::format("  {} CNY, at {} a wave\n", in_words(sales.wave_hours * *sales.price_cny),
                        to_text(*sales.price_cny, Dimension::hourly_price));
  }
  return text;
}

std::string shift_part(const RunResults& results) {
  const auto west = results.flows().east_to_west_share();
  const auto home = results.flows().home_share();
  if (!west || !home) return "";
  return fmt::format(
      "\nEast to West: {} of the accelerator-hours were computed in the West for the East,\n"
      "  {} in the province where the work comes from.\n",
      percent(*west), percent(*home));
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string text = fmt::format("{}", number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string in_words(double number) {
  const double size = std::fabs(number);
  if (size < 1e3) return fmt::format("{:.3g}", number);
  if (size < 999'500) return fmt::format("{:.3g} thousand", number / 1e3);
  if (size < 999'500'000) return fmt::format("{:.3g} million", number / 1e6);
  return fmt::format("{} billion", number < 1e12
                                       ? fmt::format("{:.3g}", number / 1e9)
                                       : grouped(static_cast<std::int64_t>(number / 1e9)));
}

std::string percent(double share) {
  return fmt::format("{:.{}f} %", share * 100, std::fabs(share) < 0.01 && share != 0 ? 2 : 1);
}

std::string summary_text(const RunResults& results, const RunEnd& end) {
  return heading(results, end) + verdict_part(results, end) + inputs_part(end) +
         jobs_part(results) + waiting_part(results) + sites_part(results) + trunks_part(results) +
         failures_part(results) + (results.data() ? data_text(*results.data()) : "") +
         reservations_part(end) + cost_part(results, end) + shift_part(results);
}

}  // namespace eastwest
