// Implements the nodes of sim/text/yaml_document.hpp; reading is in yaml_parser.cpp, printing in
// yaml_printer.cpp.
#include "sim/text/yaml_document.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {

YamlSource::YamlSource(std::string name, std::string text, bool has_places)
    : name_(std::move(name)), text_(std::move(text)), has_places_(has_places) {
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

std::string YamlSource::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[static_cast<std::size_t>(number) - 1];
  std::size_t end = text_.find('\n', begin);
  if (end == std::string::npos) end = text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return text_.substr(begin, end - begin);
}

YamlNode::YamlNode() = default;
YamlNode::YamlNode(Kind kind) : kind_(kind) {}
YamlNode::YamlNode(const YamlNode&) = default;
YamlNode::YamlNode(YamlNode&&) noexcept = default;
YamlNode& YamlNode::operator=(const YamlNode&) = default;
YamlNode& YamlNode::operator=(YamlNode&&) noexcept = default;
YamlNode::~YamlNode() = default;

YamlNode YamlNode::scalar(std::string text) {
  YamlNode node(Kind::scalar);
  node.text_ = std::move(text);
  return node;
}

YamlNode YamlNode::quoted_scalar(std::string text) {
  YamlNode node = scalar(std::move(text));
  node.quoted_ = true;
  return node;
}

const char* YamlNode::kind_text() const {
  switch (kind_) {
    case Kind::null:
      return "nothing";
    case Kind::scalar:
      return "a single value";
    case Kind::sequence:
      return "a list";
    case Kind::mapping:
      return "a mapping";
  }
  return "nothing";
}

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const Entry& entry : entries_) {
    if (entry.key.text_ == key) return &entry.value;
  }
  return nullptr;
}

YamlNode* YamlNode::find(std::string_view key) {
  return const_cast<YamlNode*>(std::as_const(*this).find(key));
}

Position YamlNode::position() const {
  if (source_ == nullptr) return {};
  if (!source_->has_places()) return {source_->name(), 0, 0};
  return {source_->name(), line_, column_};
}

std::string YamlNode::source_line() const {
  if (source_ == nullptr || !source_->has_places()) return {};
  return shown_line(source_->line(line_), column_);
}

std::string YamlNode::file() const { return source_ == nullptr ? std::string() : source_->name(); }

void YamlNode::set(std::string_view key, YamlNode value) {
  set(YamlNode::scalar(std::string(key)), std::move(value));
}

void YamlNode::set(YamlNode key, YamlNode value) {
  if (kind_ == Kind::null) kind_ = Kind::mapping;
  EW_CHECK(kind_ == Kind::mapping, "key {} set in {}", key.text_, kind_text());
  if (YamlNode* found = find(key.text_)) {
    *found = std::move(value);
    return;
  }
  entries_.push_back({std::move(key), std::move(value)});
}

void YamlNode::append(YamlNode item) {
  if (kind_ == Kind::null) kind_ = Kind::sequence;
  EW_CHECK(kind_ == Kind::sequence, "item appended to {}", kind_text());
  items_.push_back(std::move(item));
}

void YamlNode::remove(std::string_view key) {
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                [&](const Entry& entry) { return entry.key.text_ == key; }),
                 entries_.end());
}

void YamlNode::place_like(const YamlNode& other) {
  source_ = other.source_;
  line_ = other.line_;
  column_ = other.column_;
}

void add_error(Diagnostics& diagnostics, const YamlNode& node, std::string path,
               std::string message, std::string hint) {
  diagnostics.error(node.position(), std::move(path), std::move(message), std::move(hint),
                    node.source_line());
}

void add_warning(Diagnostics& diagnostics, const YamlNode& node, std::string path,
                 std::string message, std::string hint) {
  diagnostics.warning(node.position(), std::move(path), std::move(message), std::move(hint),
                      node.source_line());
}

}  // namespace eastwest
