# Shared by ./up and ./test: what has to be on the machine before anything of ours can run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

require_dotnet() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is needed and 'dotnet' is not on PATH. Install it (https://dot.net/download) and run this again."
  local have
  have=$(dotnet --list-sdks | sed -n 's/^\([0-9]*\)\..*/\1/p' | sort -n | tail -n 1)
  [ "${have:-0}" -ge 10 ] || die "the .NET 10 SDK is needed; the newest one here is ${have:-none}. Install it (https://dot.net/download) and run this again."
}

# Builds a project or solution; shows what is wrong with it, and where the rest is.
build() {
  local log=artifacts/build.log
  mkdir -p artifacts
  say "Building $1 ($configuration) …"
  if ! dotnet build "$root/$1" -c "$configuration" --nologo -v quiet >"$log" 2>&1; then
    grep -E '(error|warning) [A-Z]+[0-9]+' "$log" | sort -u | head -n 20 >&2
    die "the build failed; the whole output is in $log"
  fi
}

# Whether a source file is newer than a file.
newer_than() {
  local found
  found=$(find "$root" \( -name bin -o -name obj -o -name '.*' -o -name artifacts -o -name docs -o -name Tests -o -name node_modules \) -prune \
    -o \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.json' -o -name '*.jsonl' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.svg' \) \
    -newer "$1" -print -quit)
  [ -n "$found" ]
}
