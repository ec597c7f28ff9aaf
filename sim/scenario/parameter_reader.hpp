// From a YAML node and a schema to checked Parameters: types, units, ranges, names, defaults.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// Reads values as schemas declare them. Every mistake goes to the Diagnostics (which must outlive
/// the reader) with its place and its path; after a mistake the values returned are incomplete and
/// must not be used. Each call can also give the resolved node: the same value with all defaults
/// filled in, in the order of the schema.
class ParameterReader {
 public:
  ParameterReader(const Catalogue& catalogue, Diagnostics& diagnostics)
      : catalogue_(catalogue), diagnostics_(diagnostics) {}

  /// A mapping with the keys of `schema` (null: nothing but defaults). `path` is the path of
  /// `node`; keys in `also_allowed` are somebody else's and are passed over.
  [[nodiscard]] Parameters read(const YamlNode& node, const Schema& schema, const std::string& path,
                                YamlNode* resolved = nullptr,
                                const std::vector<std::string>& also_allowed = {});
  /// One value; empty after a mistake.
  [[nodiscard]] std::optional<Parameters::Value> read_value(const YamlNode& node,
                                                            const Parameter& parameter,
                                                            const std::string& path,
                                                            YamlNode* resolved = nullptr);
  /// NAME or {DISCRIMINATOR: NAME, parameters…} of a family.
  [[nodiscard]] std::optional<ModelChoice> read_model(const YamlNode& node, std::string_view family,
                                                      const std::string& path,
                                                      YamlNode* resolved = nullptr);
  /// A probability law in the base unit of `parameter.dimension`.
  [[nodiscard]] std::optional<Law> read_law(const YamlNode& node, const Parameter& parameter,
                                            const std::string& path, YamlNode* resolved = nullptr);

  /// Files named by parameters of kind `file`, in the order of their first mention.
  [[nodiscard]] const std::vector<InputFile>& input_files() const { return input_files_; }
  /// Files whose hashes are known from an earlier reading; they are not read again.
  void set_known_files(const std::vector<InputFile>& files) { known_files_ = files; }
  /// Paths in the resolved document are written relative to this folder (absolute), if set.
  void set_resolved_folder(std::string folder) { resolved_folder_ = std::move(folder); }

 private:
  using Value = Parameters::Value;
  void report_unknown_keys(const YamlNode& node, const Schema& schema, const std::string& path,
                           const std::vector<std::string>& also_allowed);
  std::optional<Value> fallback(const Parameter& parameter, const std::string& path,
                                YamlNode* resolved);
  std::optional<Value> boolean(const YamlNode& node, const std::string& path);
  std::optional<Value> count(const YamlNode& node, const Parameter& parameter,
                             const std::string& path);
  std::optional<double> quantity(const YamlNode& node, Dimension dimension,
                                 const std::string& path);
  std::optional<Value> choice(const YamlNode& node, const Parameter& parameter,
                              const std::string& path);
  std::optional<Value> date(const YamlNode& node, const std::string& path);
  std::optional<Value> file(const YamlNode& node, const std::string& path, YamlNode* resolved);
  std::optional<Value> numbers(const YamlNode& node, const Parameter& parameter,
                               const std::string& path);
  std::optional<Value> texts(const YamlNode& node, const std::string& path);
  std::optional<Value> columns(const YamlNode& node, const std::string& path);
  std::optional<Value> named(const YamlNode& node, const Parameter& parameter,
                             const std::string& path, YamlNode* resolved);
  std::optional<Value> models(const YamlNode& node, const Parameter& parameter,
                              const std::string& path, YamlNode* resolved);
  std::optional<Value> weights(const YamlNode& node, const Parameter& parameter,
                               const std::string& path, YamlNode* resolved);
  const ModelDescription* find_model(const YamlNode& place, std::string_view family,
                                     const std::string& name, const std::string& path);
  std::optional<double> weight(const YamlNode& node, const Parameter& parameter,
                               const std::string& path);
  /// `min` and `max` as the user wrote them.
  struct LawBounds {
    std::optional<double> minimum;
    std::optional<double> maximum;
  };
  std::optional<Law> checked_law(Law::Kind kind, const LawBounds& bounds, const YamlNode& node,
                                 const Parameter& parameter, const std::string& path);
  bool check_range(const YamlNode& node, double value, const Parameter& parameter,
                   const std::string& path);
  bool expect_scalar(const YamlNode& node, const std::string& path, std::string_view wanted);
  bool expect_list(const YamlNode& node, const std::string& path, std::string_view wanted);
  bool expect_mapping(const YamlNode& node, const std::string& path, std::string_view wanted);

  const Catalogue& catalogue_;
  Diagnostics& diagnostics_;
  std::vector<InputFile> input_files_;
  std::vector<InputFile> known_files_;
  std::string resolved_folder_;
};

/// `path.key`, or `key` where the path is empty.
[[nodiscard]] std::string join_path(std::string_view path, std::string_view key);
/// The laws that read_law knows.
[[nodiscard]] const std::vector<std::string>& law_names();
/// "it must be between 0 ms and 20 ms"; empty for a parameter without limits.
/// `written` is what the user wrote: rates are told in its unit.
[[nodiscard]] std::string range_hint(const Parameter& parameter, std::string_view written = {});
/// One end of a parameter's range for people: a rate in the unit of `written`, else in that of the
/// default, where that is no monstrous number.
[[nodiscard]] std::string range_bound(const Parameter& parameter, double value,
                                      std::string_view written = {});
/// "did you mean 'x'?" or a list of what exists (cut after a dozen).
[[nodiscard]] std::string name_hint(std::string_view word,
                                    const std::vector<std::string>& candidates,
                                    std::string_view plural);

}  // namespace eastwest
