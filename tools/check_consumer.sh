#!/usr/bin/env bash
# Uses Beras as strangers do: the shared and the static library installed and found by find_package,
# by pkg-config, and the source tree by add_subdirectory. With ccache nothing is compiled twice: the
# flags are those of the release preset, and all builds lie equally deep below the sources.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf build/consumer-* build/prefix-*
configure=(cmake -G Ninja -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_COMPILER=g++
  -D CMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" -D CMAKE_COMPILE_WARNING_AS_ERROR=ON)
if command -v ccache > /dev/null; then configure+=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache); fi

# `consumer NAME ARGUMENTS...`: configures, builds and runs the consumer project.
consumer() {
  local name=$1
  shift
  echo "== $name"
  "${configure[@]}" -S examples/consumer -B "build/consumer-$name" "$@"
  cmake --build "build/consumer-$name"
  "build/consumer-$name/consumer"
}

# The examples are linked with the shared library, too: so what they use of it is exported.
for kind in shared static; do
  echo "== install $kind"
  prefix="$PWD/build/prefix-$kind"
  if [ $kind = shared ]; then shared=ON; else shared=OFF; fi
  "${configure[@]}" -S . -B "build/consumer-$kind" -D BUILD_SHARED_LIBS=$shared -D BERAS_BUILD_TESTS=OFF \
    -D BERAS_BUILD_EXAMPLES=$shared -D BERAS_BUILD_BENCH=OFF -D BERAS_BUILD_DEMO=OFF
  cmake --build "build/consumer-$kind"
  cmake --install "build/consumer-$kind" --prefix "$prefix"
  consumer "find-package-$kind" -D CMAKE_PREFIX_PATH="$prefix"

  echo "== pkg-config $kind"
  export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
  # shellcheck disable=SC2046  # The flags are several words.
  g++ examples/consumer/main.cpp $(pkg-config --cflags --libs beras) -o "build/consumer-$kind/program"
  LD_LIBRARY_PATH="$prefix/lib" "build/consumer-$kind/program"
done

echo "== the README's preset"
cmake --preset install -B build/consumer-preset > /dev/null
if grep -q '^CMAKE_COMPILE_WARNING_AS_ERROR:.*=ON' build/consumer-preset/CMakeCache.txt; then
  echo "a warning of somebody's compiler would end the installation" >&2
  exit 1
fi
consumer add-subdirectory -D BERAS_SOURCE_DIR="$PWD"
