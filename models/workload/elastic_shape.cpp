// Implements models/workload/elastic_shape.hpp.
#include "models/workload/elastic_shape.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace eastwest {

namespace {

constexpr std::int64_t kWidthsMax = 4096;
/// Parts of a nanosecond at the reference width, where speeds are no whole numbers.
constexpr std::int64_t kParts = 1'000'000'000'000;
/// The least and greatest speed-up against the reference width.
constexpr double kRatioMax = 1e6;
constexpr double kBytesPerParameter = 16;
constexpr double kBandwidth = 1.6e12;
constexpr double kSecondsMax = 3.2e7;

Parameter count(std::string name, std::string help, std::string fallback = {}) {
  return {.name = std::move(name),
          .kind = ParameterKind::count,
          .help = std::move(help),
          .fallback = std::move(fallback),
          .minimum = 1,
          .maximum = 1e9};
}

Parameter span(std::string name, std::string help, std::string fallback = {}) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = Dimension::duration,
          .fallback = std::move(fallback),
          .minimum = 0,
          .maximum = kSecondsMax};
}

Schema resize_schema() {
  return {span("checkpoint",
               "the state is written, by those that the job holds; absent: 16 B x parameters / "
               "bandwidth for training runs, else 0 s"),
          span("restore", "it is read at the new width", "0 s"),
          span("replan", "the new width is planned and set up", "120 s"),
          {.name = "bandwidth",
           .kind = ParameterKind::quantity,
           .help = "of writing the state of a training run; absent: 1.6 Tb/s",
           .dimension = Dimension::bit_rate,
           .minimum = 1,
           .maximum = 1e18}};
}

Schema elastic_schema() {
  return {
      {.name = "kind",
       .kind = ParameterKind::choice,
       .help = "mouldable: the width is chosen when a job starts; malleable: it may also change "
               "while it runs",
       .fallback = "malleable",
       .choices = {"mouldable", "malleable"}},
      count("min", "least accelerators of a job", "1"),
      count("max", "most accelerators of a job; this or widths"),
      count("step", "from min to max in steps of so many", "1"),
      {.name = "widths",
       .kind = ParameterKind::numbers,
       .help = "instead of min, max and step: the numbers of accelerators, rising",
       .minimum = 1,
       .maximum = 1e9},
      {.name = "speed_up",
       .kind = ParameterKind::group,
       .help = "how much faster they are on more accelerators; absent: linear, and for training "
               "runs as their work says",
       .group = SpeedUp::schema()},
      {.name = "resize",
       .kind = ParameterKind::group,
       .help = "time without work that a change of width costs a running job",
       .group = resize_schema()}};
}

void check_widths(const Parameters& group, std::vector<ParameterProblem>& problems) {
  if (group.has("widths") == group.has("max")) {
    const bool both = group.has("max");
    problems.push_back({both ? "elastic.widths" : "elastic",
                        both ? "widths and max are both given" : "neither max nor widths is given",
                        "write `max: 64`, or `widths: [8, 16, 32]`"});
    return;
  }
  if (group.has("max")) {
    const std::int64_t least = group.count("min");
    const std::int64_t most = group.count("max");
    const std::int64_t step = group.count("step");
    if (most < least) {
      problems.push_back({"elastic.max", fmt::format("{} is below min, {}", most, least)});
    } else if ((most - least) / step >= kWidthsMax) {
      problems.push_back({"elastic.max",
                          fmt::format("these are {} widths, and at most {} are possible",
                                      (most - least) / step + 1, kWidthsMax),
                          "write a larger step"});
    }
    return;
  }
  const std::vector<double>& widths = group.numbers("widths");
  const auto is_whole = [](double width) { return std::floor(width) == width; };
  const bool ascend = std::is_sorted(widths.begin(), widths.end(), std::less_equal<>());
  if (widths.empty() || !ascend || !std::all_of(widths.begin(), widths.end(), is_whole)) {
    problems.push_back({"elastic.widths", "the widths are not whole numbers that rise",
                        "e.g. `widths: [8, 16, 32]`"});
  }
}

}  // namespace

Parameter ElasticShape::parameter() {
  return {.name = "elastic",
          .kind = ParameterKind::group,
          .help =
              "these jobs run on other numbers of accelerators than they ask for, too, if the "
              "schedule says so; absent: on those only",
          .group = elastic_schema()};
}

