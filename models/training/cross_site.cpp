// Ring all-reduce between sites, pipelines over long links, and local steps as in DiLoCo (Douillard
// et al. 2023; costs as in arXiv 2503.09799, appendix A).
#include "models/training/cross_site.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/quantity_text.hpp"

namespace eastwest {

namespace {

constexpr double kBackwardShare = 2.0 / 3;
constexpr double kTensorAllReducesPerLayer = 4;
constexpr double kBitsPerByte = 8;

double seconds_for(double bytes, BitsPerSecond rate) {
  return bytes * kBitsPerByte / static_cast<double>(rate.value());
}

/// What passes the link of each site in a ring all-reduce, in units of the data.
double ring_passes(std::int64_t sites) {
  return 2 * static_cast<double>(sites - 1) / static_cast<double>(sites);
}

double all_reduced(const CrossSiteRun& run) {
  return ring_passes(run.sites) * static_cast<double>(run.gradients.value());
}

Seconds exposed_of_pipeline(const CrossSiteRun& run) {
  const auto count = static_cast<double>(run.micro_batches);
  const double micro_batch = run.step.count() / count;
  const double sent = seconds_for(static_cast<double>(run.activations.value()), run.rate);
  const double turn =
      (micro_batch + run.round_trip.count()) / static_cast<double>(run.micro_batches_ahead);
  const double pace = std::max({micro_batch, sent, turn});
  return Seconds(count * (pace - micro_batch)) +
         static_cast<double>(run.sites - 1) * run.round_trip;
}

}  // namespace

std::string problem_of(const CrossSiteRun& run, const LanguageModel& model) {
  if (run.split == SiteSplit::tensor) {
    const double waited =
        kTensorAllReducesPerLayer * static_cast<double>(model.layers) * run.round_trip.count();
    return fmt::format(
        "tensor parallelism across sites is refused: {} all-reduces in each of {} layers would "
        "wait "
        "for {} in every micro-batch; divide the data or the layers, or take local steps",
        kTensorAllReducesPerLayer, model.layers, to_text(waited, Dimension::duration));
  }
  if (run.sites < 2) return "a run across sites needs at least two of them";
  if (run.rate <= BitsPerSecond{0}) return "a run across sites needs a rate between them";
  if (run.step <= Seconds{0}) return "a run across sites needs the time of a step";
  return {};
}

Seconds exposed_per_step(const CrossSiteRun& run) {
  const std::string problem = problem_of(run, {});
  EW_CHECK(problem.empty(), "{}", problem);
  if (run.split == SiteSplit::pipeline) return exposed_of_pipeline(run);
  const Seconds sent(seconds_for(all_reduced(run), run.rate));
  if (run.split == SiteSplit::data) {
    const Seconds whole = sent + static_cast<double>(run.sites - 1) * run.round_trip;
    return std::max(Seconds{0}, whole - run.overlap * kBackwardShare * run.step);
  }
  const auto fragments = static_cast<double>(run.fragments);
  const Seconds hidden = run.steps_behind * run.step;
  const Seconds waited = std::max(Seconds{0}, sent / fragments + run.round_trip - hidden);
  return fragments * waited / static_cast<double>(run.local_steps);
}

ComputeShare compute_share(const CrossSiteRun& run) {
  return ComputeShare::checked(run.step / (run.step + exposed_per_step(run)));
}

double bytes_per_step(const CrossSiteRun& run) {
  if (run.split == SiteSplit::pipeline) {
    return static_cast<double>(run.activations.value()) * static_cast<double>(run.micro_batches);
  }
  return all_reduced(run) /
         (run.split == SiteSplit::data ? 1 : static_cast<double>(run.local_steps));
}

}  // namespace eastwest
