#!/bin/sh
# Every benchmark, each against a peer in the same run. Prints the tables and writes them into the README's section
# *How fast*; the exit status is 1 when a goal is missed.
#   sh tests/bench/run.sh        WHARF_PRESET=release|ci chooses the build (release)
set -eu
cd "$(dirname "$0")/../.."
sh installer/linux/packages.sh build test
preset=${WHARF_PRESET:-release}
cmake --preset "$preset" -DBUILD_TESTING=ON >/dev/null
cmake --build --preset "$preset" --target docker-credential-wharfinger wharfctl wharfinger wharf-sandbox \
    wharf-bench wharf-window-bench wharf-empty-window wharf-sandbox-keeper wharf-make-image >/dev/null

missed=0
table=$(mktemp)
trap 'rm -f "$table"' EXIT
for bench in tests/bench/*.sh; do
    [ "$bench" != tests/bench/run.sh ] || continue
    {
        echo
        sed -n '2s/^# //p' "$bench"
        echo
    } >>"$table"
    sh "$bench" "build/$preset" >>"$table" || missed=1
done
cat "$table"
# Between the two marks of the README's section.
sed -i -e '/<!-- bench:begin -->/,/<!-- bench:end -->/{/<!-- bench:/!d}' -e "/<!-- bench:begin -->/r $table" README.md
exit "$missed"
