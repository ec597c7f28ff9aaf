# What `cmake --install` copies, and the Debian package that cpack makes of it.
if(TARGET eastwest)
  install(TARGETS eastwest RUNTIME DESTINATION bin)
  if(TARGET eastwest_simgrid)
    install(TARGETS eastwest_simgrid LIBRARY DESTINATION lib/eastwest)
  endif()
  install(DIRECTORY scenarios/ DESTINATION share/eastwest/scenarios PATTERN broken EXCLUDE)
  set(completions ${PROJECT_BINARY_DIR}/tools/eastwest)
  install(FILES ${completions}/eastwest.bash DESTINATION share/bash-completion/completions
    RENAME eastwest)
  install(FILES ${completions}/eastwest.zsh DESTINATION share/zsh/vendor-completions
    RENAME _eastwest)
  install(FILES ${completions}/eastwest.fish DESTINATION share/fish/vendor_completions.d)
endif()
install(FILES LICENSE DESTINATION share/doc/eastwest RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The eastwest developers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
