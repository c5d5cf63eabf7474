# Installs programs from the machine's package manager, without leaving their services running.
# shellcheck shell=bash

install_packages() { # names for this machine's package manager
  [ $# -gt 0 ] || return 0
  if command -v apt-get >/dev/null; then
    install_with_apt "$@"
  elif command -v brew >/dev/null; then
    say "Installing $* (brew) …"
    brew install "$@" >&2
  else
    die "these programs are needed and this machine has neither apt-get nor brew: $*. Install them and run this again."
  fi
}

package_manager() { if command -v apt-get >/dev/null; then echo apt; else echo brew; fi; }

# The names that Tests/EndToEnd.Tests/Browser looks for, too.
has_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $name >/dev/null && return; done
  [ -d /Applications/Chromium.app ] || [ -d "/Applications/Google Chrome.app" ]
}

install_with_apt() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are needed: $*. Install them as root (apt-get install $*) and run this again."
    as_root=(sudo)
  fi
  say "Installing $* (apt-get) …"
  local log
  log=$(mktemp)
  # Debian starts a package's service as soon as it is installed. policy-rc.d is its own way of saying no.
  local guard=/usr/sbin/policy-rc.d guarded=
  if [ ! -e $guard ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $guard >/dev/null
    "${as_root[@]}" chmod 755 $guard
    guarded=yes
  fi
  local ok=yes
  {
    "${as_root[@]}" apt-get update -q -o DPkg::Lock::Timeout=120 &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
  } >"$log" 2>&1 </dev/null || ok=
  [ -z "$guarded" ] || "${as_root[@]}" rm -f $guard
  if [ -z "$ok" ]; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "apt-get could not install: $* (its last lines are above)"
  fi
  rm -f "$log"
  for package in "$@"; do disable_services_of "$package" "${as_root[@]}"; done
}

# The stack runs these programs itself, on ports and with data of its own: Debian's service must not come up at the next boot either.
disable_services_of() {
  local package=$1 unit
  shift
  for unit in $(dpkg -L "$package" | sed -n 's#^/\(usr/\)\?lib/systemd/system/\([^/@]*\.service\)$#\2#p'); do
    if [ -d /run/systemd/system ]; then
      "$@" systemctl disable --now "$unit" >/dev/null 2>&1 || say "note: could not disable $unit, which installing $package enabled"
    elif [ -e "/etc/init.d/${unit%.service}" ] && command -v update-rc.d >/dev/null; then
      "$@" update-rc.d "${unit%.service}" disable >/dev/null 2>&1 || say "note: could not disable ${unit%.service}, which installing $package enabled"
    fi
  done
}
