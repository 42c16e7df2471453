#!/bin/sh
# Installs what is missing on Debian 12 and Ubuntu 24.04, and says what. Asks the network for nothing when nothing is missing.
#   sh installer/linux/packages.sh [--check] build|sandbox|test|package…
# --check only says what is missing: exit status 1 when something is.
# WHARF_SKIP_PACKAGES=1 installs nothing, for machines where somebody else sees to that.
set -eu

packages_build="clang lld ccache cmake ninja-build pkg-config git ca-certificates
 qt6-base-dev qt6-svg-dev qt6-l10n-tools qt6-tools-dev qt6-tools-dev-tools libgl-dev
 qtkeychain-qt6-dev qcoro-qt6-dev libexpected-dev nlohmann-json3-dev libboost-dev libssl-dev zlib1g-dev libdbus-1-dev libfontconfig-dev
 libarchive-dev libisal-dev libcurl4-openssl-dev"
packages_sandbox="qt6-httpserver-dev docker-registry docker.io podman skopeo runc gnome-keyring dbus
 apache2-utils xvfb xauth xdotool openbox fonts-dejavu-core qt6-qpa-plugins"
packages_package="dpkg-dev file fakeroot desktop-file-utils appstream"
packages_gallery="nginx-light libnginx-mod-stream apache2 haproxy squid faketime dnsmasq-base iproute2 nftables curl openssl"
packages_test="$packages_sandbox $packages_gallery time libxcb1-dev libxcb-damage0-dev libsecret-tools $packages_package python3-jsonschema libclang-rt-dev golang-docker-credential-helpers shellcheck"

# Their packages switch them on, at once and at every start of the machine. The sandbox runs its own, so nobody asked for that.
services="docker.service docker.socket docker-registry.service containerd.service
 podman.service podman.socket podman-restart.service podman-auto-update.service podman-auto-update.timer
 nginx.service apache2.service apache-htcacheclean.service haproxy.service squid.service"

# The packages among $@ that are not installed.
missing_of() {
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || printf ' %s' "$package"
    done
}

is_switched_on() {
    for link in /etc/systemd/system/*.wants/"$1"; do
        [ -L "$link" ] && return 0
    done
    return 1
}

# As root. invoke-rc.d and deb-systemd-invoke ask policy-rc.d before they start a service; 101 says "not now".
install_quietly() {
    policy=/usr/sbin/policy-rc.d
    kept=$policy.before-wharfinger
    ours="Wharfinger's packages.sh put this here, and takes it away again."
    log=$(mktemp)
    off=""
    for service in $services; do
        is_switched_on "$service" || off="$off $service"
    done

    trap 'put_policy_back; rm -f "$log"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # A run that was killed may have left ours, and the user's own aside.
    if [ -e "$policy" ] && ! grep -q "$ours" "$policy"; then
        mv "$policy" "$kept"
    fi
    printf '#!/bin/sh\n# %s\nexit 101\n' "$ours" >"$policy.new"
    chmod 755 "$policy.new"
    mv "$policy.new" "$policy"

    export DEBIAN_FRONTEND=noninteractive
    # A source that does not answer is no reason to stop: the others may have everything.
    apt-get update -qq -o Acquire::Retries=1 -o DPkg::Lock::Timeout=300 >"$log" 2>&1 || true
    if ! apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1; then
        grep -E '^(E|dpkg): ' "$log" | tail -n 3 >&2 || true
        echo "packages.sh: apt could not install$(missing_of "$@"). Check the network and the package sources (Ubuntu: universe), and run this again." >&2
        exit 3
    fi

    left_off=""
    for service in $off; do
        if is_switched_on "$service" && command -v systemctl >/dev/null; then
            systemctl disable "$service" >/dev/null 2>&1
            left_off="$left_off $service"
        fi
    done
    [ -z "$left_off" ] || echo "Left switched off:$left_off (systemctl enable --now turns one on)"
}

put_policy_back() {
    rm -f "$policy" "$policy.new"
    [ ! -e "$kept" ] || mv "$kept" "$policy"
}

if [ "${1:-}" = --install-as-root ]; then
    shift
    install_quietly "$@"
    exit 0
fi

check=""
if [ "${1:-}" = --check ]; then
    check=1
    shift
fi
wanted=""
for group in "$@"; do
    case $group in
    build) wanted="$wanted $packages_build" ;;
    sandbox) wanted="$wanted $packages_sandbox" ;;
    test) wanted="$wanted $packages_test" ;;
    package) wanted="$wanted $packages_package" ;;
    *)
        echo "packages.sh: no such group: $group (build, sandbox, test, package)" >&2
        exit 2
        ;;
    esac
done
if [ -z "$wanted" ]; then
    echo "Usage: sh installer/linux/packages.sh [--check] build|sandbox|test|package…" >&2
    exit 2
fi
[ -z "${WHARF_SKIP_PACKAGES:-}" ] || exit 0

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    system=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release 2>/dev/null || true)
    echo "packages.sh knows Debian 12 and Ubuntu 24.04, and this is ${system:-another system}. Install the counterparts of these, then run this again with WHARF_SKIP_PACKAGES=1:" >&2
    # shellcheck disable=SC2086 # a list of words
    echo $wanted >&2
    exit 3
fi

# shellcheck disable=SC2046,SC2086 # a list of words
missing=$(missing_of $(printf '%s\n' $wanted | sort -u))
[ -n "$missing" ] || exit 0
if [ -n "$check" ]; then
    echo "Missing:$missing"
    exit 1
fi

echo "Installing:$missing"
# shellcheck disable=SC2086 # a list of words
if [ "$(id -u)" = 0 ]; then
    install_quietly $missing
elif command -v sudo >/dev/null; then
    sudo sh "$0" --install-as-root $missing
else
    echo "packages.sh: installing needs root, and there is no sudo. As root: apt-get install --no-install-recommends$missing" >&2
    exit 3
fi
