// The arrows between rooms and the libraries of each room: the table of the architecture, checked.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/tidy/source_tree.hpp"

namespace eastwest::tidy {
namespace {

/// Who may include whom. The first row whose prefix begins a path applies to it.
struct RoomRule {
  std::string_view room;
  std::vector<std::string_view> may_include;
};

const std::vector<RoomRule>& room_rules() {
  static const std::vector<RoomRule> rules = {
      {"sim/base/", {"sim/base/"}},
      {"sim/text/", {"sim/base/", "sim/text/"}},
      {"sim/world/", {"sim/base/", "sim/world/"}},
      {"sim/scenario/", {"sim/base/", "sim/text/", "sim/world/", "sim/scenario/"}},
      {"sim/engine/", {"sim/base/", "sim/world/", "sim/engine/"}},
      {"sim/results/", {"sim/base/", "sim/text/", "sim/world/", "sim/engine/", "sim/results/"}},
      {"sim/bound/", {"sim/base/", "sim/world/", "sim/engine/", "sim/bound/"}},
      {"sim/experiment/", {"sim/"}},
      // Workloads read traces. Any other family sees base, world, engine and itself;
      // the lists directly in models/ see all families.
      {"models/workload/",
       {"sim/base/", "sim/world/", "sim/engine/", "sim/text/", "models/workload/"}},
      {"tools/", {"sim/", "models/", "tools/"}},
      {"tests/", {""}},
  };
  return rules;
}

/// Where a library may be included: path prefixes.
struct LibraryRule {
  std::string_view header;
  std::vector<std::string_view> rooms;
};

const std::vector<LibraryRule>& library_rules() {
  static const std::vector<LibraryRule> rules = {
      {"fmt/", {""}},
      {"Random123/", {"sim/base/", "tests/sim/base/"}},
      {"yaml-cpp/", {"sim/text/"}},
      {"nlohmann/", {"sim/text/"}},
      {"pugixml.hpp", {"sim/text/"}},
      {"zlib.h", {"sim/text/", "tests/sim/text/"}},
      {"cpuid.h", {"sim/text/sha256_block"}},
      {"immintrin.h", {"sim/text/sha256_block"}},
      {"boost/graph/", {"sim/world/", "sim/bound/"}},
      {"GeographicLib/", {"sim/world/"}},
      {"boost/math/", {"sim/experiment/", "tests/"}},
      {"CLI/", {"tools/"}},
      {"simgrid/", {"models/network/simgrid_", "tests/simgrid_probe/"}},
      {"catch2/", {"tests/catch.hpp"}},
      {"mpfr.h", {"tests/"}},
      // The operating system: files, processes, terminals, shared libraries, signals.
      {"dlfcn.h", {"models/network/", "tests/"}},
      {"sys/", {"sim/text/", "sim/experiment/", "tools/", "tests/"}},
      {"unistd.h", {"sim/text/", "sim/experiment/", "tools/", "tests/"}},
      {"fcntl.h", {"sim/text/", "sim/experiment/", "tools/", "tests/"}},
      {"signal.h", {"models/network/simgrid_", "sim/experiment/", "tools/", "tests/"}},
      {"csignal", {"sim/experiment/", "tools/", "tests/"}},
      {"poll.h", {"sim/experiment/", "tools/", "tests/"}},
      {"spawn.h", {"sim/experiment/", "tools/", "tests/"}},
      {"malloc.h", {"tools/"}},
      {"time.h", {"tools/"}},
      // Only tools print; std distributions and unordered containers differ between libraries.
      {"iostream", {"tools/", "tests/"}},
      {"cstdio", {"sim/text/", "sim/experiment/", "tools/", "tests/"}},
      {"random", {"tests/"}},
      {"locale", {"tests/"}},
      {"clocale", {"tests/"}},
      {"unordered_map", {"tools/", "tests/"}},
      {"unordered_set", {"tools/", "tests/"}},
  };
  return rules;
}

bool begins_with_any(std::string_view path, const std::vector<std::string_view>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return path.starts_with(prefix); });
}

/// "models/energy/" for a file in that folder or below it; "models/" for the lists of what exists.
std::string family_of(std::string_view path) {
  const std::size_t end = path.find('/', std::string_view("models/").size());
  return end == std::string_view::npos ? "models/" : std::string(path.substr(0, end + 1));
}

