# Finds libzip and defines libzip::zip. Debian's own libzip-config.cmake asks for the command line
# tools of another package; hence this module.

find_path(LibZip_INCLUDE_DIR zip.h)
find_library(LibZip_LIBRARY zip)
mark_as_advanced(LibZip_INCLUDE_DIR LibZip_LIBRARY)

if(LibZip_INCLUDE_DIR)
  file(STRINGS "${LibZip_INCLUDE_DIR}/zipconf.h" LibZip_VERSION REGEX "#define LIBZIP_VERSION ")
  string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" LibZip_VERSION "${LibZip_VERSION}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibZip REQUIRED_VARS LibZip_LIBRARY LibZip_INCLUDE_DIR
                                  VERSION_VAR LibZip_VERSION)

if(LibZip_FOUND AND NOT TARGET libzip::zip)
  add_library(libzip::zip UNKNOWN IMPORTED)
  set_target_properties(libzip::zip PROPERTIES
    IMPORTED_LOCATION "${LibZip_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${LibZip_INCLUDE_DIR}")
endif()
