#!/usr/bin/env bash
# Makes the virtual environment build/peers with what Beras is measured against, several gigabytes.
# What does not install is left out, and tried again the next time; what is there already is not
# installed again.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=build/peers
wanted=bench/requirements-peers.txt
cmp -s "$wanted" "$environment/${wanted##*/}" && exit 0

[ -x "$environment/bin/python" ] || python3 -m venv --clear "$environment"
complete=true
while read -r peer; do
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$peer" || {
    echo "left out: $peer does not install" >&2
    complete=false
  }
done < <(grep -v '^#' "$wanted")
if $complete; then cp "$wanted" "$environment"; fi
