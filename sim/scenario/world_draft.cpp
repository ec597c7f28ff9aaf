// Places of mistakes in tables and documents, and the rule for ids.
#include "sim/scenario/world_draft.hpp"

#include <algorithm>
#include <string_view>

#include "sim/text/byte_source.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kIdBytesMax = 100;
constexpr std::size_t kShownFileBytesMax = std::size_t{32} << 20;

/// The line of a file that was readable a moment ago; empty if it cannot be shown.
std::string line_of_file(const std::string& file, int number) {
  std::string text;
  try {
    text = read_whole_file(file, kShownFileBytesMax);
  } catch (const ScenarioError&) {
    return {};
  }
  std::string_view rest = text;
  for (int line = 1; line < number; ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  std::string line(rest.substr(0, rest.find('\n')));
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

Diagnostic diagnostic_at(const Place& place, Severity severity, std::string message,
                         std::string hint) {
  std::string source_line = place.source_line;
  if (source_line.empty() && place.position.line > 0) {
    source_line = line_of_file(place.position.file, place.position.line);
  }
  return {severity,           place.position,  place.path,
          std::move(message), std::move(hint), std::move(source_line)};
}

}  // namespace

Place place_of(const CsvReader& table, CsvColumn column) {
  if (!column.valid()) return {{table.file(), table.line(), 0}, {}, {}};
  return {table.position(column), table.header()[static_cast<std::size_t>(column.index)], {}};
}

Place place_of(const YamlNode& node, std::string path) {
  return {node.position(), std::move(path), node.source_line()};
}

void add_error(Diagnostics& diagnostics, const Place& place, std::string message,
               std::string hint) {
  // Beyond the kept ones only the count matters; no file is read for it.
  if (diagnostics.error_count() >= Diagnostics::kKeptMax) {
    diagnostics.error(place.position, place.path, std::move(message), std::move(hint));
    return;
  }
  diagnostics.add(diagnostic_at(place, Severity::error, std::move(message), std::move(hint)));
}

void add_warning(Diagnostics& diagnostics, const Place& place, std::string message,
                 std::string hint) {
  diagnostics.add(diagnostic_at(place, Severity::warning, std::move(message), std::move(hint)));
}

void set_trunk_speed(Trunk& trunk, BitsPerSecond speed, BitsPerSecond line_rate) {
  trunk.speed = speed;
  trunk.waves = std::max<std::int64_t>(1, (speed.value() - 1) / line_rate.value() + 1);
  trunk.ports = 2 * trunk.waves;
}

ServiceDates service_dates(const RunSpan& run, const std::string& from, const std::string& until,
                           const std::string& as_of) {
  const auto during = [&](const std::string& date) {
    return !run.ends.empty() && date > run.begins && date < run.ends && date > as_of;
  };
  ServiceDates dates;
  if (during(from)) dates.opens = from;
  if (during(until)) dates.closes = until;
  const bool serves = from <= as_of && (until.empty() || as_of < until);
  dates.is_part = serves || !dates.opens.empty();
  return dates;
}

std::string problem_of_id(const std::string& id) {
  constexpr std::string_view kForbidden = " ,.;:>\"'/\\[]{}=*";
  if (id.empty()) return "the id is empty";
  if (id.size() > kIdBytesMax) return "the id is longer than 100 bytes";
  if (id == "none") return "'none' means that there is none; it cannot be an id";
  const bool allowed = std::all_of(id.begin(), id.end(), [&](char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code > 0x20 && code != 0x7f && kForbidden.find(byte) == std::string_view::npos;
  });
  if (!allowed) return "an id is made of letters, digits, '-' and '_'";
  return {};
}

}  // namespace eastwest
