# shellcheck shell=bash
# Sourced. `step LABEL COMMAND...` runs a command quietly: one line with its duration, its output in
# build/logs, the tail of it shown on failure.

# The compiler cache then serves every build folder and every clone.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

steps=()
# The steps until now that took longest.
where_time_went() {
  printf '\nwhere the time went:\n'
  printf '%s\n' "${steps[@]}" | sort -rn | head -n 8
}

logs="$PWD/build/logs"
mkdir -p "$logs"

step() {
  local label=$1 start=$EPOCHREALTIME status=0 took
  shift
  last_log="$logs/${label//[^a-zA-Z0-9+]/-}.log"
  printf '  %-44s ' "$label"
  "$@" > "$last_log" 2>&1 < /dev/null || status=$?
  if [ $status = 0 ]; then
    took=$(LC_ALL=C awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN {printf "%7.1f", b - a}')
    printf '%s s\n' "$took"
    steps+=("$took s  $label")
  else
    printf ' failed\n\n'
    tail -n 40 "$last_log"
    printf '\n%s failed (status %d). All of its output: %s\n' "$label" $status "$last_log"
    exit 1
  fi
}
