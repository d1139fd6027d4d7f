# What Beras itself links. docs/dependencies.md says why each was chosen.

# beras_require(<package> <Debian package> [arguments of find_package])
macro(beras_require package debian)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "Beras needs ${package}, which was not found.\n"
                        "On Debian: apt-get install ${debian}   (or: ./dev setup)")
  endif()
endmacro()

beras_require(OpenMP "libgomp1 with g++, libomp-dev with clang++" COMPONENTS CXX)
beras_require(DNNL libdnnl-dev 2.6)
beras_require(hwy libhwy-dev 1.0)
beras_require(fmt libfmt-dev 9)
beras_require(ZLIB zlib1g-dev)
beras_require(LibZip libzip-dev 1.7)
