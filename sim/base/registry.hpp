// A named list of models of one family: description and factory, in the order of
// models/builtin.cpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/base/parameter.hpp"

namespace eastwest {

/// One model that exists. Factory is a std::function from (Parameters, context…) to the model.
template <class Factory>
struct Registered {
  ModelDescription description;
  Factory make;
};

template <class Factory>
class Registry {
 public:
  void add(Registered<Factory> entry) {
    EW_CHECK(find(entry.description.name) == nullptr, "model '{}' is registered twice",
             entry.description.name);
    entries_.push_back(std::move(entry));
  }
  [[nodiscard]] const Registered<Factory>* find(std::string_view name) const {
    for (const auto& entry : entries_) {
      if (entry.description.name == name) return &entry;
    }
    return nullptr;
  }
  /// The entry; unknown names are a defect (the scenario reader has checked them).
  [[nodiscard]] const Registered<Factory>& at(std::string_view name) const {
    const auto* entry = find(name);
    EW_CHECK(entry != nullptr, "no model '{}'", name);
    return *entry;
  }
  [[nodiscard]] const std::vector<Registered<Factory>>& entries() const { return entries_; }

 private:
  std::vector<Registered<Factory>> entries_;
};

}  // namespace eastwest
