// Implements models/workload/job_data_choice.hpp.
#include "models/workload/job_data_choice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {

namespace {

/// So many draws for one job that only repeat what it has; then the first ranks fill it up.
constexpr std::uint32_t kDrawsMax = 1000;

std::shared_ptr<const JobData> data_of(std::vector<DataSetId> sets) {
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  return std::make_shared<const JobData>(JobData{.sets = std::move(sets)});
}

}  // namespace

Schema JobDataChoice::schema() {
  return {{.name = "data",
           .kind = ParameterKind::texts,
           .help = "named data sets that each job needs where it runs; absent: none"},
          {.name = "data_draw",
           .kind = ParameterKind::group,
           .help = "each job needs only so many of them, drawn; absent: all",
           .group = {{.name = "number",
                      .kind = ParameterKind::count,
                      .help = "of a job, no set twice",
                      .fallback = "1",
                      .minimum = 1,
                      .maximum = 1e6},
                     {.name = "zipf",
                      .kind = ParameterKind::quantity,
                      .help = "the set at place k of the list has the weight 1 / k^zipf; 0: all "
                              "the same",
                      .dimension = Dimension::number,
                      .fallback = "0",
                      .minimum = 0,
                      .maximum = 10}}}};
}

void JobDataChoice::check(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (!parameters.has("data")) {
    if (parameters.has("data_draw")) {
      problems.push_back(
          {"data_draw", "there is nothing to draw from", "name data sets: data: [a, b]"});
    }
    return;
  }
  const std::vector<std::string>& names = parameters.texts("data");
  if (names.empty()) {
    problems.push_back({"data", "the list is empty", "name data sets, or leave it out"});
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin() + static_cast<std::ptrdiff_t>(i) + 1, names.end(), names[i]) ==
        names.end()) {
      continue;
    }
    problems.push_back({"data", fmt::format("'{}' stands here twice", names[i])});
  }
  if (!parameters.has("data_draw")) return;
  const std::int64_t number = parameters.group("data_draw").count("number");
  if (number > std::ssize(names)) {
    problems.push_back({"data_draw.number",
                        fmt::format("{} of {} data sets cannot be drawn", number, names.size()),
                        "leave data_draw out for all of them"});
  }
}

JobDataChoice::JobDataChoice(const Parameters& parameters, const WorkloadContext& context) {
  if (!parameters.has("data") || context.data_plan == nullptr) return;
  for (const std::string& name : parameters.texts("data")) {
    sets_.push_back(context.data_plan->find(name));
  }
  if (!parameters.has("data_draw")) {
    shared_.push_back(data_of(sets_));
    return;
  }
  const Parameters& draw = parameters.group("data_draw");
  drawn_ = static_cast<std::size_t>(draw.count("number"));
  double sum = 0;
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    const double rank = static_cast<double>(i + 1);
    sums_.push_back(sum += 1 / portable_pow(rank, draw.number("zipf")));
    shared_.push_back(data_of({sets_[i]}));
  }
}

std::size_t JobDataChoice::rank_at(double u) const {
  const auto found = std::upper_bound(sums_.begin(), sums_.end(), u * sums_.back());
  return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
}

std::shared_ptr<const JobData> JobDataChoice::data(WorkloadId workload, std::uint64_t entity,
                                                   const RandomSource& random) const {
  if (sets_.empty()) return nullptr;
  if (drawn_ == 0) return shared_.front();
  const auto family = static_cast<std::uint32_t>(workload.index());
  const auto draw = [&](std::uint32_t number) {
    return rank_at(random.uniform(family, entity, Purpose::data_choice, number));
  };
  if (drawn_ == 1) return shared_[draw(0)];
  std::vector<DataSetId> chosen;
  const auto add = [&](std::size_t rank) {
    if (std::find(chosen.begin(), chosen.end(), sets_[rank]) == chosen.end()) {
      chosen.push_back(sets_[rank]);
    }
  };
  for (std::uint32_t i = 0; i < kDrawsMax && chosen.size() < drawn_; ++i) add(draw(i));
  for (std::size_t rank = 0; chosen.size() < drawn_; ++rank) add(rank);
  return data_of(std::move(chosen));
}

std::shared_ptr<const JobData> JobDataCells::read(std::string_view cell, std::string& unknown) {
  if (cell.empty()) return nullptr;
  const auto found = known_.find(cell);
  if (found != known_.end()) return found->second;
  std::vector<DataSetId> sets;
  for (std::string_view rest = cell; !rest.empty();) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string name(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const DataSetId set = plan_ == nullptr ? DataSetId{} : plan_->find(name);
    if (set.valid()) {
      sets.push_back(set);
    } else {
      unknown = name;
    }
  }
  if (!unknown.empty() || sets.empty()) return nullptr;
  return known_.emplace(std::string(cell), data_of(std::move(sets))).first->second;
}

std::string JobDataCells::hint(const std::string& name) const {
  std::vector<std::string> names;
  if (plan_ != nullptr) {
    for (const DataSet& set : plan_->sets) names.push_back(set.name);
  }
  const std::string meant = closest(name, names);
  if (!meant.empty()) return fmt::format("did you mean '{}'?", meant);
  return "names of `datasets` of the scenario, with ';' between them";
}

}  // namespace eastwest
