# A room: the static library ew_<name> of all .cpp files of the calling folder.

# eastwest_room(name [ROOMS room...] [PUBLIC library...] [PRIVATE library...] [WITHOUT folder...])
# A folder without sources makes no library, and a room that does not exist is not linked. Folders
# below it that are rooms of their own are left out (WITHOUT).
function(eastwest_room name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "ROOMS;PUBLIC;PRIVATE;WITHOUT")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "/simgrid_[^/]*\\.cpp$|/main\\.cpp$")
  foreach(folder IN LISTS arg_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${folder}/")
  endforeach()
  if(NOT sources)
    message(STATUS "Room ${name} has no sources yet")
    return()
  endif()
  add_library(ew_${name} STATIC ${sources})
  target_link_libraries(ew_${name} PUBLIC ew_options ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  eastwest_link_rooms(ew_${name} PUBLIC ${arg_ROOMS})
endfunction()

# eastwest_link_rooms(target PUBLIC|PRIVATE room...): those of the rooms that exist.
function(eastwest_link_rooms target access)
  foreach(room IN LISTS ARGN)
    if(TARGET ew_${room})
      target_link_libraries(${target} ${access} ew_${room})
    endif()
  endforeach()
endfunction()

# eastwest_finds_module(target): dlopen("eastwest_simgrid.so") finds the module beside the
# executable (uninstalled) and in ../lib/eastwest (installed).
function(eastwest_finds_module target)
  set_target_properties(${target} PROPERTIES
    BUILD_RPATH "$ORIGIN"
    INSTALL_RPATH "$ORIGIN:$ORIGIN/../lib/eastwest")
  target_link_options(${target} PRIVATE -Wl,--enable-new-dtags)
  if(TARGET eastwest_simgrid)
    add_dependencies(${target} eastwest_simgrid)
  endif()
endfunction()
