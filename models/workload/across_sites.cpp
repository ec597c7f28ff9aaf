// Implements models/workload/across_sites.hpp.
#include "models/workload/across_sites.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/world/apportionment.hpp"

namespace eastwest {

namespace {

constexpr double kSitesMax = 64;
constexpr double kBackwardShare = 2.0 / 3;
constexpr double kBytesPerActivation = 2;
/// A run has about so many blocks, whatever its length.
constexpr double kBlocks = 1000;
constexpr double kAllReducesPerLayer = 4;
/// The circle of the national programme, there and back.
constexpr double kUsualRoundTrip = 0.02;
constexpr double kStepsMax = 1e15;
/// More than can be counted; 9.2 EB are.
constexpr double kBytesMax = 9e18;
/// The smallest and largest number that a law is asked for.
constexpr double kEdge = 0x1p-53;

Parameter number(std::string name, std::string help, double minimum, double maximum,
                 Dimension dimension = Dimension::number) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = dimension,
          .minimum = minimum,
          .maximum = maximum};
}

Parameter whole(std::string name, std::string help, double minimum, double maximum) {
  return {.name = std::move(name),
          .kind = ParameterKind::count,
          .help = std::move(help),
          .minimum = minimum,
          .maximum = maximum};
}

Schema across_schema() {
  return {
      whole("sites", "how many; the dispatcher chooses which", 2, kSitesMax),
      {.name = "named",
       .kind = ParameterKind::texts,
       .help = "ids of the sites; either this or sites"},
      {.name = "method",
       .kind = ParameterKind::choice,
       .help = "data-parallel: gradients are averaged after every step; pipeline: each site has "
               "groups of layers; local-steps: each site trains by itself and the changes are "
               "averaged now and then; tensor-parallel is refused",
       .required = true,
       .choices = {"data-parallel", "pipeline", "local-steps", "tensor-parallel"}},
      {.name = "split",
       .kind = ParameterKind::numbers,
       .help = "shares of the accelerators, in the order of named; absent: equal",
       .minimum = 1e-6,
       .maximum = 1e9},
      number("latency", "one way, allowed between any two of the sites; absent: no limit", 1e-9,
             3600, Dimension::duration),
      number("bytes_per_parameter", "that is exchanged of each; absent: 2", 1e-3, 100),
      number("overlap",
             "data-parallel: of the backward pass (two thirds of a step), during which the "
             "exchange may go on; absent: 0 %",
             0, 1, Dimension::fraction),
      whole("local_steps", "local-steps: between two exchanges of a parameter", 1, 1e9),
      whole("fragments", "local-steps: parts that are exchanged in turn; absent: 1", 1, 1e6),
      number("steps_behind",
             "local-steps: so many steps' time an exchange may take unnoticed; absent: 0", 0, 1e9),
      number("token_multiplier",
             "tokens that the run needs, over those of a run at one site; to be declared with "
             "local-steps, whose price it is; absent: 1",
             1, 100),
      whole("micro_batches", "pipeline: of a step", 1, 1e9),
      whole("micro_batches_ahead", "pipeline: that a stage may have under way; absent: 1", 1, 1e9),
      number("nic_rate", "of each accelerator inside its site", 1, 1e15, Dimension::bit_rate),
      number("convergence",
             "nic_rate of all accelerators of a site over the rate that they have to another; "
             "absent: only the network limits it",
             1e-3, 1e9),
      whole("block", "exchanges simulated as one; absent: a thousandth of the run's", 1, 1e12)};
}

/// Keys that one method alone has.
struct MethodKey {
  const char* key;
  const char* method;
  bool may_be_zero = false;  ///< 0 says the same as leaving it out: a variant may switch it off
};
constexpr MethodKey kMethodKeys[] = {
    {"overlap", "data-parallel", true}, {"local_steps", "local-steps"},
    {"fragments", "local-steps"},       {"steps_behind", "local-steps", true},
    {"micro_batches", "pipeline"},      {"micro_batches_ahead", "pipeline"}};

