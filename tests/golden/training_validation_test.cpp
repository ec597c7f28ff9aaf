// docs/validation-training.md and its part of docs/validation.md are written from the published
// runs in published_training_runs.csv; they must not be stale. With EASTWEST_APPROVE=1 in the
// environment the test writes them: look at the change.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/training/step_time.hpp"
#include "models/training/work_terms.hpp"
#include "sim/text/csv_reader.hpp"
#include "tests/catch.hpp"
#include "tests/golden/written_page.hpp"

using namespace eastwest;

namespace {

namespace fs = std::filesystem;
const fs::path kRoot(EASTWEST_SOURCE_DIR);

/// column -> cell
using Row = std::map<std::string, std::string>;

std::vector<Row> table(const std::string& file) {
  Diagnostics mistakes;
  CsvReader reader((kRoot / file).string(), mistakes);
  std::vector<Row> rows;
  while (reader.next()) {
    Row row;
    for (const std::string& name : reader.header()) {
      row[name] = std::string(reader.text(reader.column(name)));
    }
    rows.push_back(std::move(row));
  }
  REQUIRE_FALSE(mistakes.has_errors());
  return rows;
}

double number(const Row& row, const std::string& column, double absent = 0) {
  const std::string& cell = row.at(column);
  return cell.empty() ? absent : std::stod(cell);
}

std::int64_t count(const Row& row, const std::string& column) {
  return static_cast<std::int64_t>(number(row, column));
}

/// A site with the accelerators of the national table and the run's fabric.
Site site_of(const Row& run) {
  constexpr double kBitsPerGigabyte = 8e9;
  for (const Row& chip : table("scenarios/world/china/accelerators.csv")) {
    if (chip.at("id") != run.at("accelerator")) continue;
    const auto rate = [](double bits) { return BitsPerSecond(static_cast<std::int64_t>(bits)); };
    Site site;
    site.accelerator = chip.at("id");
    site.accelerator_speed = Flops(number(chip, "fp16_tflops") * 1e12);
    site.memory_rate = rate(number(chip, "memory_gb_per_s") * kBitsPerGigabyte);
    site.link_rate = rate(number(chip, "link_gb_per_s") * kBitsPerGigabyte);
    site.fabric_rate = rate(number(run, "fabric_gbit_per_s") * 1e9);
    return site;
  }
  throw std::invalid_argument("no accelerator " + run.at("accelerator"));
}

AttentionCount attention_of_row(const Row& run) {
  return run.at("attention") == "causal" ? AttentionCount::causal : AttentionCount::full;
}

LanguageModel model_of_row(const Row& run) {
  LanguageModel model;
  model.parameters = number(run, "parameters");
  model.activated = number(run, "activated", model.parameters);
  model.layers = count(run, "layers");
  model.hidden = count(run, "hidden");
  model.attention_width =
      run.at("attention_width").empty() ? model.hidden : count(run, "attention_width");
  model.vocabulary = count(run, "vocabulary");
  return model;
}

TrainingStep step_of_row(const Row& run) {
  TrainingStep step;
  step.model = model_of_row(run);
  step.batch = {count(run, "sequence"), number(run, "batch"), attention_of_row(run)};
  step.layout = {.data = count(run, "data"),
                 .tensor = count(run, "tensor"),
                 .pipeline = count(run, "pipeline"),
                 .context = count(run, "context")};
  step.recomputation = run.at("recompute") == "full"        ? Recomputation::full
                       : run.at("recompute") == "selective" ? Recomputation::selective
                                                            : Recomputation::none;
  step.overlap = {number(run, "tensor_overlap"), number(run, "gradient_overlap")};
  return step;
}

/// Where micro-batch and interleaving are not published: the fastest of some, as people choose.
Seconds step_seconds(const Row& run) {
  TrainingStep step = step_of_row(run);
  const Chip chip = chip_of(site_of(run));
  std::vector<std::int64_t> micro_batches = {1, 2, 4, 8};
  std::vector<std::int64_t> interleaves = {1, 2, 3};
  if (!run.at("micro_batch").empty()) micro_batches = {count(run, "micro_batch")};
  if (!run.at("interleave").empty()) interleaves = {count(run, "interleave")};
  Seconds best = Seconds::max();
  for (const std::int64_t micro_batch : micro_batches) {
    for (const std::int64_t interleave : interleaves) {
      step.layout.micro_batch = micro_batch;
      step.layout.interleave = interleave;
      if (!problem_of(step.layout, step.model, step.batch.sequences).empty()) continue;
      best = std::min(best, step_time(step, chip).total());
    }
  }
  return best;
}

/// Accelerator-hours in millions of a whole run, with the failures that the row names.
double million_hours(const Row& run) {
  const LanguageModel model = model_of_row(run);
  if (run.at("level") == "declared") {
    const TokenBatch all{count(run, "sequence"), number(run, "tokens") / number(run, "sequence"),
                         attention_of_row(run)};
    const Site site = site_of(run);
    const Seconds time =
        time_for(model_flop(model, all), site.accelerator_speed, Mfu::checked(number(run, "mfu")));
    return time.count() / 3600 / 1e6;
  }
  WorkTerms terms;
  terms.interruptions.stall = Seconds(5);
  terms.interruptions.restart = Seconds(600);
  terms.failures_per_node_day = preset_rate(run.at("failures"));
  terms.is_daly = true;
  const TrainingStep step = step_of_row(run);
  const double steps = number(run, "tokens") / (number(run, "sequence") * step.batch.sequences);
  const std::int64_t accelerators = step.layout.accelerators();
  const double seconds = expected_seconds(terms, steps * step_seconds(run), accelerators);
  return seconds * static_cast<double>(accelerators) / 3600 / 1e6;
}

double modelled(const Row& run) {
  constexpr double kTera = 1e12;
  const std::string& metric = run.at("metric");
  if (metric == "million_hours") return million_hours(run);
  const Seconds time = step_seconds(run);
  const TrainingStep step = step_of_row(run);
  const auto accelerators = static_cast<double>(step.layout.accelerators());
  if (metric == "step_s") return time.count();
  if (metric == "days") {
    return number(run, "tokens") / (number(run, "sequence") * step.batch.sequences) * time.count() /
           86400;
  }
  const double flop = metric == "hfu_tflops"
                          ? hardware_flop(step.model, step.batch, step.recomputation).value()
                          : model_flop(step.model, step.batch).value();
  return flop / (time.count() * accelerators * kTera);
}

struct Checked {
  Row run;
  double value;
  double error;
};

std::vector<Checked> checked_runs() {
  std::vector<Checked> all;
  for (const Row& run : table("tests/golden/published_training_runs.csv")) {
    const double value = modelled(run);
    all.push_back({run, value, value / number(run, "published") - 1});
  }
  return all;
}

struct SetErrors {
  std::string set;
  std::string role;
  int rows = 0;
  double mean = 0;   // of the absolute errors
  double worst = 0;  // with its sign
};

/// In the order of the table; rows that are left out do not count.
std::vector<SetErrors> errors_by_set(const std::vector<Checked>& all) {
  std::vector<SetErrors> sets;
  for (const Checked& one : all) {
    if (one.run.at("role") == "left out") continue;
    if (sets.empty() || sets.back().set != one.run.at("set")) {
      sets.push_back({one.run.at("set"), one.run.at("role")});
    }
    SetErrors& set = sets.back();
    ++set.rows;
    set.mean += std::fabs(one.error);
    if (std::fabs(one.error) > std::fabs(set.worst)) set.worst = one.error;
  }
  for (SetErrors& set : sets) set.mean /= set.rows;
  return sets;
}

std::string percent(double share) { return fmt::format("{:+.1f} %", 100 * share); }

std::string unit_of(const std::string& metric) {
  if (metric == "step_s") return "s a step";
  if (metric == "days") return "days";
  if (metric == "million_hours") return "million hours";
  return metric == "hfu_tflops" ? "TFLOP/s (HFU)" : "TFLOP/s (MFU)";
}

std::string summary_table(const std::vector<Checked>& all) {
  std::string text = "| set | constants | rows | mean error | worst |\n|---|---|---|---|---|\n";
  for (const SetErrors& set : errors_by_set(all)) {
    text += fmt::format("| {} | {} | {} | {:.1f} % | {} |\n", set.set, set.role, set.rows,
                        100 * set.mean, percent(set.worst));
  }
  return text;
}

std::string page(const std::vector<Checked>& all) {
  const StepConstants constants;
  std::string text = fmt::format(
      "# Published training runs against the model, row by row\n\n"
      "Written by `tests/golden/training_validation_test.cpp` from "
      "`tests/golden/published_training_runs.csv`; not by hand.\n"
      "Constants: efficiency {} (A100), {} (H100), memory_traffic {}, link_share {}, fabric_share "
      "{}; fitted to the rows marked so,\nall others are held out. What is left out, and why, "
      "stands in its row.\n\n{}",
      kAmpereEfficiency, kHopperEfficiency, constants.memory_traffic, constants.link_share,
      constants.fabric_share, summary_table(all));
  std::string set;
  for (const Checked& one : all) {
    const Row& run = one.run;
    if (run.at("set") != set) {
      set = run.at("set");
      text += fmt::format("\n## {}\n\nSource: {} ({})\n\n", set, run.at("source"), run.at("mark"));
      text +=
          "| row | constants | unit | published | model | error | note |\n"
          "|---|---|---|---|---|---|---|\n";
    }
    const bool has_own_source = set == "whole runs";
    const std::string note = has_own_source ? fmt::format("{} ({}); {}", run.at("source"),
                                                          run.at("mark"), run.at("note"))
                                            : run.at("note");
    text += fmt::format("| {} | {} | {} | {} | {:.4g} | {} | {} |\n", run.at("row"), run.at("role"),
                        unit_of(run.at("metric")), run.at("published"), one.value,
                        percent(one.error), note);
  }
  return text;
}

}  // namespace

