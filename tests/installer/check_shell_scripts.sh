#!/bin/sh
# Every shell script of the tree is read by dash and by shellcheck; neither may complain.
set -eu
cd "$1"
scripts=$(find .ci app core installer resources tests ui -type f \( -name '*.sh' -o -path '.ci/run' \) | sort)
[ "$(echo "$scripts" | wc -l)" -ge 4 ] || { echo "Too few scripts found: the search is broken." >&2; exit 1; }
failed=0
for script in $scripts; do
    if head -n 1 "$script" | grep -q 'bash'; then
        bash -n "$script" || failed=1
    else
        dash -n "$script" || failed=1
    fi
    shellcheck "$script" || failed=1
done
exit $failed
