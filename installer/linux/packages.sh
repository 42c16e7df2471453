#!/bin/sh
# Installs what is missing on Debian 12 and Ubuntu 24.04, and says what. Asks the network for nothing when nothing is missing.
#   sh installer/linux/packages.sh build|test|sandbox…
set -eu

packages_build="clang lld ccache cmake ninja-build pkg-config git ca-certificates
 qt6-base-dev libqt6svg6-dev qt6-l10n-tools qt6-tools-dev qt6-tools-dev-tools libgl-dev
 qtkeychain-qt6-dev qcoro-qt6-dev libexpected-dev nlohmann-json3-dev libssl-dev zlib1g-dev"
packages_sandbox="qt6-httpserver-dev docker-registry docker.io podman skopeo runc gnome-keyring dbus
 golang-docker-credential-helpers apache2-utils xvfb xauth openbox fonts-dejavu-core qt6-qpa-plugins"
packages_test="$packages_sandbox libclang-rt-14-dev desktop-file-utils appstream"

wanted=""
for group in "$@"; do
    case $group in
    build) wanted="$wanted $packages_build" ;;
    sandbox) wanted="$wanted $packages_sandbox" ;;
    test) wanted="$wanted $packages_test" ;;
    *) echo "packages.sh: no such group: $group (build, sandbox, test)" >&2; exit 2 ;;
    esac
done

missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing:$missing"
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
$as_root apt-get install -y -qq --no-install-recommends $missing