TEST_CASE("published training runs are met to 10 % in the mean and 25 % at worst", "[training]") {
  const std::vector<Checked> all = checked_runs();
  const std::vector<SetErrors> sets = errors_by_set(all);
  REQUIRE(sets.size() == 6);
  for (const SetErrors& set : sets) {
    INFO(set.set);
    CHECK(set.mean <= 0.10);
    CHECK(std::fabs(set.worst) <= 0.25);
  }
  // Nothing is left out silently: each such row says why.
  int left_out = 0;
  for (const Checked& one : all) {
    if (one.run.at("role") != "left out") continue;
    ++left_out;
    CHECK_FALSE(one.run.at("note").empty());
  }
  CHECK(left_out <= 7);
}

TEST_CASE("every published training run has a mark and a source", "[training]") {
  for (const Row& run : table("tests/golden/published_training_runs.csv")) {
    INFO(run.at("row"));
    CHECK_FALSE(run.at("source").empty());
    CHECK((run.at("mark") == "sourced" || run.at("mark") == "recalled"));
  }
}

TEST_CASE("the pages on published training runs say what the model says", "[training]") {
  const std::vector<Checked> all = checked_runs();
  check_page(kRoot / "docs" / "validation-training.md", page(all));
  check_section(kRoot / "docs" / "validation.md", "training", summary_table(all));
}
