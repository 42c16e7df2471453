#!/bin/sh
# Pushes of one image of real files, each against skopeo or docker in the same run; the registry is emptied before each.
#   sh tests/bench/push.sh BUILD_FOLDER [RUNS [MEGABYTES]]
set -eu
build=$(cd "$1" && pwd)
runs=${2:-3}
megabytes=${3:-1100}
place=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
end() {
    "$build/bin/wharf-sandbox" stop --dir "$place/sandbox" >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap end EXIT
"$build/bin/wharf-sandbox" start --only registry-open,docker --dir "$place/sandbox" >"$place/log" 2>&1 || {
    cat "$place/log" >&2
    exit 2
}
described() { sed -n "s/^    \"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$place/sandbox/sandbox.json"; }
registry=$(described openRegistry)
# shellcheck disable=SC1091 # made by the sandbox
. "$place/sandbox/env.sh"
export PATH="$build/bin:$PATH"
make_image=$(find "$build" -name wharf-make-image -type f | head -n 1)

# Four layers as of a distribution and what is put on it.
part() { echo "$((megabytes * $1 / 100))M"; }
layers="$(part 55),$(part 25),$(part 15),$(part 5)"
"$make_image" docker-archive "$place/image.tar" --layers "$layers" --real 1.0 >/dev/null
"$make_image" oci "$place/layout" --layers "$layers" --real 1.0 >/dev/null
docker load -q -i "$place/image.tar" >"$place/loaded"
image=$(sed -n 's/^Loaded image[^:]*: //p' "$place/loaded" | head -n 1)
docker tag "$image" "$registry/bench/docker:1"

empty() {
    rm -rf "$place/sandbox/registry-open/data/docker"
    export WHARFINGER_HOME="$place/home"
    rm -rf "$WHARFINGER_HOME"
    sync
}
# Seconds, CPU seconds and peak memory (MB) of a command.
measure() {
    empty
    /usr/bin/time -f '%e %U %S %M' -o "$place/time" "$@" >"$place/said" 2>&1 || {
        tail -n 5 "$place/said" >&2
        exit 2
    }
    awk '{ printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' "$place/time"
}
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

missed=0
echo "An image of four layers, $megabytes MB of real files. CPU and memory are the command's own, without the engine's and the registry's."
echo
echo "| push | median s | CPU s | peak MB | of the peer |"
echo "|---|---|---|---|---|"
# name, goal, peer's command, our command
compare() {
    name=$1 goal=$2 peer=$3 ours=$4
    : >"$place/peer.times"
    : >"$place/ours.times"
    i=0
    while [ "$i" -lt "$runs" ]; do
        # shellcheck disable=SC2086 # words on purpose
        measure $peer >>"$place/peer.times"
        # shellcheck disable=SC2086
        measure $ours >>"$place/ours.times"
        i=$((i + 1))
    done
    for who in peer ours; do
        for column in 1 2 3; do
            cut -d' ' -f$column "$place/$who.times" | median >"$place/$who.$column"
        done
    done
    ratio=$(awk "BEGIN { printf \"%.2f\", $(cat "$place/ours.1") / $(cat "$place/peer.1") }")
    echo "| \`$(echo "$peer" | cut -d' ' -f1,2)\` $name | $(cat "$place/peer.1") | $(cat "$place/peer.2") | $(cat "$place/peer.3") | 1.00 |"
    verdict=reached
    awk "BEGIN { exit !($ratio > $goal) }" && verdict=missed && missed=1
    echo "| \`wharfctl push\` $name | $(cat "$place/ours.1") | $(cat "$place/ours.2") | $(cat "$place/ours.3") | $ratio (goal $goal: $verdict) |"
}
to=$registry/bench
compare "from an OCI layout" 1.0 "skopeo copy --dest-tls-verify=false oci:$place/layout:latest docker://$to/a:1" "wharfctl push oci:$place/layout $to/a:1"
compare "from an archive" 0.5 "skopeo copy --dest-tls-verify=false docker-archive:$place/image.tar docker://$to/a:1" "wharfctl push docker-archive:$place/image.tar $to/a:1"
compare "from the engine, against skopeo" 0.7 "skopeo copy --dest-tls-verify=false docker-daemon:$image docker://$to/a:1 --src-daemon-host $DOCKER_HOST" "wharfctl push docker:$image $to/a:1"
compare "from the engine, against docker" 0.5 "docker push -q $registry/bench/docker:1" "wharfctl push docker:$image $registry/bench/docker:1"
exit "$missed"
