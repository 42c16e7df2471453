#!/bin/sh
# Installs what the tests need, builds, and runs everything.
#   sh tests/run.sh [ctest options]      WHARF_PRESET=dev|asan|release|ci chooses the build (ci in CI, else dev)
set -eu
cd "$(dirname "$0")/.."

sh installer/linux/packages.sh build test

if [ "${CI:-}" = true ]; then
    preset=${WHARF_PRESET:-ci}
else
    preset=${WHARF_PRESET:-dev}
fi
cores=$(nproc 2>/dev/null || echo 2)
cmake --preset "$preset" -DBUILD_TESTING=ON
cmake --build --preset "$preset" --parallel "$cores"

# A test that may not share the machine says so itself (RUN_SERIAL); the rest run side by side.
exec ctest --preset "$preset" --parallel "$cores" "$@"
