#!/usr/bin/env bash
# A user's file compiles with whatever its program is compiled with: standards, sanitizers, without
# run-time type information, under strict warnings, by both compilers. Only syntax is looked at.
set -euo pipefail
cd "$(dirname "$0")/.."

file=$(mktemp --suffix .cpp)
trap 'rm -f "$file"' EXIT
cat > "$file" << 'PROGRAM'
#include <beras/beras.h>

struct Twice : beras::layers::Layer {
  beras::Tensor call(const beras::Tensor& x) const override { return 2 * x; }
};

beras::Tensor trained(const beras::Tensor& x, const beras::Tensor& y) {
  beras::Sequential model{beras::layers::Dense(2, {.activation = "relu"}), Twice()};
  model.compile({.optimizer = "adam", .loss = "mse"});
  model.fit(x, y, {.epochs = 1, .verbose = 0});
  return model.predict(x);
}
PROGRAM

strict="-Werror -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast"
for compiler in g++ clang++; do
  for flags in "-std=c++20" "-std=c++2b" "-std=c++20 -fno-rtti" "-std=c++2b -fsanitize=undefined" \
    "-std=c++20 -fsanitize=undefined,address" "-std=c++20 -fsanitize=thread" "-std=c++20 -O2"; do
    echo "== $compiler $flags"
    # shellcheck disable=SC2086  # The flags are several words.
    $compiler -fsyntax-only -I. $strict $flags "$file"
  done
done

# What is too old says so, once.
for compiler in g++ clang++; do
  errors=$($compiler -fsyntax-only -I. -std=c++17 -x c++ - <<< '#include <beras/beras.h>' 2>&1 |
    grep 'error:' || true)
  echo "== $compiler -std=c++17"
  echo "$errors"
  [[ $errors == *"Beras needs C++20"* && $(wc -l <<< "$errors") = 1 ]]
done
