#!/bin/sh
# Proves both promises on a bare Debian 12, made with debootstrap in a temporary folder: that the lists of
# installer/linux/packages.sh are complete, and that the .deb installs, is on the PATH and starts. Needs root, debootstrap
# and a package mirror; takes a few minutes, so CTest does not run it.
#   sh tests/installer/bare_debian.sh package [FILE.deb]   installs the package (made from build/release unless given)
#   sh tests/installer/bare_debian.sh build                installs the packages, builds, and runs the tests
#   MIRROR=http://…/debian chooses the mirror
#   COMPILER_CACHE=FOLDER lets a second build take what the first one compiled; the packages are installed afresh each time
set -eu
cd "$(dirname "$0")/../.."

task=${1:-}
case $task in
package | build) ;;
*)
    echo "Usage: sh tests/installer/bare_debian.sh package [FILE.deb] | build" >&2
    exit 2
    ;;
esac
if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    echo "bare_debian.sh needs root and debootstrap." >&2
    exit 3
fi

place=$(mktemp -d)
root=$place/root
take_down() {
    # With what a test that was ended left mounted below.
    for mount in dev proc sys tmp root/.cache/ccache; do
        ! mountpoint -q "$root/$mount" || umount -R "$root/$mount"
    done
    ! mountpoint -q "$root" || umount -R "$root"
    # Never through a mount that is still there.
    if ! grep -q " ${root}[/ ]" /proc/mounts; then
        rm -rf --one-file-system "$place"
    fi
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

mirror=${MIRROR:-http://deb.debian.org/debian}
echo "Making a bare Debian 12…"
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$place/debootstrap.log" 2>&1 || {
    tail -n 5 "$place/debootstrap.log" >&2
    exit 3
}
cp /etc/resolv.conf "$root/etc/resolv.conf"
# Tests make mount namespaces of their own, and for that the root has to be a mount.
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
# With its terminals; a slave, so that taking it down takes nothing from the machine.
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"
# Not in a home: tests look at files as another user, too.
mkdir -p "$root/srv/src"

if [ "$task" = build ]; then
    # dockerd ends in a panic where it finds no control groups. A slave, so that taking it down takes nothing from the machine.
    mount --rbind /sys "$root/sys"
    mount --make-rslave "$root/sys"
    if [ -n "${COMPILER_CACHE:-}" ]; then
        mkdir -p "$COMPILER_CACHE" "$root/root/.cache/ccache"
        mount --bind "$COMPILER_CACHE" "$root/root/.cache/ccache"
    fi
    git archive HEAD | tar -x -C "$root/srv/src"
    inside sh -c 'cd /srv/src && CI=true sh tests/run.sh'
    exit 0
fi

if [ -n "${2:-}" ]; then
    package=$2
else
    cmake --preset release >/dev/null
    cmake --build --preset release
    (cd build/release && cpack -G DEB -B "$place/packages" >/dev/null)
    package=$(find "$place/packages" -maxdepth 1 -name '*.deb')
fi
cp "$package" "$root/root/wharfinger.deb"
inside apt-get update -qq
echo "Installing $(basename "$package")…"
inside apt-get install -y -qq --no-install-recommends /root/wharfinger.deb >"$place/apt.log" 2>&1 || {
    tail -n 20 "$place/apt.log" >&2
    exit 1
}
inside wharfctl --version
inside docker-credential-wharfinger version
inside env QT_QPA_PLATFORM=offscreen wharfinger --version
# The keychain library and the TLS backend are opened at run time: look that each finds what it needs.
for name in libsecret-1.so.0 libqopensslbackend.so libqxcb.so libqsvgicon.so; do
    library=$(cd "$root" && find usr/lib -name "$name")
    [ -n "$library" ] || { echo "$name is not there." >&2; exit 1; }
    ! inside ldd "/$library" | grep 'not found' || { echo "$name lacks a library." >&2; exit 1; }
done
inside apt-get remove -y -qq wharfinger >/dev/null 2>&1
left=$(inside sh -c 'find / -xdev -name "*harfinger*" -not -path "/root/*" -not -path "/var/*" -not -path "/proc/*"')
[ -z "$left" ] || { echo "Left behind after removal: $left" >&2; exit 1; }
echo "The package installs, starts and goes."
