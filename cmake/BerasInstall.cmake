# Installation: the library, its public headers, a CMake package and a pkg-config file.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(beras_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/beras")
install(TARGETS beras EXPORT beras-targets FILE_SET HEADERS)
install(EXPORT beras-targets NAMESPACE beras:: DESTINATION "${beras_cmake_dir}")

configure_package_config_file(cmake/beras-config.cmake.in
  "${PROJECT_BINARY_DIR}/beras-config.cmake" INSTALL_DESTINATION "${beras_cmake_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/beras-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/beras-config.cmake"
              "${PROJECT_BINARY_DIR}/beras-config-version.cmake"
              cmake/FindDNNL.cmake cmake/FindLibZip.cmake
        DESTINATION "${beras_cmake_dir}")

# A static library leaves its dependencies to the final link: there they are no private matter.
get_target_property(beras_type beras TYPE)
set(beras_pc_private "")
set(beras_pc_libs "")
if(beras_type STREQUAL "STATIC_LIBRARY")
  set(beras_pc_libs "-ldnnl -fopenmp")
else()
  set(beras_pc_private ".private")
endif()
file(RELATIVE_PATH beras_pc_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file(cmake/beras.pc.in "${PROJECT_BINARY_DIR}/beras.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/beras.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
