#!/usr/bin/env bash
# Makes the virtual environment build/peers with what Beras is measured against, several gigabytes.
# What does not install is left out; what is there already is not installed again.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=build/peers
wanted=bench/requirements-peers.txt
cmp -s "$wanted" "$environment/${wanted##*/}" && exit 0

[ -x "$environment/bin/python" ] || python3 -m venv --clear "$environment"
while read -r peer; do
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$peer" ||
    echo "left out: $peer does not install" >&2
done < <(grep -v '^#' "$wanted")
cp "$wanted" "$environment"
