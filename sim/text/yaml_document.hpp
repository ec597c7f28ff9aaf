// YAML files as our own tree of nodes that know where they were written; every mistake has its
// place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

/// Where the text of a document came from; shared by the nodes of one file.
class YamlSource {
 public:
  /// A file, or with `has_places` = false a text without lines to point at (a command-line value).
  YamlSource(std::string name, std::string text, bool has_places);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool has_places() const { return has_places_; }
  /// The text of a line (from 1) without its end; empty outside the text.
  [[nodiscard]] std::string line(int number) const;

 private:
  std::string name_;
  std::string text_;
  bool has_places_;
  std::vector<std::size_t> line_starts_;
};

/// A value of a document: nothing, a scalar, a list or a mapping. Aliases and merge keys (`<<`) are
/// already resolved; copies keep the place where their text stands. Mappings keep their order.
class YamlNode {
 public:
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  struct Entry;

  YamlNode();
  explicit YamlNode(Kind kind);
  YamlNode(const YamlNode&);
  YamlNode(YamlNode&&) noexcept;
  YamlNode& operator=(const YamlNode&);
  YamlNode& operator=(YamlNode&&) noexcept;
  ~YamlNode();
  /// A plain scalar without a place of its own.
  [[nodiscard]] static YamlNode scalar(std::string text);
  /// A scalar that is written in quotes when the document is printed.
  [[nodiscard]] static YamlNode quoted_scalar(std::string text);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool is_scalar() const { return kind_ == Kind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind_ == Kind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind_ == Kind::mapping; }
  /// "nothing", "a text", "a list", "a mapping": for messages.
  [[nodiscard]] const char* kind_text() const;

  /// The text of a scalar; empty for other kinds.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Whether the scalar stood in quotes or in a block (`|`, `>`), so that `"1"` is a text.
  [[nodiscard]] bool quoted() const { return quoted_; }
  /// The values of a list; empty for other kinds.
  [[nodiscard]] const std::vector<YamlNode>& items() const { return items_; }
  /// The keys and values of a mapping, in the file's order; empty for other kinds.
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  /// The value of `key`; nullptr if this is no mapping or has no such key.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  [[nodiscard]] YamlNode* find(std::string_view key);

  /// Where the value begins. Line 0 where there is no place.
  [[nodiscard]] Position position() const;
  /// The text of the line of position(); empty where there is no place.
  [[nodiscard]] std::string source_line() const;
  /// The name of the file; empty for nodes made by the program.
  [[nodiscard]] std::string file() const;

  /// Puts `value` under `key` (a mapping, or null that becomes one); an existing key keeps its
  /// rank.
  void set(std::string_view key, YamlNode value);
  /// The same with the place of the key itself.
  void set(YamlNode key, YamlNode value);
  void append(YamlNode item);
  void remove(std::string_view key);
  /// For a null: that it stands where a lower layer of a scenario had written something, so that
  /// what it takes out may be that alone.
  void mark_withdrawal() { withdraws_ = true; }
  [[nodiscard]] bool withdraws() const { return withdraws_ && is_null(); }
  /// Takes over the place (not the value) of another node.
  void place_like(const YamlNode& other);
  /// The list and mapping children, for those who rewrite values in place.
  [[nodiscard]] std::vector<YamlNode>& items() { return items_; }
  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }

 private:
  friend class YamlTreeBuilder;
  Kind kind_ = Kind::null;
  bool quoted_ = false;
  bool withdraws_ = false;
  std::int32_t line_ = 0;
  std::int32_t column_ = 0;
  std::shared_ptr<const YamlSource> source_;
  std::string text_;
  std::vector<YamlNode> items_;
  std::vector<Entry> entries_;
};

/// A key (always a scalar) and its value.
struct YamlNode::Entry {
  YamlNode key;
  YamlNode value;
};

/// What a document may at most have; more is the user's mistake, not a crash.
struct YamlLimits {
  std::size_t bytes_max = std::size_t{16} << 20;
  std::size_t scalar_bytes_max = std::size_t{1} << 20;
  /// Nodes after aliases are expanded.
  std::size_t nodes_max = 1'000'000;
  int nesting_max = 64;
};

/// Reads a file. Throws ScenarioError for a file that is missing, unreadable, too large or no YAML,
/// and for duplicate keys, tags, several documents. An empty file gives a null node.
[[nodiscard]] YamlNode read_yaml_file(const std::string& file, const YamlLimits& limits = {});
/// The same from a text; `name` stands for the file in messages.
[[nodiscard]] YamlNode parse_yaml(std::string text, std::string name,
                                  const YamlLimits& limits = {});
/// A value of the command line: messages say `name: error: …` and show no line.
[[nodiscard]] YamlNode parse_yaml_value(std::string text, std::string name);

/// The document in block style: what parse_yaml reads back to the same tree.
[[nodiscard]] std::string to_yaml(const YamlNode& node);

/// Adds an error or a warning that points at `node`.
void add_error(Diagnostics& diagnostics, const YamlNode& node, std::string path,
               std::string message, std::string hint = {});
void add_warning(Diagnostics& diagnostics, const YamlNode& node, std::string path,
                 std::string message, std::string hint = {});

}  // namespace eastwest
