// What the program's exit codes mean; scripts depend on them.
#pragma once

namespace eastwest {

enum ExitCode : int {
  kDone = 0,
  kMoved = 1,        ///< a result moved, a comparison or check failed
  kBadInput = 2,     ///< the input or the command line is wrong
  kDefect = 3,       ///< a mistake of eastwest itself
  kEnvironment = 4,  ///< disk full, policy crashed, …
  kInterrupted = 130,
};

}  // namespace eastwest
