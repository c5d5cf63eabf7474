#!/usr/bin/env bash
# Changes the library on purpose, a mutant at a time, and sees whether a test notices. Give a few files and the tests that are theirs:
#   scripts/mutate.sh '**/Validation/*.cs' Tta.Primitives.Tests.ValidationTests
# Without tests each mutant meets all of them; without files every line of the library is mutated, which takes days.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../Primitives"

options=()
[ $# -lt 1 ] || options+=(--mutate "$1")
[ $# -lt 2 ] || options+=(--test-case-filter "FullyQualifiedName~$2")

dotnet tool restore
# Stryker asks dotnet --info where the SDK is and gives up after a few seconds, which a busy machine exceeds.
export DOTNET_INFO_WAIT_TIME=${DOTNET_INFO_WAIT_TIME:-120000}
exec dotnet stryker "${options[@]}"
