// The built program as a process: started with arguments, its streams kept, its exit code told.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace eastwest {

/// How the program is started; its streams go to files unless said otherwise.
struct ProgramCall {
  std::vector<std::string> arguments;
  std::string folder;                    ///< its current folder; empty: that of the test
  std::vector<std::string> environment;  ///< `NAME=value`, added
  /// Where stdout goes instead: a file such as /dev/full, or one of these words.
  std::string out;
  static constexpr const char* kBrokenPipe = "broken pipe";
  static constexpr const char* kClosed = "closed";
};

/// What is left of a program that has ended.
struct EndedProgram {
  int code = -1;      ///< exit code; 1000 + signal if a signal ended it
  std::string out;    ///< what it wrote to stdout
  std::string error;  ///< … and to stderr
};

/// A program that runs.
class ProgramProcess {
 public:
  explicit ProgramProcess(const ProgramCall& call);
  ~ProgramProcess();
  ProgramProcess(const ProgramProcess&) = delete;
  ProgramProcess& operator=(const ProgramProcess&) = delete;

  void send(int signal) const;
  [[nodiscard]] pid_t number() const { return process_; }
  [[nodiscard]] EndedProgram wait();

 private:
  TemporaryFolder streams_;
  pid_t process_ = -1;
};

/// Starts the program and waits for its end.
[[nodiscard]] EndedProgram run_to_end(const ProgramCall& call);
/// The same with arguments only.
[[nodiscard]] EndedProgram eastwest_with(const std::vector<std::string>& arguments,
                                         const std::string& folder = {});
/// A file of the source tree, as an absolute path.
[[nodiscard]] std::string source_file(const std::string& path);

}  // namespace eastwest