std::string why_no_tensor_parallelism(const Parameters& across, const Parameters& model) {
  const double trip = across.has("latency") ? 2 * across.number("latency") : kUsualRoundTrip;
  const std::int64_t layers = model.has("layers") ? model.count("layers") : 1;
  const double waited = kAllReducesPerLayer * static_cast<double>(layers) * trip;
  return fmt::format(
      "tensor parallelism across sites is refused: {} all-reduces in {} would wait for {} in every "
      "micro-batch, at {} there and back",
      kAllReducesPerLayer,
      model.has("layers") ? fmt::format("each of {} layers", layers) : "every layer",
      to_text(waited, Dimension::duration), to_text(trip, Dimension::duration));
}

void check_method(const Parameters& across, const Parameters& work,
                  std::vector<ParameterProblem>& problems) {
  const std::string& method = across.text("method");
  if (method == "tensor-parallel") {
    problems.push_back({"across.method", why_no_tensor_parallelism(across, work.group("model")),
                        "divide the data or the layers among the sites, or take local steps"});
    return;
  }
  for (const MethodKey& entry : kMethodKeys) {
    if (!across.has(entry.key) || method == entry.method) continue;
    if (entry.may_be_zero && across.number(entry.key) <= 0) continue;
    problems.push_back(
        {std::string("across.") + entry.key,
         fmt::format("only {} has this key, here the method is {}", entry.method, method)});
  }
  if (method == "local-steps") {
    if (!across.has("local_steps")) {
      problems.push_back({"across", "nothing says how many local steps", "add local_steps: 100"});
    }
    if (!across.has("token_multiplier")) {
      problems.push_back({"across",
                          "local steps train less well than as many common ones, and nothing says "
                          "by how much",
                          "add token_multiplier: 1.05, or 1 if that is meant"});
    }
  }
  if (method != "pipeline") return;
  if (!across.has("micro_batches")) {
    problems.push_back({"across", "nothing says how many micro-batches", "add micro_batches: 64"});
  }
  if (!work.group("model").has("hidden")) {
    problems.push_back({"across", "activations have the model's width, which is not known",
                        "add hidden to the work's model"});
  }
  if (across.has("bytes_per_parameter")) {
    problems.push_back(
        {"across.bytes_per_parameter", "a pipeline exchanges activations", "leave it out"});
  }
}

void check_interval(const Parameters& across, std::vector<ParameterProblem>& problems) {
  if (!across.has("local_steps") || across.text("method") != "local-steps") return;
  const std::int64_t steps = across.count("local_steps");
  const std::int64_t fragments = across.has("fragments") ? across.count("fragments") : 1;
  if (fragments > steps) {
    problems.push_back({"across.fragments",
                        fmt::format("{} fragments in {} local steps", fragments, steps),
                        "exchange at most one fragment a step"});
  }
  const double interval = static_cast<double>(steps) / static_cast<double>(fragments);
  if (across.has("steps_behind") && across.number("steps_behind") > interval) {
    problems.push_back({"across.steps_behind",
                        fmt::format("an exchange may not take longer than the {} steps to the next "
                                    "one",
                                    interval)});
  }
}

void check_sites(const Parameters& across, std::vector<ParameterProblem>& problems) {
  const bool is_named = across.has("named");
  if (across.has("sites") == is_named) {
    problems.push_back({is_named ? "across.sites" : "across",
                        is_named ? "sites and named are both given" : "nothing says which sites",
                        "give one: `sites: 2` or `named: [guian, horinger]`"});
    return;
  }
  const std::size_t count =
      is_named ? across.texts("named").size() : static_cast<std::size_t>(across.count("sites"));
  if (count < 2) {
    problems.push_back({"across.named", "a run across sites needs at least two of them"});
  }
  if (!across.has("split")) return;
  if (!is_named) {
    problems.push_back({"across.split", "shares belong to sites, and none is named",
                        "add named, or leave it out for equal shares"});
  } else if (across.numbers("split").size() != count) {
    problems.push_back({"across.split", fmt::format("{} shares for {} sites",
                                                    across.numbers("split").size(), count)});
  }
}

/// The parallel layout must be divisible into equal parts.
void check_layout(const Parameters& across, const Parameters& work,
                  std::vector<ParameterProblem>& problems) {
  if (!work.has("parallelism") || across.has("split")) return;
  const bool is_pipeline = across.text("method") == "pipeline";
  const char* key = is_pipeline ? "pipeline" : "data";
  const std::int64_t count = across.has("sites")
                                 ? across.count("sites")
                                 : static_cast<std::int64_t>(across.texts("named").size());
  const std::int64_t width = work.group("parallelism").count(key);
  if (width % count == 0) return;
  problems.push_back(
      {"across", fmt::format("{} sites do not divide the {} {} of the work's layout", count, width,
                             is_pipeline ? "pipeline stages" : "copies")});
}

