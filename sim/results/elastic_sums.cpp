// Implements sim/results/elastic_sums.hpp.
#include "sim/results/elastic_sums.hpp"

#include <fmt/format.h>

#include "sim/results/step_integral.hpp"
#include "sim/results/summary_text.hpp"

namespace eastwest {
namespace {

WideCount area_of(const ElasticLife& life) {
  return life.useful_area + life.overhead_area + life.lost_area;
}

double width_mean(const ElasticSums& sums) {
  return sums.time == 0 ? 0 : static_cast<double>(sums.area) / static_cast<double>(sums.time);
}

}  // namespace

void ElasticSums::add(const ElasticLife& life) {
  ++jobs;
  resizes += life.resizes;
  if (life.resizes > 0) ++resized;
  resizing_time += life.resizing.count();
  time += (life.useful + life.overhead + life.lost).count();
  area += area_of(life);
  resizing_area += life.resizing_area;
}

double ElasticSums::accelerator_seconds(const ElasticLife& life) {
  return static_cast<double>(area_of(life)) / 1e9;
}

Json to_json(const ElasticSums& sums) {
  Json json = {{"jobs", sums.jobs},
               {"resizes", sums.resizes},
               {"resized", sums.resized},
               {"width_mean", width_mean(sums)},
               {"accelerator_hours", to_accelerator_hours(sums.area)},
               {"resizing_accelerator_hours", to_accelerator_hours(sums.resizing_area)}};
  if (sums.resized > 0) {
    json["resizing_mean_s"] =
        static_cast<double>(sums.resizing_time) / static_cast<double>(sums.resized) / 1e9;
  }
  return json;
}

std::string to_text(const ElasticSums& sums) {
  if (sums.jobs == 0) return {};
  return fmt::format(
      "  Elastic jobs: {}, {} accelerators wide on average; {} resizes of {} of them, {} of {} "
      "accelerator-hours without work\n",
      grouped(sums.jobs), in_words(width_mean(sums)), grouped(sums.resizes), grouped(sums.resized),
      in_words(to_accelerator_hours(sums.resizing_area)),
      in_words(to_accelerator_hours(sums.area)));
}

}  // namespace eastwest
