#!/usr/bin/env bash
# python_env.sh KIND...: makes the virtual environment build/venv, and installs into it what
# python/requirements-KIND.txt asks for. What is there already is not installed again.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=build/venv
[ -x "$environment/bin/python" ] || python3 -m venv --clear "$environment"

requirements=()
for kind in "$@"; do
  wanted="python/requirements-$kind.txt"
  cmp -s "$wanted" "$environment/${wanted##*/}" || requirements+=("$wanted")
done
[ ${#requirements[@]} -gt 0 ] || exit 0

"$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
  "${requirements[@]/#/--requirement=}"
cp "${requirements[@]}" "$environment"
