// Reads YAML text into our own nodes: duplicate keys found, aliases copied under a limit, places kept.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "sim/text/byte_source.hpp"
#include "sim/text/user_text.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kKeyBytesMax = 256;

/// A mistake that ends the reading of the document.
struct YamlMistake {
  int line = 0;
  int column = 0;
  std::string message;
  std::string hint;
};

/// A node as the parser reports it; aliases are still references.
struct RawNode {
  YamlNode::Kind kind = YamlNode::Kind::null;
  bool quoted = false;
  int line = 0;
  int column = 0;
  std::size_t alias_of = kNone;
  std::string text;
  std::vector<std::size_t> children;  // of a mapping: key, value, key, value, …
};

/// Collects the parser's events; stops the parser as soon as a limit is passed.
class RawCollector : public YAML::EventHandler {
 public:
  explicit RawCollector(const YamlLimits& limits) : limits_(limits) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw YamlMistake{mark.line + 1, mark.column + 1, "a second document begins here",
                        "write one document per file: remove the line '---'"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(mark, anchor, {});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    const bool known = found != anchors_.end();
    if (!known || std::find(open_.begin(), open_.end(), found->second) != open_.end()) {
      throw YamlMistake{mark.line + 1, mark.column + 1,
                        known ? "an alias stands inside its own anchor"
                              : "an alias names an anchor that does not exist",
                        {}};
    }
    RawNode node;
    node.alias_of = found->second;
    add(mark, YAML::NullAnchor, std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    if (value.size() > limits_.scalar_bytes_max) {
      throw YamlMistake{mark.line + 1, mark.column + 1,
                        fmt::format("a value of {} bytes, at most {} are read", value.size(),
                                    limits_.scalar_bytes_max),
                        {}};
    }
    RawNode node;
    node.kind = YamlNode::Kind::scalar;
    node.quoted = tag == "!";
    node.text = value;
    add(mark, anchor, std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::sequence);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::mapping);
  }
  void OnMapEnd() override { open_.pop_back(); }

  [[nodiscard]] const std::vector<RawNode>& nodes() const { return nodes_; }

 private:
  static void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw YamlMistake{mark.line + 1, mark.column + 1, "a tag ('!…') is not understood here",
                      "remove it"};
  }
  std::size_t add(const YAML::Mark& mark, YAML::anchor_t anchor, RawNode node) {
    if (nodes_.size() >= limits_.nodes_max) {
      throw YamlMistake{mark.line + 1, mark.column + 1,
                        fmt::format("more than {} values in one document", limits_.nodes_max),
                        {}};
    }
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    const std::size_t index = nodes_.size();
    nodes_.push_back(std::move(node));
    if (!open_.empty()) nodes_[open_.back()].children.push_back(index);
    if (anchor != YAML::NullAnchor) anchors_[anchor] = index;
    return index;
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    check_tag(mark, tag);
    if (open_.size() >= static_cast<std::size_t>(limits_.nesting_max)) {
      throw YamlMistake{mark.line + 1, mark.column + 1,
                        fmt::format("nested deeper than {} levels", limits_.nesting_max),
                        {}};
    }
    RawNode node;
    node.kind = kind;
    open_.push_back(add(mark, anchor, std::move(node)));
  }

  const YamlLimits& limits_;
  std::vector<RawNode> nodes_;
  std::vector<std::size_t> open_;
  std::map<YAML::anchor_t, std::size_t> anchors_;
  int documents_ = 0;
};

/// The parser's words for common slips, in ours.
YamlMistake in_our_words(const YAML::Exception& exception) {
  struct Words {
    std::string_view theirs;
    const char* message;
    const char* hint;
  };
  static constexpr std::array<Words, 12> kWords = {{
      {"illegal tab", "a tab is used for indentation", "indent with blanks"},
      {"end of map not found", "this line does not fit the mapping above it",
       "look for a missing ':' or blank after it, or a wrong indentation"},
      {"end of sequence not found", "this line does not fit the list above it",
       "look for a missing '- ' or a wrong indentation"},
      {"end of map flow not found", "a '{' is not closed", "add the missing '}' or ','"},
      {"end of sequence flow not found", "a '[' is not closed", "add the missing ']' or ','"},
      {"illegal EOF in scalar", "a quote is not closed", "add the missing quote"},
      {"illegal map value", "a ':' stands where no value can begin",
       "put a text that contains ': ' in quotes, or begin a new line"},
      {"illegal block entry", "a '-' stands where no list can begin",
       "begin the list on a new line"},
      {"illegal flow end", "a '}' or ']' closes nothing", "remove it, or open it first"},
      {"unknown escape character", "a backslash in double quotes begins no known escape",
       "use single quotes, or write \\\\"},
      {"anchor is not defined", "an alias names an anchor that does not exist", ""},
      {"bad file", "the text ends too early", ""},
  }};
  YamlMistake mistake;
  if (!exception.mark.is_null()) {
    mistake.line = exception.mark.line + 1;
    mistake.column = exception.mark.column + 1;
  }
  for (const Words& words : kWords) {
    if (exception.msg.find(words.theirs) != std::string::npos) {
      mistake.message = fmt::format("no valid YAML: {}", words.message);
      mistake.hint = words.hint;
      return mistake;
    }
  }
  mistake.message = fmt::format("no valid YAML: {}", exception.msg);
  return mistake;
}

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
    const bool is_alias = nodes_[index].alias_of != kNone;
    const RawNode& raw = nodes_[is_alias ? nodes_[index].alias_of : index];
    bytes_ += raw.text.size();
    if (++count_ > limits_.nodes_max || bytes_ > 4 * limits_.bytes_max) {
      throw YamlMistake{nodes_[index].line, nodes_[index].column,
                        fmt::format("more than {} values or {} bytes once aliases are expanded",
                                    limits_.nodes_max, 4 * limits_.bytes_max),
                        {}};
    }
    if (depth > limits_.nesting_max) {
      throw YamlMistake{nodes_[index].line, nodes_[index].column,
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
                  fmt::format("it stands first in line {}: remove one of the two",
                              first->second));
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
      throw YamlMistake{key.line_, key.column_,
                        fmt::format("a key of {} bytes, at most {} are read", key.text_.size(),
                                    kKeyBytesMax),
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
  const auto source = std::make_shared<const YamlSource>(std::move(name), std::move(text),
                                                         has_places);
  const std::string& content = source->text();
  try {
    if (content.size() > limits.bytes_max) {
      throw YamlMistake{0, 0,
                        fmt::format("{} bytes of YAML, at most {} are read", content.size(),
                                    limits.bytes_max),
                        {}};
    }
    if (const auto offset = invalid_utf8(content)) throw invalid_character(content, *offset);
    RawCollector collector(limits);
    try {
      std::istringstream stream(content);
      YAML::Parser parser(stream);
      while (parser.HandleNextDocument(collector)) {
      }
    } catch (const YAML::Exception& exception) {
      throw in_our_words(exception);
    }
    return YamlTreeBuilder(collector.nodes(), source, limits).build();
  } catch (const YamlMistake& mistake) {
    Diagnostics diagnostics;
    Position position{source->name(), has_places ? mistake.line : 0,
                      has_places ? mistake.column : 0};
    diagnostics.error(std::move(position), {}, mistake.message, mistake.hint,
                      has_places ? shown_line(source->line(mistake.line), mistake.column)
                                 : std::string());
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
