#!/bin/sh
# From a fresh clone to a working docker push, in one command: installs what is missing, builds a release, starts the
# sandbox, signs in to it, pushes a real image with Docker, and opens the window on that account.
#   sh installer/quickstart.sh                 everything; nothing of yours is touched, the sandbox has a HOME of its own
#   sh installer/quickstart.sh --no-sandbox    just builds and opens the app
# Without a display the window opens under Xvfb. Pictures of it and the logs are left in build/quickstart/.
set -eu
cd "$(dirname "$0")/.."

sandbox=yes
case ${1:-} in
"") ;;
--no-sandbox) sandbox="" ;;
-h | --help)
    sed -n '2,6s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
*)
    echo "quickstart.sh: no such option: $1 (--no-sandbox)" >&2
    exit 2
    ;;
esac
registry=""
display=yes
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || display=""

top=$PWD
build=$top/build/release
results=$top/build/quickstart
mkdir -p "$results"
rm -f "$results"/*.log "$results"/*.png

place=$(mktemp -d)
window=""
screen=""
manager=""
sandbox_runs=""
end_process() {
    if [ -n "$1" ] && kill "$1" 2>/dev/null; then
        wait "$1" 2>/dev/null || true
    fi
}
clean_up() {
    trap '' INT TERM HUP
    end_process "$window"
    [ -z "$sandbox_runs" ] || "$build/bin/wharf-sandbox" stop --dir "$place/sandbox" >>"$results/sandbox.log" 2>&1 || true
    end_process "$manager"
    end_process "$screen"
    rm -rf "$place"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

done_line() { printf '✓ %s\n' "$*"; }
give_up() {
    printf '✕ %s\n' "$*" >&2
    exit 1
}
# Runs a command with its output in a log of that name; on failure says how the log ends.
logged() {
    log=$results/$1.log
    shift
    "$@" >>"$log" 2>&1 || {
        tail -n 15 "$log" >&2
        give_up "That did not work: all of it is in ${log#"$top/"}"
    }
}

# --- what is needed, and the programs

groups="build sandbox"
[ -n "$sandbox" ] || [ -z "$display" ] || groups=build
# shellcheck disable=SC2086 # a list of words
sh installer/linux/packages.sh $groups
done_line "All packages are there"

targets="wharfinger wharfctl docker-credential-wharfinger"
testing=OFF
if [ "$groups" != build ]; then
    testing=ON
    targets="$targets grab_screen"
fi
[ -z "$sandbox" ] || targets="$targets wharf-sandbox"
echo "Building; the first time takes a few minutes…"
logged build cmake --preset release -DBUILD_TESTING=$testing
# shellcheck disable=SC2086 # a list of words
logged build cmake --build --preset release --parallel "$(nproc)" --target $targets
done_line "Built a release in build/release/bin"

# --- the sandbox: the account, and a push with it

# The display's own paths, before the sandbox's HOME and runtime folder take the place of yours.
if [ -n "${DISPLAY:-}" ]; then
    export XAUTHORITY="${XAUTHORITY:-$HOME/.Xauthority}"
fi
case ${WAYLAND_DISPLAY:-/} in
/*) ;;
*) export WAYLAND_DISPLAY="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/$WAYLAND_DISPLAY" ;;
esac

# One value of the sandbox's description.
described() { sed -n "s/^    \"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$place/sandbox/sandbox.json"; }
# The secret of one of its sign-ins; goes through pipes only.
secret_of() {
    sed -n "/\"name\": \"$1\"/,/}/s/^ *\"secret\": \"\(.*\)\",\{0,1\}\$/\1/p" "$place/sandbox/sandbox.json"
}

if [ -n "$sandbox" ]; then
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        echo "The sandbox's dockerd needs root: sudo asks for your password."
        sudo -v || give_up "Without root there is no dockerd. --no-sandbox needs none."
    fi
    sandbox_runs=yes
    # Not through logged(): the sandbox lives for the process that starts it, which must be this one.
    "$build/bin/wharf-sandbox" start --dir "$place/sandbox" >>"$results/sandbox.log" 2>&1 || {
        tail -n 15 "$results/sandbox.log" >&2
        give_up "The sandbox did not start: all of it is in build/quickstart/sandbox.log"
    }
    registry=$(described registry)
    authority=$(described ca)
    done_line "The sandbox runs: registry $registry behind a GitLab stand-in, dockerd, podman, a keyring"

    # From here on HOME, the keyring and Docker are the sandbox's.
    # shellcheck disable=SC1091 # made by the sandbox
    . "$place/sandbox/env.sh"
    unset WHARFINGER_HOME WHARFINGER_VAULT_PASSPHRASE REGISTRY_AUTH_FILE
    export PATH="$build/bin:$PATH"

    secret_of personal | "$build/bin/wharfctl" login "$registry" -u jo --password-stdin --ca-file "$authority" \
        >>"$results/sign-in.log" 2>&1 || {
        tail -n 15 "$results/sign-in.log" >&2
        give_up "The sign-in was refused"
    }
    done_line "Signed in to $registry as jo; the token is in the sandbox's keyring"
    grep -q '"wharfinger"' "$DOCKER_CONFIG/config.json" || give_up "Docker was not told to ask Wharfinger"
    done_line "Docker asks docker-credential-wharfinger for $registry"

    # A real image, out of what was just built; no network is needed for it.
    image=$registry/group/app:quickstart
    tar -C "$build/bin" -cf - wharfctl docker-credential-wharfinger |
        docker import --change 'CMD ["/wharfctl"]' - "$image" >>"$results/push.log" 2>&1 ||
        give_up "Docker could not make the image: see build/quickstart/push.log"
    logged push docker push "$image"
    digest=$(sed -n 's/.*digest: \(sha256:[0-9a-f]*\).*/\1/p' "$results/push.log" | tail -n 1)
    [ -n "$digest" ] || give_up "Docker named no digest: see build/quickstart/push.log"
    done_line "docker push $image: $digest"
    logged push docker image rm "$image"
    logged push docker pull "$registry/group/app@$digest"
    done_line "docker pull brings the same image back"
