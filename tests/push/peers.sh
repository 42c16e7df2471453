#!/bin/sh
# What a push survives: wharfctl, docker, skopeo and podman over the same bad lines. Writes the README's table.
#   sh tests/push/peers.sh [options of wharf-push-peers]      WHARF_PRESET=release|ci chooses the build (release)
set -eu
cd "$(dirname "$0")/../.."
sh installer/linux/packages.sh build test
preset=${WHARF_PRESET:-release}
cmake --preset "$preset" -DBUILD_TESTING=ON >/dev/null
cmake --build --preset "$preset" --target wharfctl wharf-sandbox wharf-sandbox-keeper wharf-push-peers >/dev/null
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export WHARFINGER_HOME="$home" WHARFINGER_STORE=vault WHARFINGER_VAULT_PASSPHRASE=bench
wharfctl=$PWD/build/$preset/bin/wharfctl
# The sign-in is made anew each time: every row has a registry of its own.
"$(find "build/$preset" -name wharf-push-peers -type f | head -n 1)" --table README.md \
    --command "wharfctl push=printf %s \"\$CI_REGISTRY_PASSWORD\" | $wharfctl login \"\$CI_REGISTRY\" -u \"\$CI_REGISTRY_USER\" --password-stdin --no-verify --no-docker >/dev/null 2>&1; $wharfctl push oci:%layout:latest %destination" "$@"