void ElasticShape::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (!parameters.has("elastic")) return;
  const Parameters& group = parameters.group("elastic");
  check_widths(group, problems);
  if (group.has("speed_up")) {
    SpeedUp::check(group.group("speed_up"), "elastic.speed_up", problems);
  }
  if (group.has("resize") && group.text("kind") == "mouldable") {
    problems.push_back({"elastic.resize", "mouldable jobs keep the width of their start",
                        "leave it out, or write `kind: malleable`"});
  }
}

void ElasticShape::check_speed(const Parameters& parameters, bool follows_from_work,
                               std::vector<ParameterProblem>& problems) {
  if (!parameters.has("elastic")) return;
  const Parameters& group = parameters.group("elastic");
  if (follows_from_work && group.has("speed_up")) {
    problems.push_back({"elastic.speed_up", "the speed of a training run follows from its work",
                        "leave it out; `work: {level: table, …}` takes measured throughput"});
  }
  if (!group.has("resize")) return;
  const Parameters& resize = group.group("resize");
  if (!resize.has("bandwidth")) return;
  if (!follows_from_work) {
    problems.push_back({"elastic.resize.bandwidth", "nothing says how large the state is",
                        "write `checkpoint: 5 min`"});
  } else if (resize.has("checkpoint")) {
    problems.push_back(
        {"elastic.resize.bandwidth", "checkpoint and bandwidth are both given", "give one"});
  }
}

ElasticShape::ElasticShape(const Parameters& group)
    : kind_(group.text("kind") == "mouldable" ? ElasticTerms::Kind::mouldable
                                              : ElasticTerms::Kind::malleable),
      restart_(std::chrono::seconds{120}),
      bandwidth_(kBandwidth) {
  if (group.has("widths")) {
    for (const double width : group.numbers("widths")) {
      widths_.push_back(static_cast<std::int64_t>(width));
    }
  } else {
    const std::int64_t most = group.count("max");
    for (std::int64_t width = group.count("min"); width <= most; width += group.count("step")) {
      widths_.push_back(width);
    }
  }
  if (group.has("speed_up")) speed_up_ = SpeedUp(group.group("speed_up"));
  if (!group.has("resize")) return;
  const Parameters& resize = group.group("resize");
  restart_ = resize.duration("restore") + resize.duration("replan");
  is_checkpoint_given_ = resize.has("checkpoint");
  if (is_checkpoint_given_) checkpoint_ = resize.duration("checkpoint");
  if (resize.has("bandwidth")) bandwidth_ = resize.number("bandwidth");
}

std::vector<std::int64_t> ElasticShape::widths(std::int64_t reference) const {
  std::vector<std::int64_t> all = widths_;
  const auto place = std::lower_bound(all.begin(), all.end(), reference);
  if (place == all.end() || *place != reference) all.insert(place, reference);
  return all;
}

ElasticTerms ElasticShape::frame() const {
  return {.kind = kind_, .checkpoint = checkpoint_, .restart = restart_};
}

std::shared_ptr<const ElasticTerms> ElasticShape::terms(std::int64_t reference) const {
  auto& known = known_[reference];
  if (known) return known;
  if (speed_up_.law() != SpeedUp::Law::linear) {
    known = terms(
        reference, [this](std::int64_t accelerators) { return speed_up_.at(accelerators); }, 0);
    return known;
  }
  ElasticTerms linear = frame();
  linear.reference_rate = reference;
  for (const std::int64_t width : widths(reference)) linear.widths.push_back({width, width});
  known = std::make_shared<const ElasticTerms>(std::move(linear));
  return known;
}

std::shared_ptr<const ElasticTerms> ElasticShape::terms(std::int64_t reference, const Speed& speed,
                                                        double parameters) const {
  ElasticTerms made = frame();
  made.reference_rate = kParts;
  if (parameters > 0 && !is_checkpoint_given_) {
    constexpr double kBitsPerByte = 8;
    made.checkpoint = from_seconds_up(parameters * kBytesPerParameter * kBitsPerByte / bandwidth_);
  }
  const double unit = speed(reference);
  std::int64_t least = 1;
  for (const std::int64_t width : widths(reference)) {
    const double ratio = width == reference ? 1 : speed(width) / unit;
    if (!(ratio >= 1 / kRatioMax) || ratio > kRatioMax) continue;
    const auto rate =
        static_cast<std::int64_t>(std::floor(ratio * static_cast<double>(kParts) + 0.5));
    // Where more accelerators would be slower, nobody uses them.
    if (rate < least || (width < reference && rate > kParts)) continue;
    made.widths.push_back({width, rate});
    least = rate;
  }
  return std::make_shared<const ElasticTerms>(std::move(made));
}

}  // namespace eastwest
