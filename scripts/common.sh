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

# Builds only what has changed since the last build that succeeded: asking MSBuild takes longer than starting the stack.
build() { # what: a solution or project; stamp name; the programs that have to come out of it
  local target=$1 stamp="$root/.build/$2.stamp" log
  if [ -f "$stamp" ] && ! newer_than "$stamp" && is_built "${@:3}"; then return; fi
  mkdir -p "$root/.build"
  log="$root/.build/$2.log"
  say "Building $target ($configuration) …"
  touch "$stamp.new"
  if ! dotnet build "$root/$target" -c "$configuration" --nologo -v quiet >"$log" 2>&1; then
    grep -E '(error|warning) [A-Z]+[0-9]+' "$log" | sort -u | head -n 20 >&2
    rm -f "$stamp.new"
    die "the build failed; the whole output is in .build/$2.log"
  fi
  mv "$stamp.new" "$stamp"
}

newer_than() {
  local found
  found=$(cd "$root" && find . \( -name bin -o -name obj -o -name .git -o -name .run -o -name .build -o -name docs -o -name node_modules \) -prune \
    -o \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.sln*' -o -name '*.json' -o -name '*.jsonl' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.svg' \) \
    -newer "$1" -print -quit)
  [ -n "$found" ]
}

# Somebody may have cleaned.
is_built() {
  for p in "$@"; do
    compgen -G "$root/$p/bin/$configuration/*/$p.dll" >/dev/null || return 1
  done
}

manifest_host() { dotnet "$root"/ManifestHost/bin/$configuration/net10.0/ManifestHost.dll "$@"; }
