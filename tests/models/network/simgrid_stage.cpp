// Turns the outcome of a run into lines of text and back.
#include "tests/models/network/simgrid_stage.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>

#include "models/network/module_loader.hpp"
#include "tests/catch.hpp"

namespace eastwest::network_test {
namespace {

std::string outcome_text(const ScriptedRun& run, const std::vector<double>& book,
                         const Notes& notes) {
  std::string text;
  for (const auto& [slot, date] : run.ends()) {
    text += fmt::format("end {} {}\n", slot, date.time_since_epoch().count());
  }
  for (const double bytes : book) text += fmt::format("book {}\n", bytes);
  for (const std::string& note : notes) text += fmt::format("note {}\n", note);
  return text;
}

double to_number(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

SimgridOutcome simgrid_run(const World& world, const SimgridScript& script,
                           const RunOptions& options, const std::string& profile) {
  SimgridOutcome outcome;
  outcome.child = run_in_child([&] {
    const std::unique_ptr<Network> network = load_network("eastwest_simgrid.so", profile);
    ScriptedRun run(world, *network, options);
    Notes notes;
    script(run, notes);
    run.run();
    return outcome_text(run, network->link_book(), notes);
  });
  if (outcome.child.exit_code != 0) return outcome;
  std::istringstream lines(outcome.child.result);
  for (std::string kind; lines >> kind;) {
    std::string rest;
    if (kind == "end") {
      int slot = 0;
      Duration::rep nanoseconds = 0;
      lines >> slot >> nanoseconds;
      outcome.ends[slot] = kStart + Duration{nanoseconds};
    } else if (kind == "book") {
      lines >> rest;
      outcome.link_book.push_back(to_number(rest));
    } else {
      std::getline(lines >> std::ws, rest);
      outcome.notes.push_back(rest);
    }
  }
  return outcome;
}

std::map<int, Date> simgrid_ends(const World& world,
                                 const std::function<void(ScriptedRun& run)>& script,
                                 const RunOptions& options, const std::string& profile) {
  const SimgridOutcome outcome = simgrid_run(
      world, [&](ScriptedRun& run, Notes&) { script(run); }, options, profile);
  INFO(outcome.child.result);
  INFO(outcome.child.printed);
  REQUIRE(outcome.child.exit_code == 0);
  REQUIRE(outcome.child.printed.empty());
  return outcome.ends;
}

std::map<int, Date> simgrid_ends(const NetworkCase& one) {
  const SimgridOutcome outcome =
      simgrid_run(one.world, [&](ScriptedRun& run, Notes&) { write_calendar(run, one); });
  if (outcome.child.exit_code != 0 || !outcome.child.printed.empty()) {
    throw std::runtime_error(fmt::format("simgrid ends with {}: {}{}", outcome.child.exit_code,
                                         outcome.child.result, outcome.child.printed));
  }
  return outcome.ends;
}

}  // namespace eastwest::network_test
