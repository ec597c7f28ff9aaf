// Which files a world is read from, and what to do with the others.
#pragma once

#include <optional>
#include <string>

namespace eastwest {

/// Why a file is not read as a world, and what to do.
struct RefusedFormat {
  std::string message;
  std::string hint;
};

/// True for names that end in `.graphml` or `.json`, also with `.gz`.
[[nodiscard]] bool is_graph_file(const std::string& name);

/// What to say of `text`, which names a world and is no graph file, if it names a file of another
/// format: one that exists at `path`, or whose ending is that of a file. Nothing for folders and
/// names of worlds.
[[nodiscard]] std::optional<RefusedFormat> refused_format(const std::string& text,
                                                          const std::string& path);

}  // namespace eastwest
