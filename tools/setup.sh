#!/usr/bin/env bash
# setup.sh KIND...: installs the Debian packages of these kinds (tools/packages.txt) that are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

kinds=$(IFS='|'; echo "$*")
mapfile -t wanted < <(awk -v kinds="^($kinds)$" '$1 ~ kinds {print $2}' tools/packages.txt)

if ! command -v dpkg-query > /dev/null; then
  echo "This is no Debian system, so nothing was installed. Beras needs the counterparts of:" >&2
  echo "  ${wanted[*]}" >&2
  exit 0  # CMake says which of them is missing, if any is.
fi

installed=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" {print $2}')
mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}" | sort) <(sort -u <<< "$installed"))
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
  as_root=(sudo)
else
  echo "These packages are missing, and installing them takes root:" >&2
  echo "  sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
