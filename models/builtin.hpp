// What exists: the one list of models and named strategies.
#pragma once

#include <memory>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

/// All models and presets of eastwest, in the order in which `list` shows them.
[[nodiscard]] ModelRegistries builtin_models();

/// The same for the scenario reader: families by name, with schemas. `models` must outlive it.
[[nodiscard]] std::unique_ptr<Catalogue> catalogue_of(const ModelRegistries& models);

}  // namespace eastwest
