#!/bin/sh
# Installs what the tests need, builds, and runs everything.
#   sh tests/run.sh [ctest options]      WHARF_PRESET=dev|asan|ci chooses the build (ci in CI, else dev)
set -eu
cd "$(dirname "$0")/.."
sh installer/linux/packages.sh build test
preset=${WHARF_PRESET:-$([ "${CI:-}" = true ] && echo ci || echo dev)}
cmake --preset "$preset"
cmake --build --preset "$preset"
exec ctest --preset "$preset" "$@"
