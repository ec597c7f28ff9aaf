// Ctrl-C and SIGTERM ask the program to stop; what is complete stays.
#pragma once

namespace eastwest {

/// From now on SIGINT and SIGTERM set a flag instead of ending the program; a second SIGINT ends it
/// at once. A closed pipe is an error of writing, not a signal.
void catch_interrupts();
/// Whether one of them came.
[[nodiscard]] bool interrupt_came();

}  // namespace eastwest
