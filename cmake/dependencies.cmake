# The libraries of Debian 12 and 13 that the rooms use, each under one target name.
find_package(PkgConfig REQUIRED)
find_package(Boost 1.74 REQUIRED CONFIG) # headers only: Graph, Math
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(pugixml REQUIRED)
find_package(ZLIB REQUIRED)

# yaml-cpp 0.7 calls its target yaml-cpp, 0.8 yaml-cpp::yaml-cpp.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

# Random123 is headers without any package file.
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
add_library(random123 INTERFACE IMPORTED)
target_include_directories(random123 INTERFACE ${RANDOM123_INCLUDE_DIR})

# Debian's Find module of GeographicLib lies where CMake does not look, and defines no target.
find_path(GEOGRAPHICLIB_INCLUDE_DIR GeographicLib/Geodesic.hpp REQUIRED)
find_library(GEOGRAPHICLIB_LIBRARY NAMES GeographicLib Geographic REQUIRED)
add_library(geographiclib UNKNOWN IMPORTED)
set_target_properties(geographiclib PROPERTIES
  IMPORTED_LOCATION ${GEOGRAPHICLIB_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${GEOGRAPHICLIB_INCLUDE_DIR})
mark_as_advanced(RANDOM123_INCLUDE_DIR GEOGRAPHICLIB_INCLUDE_DIR GEOGRAPHICLIB_LIBRARY)

if(EASTWEST_SIMGRID)
  pkg_check_modules(SIMGRID IMPORTED_TARGET simgrid)
  if(NOT SIMGRID_FOUND)
    message(FATAL_ERROR "SimGrid is missing: install libsimgrid-dev (tools/setup.sh does), "
      "or leave its network model out with -DEASTWEST_SIMGRID=OFF.")
  endif()
endif()

if(BUILD_TESTING)
  find_package(Catch2 QUIET)
  pkg_check_modules(MPFR QUIET IMPORTED_TARGET mpfr)
  if(NOT Catch2_FOUND OR NOT MPFR_FOUND)
    message(NOTICE "Catch2 or MPFR is missing (packages catch2, libmpfr-dev): no tests are built.")
    set(BUILD_TESTING OFF)
  endif()
endif()
