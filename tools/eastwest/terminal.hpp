// Where the program writes: results to stdout, all else to stderr; colours where they are wanted.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace eastwest {

/// Whoever read stdout has gone (`eastwest list | head`): no mistake, and nothing more to say.
class ReaderGone : public std::exception {};

enum class ColourChoice { automatic, always, never };

/// The two streams of the program.
class Terminal {
 public:
  /// `automatic`: colours on a terminal, unless NO_COLOR is set or TERM is `dumb`.
  void set_colour(ColourChoice choice) { choice_ = choice; }
  void set_quiet(bool quiet) { quiet_ = quiet; }
  [[nodiscard]] bool quiet() const { return quiet_; }

  /// Writes to stdout. Throws EnvironmentError if it cannot (disk full), ReaderGone if nobody
  /// reads.
  void print(std::string_view text) const;
  /// Writes an error to stderr, with a newline at the end; never fails.
  void report(std::string_view text) const;
  /// Writes a warning or a remark to stderr, unless quiet.
  void remark(std::string_view text) const;
  /// Writes to stderr as it is.
  void write_error_stream(std::string_view text) const;

  [[nodiscard]] bool error_stream_is_terminal() const;
  /// Columns of the terminal behind stderr; 80 where there is none.
  [[nodiscard]] int columns() const;
  /// `text` with the last word of each line coloured where it is a finding (better, worse).
  [[nodiscard]] std::string with_coloured_findings(std::string_view text) const;

 private:
  [[nodiscard]] bool coloured(int stream) const;

  ColourChoice choice_ = ColourChoice::automatic;
  bool quiet_ = false;
};

/// A program started with a closed stream must not write a result file into it: the streams 0 to 2
/// that are closed are opened so that nothing can be written.
void occupy_standard_streams();

}  // namespace eastwest
