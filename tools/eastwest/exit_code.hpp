// What the program's exit codes mean; scripts depend on them.
#pragma once

namespace eastwest {

inline constexpr int kDone = 0;
inline constexpr int kMoved = 1;        ///< a result moved, a comparison or check failed
inline constexpr int kBadInput = 2;     ///< the input or the command line is wrong
inline constexpr int kDefect = 3;       ///< a mistake of eastwest itself
inline constexpr int kEnvironment = 4;  ///< disk full, policy crashed, …
inline constexpr int kInterrupted = 130;

}  // namespace eastwest