fi

# --- the window

if [ -n "$display" ]; then
    echo "The window is open; close it to end${sandbox:+ the sandbox}."
    "$build/bin/wharfinger" ${registry:+"$registry"} >>"$results/window.log" 2>&1 &
    window=$!
    wait "$window" || give_up "The window ended with an error: see build/quickstart/window.log"
    window=""
    exit 0
fi

mkfifo "$place/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$place/display" >>"$results/screen.log" 2>&1 &
screen=$!
number=""
read -r number <"$place/display" || true
[ -n "$number" ] || give_up "Xvfb did not start: see build/quickstart/screen.log"
export DISPLAY=":$number" QT_QPA_PLATFORM=xcb
# A window that comes while the window manager is still starting may never be shown: it says when it has started.
printf 'echo started >"%s"\n' "$place/manager" >"$place/started.sh"
mkfifo "$place/manager"
openbox --startup "sh $place/started.sh" 9>"$place/manager" >>"$results/screen.log" 2>&1 &
manager=$!
read -r started <"$place/manager" || started=""
[ -n "$started" ] || give_up "openbox did not start: see build/quickstart/screen.log"
"$build/bin/wharfinger" ${registry:+"$registry"} >>"$results/window.log" 2>&1 &
window=$!
picture() {
    logged screen "$build/tests/grab_screen" "$results/$1.png"
    kill -0 "$window" 2>/dev/null || give_up "The window ended by itself: see build/quickstart/window.log"
    done_line "Picture of the window: build/quickstart/$1.png"
}
picture overview
[ -n "$sandbox" ] || exit 0
# With the window's own keys: the page, its field, and what to look at.
logged screen xdotool key --clearmodifiers ctrl+2 alt+r
logged screen xdotool type group/app
logged screen xdotool key Return
picture access
logged screen xdotool key --clearmodifiers ctrl+3
picture token
