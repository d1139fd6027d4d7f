#!/usr/bin/env bash
# test.sh [--all] [--fuzz]: every check of the project, cheapest first. Three builds do it all: g++
# as users get it, clang with the address and undefined behaviour sanitizers for the rooms that have
# raw memory, threads or parsers, and clang with the thread sanitizer for the tests that use threads.
# All three treat warnings as errors. With --all the sanitizers see every room, and every header is
# compiled alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/step.sh

all='' fuzz=''
for option in "$@"; do
  case $option in
    --all) all=--all ;;
    --fuzz) fuzz=yes ;;
    *) echo "test.sh: unknown option '$option'" >&2; exit 2 ;;
  esac
done

jobs=$(nproc)
begin=$SECONDS

# `tests NAME PRESET [ctest arguments]`: runs the tests of a preset and notes how many there were.
tests() {
  local label=$1 preset=$2
  shift 2
  step "$label" ctest --preset "$preset" -j "$jobs" "$@"
  total=$((total + $(sed -n 's/.* tests passed, .* out of \([0-9]*\)$/\1/p' "$last_log")))
}
total=0

# `python_tests NAME [pytest arguments]`: the same for pytest, on the installed package.
python_tests() {
  local label=$1
  shift
  step "$label" build/venv/bin/python -m pytest -q "$@"
  total=$((total + $(sed -n 's/^\([0-9]*\) passed.*/\1/p' "$last_log")))
}

step "set up" tools/setup.sh build python check
step "order of rooms" tools/check_rooms.py

step "configure release (g++)" cmake --preset release
step "build release (g++)" cmake --build --preset release
# shellcheck disable=SC2086  # No option is no word.
step "public headers (g++)" tools/check_headers.py $all
tests "tests and examples (g++)" release
# Kernels are chosen at run time: the same tests again as on a lesser machine.
for isa in sse4 avx2 avx512_core; do
  BERAS_MAX_ISA=$isa tests "tests of kernels with $isa (g++)" release -L '^(backend|ops|layers|optimizers|models)$'
done
# Memory that only kernels may touch: an access of the host ends the program. Not for tests that look
# at memory themselves, or make tensors on threads, which know nothing of the device.
BERAS_TEST_DEVICE=guarded tests "tests on guarded memory (g++)" release \
  -L '^(layers|losses|metrics|ops|optimizers)$' -E "$(paste -sd '|' tests/not_on_guarded.txt)"
step "compile time of a small network" tools/compile_time.py
sed 's/^/    /' "$last_log"
step "installed package, four ways" tools/check_consumer.sh
step "compilers and their flags" tools/check_compilers.sh
step "snippets of README and docs" tools/snippets.py

step "Python environment" tools/python_env.sh build test docs
# With the flags of the release preset, so that ccache knows all that is compiled.
step "pip install ." build/venv/bin/pip install --quiet --disable-pip-version-check \
  --no-deps --no-build-isolation --config-settings=cmake.define.CMAKE_COMPILE_WARNING_AS_ERROR=ON .
BERAS_KERAS_PYTHON=build/venv/bin/python python_tests "Python tests" python/tests
PYTHONPATH=tools python_tests "Python on pages and in docstrings" -p page_examples README.md docs python/beras

step "configure asan (clang++)" cmake --preset asan
if [ "$all" ]; then
  step "build asan (clang++)" cmake --build --preset asan
  tests "tests and examples (clang++, ASan, UBSan)" asan
else
  raw=(base tensor backend core data)
  step "build asan (clang++)" cmake --build --preset asan --target "${raw[@]/#/beras_test_}"
  tests "tests of ${raw[*]} (ASan, UBSan)" asan -L "^($(IFS='|'; echo "${raw[*]}"))$"
fi

# Only the binaries that hold threaded tests are built.
mapfile -t threaded < <(grep -lE '^TEST.*(Thread|Parallel)' -r tests --include='*_test.cpp' |
  sed -E 's|tests/([^/]+)/.*|beras_test_\1|' | sort -u)
step "configure tsan (clang++)" cmake --preset tsan
step "build tsan (clang++)" cmake --build --preset tsan --target "${threaded[@]}"
tests "threaded tests (clang++, TSan)" tsan

if [ "$fuzz" ]; then
  step "fuzz the arguments of the Python module" env PYTHONPATH=python/tests \
    build/venv/bin/python -m fuzz_arguments --calls 20000
  step "configure fuzz (clang++)" cmake --preset fuzz
  step "build fuzz (clang++)" cmake --build --preset fuzz
  for target in build/fuzz/fuzz/fuzz_*; do
    if [ -x "$target" ]; then step "fuzz ${target##*/fuzz_} for a minute" tools/fuzz.sh "$target"; fi
  done
fi

where_time_went
printf '\nall checks passed in %d min %d s\n' $(((SECONDS - begin) / 60)) $(((SECONDS - begin) % 60))
echo "$total passed, 0 failed"
