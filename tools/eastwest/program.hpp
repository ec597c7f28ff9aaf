// The program from its arguments to its exit code.
#pragma once

namespace eastwest {

/// Reads the command line, carries out the command and returns the exit code:
/// 0 done · 1 a result moved · 2 the input or the command line is wrong · 3 a defect of ours ·
/// 4 the environment or a policy failed · 130 interrupted. Never throws.
[[nodiscard]] int run_program(int argc, const char* const* argv);

}  // namespace eastwest
