// A model declares its parameters once; reading, defaults, errors, JSON Schema and help all come
// from that.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/law.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/quantity_text.hpp"

namespace eastwest {

enum class ParameterKind {
  boolean,   ///< true / false
  count,     ///< whole number
  quantity,  ///< number with the unit of `dimension` (Dimension::number: bare)
  text,      ///< free text
  choice,    ///< one of `choices`
  date,      ///< civil time, kept as text in normal form
  file,      ///< path, relative to the file that names it; the value opens from here
  law,       ///< probability law in units of `dimension`
  numbers,   ///< list of bare numbers
  texts,     ///< list of texts
  columns,   ///< map from text to text
  group,     ///< map with the keys of `group`
  named,     ///< map from names of the user's choice to maps with the keys of `group`
  model,     ///< a model of `family`: NAME or {DISCRIMINATOR: NAME, parameters…}
  models,    ///< list of models of `family`
  weights,   ///< map from model name of `family` to weight, or one name
};

struct Parameter;
using Schema = std::vector<Parameter>;

/// One key that a user may write. Aggregate: use designated initialisers.
struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::text;
  std::string help;
  Dimension dimension = Dimension::number;
  /// Default as the user would write it in YAML; empty with required = false means "absent".
  std::string fallback = {};
  bool required = false;
  /// Inclusive range in the base unit; for laws, of their support.
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices = {};
  Schema group = {};
  std::string family = {};
};

struct ModelChoice;

/// Checked values by name. Asking for a name or type that is not there is a defect.
class Parameters {
 public:
  using Value =
      std::variant<bool, std::int64_t, double, std::string, Law, std::vector<double>,
                   std::vector<std::string>, std::map<std::string, std::string>,
                   std::shared_ptr<const Parameters>, std::vector<ModelChoice>,
                   std::vector<std::pair<ModelChoice, double>>,
                   std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>>>;

  void set(std::string name, Value value);
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] bool boolean(std::string_view name) const;
  [[nodiscard]] std::int64_t count(std::string_view name) const;
  /// A quantity in its base unit.
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] Duration duration(std::string_view name) const;
  [[nodiscard]] Bytes bytes(std::string_view name) const;
  [[nodiscard]] BitsPerSecond bit_rate(std::string_view name) const;
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] const Law& law(std::string_view name) const;
  [[nodiscard]] const std::vector<double>& numbers(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& texts(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, std::string>& columns(std::string_view name) const;
  [[nodiscard]] const Parameters& group(std::string_view name) const;
  /// In the order in which they are written.
  [[nodiscard]] const std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>>& named(
      std::string_view name) const;
  /// The one model of kind `model`.
  [[nodiscard]] const ModelChoice& model(std::string_view name) const;
  [[nodiscard]] const std::vector<ModelChoice>& models(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<ModelChoice, double>>& weights(
      std::string_view name) const;

 private:
  template <class T>
  const T& get(std::string_view name) const;
  std::map<std::string, Value, std::less<>> values_;
};

/// A model by name with its checked parameters.
struct ModelChoice {
  std::string name;
  Parameters parameters;
};

/// A mistake that a schema cannot express ("exactly one of rate and load").
struct ParameterProblem {
  /// The key it is about, dotted below the model: `arrivals.load`; empty: the model itself.
  std::string key;
  std::string message;
  std::string hint = {};
};
/// Looks at values that the schema has accepted; called by the scenario reader, which knows places.
using ParameterCheck = std::function<std::vector<ParameterProblem>(const Parameters&)>;

/// What `list` and `describe` say about a model; every registered model has one.
struct ModelDescription {
  std::string name;
  /// One sentence: what it does.
  std::string summary;
  /// What it optimises, its rule or formula, in plain text; may be several lines.
  std::string rule;
  /// Validity, complexity, limits.
  std::string limits;
  /// Where the method is from.
  std::string source;
  Schema schema;
  /// Empty if the schema says everything.
  ParameterCheck check = {};
};

/// A named piece of scenario text (strategies, named dispatch policies, named platforms).
struct Preset {
  std::string family;  ///< "strategy", "dispatch", "platform"
  std::string name;
  std::string summary;
  /// YAML flow mapping that the name stands for.
  std::string yaml;
};

/// What exists, as the scenario reader needs to know it: families of models and named presets.
class Catalogue {
 public:
  virtual ~Catalogue() = default;
  [[nodiscard]] virtual std::vector<std::string> families() const = 0;
  /// The key that names the model inside a map of this family: "kind" for workload, "model" for
  /// network, "scope" for platform, "policy" otherwise.
  [[nodiscard]] virtual std::string discriminator(std::string_view family) const = 0;
  /// The model meant when a map names none; empty if one must be named.
  [[nodiscard]] virtual std::string implied(std::string_view family) const = 0;
  [[nodiscard]] virtual std::vector<std::string> names(std::string_view family) const = 0;
  /// nullptr if there is none.
  [[nodiscard]] virtual const ModelDescription* find(std::string_view family,
                                                     std::string_view name) const = 0;
  [[nodiscard]] virtual const std::vector<Preset>& presets() const = 0;
};

}  // namespace eastwest
