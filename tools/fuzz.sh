#!/usr/bin/env bash
# fuzz.sh TARGET [SECONDS]: runs a libFuzzer target, starting from the inputs in fuzz/corpus/<name>/.
# What it finds stays in build/fuzz/corpus; an input that breaks the reader in build/fuzz/crashes.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$1
name=${target##*/fuzz_}
mkdir -p "build/fuzz/corpus/$name" build/fuzz/crashes
seeds=()
if [ -d "fuzz/corpus/$name" ]; then seeds=("fuzz/corpus/$name"); fi
export LSAN_OPTIONS="suppressions=$PWD/tools/lsan.supp:print_suppressions=0"
exec "$target" -max_total_time="${2:-60}" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
  -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/corpus/$name" "${seeds[@]}"
