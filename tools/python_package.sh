#!/usr/bin/env bash
# python_package.sh KIND...: builds the Python package in the build tree, where
# PYTHONPATH=build/release/python finds it, with a virtual environment for these kinds of work.
set -euo pipefail
cd "$(dirname "$0")/.."

tools/python_env.sh build "$@"
cmake --preset release -D BERAS_BUILD_PYTHON=ON -D Python_EXECUTABLE="$PWD/build/venv/bin/python"
cmake --build --preset release --target python_package
