// Streams are written at once and every failure of stdout is seen.
#include "tools/eastwest/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

constexpr std::string_view kReset = "\033[0m";
constexpr std::string_view kRed = "\033[1;31m";
constexpr std::string_view kYellow = "\033[1;33m";
constexpr std::string_view kGreen = "\033[1;32m";
constexpr std::string_view kBlue = "\033[1;36m";

/// Writes all of it; the error number of the failure, 0 if there is none.
int write_all(int stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(stream, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

/// Applies `change` to every line.
template <class Change>
std::string by_line(std::string_view text, const Change& change) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    result += change(std::string(text.substr(0, end)));
    if (end == std::string_view::npos) break;
    result += '\n';
    text.remove_prefix(end + 1);
  }
  return result;
}

std::string paint(std::string line, std::size_t begin, std::size_t size, std::string_view colour) {
  line.insert(begin + size, kReset);
  line.insert(begin, colour);
  return line;
}

std::string with_coloured_severity(const std::string& line) {
  static const std::array<std::pair<std::string_view, std::string_view>, 3> severities = {
      {{"error:", kRed}, {"warning:", kYellow}, {"hint:", kBlue}}};
  for (const auto& [word, colour] : severities) {
    const std::size_t place = line.find(word);
    if (place == std::string::npos) continue;
    if (place == 0 || line[place - 1] == ' ') return paint(line, place, word.size(), colour);
  }
  return line;
}

}  // namespace

void Terminal::print(std::string_view text) const {
  const int error = write_all(STDOUT_FILENO, text);
  if (error == EPIPE) throw ReaderGone();
  if (error != 0) {
    throw EnvironmentError(fmt::format("cannot write to stdout: {}", std::strerror(error)));
  }
}

void Terminal::report(std::string_view text) const {
  std::string line(text);
  if (!line.ends_with('\n')) line += '\n';
  write_error_stream(coloured(STDERR_FILENO) ? by_line(line, with_coloured_severity) : line);
}

void Terminal::remark(std::string_view text) const {
  if (!quiet_ && !text.empty()) report(text);
}

void Terminal::write_error_stream(std::string_view text) const {
  static_cast<void>(write_all(STDERR_FILENO, text));
}

bool Terminal::error_stream_is_terminal() const { return isatty(STDERR_FILENO) == 1; }

int Terminal::columns() const {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

std::string Terminal::with_coloured_findings(std::string_view text) const {
  if (!coloured(STDOUT_FILENO)) return std::string(text);
  return by_line(text, [](const std::string& line) {
    for (const auto& [word, colour] : {std::pair{std::string_view("  better"), kGreen},
                                       std::pair{std::string_view("  worse"), kRed}}) {
      if (line.ends_with(word)) return paint(line, line.size() - word.size(), word.size(), colour);
    }
    return line;
  });
}

bool Terminal::coloured(int stream) const {
  if (choice_ != ColourChoice::automatic) return choice_ == ColourChoice::always;
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* kind = std::getenv("TERM");
  if (kind == nullptr || std::string_view(kind) == "dumb") return false;
  return isatty(stream) == 1;
}

void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free number is taken: this one. Reading from stdin then fails, writing elsewhere.
    const int way = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", way) < 0) return;
  }
}

}  // namespace eastwest
