#!/usr/bin/env bash
# Uses Beras as strangers do: from the source tree by add_subdirectory, and the static and the shared
# library installed and found by find_package and by pkg-config. The shared one is what the release
# preset has built, the static one what add_subdirectory builds: nothing is compiled for this alone.
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

# `installed KIND BUILD`: installs what a build folder holds, and uses it.
installed() {
  local kind=$1 prefix="$PWD/build/prefix-$1"
  echo "== install $kind"
  cmake --install "$2" --prefix "$prefix"
  consumer "find-package-$kind" -D CMAKE_PREFIX_PATH="$prefix"

  echo "== pkg-config $kind"
  export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
  # shellcheck disable=SC2046  # The flags are several words.
  g++ examples/consumer/main.cpp $(pkg-config --cflags --libs beras) -o "build/consumer-find-package-$kind/program"
  LD_LIBRARY_PATH="$prefix/lib" "build/consumer-find-package-$kind/program"
}

consumer add-subdirectory -D BERAS_SOURCE_DIR="$PWD"
installed static build/consumer-add-subdirectory
installed shared build/release

echo "== the README's preset"
cmake --preset install -B build/consumer-preset > /dev/null
if grep -q '^CMAKE_COMPILE_WARNING_AS_ERROR:.*=ON' build/consumer-preset/CMakeCache.txt; then
  echo "a warning of somebody's compiler would end the installation" >&2
  exit 1
fi
