// The bytes of one fuzz input as a file, for readers that take a path.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace eastwest {

/// Writes the bytes to one file of this process, always the same one; returns its path.
inline std::string fuzz_file(const std::uint8_t* bytes, std::size_t size) {
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("eastwest-fuzz-" + std::to_string(getpid())))
          .string();
  static const int removed_at_exit =
      std::atexit([] { static_cast<void>(std::remove(path.c_str())); });
  if (removed_at_exit != 0) std::abort();
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  file.close();
  if (!file) std::abort();
  return path;
}

/// Stops the fuzzer: a property does not hold for this input.
inline void require_property(bool holds) {
  if (!holds) std::abort();
}

}  // namespace eastwest
