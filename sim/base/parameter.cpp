// Typed access to checked parameter values.
#include "sim/base/parameter.hpp"

#include <cmath>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

/// The number rounded to a whole one. What files may say is limited by each parameter's range, so
/// a number that does not fit is a missing limit: a defect.
std::int64_t whole(double value, std::string_view name) {
  constexpr double kWholeMax = 9.2e18;
  EW_CHECK(std::fabs(value) < kWholeMax, "parameter '{}' = {} does not fit 64 bits", name, value);
  const double below = std::floor(value);
  return static_cast<std::int64_t>(value - below >= 0.5 ? below + 1 : below);
}

}  // namespace

void Parameters::set(std::string name, Value value) {
  values_.insert_or_assign(std::move(name), std::move(value));
}

bool Parameters::has(std::string_view name) const { return values_.find(name) != values_.end(); }

template <class T>
const T& Parameters::get(std::string_view name) const {
  const auto found = values_.find(name);
  EW_CHECK(found != values_.end(), "no parameter '{}'", name);
  const T* value = std::get_if<T>(&found->second);
  EW_CHECK(value != nullptr, "parameter '{}' is of another kind ({})", name, found->second.index());
  return *value;
}

bool Parameters::boolean(std::string_view name) const { return get<bool>(name); }

std::int64_t Parameters::count(std::string_view name) const { return get<std::int64_t>(name); }

double Parameters::number(std::string_view name) const { return get<double>(name); }

Duration Parameters::duration(std::string_view name) const { return from_seconds(number(name)); }

Bytes Parameters::bytes(std::string_view name) const { return Bytes{whole(number(name), name)}; }

BitsPerSecond Parameters::bit_rate(std::string_view name) const {
  return BitsPerSecond{whole(number(name), name)};
}

const std::string& Parameters::text(std::string_view name) const { return get<std::string>(name); }

const Law& Parameters::law(std::string_view name) const { return get<Law>(name); }

const std::vector<double>& Parameters::numbers(std::string_view name) const {
  return get<std::vector<double>>(name);
}

const std::vector<std::string>& Parameters::texts(std::string_view name) const {
  return get<std::vector<std::string>>(name);
}

const std::map<std::string, std::string>& Parameters::columns(std::string_view name) const {
  return get<std::map<std::string, std::string>>(name);
}

const Parameters& Parameters::group(std::string_view name) const {
  const auto& group = get<std::shared_ptr<const Parameters>>(name);
  EW_CHECK(group != nullptr, "parameter '{}' is an empty group", name);
  return *group;
}

const std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>>& Parameters::named(
    std::string_view name) const {
  return get<std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>>>(name);
}

const ModelChoice& Parameters::model(std::string_view name) const {
  const auto& choices = models(name);
  EW_CHECK(choices.size() == 1, "parameter '{}' holds {} models, not one", name, choices.size());
  return choices.front();
}

const std::vector<ModelChoice>& Parameters::models(std::string_view name) const {
  return get<std::vector<ModelChoice>>(name);
}

const std::vector<std::pair<ModelChoice, double>>& Parameters::weights(
    std::string_view name) const {
  return get<std::vector<std::pair<ModelChoice, double>>>(name);
}

}  // namespace eastwest