void check_job(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  const auto refuse = [&](const char* key, const char* why, const char* hint) {
    problems.push_back({key, why, hint});
  };
  for (const char* key : {"input", "result"}) {
    if (parameters.law(key).quantile(1 - kEdge) <= 0) continue;
    refuse(key, "data of a job across sites are not simulated, only what its parts exchange",
           "leave it out: training reads megabytes per second");
  }
  if (parameters.has("requested_factor")) {
    refuse("requested_factor", "how long a job across sites takes depends on the network",
           "leave it out: such a job is not killed");
  }
  if (parameters.has("past_deadline") && parameters.text("past_deadline") == "expire") {
    refuse("past_deadline", "a job across sites does not expire: some parts may hold accelerators",
           "write `past_deadline: run`");
  }
  if (parameters.has("preemption")) {
    refuse("preemption", "a job across sites is not suspended", "leave it out");
  }
}

std::int64_t whole_steps(const Parameters& work, double token_multiplier) {
  const double tokens_per_step =
      static_cast<double>(work.count("batch")) * static_cast<double>(work.count("sequence"));
  const double steps = work.has("steps") ? static_cast<double>(work.count("steps"))
                                         : work.number("tokens") / tokens_per_step;
  const double whole = std::floor(steps * token_multiplier + 0.5);
  return static_cast<std::int64_t>(std::clamp(whole, 1.0, kStepsMax));
}

/// What each site passes on of so much in a ring: half of it while sums are made, half while they
/// are handed round.
double around_ring(double bytes, std::int64_t sites) {
  return 2 * static_cast<double>(sites - 1) / static_cast<double>(sites) * bytes;
}

SpreadTerms terms_of(const Parameters& across, const Parameters& work, std::int64_t sites,
                     double token_multiplier) {
  SpreadTerms terms;
  const std::string& method = across.text("method");
  const auto number = [&](const char* key, double fallback) {
    return across.has(key) ? across.number(key) : fallback;
  };
  const auto count = [&](const char* key) { return across.has(key) ? across.count(key) : 1; };
  if (across.has("latency")) terms.latency = across.duration("latency");
  terms.steps = whole_steps(work, token_multiplier);
  const double whole = number("bytes_per_parameter", 2) * work.group("model").number("parameters");
  terms.bytes_per_exchange = around_ring(whole, sites);
  terms.hidden_steps = number("overlap", 0) * kBackwardShare;
  if (method == "local-steps") {
    terms.method = SpreadMethod::local_steps;
    const auto fragments = static_cast<double>(count("fragments"));
    terms.steps_per_exchange = static_cast<double>(across.count("local_steps")) / fragments;
    terms.bytes_per_exchange /= fragments;
    terms.hidden_steps = number("steps_behind", 0);
  } else if (method == "pipeline") {
    terms.method = SpreadMethod::pipeline;
    terms.bytes_per_exchange = kBytesPerActivation * static_cast<double>(work.count("batch")) *
                               static_cast<double>(work.count("sequence")) *
                               static_cast<double>(work.group("model").count("hidden"));
    terms.micro_batches = across.count("micro_batches");
    terms.micro_batches_ahead = count("micro_batches_ahead");
  }
  if (across.has("convergence")) {
    const double rate = across.number("nic_rate") / across.number("convergence");
    terms.rate_per_accelerator =
        BitsPerSecond{std::max<std::int64_t>(1, static_cast<std::int64_t>(rate))};
  }
  const double exchanges = static_cast<double>(terms.steps) / terms.steps_per_exchange;
  terms.exchanges_per_block = across.has("block")
                                  ? across.count("block")
                                  : static_cast<std::int64_t>(std::ceil(exchanges / kBlocks));
  return terms;
}

/// What a job sends in all, over every edge.
double bytes_of(const SpreadTerms& terms, std::int64_t sites) {
  const bool is_chain = terms.method == SpreadMethod::pipeline;
  const double exchanges = std::ceil(static_cast<double>(terms.steps) / terms.steps_per_exchange);
  return static_cast<double>(is_chain ? 2 * (sites - 1) : sites) * exchanges *
         terms.bytes_per_exchange;
}

