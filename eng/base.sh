# Sourced by every script here: where things are, how they speak, what need not be done again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.cache
mkdir -p "$cache/done"

# Quiet, and nothing left running behind a build.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

say() { printf '· %s\n' "$*" >&2; }
die() { printf '✗ %s\n' "$*" >&2; exit 1; }

need() { command -v "$1" >/dev/null || die "$2 is needed, and '$1' is not on the PATH"; }

# quietly WHAT COMMAND…: says WHAT; the command's output is shown only when it fails.
quietly() {
  local what=$1 log
  shift
  say "$what"
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    die "$what: failed, see above"
  fi
  rm -f "$log"
}

# A checksum over the names and contents of all files under the given paths, build products left out.
sum_of() {
  (cd "$root" && find "$@" \( -name bin -o -name obj -o -name node_modules -o -name test-results -o -name wwwroot \) -prune -o -type f -print0 2>/dev/null \
    | LC_ALL=C sort -z | xargs -0 cksum | cksum)
}

# unless_done NAME "PATHS…" PRODUCT COMMAND…: runs the command where the product is missing or the files under PATHS are not those of the last time.
unless_done() {
  local stamp=$cache/done/$1 product=$3 sum
  sum=$(sum_of $2)
  shift 3
  if [ -e "$product" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then return; fi
  "$@"
  printf '%s\n' "$sum" >"$stamp"
}