std::string room_mistake(std::string_view path, std::string_view included) {
  for (const RoomRule& rule : room_rules()) {
    if (!path.starts_with(rule.room)) continue;
    if (begins_with_any(included, rule.may_include)) return "";
    return fmt::format("{} may not include {}", rule.room, included);
  }
  if (!path.starts_with("models/")) return "no rule says what this folder may include";
  const std::string family = family_of(path);
  if (begins_with_any(included, {"sim/base/", "sim/world/", "sim/engine/", family})) return "";
  return fmt::format("{} may not include {}", family, included);
}

std::string library_mistake(std::string_view path, std::string_view header) {
  for (const LibraryRule& rule : library_rules()) {
    const bool folder = rule.header.ends_with('/');
    if (folder ? !header.starts_with(rule.header) : header != rule.header) continue;
    if (begins_with_any(path, rule.rooms)) return "";
    return fmt::format("<{}> is used outside its room", header);
  }
  // The standard library's headers have neither a folder nor an ending.
  if (header.find_first_of("/.") == std::string_view::npos) return "";
  return fmt::format("<{}> is in no room's list of libraries", header);
}

std::vector<std::string> include_mistakes(const SourceFile& file,
                                          const std::set<std::string, std::less<>>& paths) {
  std::vector<std::string> mistakes;
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.text)) {
    ++number;
    if (!line.starts_with("#include ")) continue;
    const char open = line[9];
    const std::size_t end = line.find(open == '<' ? '>' : '"', 10);
    const std::string_view included = line.substr(10, end - 10);
    std::string mistake;
    if (open == '<') {
      mistake = library_mistake(file.path, included);
    } else if (!paths.contains(included)) {
      mistake = fmt::format("\"{}\" is no file of the tree", included);
    } else {
      mistake = room_mistake(file.path, included);
    }
    if (!mistake.empty()) mistakes.push_back(violation(file, number, mistake));
  }
  return mistakes;
}

}  // namespace

TEST_CASE("an include that runs back up, or a library outside its room, is found", "[tidy]") {
  const std::set<std::string, std::less<>> paths = {"sim/base/id.hpp", "sim/text/csv.hpp"};
  const auto mistakes = [&](std::string path, std::string line) {
    return include_mistakes({std::move(path), std::move(line)}, paths);
  };
  CHECK(mistakes("sim/engine/a.cpp", "#include \"sim/base/id.hpp\"\n").empty());
  CHECK(mistakes("sim/engine/a.cpp", "#include <vector>\n").empty());
  CHECK(mistakes("sim/text/a.cpp", "#include <yaml-cpp/yaml.h>\n").empty());
  CHECK(mistakes("models/network/simgrid_a.cpp", "#include <simgrid/s4u.hpp>\n").empty());

  CHECK(
      mistakes("sim/engine/a.cpp", "#include \"sim/text/csv.hpp\"\n") ==
      std::vector<std::string>{"sim/engine/a.cpp:1: sim/engine/ may not include sim/text/csv.hpp"});
  CHECK(mistakes("sim/engine/a.cpp", "#include \"id.hpp\"\n").size() == 1);
  CHECK(mistakes("sim/engine/a.cpp", "\n#include <yaml-cpp/yaml.h>\n").size() == 1);
  CHECK(mistakes("sim/engine/a.cpp", "#include <unheard/of.h>\n").size() == 1);
  CHECK(mistakes("models/network/fluid.cpp", "#include <simgrid/s4u.hpp>\n").size() == 1);
  CHECK(mistakes("models/energy/a.cpp", "#include \"sim/base/id.hpp\"\n").empty());
  CHECK(mistakes("models/energy/a.cpp", "#include \"sim/text/csv.hpp\"\n").size() == 1);
  CHECK(mistakes("models/training/a.cpp", "#include \"sim/text/csv.hpp\"\n").size() == 1);
  CHECK(include_mistakes({"models/training/a.cpp", "#include \"models/workload/b.hpp\"\n"},
                         {"models/workload/b.hpp"})
            .size() == 1);
  CHECK(mistakes("sim/new_room/a.cpp", "#include \"sim/base/id.hpp\"\n").size() == 1);
}

TEST_CASE("every include follows the arrows between rooms", "[tidy]") {
  std::set<std::string, std::less<>> paths;
  for (const SourceFile& file : source_tree()) paths.insert(file.path);
  std::vector<std::string> mistakes;
  for (const SourceFile& file : cpp_files()) {
    const auto found = include_mistakes(file, paths);
    mistakes.insert(mistakes.end(), found.begin(), found.end());
  }
  INFO(join(mistakes));
  CHECK(mistakes.empty());
}

}  // namespace eastwest::tidy
