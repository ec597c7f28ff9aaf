// Reads YAML text into our own nodes: duplicate keys found, aliases copied under a limit, places
// kept.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/text/byte_source.hpp"
#include "sim/text/user_text.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/text/yaml_events.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kKeyBytesMax = 256;

}  // namespace

/// Turns the collected nodes into a tree of values: aliases copied, merge keys applied.
class YamlTreeBuilder {
 public:
  YamlTreeBuilder(const std::vector<RawNode>& nodes, std::shared_ptr<const YamlSource> source,
                  const YamlLimits& limits)
      : nodes_(nodes), source_(std::move(source)), limits_(limits) {}

  YamlNode build() {
    YamlNode root;
    if (nodes_.empty()) {
      root.source_ = source_;
      root.line_ = root.column_ = 1;
    } else {
      root = convert(0, 0);
    }
    diagnostics_.throw_if_errors();
    return root;
  }

 private:
  YamlNode convert(std::size_t index, int depth) {
    const bool is_alias = nodes_[index].alias_of != kNoAlias;
    const RawNode& raw = nodes_[is_alias ? nodes_[index].alias_of : index];
    bytes_ += raw.text.size();
    if (++count_ > limits_.nodes_max || bytes_ > 4 * limits_.bytes_max) {
      throw YamlMistake{nodes_[index].line,
                        nodes_[index].column,
                        fmt::format("more than {} values or {} bytes once aliases are expanded",
                                    limits_.nodes_max, 4 * limits_.bytes_max),
                        {}};
    }
    if (depth > limits_.nesting_max) {
      throw YamlMistake{nodes_[index].line,
                        nodes_[index].column,
                        fmt::format("nested deeper than {} levels", limits_.nesting_max),
                        {}};
    }
    YamlNode node(raw.kind);
    node.quoted_ = raw.quoted;
    node.line_ = raw.line;
    node.column_ = raw.column;
    node.source_ = source_;
    node.text_ = raw.text;
    if (raw.kind == YamlNode::Kind::sequence) {
      node.items_.reserve(raw.children.size());
      for (std::size_t i = 0; i < raw.children.size(); ++i) {
        path_.push_back(fmt::format("[{}]", i));
        node.items_.push_back(convert(raw.children[i], depth + 1));
        path_.pop_back();
      }
    } else if (raw.kind == YamlNode::Kind::mapping) {
      convert_mapping(raw, depth, node);
    }
    return node;
  }

  void convert_mapping(const RawNode& raw, int depth, YamlNode& node) {
    std::map<std::string, int, std::less<>> lines;
    std::vector<YamlNode> merged;
    for (std::size_t i = 0; i + 1 < raw.children.size(); i += 2) {
      YamlNode key = convert(raw.children[i], depth + 1);
      check_key(key);
      const bool is_merge = key.text_ == "<<" && !key.quoted_;
      const auto [first, is_new] = lines.emplace(key.text_, key.line_);
      path_.push_back(key.text_);
      if (!is_new) {
        add_error(diagnostics_, key, path_text(),
                  fmt::format("the key {} is written twice", quoted_excerpt(key.text_)),
                  fmt::format("it stands first in line {}: remove one of the two", first->second));
      }
      YamlNode value = convert(raw.children[i + 1], depth + 1);
      path_.pop_back();
      if (is_merge) {
        collect_merged(std::move(value), merged);
      } else if (is_new) {
        node.entries_.push_back({std::move(key), std::move(value)});
      }
    }
    for (YamlNode& mapping : merged) {
      for (YamlNode::Entry& entry : mapping.entries_) {
        if (lines.emplace(entry.key.text_, 0).second) node.entries_.push_back(std::move(entry));
      }
    }
  }

  void check_key(const YamlNode& key) const {
    if (!key.is_scalar()) {
      throw YamlMistake{key.line_, key.column_, "a key must be a text",
                        "put it in quotes, or look for a stray '?', '{' or '['"};
    }
    if (key.text_.size() > kKeyBytesMax) {
      throw YamlMistake{
          key.line_,
          key.column_,
          fmt::format("a key of {} bytes, at most {} are read", key.text_.size(), kKeyBytesMax),
          {}};
    }
  }

  static void collect_merged(YamlNode value, std::vector<YamlNode>& merged) {
    const auto refuse = [](const YamlNode& node) {
      throw YamlMistake{node.line_, node.column_, "'<<' needs a mapping or a list of mappings",
                        "write <<: *anchor"};
    };
    if (value.is_mapping()) {
      merged.push_back(std::move(value));
      return;
    }
    if (!value.is_sequence()) refuse(value);
    for (YamlNode& item : value.items_) {
      if (!item.is_mapping()) refuse(item);
      merged.push_back(std::move(item));
    }
  }

  [[nodiscard]] std::string path_text() const {
    std::string text;
    for (const std::string& part : path_) {
      if (!text.empty() && part[0] != '[') text += '.';
      text += part;
    }
    return text;
  }

  const std::vector<RawNode>& nodes_;
  std::shared_ptr<const YamlSource> source_;
  const YamlLimits& limits_;
  Diagnostics diagnostics_;
  std::vector<std::string> path_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

namespace {

YamlMistake invalid_character(std::string_view text, std::size_t offset) {
  YamlMistake mistake;
  const std::string_view before = text.substr(0, offset);
  mistake.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 = 0
  mistake.column = 1 + static_cast<int>(offset - line_begin);
  if (text[offset] == '\0') {
    mistake.message = "a NUL byte";
    mistake.hint = "the file is no text, or is UTF-16: save it as UTF-8";
  } else {
    mistake.message = fmt::format("byte 0x{:02x} is not valid UTF-8",
                                  static_cast<unsigned>(static_cast<unsigned char>(text[offset])));
    mistake.hint = "save the file as UTF-8";
  }
  return mistake;
}

YamlNode parse(std::string text, std::string name, const YamlLimits& limits, bool has_places) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.erase(0, 3);
  const auto source =
      std::make_shared<const YamlSource>(std::move(name), std::move(text), has_places);
  const std::string& content = source->text();
  try {
    if (content.size() > limits.bytes_max) {
      throw YamlMistake{
          0,
          0,
          fmt::format("{} bytes of YAML, at most {} are read", content.size(), limits.bytes_max),
          {}};
    }
    if (const auto offset = invalid_utf8(content)) throw invalid_character(content, *offset);
    const std::vector<RawNode> nodes = collect_nodes(*source, limits);
    return YamlTreeBuilder(nodes, source, limits).build();
  } catch (const YamlMistake& mistake) {
    Diagnostics diagnostics;
    Position position{source->name(), has_places ? mistake.line : 0,
                      has_places ? mistake.column : 0};
    diagnostics.error(
        std::move(position), {}, mistake.message, mistake.hint,
        has_places ? shown_line(source->line(mistake.line), mistake.column) : std::string());
    throw ScenarioError(std::move(diagnostics));
  }
}

}  // namespace

YamlNode read_yaml_file(const std::string& file, const YamlLimits& limits) {
  return parse(read_whole_file(file, limits.bytes_max), file, limits, true);
}

YamlNode parse_yaml(std::string text, std::string name, const YamlLimits& limits) {
  return parse(std::move(text), std::move(name), limits, true);
}

YamlNode parse_yaml_value(std::string text, std::string name) {
  return parse(std::move(text), std::move(name), {}, false);
}

}  // namespace eastwest
