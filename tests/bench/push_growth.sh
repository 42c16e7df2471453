#!/bin/sh
# How a push from an archive grows with the image: 1, 2, 4 and 8 times the size, then the memory for a layer of 1 and of 10 GiB.
#   sh tests/bench/push_growth.sh BUILD_FOLDER [MEGABYTES]
set -eu
build=$(cd "$1" && pwd)
megabytes=${2:-200}
place=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
end() {
    "$build/bin/wharf-sandbox" stop --dir "$place/sandbox" >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap end EXIT
"$build/bin/wharf-sandbox" start --only registry-open --dir "$place/sandbox" >"$place/log" 2>&1 || {
    cat "$place/log" >&2
    exit 2
}
registry=$(sed -n 's/^    "openRegistry": "\(.*\)",\{0,1\}$/\1/p' "$place/sandbox/sandbox.json")
make_image=$(find "$build" -name wharf-make-image -type f | head -n 1)
export WHARFINGER_HOME="$place/home"

# Seconds and peak memory (MB) of a push of one layer of so many megabytes.
push() {
    rm -f "$place/image.tar"
    "$make_image" docker-archive "$place/image.tar" --layers "$1M" --real 1.0 >/dev/null
    rm -rf "$place/sandbox/registry-open/data/docker" "$WHARFINGER_HOME"
    sync
    /usr/bin/time -f '%e %M' -o "$place/time" "$build/bin/wharfctl" push "docker-archive:$place/image.tar" "$registry/bench/grow:1" >"$place/said" 2>&1 || {
        tail -n 5 "$place/said" >&2
        exit 2
    }
    awk '{ printf "%.2f %.0f\n", $1, $2 / 1024 }' "$place/time"
}

missed=0
echo "| one layer of | s | s per 100 MB | peak MB |"
echo "|---|---|---|---|"
first=
for times in 1 2 4 8; do
    size=$((megabytes * times))
    measured=$(push "$size")
    each=$(echo "$measured" | awk "{ printf \"%.3f\", \$1 * 100 / $size }")
    first=${first:-$each}
    echo "| $size MB | ${measured% *} | $each | ${measured#* } |"
done
verdict=reached
if awk "BEGIN { exit !($each > $first * 1.25) }"; then
    verdict=missed
    missed=1
fi
printf '\nGoal: the last grows as the first, within a quarter: %s.\n\n' "$verdict"
echo "| one layer of | peak MB |"
echo "|---|---|"
for size in 1024 10240; do
    measured=$(push "$size")
    echo "| $size MB | ${measured#* } |"
    [ "${measured#* }" -le 64 ] || missed=1
done
exit "$missed"
