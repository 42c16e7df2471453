#!/bin/sh
# Needs root: every scenario has network, mount and process namespaces of its own.
# Builds every fault of the gallery with real software, lets Wharfinger diagnose it, and prints the score.
#   sh tests/gallery/run.sh [NAME…]      names as 'list' has them, a family, a code, or a pattern such as 'realm-*'
# WHARF_PRESET chooses the build (dev); WHARF_GALLERY_PREFIX is a program that wharfctl is run by, such as 'strace -f -o /mnt/kept/trace'. What Wharfinger wrote stays in build/PRESET/tests/gallery-output.
set -eu
cd "$(dirname "$0")/../.."

sh installer/linux/packages.sh build test
preset=${WHARF_PRESET:-dev}
[ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset" --target gallery_of_faults | tail -n 1

if [ "${1:-}" = list ]; then
    exec "build/$preset/tests/gallery_of_faults" list
fi
if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null; then
    exec sudo "build/$preset/tests/gallery_of_faults" score "$@"
fi
exec "build/$preset/tests/gallery_of_faults" score "$@"
