// Runs yaml-cpp over a text and keeps what it reports; the only file that includes yaml-cpp.
#include "sim/text/yaml_events.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace eastwest {
namespace {

/// Collects the parser's events; stops the parser as soon as a limit is passed.
class RawCollector : public YAML::EventHandler {
 public:
  RawCollector(const YamlSource& source, const YamlLimits& limits)
      : source_(source), limits_(limits) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    const std::string line = source_.line(mark.line + 1);
    const bool on_purpose = line.substr(0, 3) == "---" || line.substr(0, 1) == "%";
    throw YamlMistake{mark.line + 1, mark.column + 1,
                      on_purpose ? "a second document begins here"
                                 : "no valid YAML: this line does not belong to what stands above",
                      on_purpose ? "write one document per file: remove the line '---'"
                                 : "look for a wrong indentation or a missing ':'"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, anchor, {}); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    const bool known = found != anchors_.end();
    if (!known || std::find(open_.begin(), open_.end(), found->second) != open_.end()) {
      throw YamlMistake{mark.line + 1,
                        mark.column + 1,
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
      throw YamlMistake{mark.line + 1,
                        mark.column + 1,
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

  [[nodiscard]] std::vector<RawNode>& nodes() { return nodes_; }

 private:
  static void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw YamlMistake{mark.line + 1, mark.column + 1, "a tag ('!…') is not understood here",
                      "remove it"};
  }
  std::size_t add(const YAML::Mark& mark, YAML::anchor_t anchor, RawNode node) {
    if (nodes_.size() >= limits_.nodes_max) {
      throw YamlMistake{mark.line + 1,
                        mark.column + 1,
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
      throw YamlMistake{mark.line + 1,
                        mark.column + 1,
                        fmt::format("nested deeper than {} levels", limits_.nesting_max),
                        {}};
    }
    RawNode node;
    node.kind = kind;
    open_.push_back(add(mark, anchor, std::move(node)));
  }

  const YamlSource& source_;
  const YamlLimits& limits_;
  std::vector<RawNode> nodes_;
  std::vector<std::size_t> open_;
  std::map<YAML::anchor_t, std::size_t> anchors_;
  int documents_ = 0;
};

/// The parser's words for common slips, in ours.
YamlMistake in_our_words(const YAML::Exception& exception, const YamlSource& source) {
  struct Words {
    std::string_view theirs;
    const char* message;
    const char* hint;
  };
  static constexpr std::array<Words, 14> kWords = {{
      {"illegal tab", "a tab is used for indentation", "indent with blanks"},
      {"end of map not found", "this line does not fit the mapping above it",
       "look for a missing ':' or blank after it, or a wrong indentation"},
      {"end of sequence not found", "this line does not fit the list above it",
       "look for a missing '- ' or a wrong indentation"},
      {"end of map flow not found", "a '{' is not closed", "add the missing '}' or ','"},
      {"end of sequence flow not found", "a '[' is not closed", "add the missing ']' or ','"},
      {"illegal map value", "a ':' stands where no value can begin",
       "look for a missing blank after a ':' or a wrong indentation; put a text with ': ' in "
       "quotes"},
      {"illegal block entry", "a '-' stands where no list can begin",
       "begin the list on a new line"},
      {"illegal flow end", "a '}' or ']' closes nothing", "remove it, or open it first"},
      {"unknown escape character", "a backslash in double quotes begins no known escape",
       "use single quotes, or write \\\\"},
      {"unknown token", "no value can begin with this character", "put the text in quotes"},
      {"anchor not found", "a '&' begins an anchor, but no name follows", "put the text in quotes"},
      {"alias not found", "a '*' begins an alias, but no name follows", "put the text in quotes"},
      {"anchor is not defined", "an alias names an anchor that does not exist", ""},
      {"bad file", "the text ends too early", ""},
  }};
  YamlMistake mistake;
  if (!exception.mark.is_null()) {
    mistake.line = exception.mark.line + 1;
    mistake.column = exception.mark.column + 1;
  }
  const std::string line = source.line(mistake.line);
  const std::size_t tab = line.substr(0, line.find_first_not_of(" \t")).find('\t');
  if (tab != std::string::npos) {
    return {mistake.line, static_cast<int>(tab) + 1, "no valid YAML: a tab is used for indentation",
            "indent with blanks"};
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

/// The parser closes a quote at the end of the file by itself, with all the rest inside: find that.
void check_last_quote(const std::vector<RawNode>& nodes, const std::string& text) {
  const auto last = std::find_if(nodes.rbegin(), nodes.rend(), [](const RawNode& node) {
    return node.kind == YamlNode::Kind::scalar;
  });
  if (last == nodes.rend() || !last->quoted) return;
  std::size_t at = 0;
  for (int line = 1; line < last->line; ++line) at = text.find('\n', at) + 1;
  at += static_cast<std::size_t>(last->column - 1);
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {  // before the quote
    at = std::min(text.find_first_of(" \t\r\n", at), text.size());
    at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
  }
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return;
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return;
      ++i;
    }
  }
  throw YamlMistake{last->line, last->column, "no valid YAML: a quote is not closed",
                    "add the missing quote"};
}

}  // namespace

std::vector<RawNode> collect_nodes(const YamlSource& source, const YamlLimits& limits) {
  RawCollector collector(source, limits);
  try {
    std::istringstream stream(source.text());
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(collector)) {
    }
  } catch (const YAML::Exception& exception) {
    throw in_our_words(exception, source);
  }
  check_last_quote(collector.nodes(), source.text());
  return std::move(collector.nodes());
}

}  // namespace eastwest
