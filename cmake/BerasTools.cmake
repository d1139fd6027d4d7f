# Compiler cache, linker and warnings. Only a top-level build chooses tools; as a part of somebody
# else's project Beras leaves that to them.

if(PROJECT_IS_TOP_LEVEL)
  find_program(BERAS_CCACHE ccache)
  if(BERAS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${BERAS_CCACHE}")
  endif()
  find_program(BERAS_MOLD mold)
  if(BERAS_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
  if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
  endif()
endif()

function(beras_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow)
endfunction()
