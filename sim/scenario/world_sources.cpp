// Reads tables by their columns of provenance, whatever else is in them.
#include "sim/scenario/world_sources.hpp"

#include <array>
#include <map>

#include <fmt/format.h>

#include "sim/scenario/input_file.hpp"
#include "sim/text/csv_reader.hpp"

#include "sim/text/yaml_document.hpp"

namespace eastwest {
namespace {

constexpr std::array kMarks = {"sourced", "recalled", "derived", "assumed"};

/// What a row is called: its id, the date and key of a figure, or its first cell.
std::string row_name(const CsvReader& table) {
  const auto cell = [&](std::string_view column) {
    return std::string(table.text(table.column(column)));
  };
  if (table.column("id").valid()) return cell("id");
  if (table.column("key").valid()) {
    std::string name = cell("as_of") + " " + cell("key");
    if (!cell("province").empty()) name += " of " + cell("province");
    return name;
  }
  return std::string(table.text(CsvColumn{0}));
}

void read_table(const std::string& name, const std::string& file, Diagnostics& diagnostics,
                std::vector<SourceNote>& notes) {
  CsvReader table(file, diagnostics);
  if (!table.column("source").valid() || !table.column("mark").valid()) return;
  const bool is_about_others = name == "figures";
  while (table.next()) {
    const auto cell = [&](std::string_view column) {
      return std::string(table.text(table.column(column)));
    };
    notes.push_back({.table = is_about_others ? cell("table") : name,
                     .row = is_about_others ? cell("row") : row_name(table),
                     .column = is_about_others ? cell("column") : "",
                     .note = cell("note"),
                     .source = cell("source"),
                     .date = cell("date"),
                     .scope = cell("scope"),
                     .precision = cell("precision"),
                     .mark = cell("mark")});
  }
}

std::string cell_text(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
    text.insert(at, "\\");
  }
  return text;
}

/// Rows that say the same, as one line of the page.
struct Group {
  SourceNote note;
  std::vector<std::string> rows;
};

std::vector<Group> groups_of(const std::vector<SourceNote>& notes, const std::string& table) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> index_of;
  for (const SourceNote& each : notes) {
    if (each.table != table) continue;
    const std::string key =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", each.column, each.note, each.source, each.date,
                    each.scope, each.precision, each.mark);
    const auto [place, is_new] = index_of.try_emplace(key, groups.size());
    if (is_new) groups.push_back({each, {}});
    groups[place->second].rows.push_back(each.row);
  }
  return groups;
}

std::string rows_text(const std::vector<std::string>& rows) {
  constexpr std::size_t kNamedMax = 12;
  if (rows.size() == 1 && rows[0] == "*") return "all";
  if (rows.size() <= kNamedMax) return fmt::format("{}", fmt::join(rows, ", "));
  const std::vector<std::string> first(rows.begin(), rows.begin() + 3);
  return fmt::format("{} rows: {}, …", rows.size(), fmt::join(first, ", "));
}

std::vector<std::string> tables_of(const std::vector<SourceNote>& notes) {
  std::vector<std::string> tables;
  std::map<std::string, bool> seen;
  for (const SourceNote& note : notes) {
    if (seen.emplace(note.table, true).second) tables.push_back(note.table);
  }
  return tables;
}

}  // namespace

std::vector<SourceNote> read_sources(const std::string& world_file, Diagnostics& diagnostics) {
  std::vector<SourceNote> notes;
  const YamlNode document = read_yaml_file(world_file);
  const YamlNode* tables = document.find("tables");
  if (tables == nullptr || !tables->is_mapping()) return notes;
  for (const YamlNode::Entry& entry : tables->entries()) {
    if (!entry.value.is_scalar()) continue;
    read_table(entry.key.text(), path_beside(world_file, entry.value.text()), diagnostics, notes);
  }
  return notes;
}

std::string sources_page(const std::vector<SourceNote>& notes, const std::string& world_name) {
  const std::vector<std::string> tables = tables_of(notes);
  std::string page = fmt::format(
      "# Sources of the world `{}`\n\n"
      "Generated from its tables by `eastwest show SCENARIO sources`; edit the tables, not this "
      "page.\n"
      "Marks: sourced (published; the address is given), recalled (widely published, not checked "
      "again),\nderived (arithmetic on other figures), assumed (a modelling choice). An empty "
      "scope "
      "or precision\ndoes not apply.\n\n"
      "| table | {} |\n|---|---|---|---|---|\n",
      world_name, fmt::join(kMarks, " | "));
  for (const std::string& table : tables) {
    std::array<std::size_t, kMarks.size()> counts{};
    for (const SourceNote& note : notes) {
      for (std::size_t m = 0; m < kMarks.size(); ++m) {
        if (note.table == table && note.mark == kMarks[m]) ++counts[m];
      }
    }
    page += fmt::format("| {} | {} |\n", table, fmt::join(counts, " | "));
  }
  for (const std::string& table : tables) {
    page += fmt::format(
        "\n## {}\n\n| rows | figure | source | date | scope | precision | mark | note "
        "|\n|---|---|---|---|---|---|---|---|\n",
        table);
    for (const Group& group : groups_of(notes, table)) {
      const SourceNote& note = group.note;
      page += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n",
                          cell_text(rows_text(group.rows)), cell_text(note.column),
                          cell_text(note.source), note.date, note.scope, note.precision, note.mark,
                          cell_text(note.note));
    }
  }
  return page;
}

}  // namespace eastwest
