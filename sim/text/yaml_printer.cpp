// Prints nodes as canonical YAML in block style; short lists of plain values stay on one line.
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/text/yaml_document.hpp"

namespace eastwest {
namespace {

bool means_null(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};
  return std::find(kNulls.begin(), kNulls.end(), text) != kNulls.end();
}

/// Whether the text can stand without quotes, in block and in flow style.
bool can_be_plain(std::string_view text) {
  constexpr std::string_view kNeverFirst = "-?:!&*|>'\"%@`=< ";
  constexpr std::string_view kNever = ",[]{}#\"\\";
  if (means_null(text)) return false;
  const bool negative_number =
      text[0] == '-' && text.size() > 1 && text[1] >= '0' && text[1] <= '9';
  if (kNeverFirst.find(text[0]) != std::string_view::npos && !negative_number) return false;
  if (text.back() == ' ' || text.back() == ':') return false;
  if (text.substr(0, 3) == "...") return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte >= 0x7F) {
      if (byte < 0x80) return false;
      // Line separators, the byte order mark and other format characters go in quotes.
      if (byte == 0xC2 || byte == 0xE2 || byte == 0xEF) return false;
    }
    if (kNever.find(text[i]) != std::string_view::npos) return false;
    if (text[i] == ':' && text[i + 1] == ' ') return false;
  }
  return true;
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      result += '\\';
      result += letter;
    } else if (letter == '\n') {
      result += "\\n";
    } else if (letter == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
    } else {
      result += letter;
    }
  }
  return result + '"';
}

std::string scalar_text(const YamlNode& node) {
  if (node.is_null()) return "null";
  return node.quoted() || !can_be_plain(node.text()) ? in_quotes(node.text()) : node.text();
}

bool fits_one_line(const YamlNode& node) {
  constexpr std::size_t kWidth = 72;
  if (node.is_scalar() || node.is_null()) return true;
  if (node.is_mapping()) return node.entries().empty();
  std::size_t width = 0;
  for (const YamlNode& item : node.items()) {
    if (!item.is_scalar() && !item.is_null()) return false;
    width += item.text().size() + 2;
  }
  return width <= kWidth;
}

std::string one_line(const YamlNode& node) {
  if (node.is_mapping()) return "{}";
  if (!node.is_sequence()) return scalar_text(node);
  std::string result = "[";
  for (const YamlNode& item : node.items()) {
    if (result.size() > 1) result += ", ";
    result += scalar_text(item);
  }
  return result + "]";
}

void print(const YamlNode& node, std::size_t indent, std::string& out);

/// The value after `key:` or `-`: on the same line, or below it.
void print_after(const YamlNode& value, std::size_t indent, std::string& out) {
  if (fits_one_line(value)) {
    out += ' ';
    out += one_line(value);
    out += '\n';
  } else {
    out += '\n';
    print(value, indent, out);
  }
}

void print(const YamlNode& node, std::size_t indent, std::string& out) {
  if (fits_one_line(node)) {
    out.append(indent, ' ');
    out += one_line(node) + "\n";
    return;
  }
  for (const YamlNode& item : node.items()) {
    out.append(indent, ' ');
    out += '-';
    print_after(item, indent + 2, out);
  }
  for (const YamlNode::Entry& entry : node.entries()) {
    out.append(indent, ' ');
    out += scalar_text(entry.key) + ":";
    print_after(entry.value, indent + 2, out);
  }
}

}  // namespace

std::string to_yaml(const YamlNode& node) {
  std::string out;
  print(node, 0, out);
  return out;
}

}  // namespace eastwest
