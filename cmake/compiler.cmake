# How everything is compiled: C++20, the same floating-point bits everywhere, strict warnings.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Rooms are linked into the program and into the network module; hidden symbols keep both apart
# and let the compiler inline as if the code were not position independent.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
# Program, module and tests lie side by side, so that the program runs uninstalled.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

find_program(EASTWEST_CCACHE ccache)
mark_as_advanced(EASTWEST_CCACHE)
if(EASTWEST_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${EASTWEST_CCACHE})
endif()

# Every target of the project links this one.
add_library(ew_options INTERFACE)
target_include_directories(ew_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(ew_options INTERFACE
  EASTWEST_VERSION="${PROJECT_VERSION}"
  EASTWEST_BUILD="${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE}")
target_compile_options(ew_options INTERFACE
  -ffp-contract=off # no fused multiply-add: results have the same bits on every processor
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # In clang -Wconversion includes this one, in gcc it does not: one rule for both.
  target_compile_options(ew_options INTERFACE -Wno-sign-conversion)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc reports this one falsely for std::optional and std::variant (GCC bug 80635); clang's
  # analyser and the sanitizers look for what it should find.
  target_compile_options(ew_options INTERFACE -Wno-maybe-uninitialized)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # gcc 12 reports -Wrestrict falsely for std::string concatenation (GCC bug 105651).
    target_compile_options(ew_options INTERFACE -Wno-restrict)
  endif()
endif()
if(EASTWEST_WARNINGS_AS_ERRORS)
  target_compile_options(ew_options INTERFACE -Werror)
endif()
if(EASTWEST_SANITIZE)
  target_compile_options(ew_options INTERFACE
    -fsanitize=${EASTWEST_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(ew_options INTERFACE -fsanitize=${EASTWEST_SANITIZE})
endif()
if(EASTWEST_FUZZ)
  target_compile_options(ew_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
