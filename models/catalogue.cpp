// The models as the scenario reader sees them: families, names and descriptions, without factories.
#include "models/builtin.hpp"
#include "sim/base/check.hpp"

namespace eastwest {

namespace {

struct Family {
  std::string name;
  std::string discriminator;
  std::string implied;
  std::vector<const ModelDescription*> models;
};

template <class Factory>
Family family_of(const Registry<Factory>& registry, std::string name, std::string discriminator,
                 std::string implied = {}) {
  Family family{std::move(name), std::move(discriminator), std::move(implied), {}};
  for (const auto& entry : registry.entries()) family.models.push_back(&entry.description);
  return family;
}

class BuiltinCatalogue final : public Catalogue {
 public:
  explicit BuiltinCatalogue(const ModelRegistries& models) : presets_(models.presets) {
    families_.push_back(family_of(models.workloads, "workload", "kind"));
    families_.push_back(family_of(models.works, "work", "level"));
    families_.push_back(family_of(models.platforms, "platform", "scope"));
    families_.push_back(family_of(models.dispatches, "dispatch", "policy", "scored"));
    families_.push_back(family_of(models.filters, "filter", "policy"));
    families_.push_back(family_of(models.scores, "score", "policy"));
    families_.push_back(family_of(models.routes, "route", "policy"));
    families_.push_back(family_of(models.caches, "cache", "policy"));
    families_.push_back(family_of(models.replications, "replication", "policy"));
    families_.push_back(family_of(models.schedules, "schedule", "policy"));
    families_.push_back(family_of(models.placements, "placement", "policy"));
    families_.push_back(family_of(models.estimates, "estimates", "runtime"));
    families_.push_back(family_of(models.networks, "network", "model"));
  }

  [[nodiscard]] std::vector<std::string> families() const override {
    std::vector<std::string> names;
    for (const Family& family : families_) names.push_back(family.name);
    return names;
  }

  [[nodiscard]] std::string discriminator(std::string_view family) const override {
    return at(family).discriminator;
  }

  [[nodiscard]] std::string implied(std::string_view family) const override {
    return at(family).implied;
  }

  [[nodiscard]] std::vector<std::string> names(std::string_view family) const override {
    std::vector<std::string> names;
    for (const ModelDescription* model : at(family).models) names.push_back(model->name);
    return names;
  }

  [[nodiscard]] const ModelDescription* find(std::string_view family,
                                             std::string_view name) const override {
    for (const ModelDescription* model : at(family).models) {
      if (model->name == name) return model;
    }
    return nullptr;
  }

  [[nodiscard]] const std::vector<Preset>& presets() const override { return presets_; }

 private:
  [[nodiscard]] const Family& at(std::string_view name) const {
    for (const Family& family : families_) {
      if (family.name == name) return family;
    }
    throw Defect("no family of models is called '" + std::string(name) + "'");
  }

  std::vector<Family> families_;
  const std::vector<Preset>& presets_;
};

}  // namespace

std::unique_ptr<Catalogue> catalogue_of(const ModelRegistries& models) {
  return std::make_unique<BuiltinCatalogue>(models);
}

}  // namespace eastwest
