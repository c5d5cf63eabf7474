# What ./up asks of the Aspire CLI.
# shellcheck shell=bash

export ASPIRE_CLI_TELEMETRY_OPTOUT=1
# The CLI builds and runs what MSBuild takes for its default; this is how MSBuild is told.
export Configuration=$configuration
apphost=AppHost/bin/$configuration/net10.0/AppHost

# The resources that no other one waits for: when they are healthy, all are.
last_resources="tta-agent-orchestrator prometheus alertmanager pushgateway grafana loki"

aspire() { dotnet aspire "$1" --nologo --non-interactive "${@:2}"; }

restore_aspire() {
  dotnet aspire --version >/dev/null 2>&1 && return
  say "Restoring the Aspire CLI …"
  dotnet tool restore >&2
}

# Every build of the AppHost touches it; what is newer has not been built yet. Asking MSBuild takes longer than starting the system.
build_apphost() {
  if [ -x "$apphost" ] && ! newer_than "$apphost.dll"; then return; fi
  build AppHost/AppHost.csproj
}

# Which way the AppHost would take, and the packages of which programs it would miss, only it knows.
missing_programs() {
  local manager=debian
  [ "$(package_manager)" = apt ] || manager=homebrew
  $apphost "$@" --Backends:Missing=$manager
}

# The process of the AppHost that runs from this folder.
running_system() {
  aspire ps --format json 2>/dev/null | tr -d '\n' | tr '{' '\n' | sed -n 's#.*"appHostPath": "'"$root"'/AppHost/AppHost.csproj".*"appHostPid": \([0-9]*\).*#process \1#p' | grep .
}

wait_until_healthy() {
  local waiting=() pid resource output failed=
  output=$(mktemp)
  for resource in $last_resources; do
    aspire wait "$resource" --timeout 180 >>"$output" 2>&1 &
    waiting+=($!)
  done
  for pid in "${waiting[@]}"; do wait "$pid" || failed=yes; done
  if [ -n "$failed" ]; then
    cat "$output" >&2
    aspire describe >&2 || true
    rm -f "$output"
    die "not everything became healthy. 'dotnet aspire logs RESOURCE' shows why; ./up --stop ends what runs."
  fi
  rm -f "$output"
  aspire describe
  say "Everything is healthy. ./up --stop ends it."
}

# The CLI returns as soon as the AppHost has ended; its orchestrator still ends the processes then.
stop_system() {
  local system left
  if ! system=$(running_system); then say "Nothing runs here."; return; fi
  left=$(descendants_of "${system#process }")
  aspire stop >&2
  # shellcheck disable=SC2086 # one word per process
  for _ in $(seq 1 150); do
    left=$(ps -o pid= -p "$(echo $left | tr ' ' ,)" 2>/dev/null) || return 0
    sleep 0.1
  done
  die "these processes are still there: $left"
}

# The processes below one, and those of the orchestrator that watches it and is nobody's child.
descendants_of() {
  ps -eo pid=,ppid=,args= | awk -v top="$1" '
    { pid[NR] = $1; parent[NR] = $2; watches[NR] = match($0, / --monitor [0-9]+/) ? substr($0, RSTART + 11, RLENGTH - 11) : "" }
    END {
      found[top] = 1
      do {
        more = 0
        for (i = 1; i <= NR; i++)
          if (!(pid[i] in found) && (parent[i] in found || watches[i] in found)) { found[pid[i]] = 1; more = 1 }
      } while (more)
      for (p in found) print p
    }'
}
