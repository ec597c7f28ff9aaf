// The networks `fluid` and `simgrid` on the same random cases, and both against the definition.
#include "tests/catch.hpp"
#include "tests/models/network/fluid_stage.hpp"
#include "tests/models/network/simgrid_stage.hpp"

namespace eastwest::network_test {
namespace {

/// What is wrong with a case: rates of `fluid` that are not max-min fair, found from the definition
/// without any solver, or ends that are not SimGrid's.
std::string mistake_in(const NetworkCase& one) {
  const FluidOutcome outcome = fluid_outcome(one, RateCheck::each_change);
  if (!outcome.unfair.empty()) return outcome.unfair;
  const std::map<int, Date> expected = simgrid_ends(one);
  for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
    const auto end = outcome.ends.find(static_cast<int>(i));
    const auto reference = expected.find(static_cast<int>(i));
    const bool ends = end != outcome.ends.end();
    if (ends != (reference != expected.end())) {
      return fmt::format("transfer {} ends in {} only", i, ends ? "fluid" : "simgrid");
    }
    if (!ends) continue;
    const std::int64_t nanoseconds = reference->second.time_since_epoch().count();
    if (error_of(one.arrivals[i], end->second, static_cast<long double>(nanoseconds)) > 1) {
      return fmt::format("transfer {} ends at {} ns in fluid and at {} ns in simgrid", i,
                         end->second.time_since_epoch().count(), nanoseconds);
    }
  }
  return {};
}

Recipe everything(int transfers, Duration mean_gap) {
  return {.transfers = transfers,
          .mean_gap = mean_gap,
          .weights = Weights::mixed,
          .links = Links::changing,
          .sizes = Sizes::divisible};
}

}  // namespace

TEST_CASE("fluid and simgrid agree on random graphs with caps, weights, cuts and upgrades",
          "[fluid][simgrid]") {
  check_seeds(501, 520, everything(100, std::chrono::milliseconds{200}), mistake_in);
  check_seeds(521, 535, everything(100, std::chrono::milliseconds{10}), mistake_in);
}

TEST_CASE("fluid and simgrid agree on 400 random graphs", "[fluid][simgrid][.full]") {
  check_seeds(2001, 2200, everything(200, std::chrono::milliseconds{60}), mistake_in);
  check_seeds(2201, 2400, everything(150, std::chrono::milliseconds{10}), mistake_in);
}

TEST_CASE("a mistake is shown by the smallest case", "[fluid]") {
  const NetworkCase one = random_case(8, {.transfers = 100, .links = Links::changing});
  const TransferRequest culprit = one.arrivals[77].request;
  const Date date = one.arrivals[77].date;
  const std::size_t changes = one.changes.size();
  REQUIRE(changes > 1);
  // Wrong as soon as one certain transfer meets two changes of links.
  const NetworkCase smallest = smallest_case(one, [&](const NetworkCase& smaller) -> std::string {
    const bool has_culprit =
        std::any_of(smaller.arrivals.begin(), smaller.arrivals.end(),
                    [&](const Arrival& arrival) { return arrival.date == date; });
    return has_culprit && smaller.changes.size() >= 2 ? "wrong" : "";
  });
  REQUIRE(smallest.arrivals.size() == 1);
  CHECK(smallest.arrivals.front().request.size == culprit.size);
  CHECK(smallest.changes.size() == 2);
  CHECK(drawing_of(smallest).find(fmt::format("{} B", culprit.size.value())) != std::string::npos);
}

TEST_CASE("the report on a mistake names its seed, also where a network throws", "[fluid]") {
  // The third of five seeds has a mistake as soon as a certain transfer is in it.
  const std::int64_t wrong = random_case(13, {.transfers = 20}).arrivals[7].request.size.value();
  const auto report_with = [&](const std::function<std::string()>& mistake) {
    return report_on_seeds(11, 15, {.transfers = 20}, [&](const NetworkCase& one) {
      const bool is_wrong = std::any_of(
          one.arrivals.begin(), one.arrivals.end(),
          [&](const Arrival& arrival) { return arrival.request.size.value() == wrong; });
      return is_wrong ? mistake() : std::string();
    });
  };
  const std::string told = report_with([] { return std::string("too late"); });
  CHECK(told.starts_with("seed 13: too late\nsmallest case found:\ntransfer 0 at "));
  CHECK(told.find(fmt::format(" {} B, ", wrong)) != std::string::npos);
  CHECK(told.find("transfer 1 at ") == std::string::npos);
  const std::string thrown =
      report_with([]() -> std::string { throw Defect("a clock went back"); });
  CHECK(thrown.starts_with("seed 13: it throws: a clock went back\nsmallest case found:\n"));
  CHECK(report_on_seeds(11, 15, {}, [](const NetworkCase&) { return std::string(); }).empty());
}

}  // namespace eastwest::network_test