SiteId site_named(const std::string& wanted, const WorkloadContext& context) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < context.world.sites.size(); ++i) {
    if (context.world.sites[i].id == wanted) return SiteId(i);
    ids.push_back(context.world.sites[i].id);
  }
  const std::string meant = closest(wanted, ids);
  throw ScenarioError(
      fmt::format("workload.{}.across.named", context.name),
      fmt::format("the world has no site '{}'", wanted),
      meant.empty() ? "named are ids of sites" : fmt::format("did you mean '{}'?", meant));
}

}  // namespace

Parameter AcrossSites::parameter() {
  return {.name = "across",
          .kind = ParameterKind::group,
          .help = "several sites compute each job together (docs/training.md); absent: one does",
          .group = across_schema()};
}

void AcrossSites::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (!parameters.has("across")) return;
  const Parameters& across = parameters.group("across");
  const Parameters& work = parameters.model("work").parameters;
  const std::size_t before = problems.size();
  check_sites(across, problems);
  check_method(across, work, problems);
  check_interval(across, problems);
  check_job(parameters, problems);
  for (const char* key : {"batch", "sequence"}) {
    if (work.has(key)) continue;
    problems.push_back({"across",
                        fmt::format("nothing says what a step is: the work has no {}", key),
                        fmt::format("add {}: … to work", key)});
  }
  if (across.has("nic_rate") != across.has("convergence")) {
    problems.push_back({"across", "nic_rate and convergence belong together",
                        "give both, or leave the rate to the network"});
  }
  if (problems.size() == before) check_layout(across, work, problems);
}

AcrossSites::AcrossSites(const Parameters& parameters, const WorkloadContext& context) {
  if (!parameters.has("across")) return;
  const Parameters& across = parameters.group("across");
  std::vector<SiteId> named;
  if (across.has("named")) {
    for (const std::string& id : across.texts("named")) named.push_back(site_named(id, context));
  }
  sites_ = named.empty() ? across.count("sites") : std::ssize(named);
  if (static_cast<std::size_t>(sites_) > context.world.sites.size()) {
    throw ScenarioError(
        fmt::format("workload.{}.across.sites", context.name),
        fmt::format("{} sites, and the world has {}", sites_, context.world.sites.size()));
  }
  split_.assign(static_cast<std::size_t>(sites_), 1);
  if (across.has("split")) split_ = across.numbers("split");
  std::vector<std::size_t> order(named.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return named[a] < named[b]; });
  if (across.has("token_multiplier")) token_multiplier_ = across.number("token_multiplier");
  terms_ = terms_of(across, parameters.model("work").parameters, sites_, token_multiplier_);
  if (const double bytes = bytes_of(*terms_, sites_); bytes > kBytesMax) {
    throw ScenarioError(fmt::format("workload.{}.across", context.name),
                        fmt::format("a job would exchange {}; at most 9 EB are counted",
                                    to_text(bytes, Dimension::bytes)),
                        "take fewer steps, or exchange more rarely");
  }
  const std::vector<double> as_written = split_;
  for (std::size_t i = 0; i < order.size(); ++i) {
    terms_->sites.push_back(named[order[i]]);
    split_[i] = as_written[order[i]];
  }
  const auto twice = std::adjacent_find(terms_->sites.begin(), terms_->sites.end());
  if (twice != terms_->sites.end()) {
    throw ScenarioError(
        fmt::format("workload.{}.across.named", context.name),
        fmt::format("site '{}' is named twice", context.world.sites[twice->index()].id));
  }
}

std::int64_t AcrossSites::accelerators_least() const {
  if (!terms_) return 1;
  const double sum = std::accumulate(split_.begin(), split_.end(), 0.0);
  const double smallest = *std::min_element(split_.begin(), split_.end());
  return static_cast<std::int64_t>(std::ceil(sum / smallest));
}

std::shared_ptr<const SpreadTerms> AcrossSites::terms(std::int64_t accelerators) const {
  if (!terms_) return nullptr;
  auto terms = std::make_shared<SpreadTerms>(*terms_);
  terms->parts = apportioned(accelerators, split_);
  return terms;
}

}  // namespace eastwest
