#!/usr/bin/env bash
# Changes the library on purpose, a mutant at a time, and runs the tests that reach the changed line: does one notice?
#   scripts/mutate.sh                                              # the whole library
#   scripts/mutate.sh '**/Validation/*.cs' '**/Retry/*.cs'         # some files; characters 900 to 1400 of one: '**/Retry/X.cs{900..1400}'
# The report is in Primitives/StrykerOutput.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../Primitives"

options=()
for files in "$@"; do options+=(--mutate "$files"); done

dotnet tool restore
# Leaves out the tests that build the package from the sources: no mutant reaches them.
export Mutating=true
# Stryker asks dotnet --info where the SDK is and gives up after a few seconds, which a busy machine exceeds.
export DOTNET_INFO_WAIT_TIME=${DOTNET_INFO_WAIT_TIME:-120000}
exec dotnet stryker "${options[@]}"
