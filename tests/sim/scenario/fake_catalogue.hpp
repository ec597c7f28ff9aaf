// A small catalogue for tests of the scenario reader: every kind of parameter, no real model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/parameter.hpp"

namespace eastwest {

class FakeCatalogue final : public Catalogue {
 public:
  FakeCatalogue();
  [[nodiscard]] std::vector<std::string> families() const override;
  [[nodiscard]] std::string discriminator(std::string_view family) const override;
  [[nodiscard]] std::string implied(std::string_view family) const override;
  [[nodiscard]] std::vector<std::string> names(std::string_view family) const override;
  [[nodiscard]] const ModelDescription* find(std::string_view family,
                                             std::string_view name) const override;
  [[nodiscard]] const std::vector<Preset>& presets() const override { return presets_; }

 private:
  struct Family {
    std::string name;
    std::string discriminator;
    std::string implied;
    std::vector<ModelDescription> models;
  };
  [[nodiscard]] const Family& at(std::string_view name) const;

  std::vector<Family> families_;
  std::vector<Preset> presets_;
};

}  // namespace eastwest
