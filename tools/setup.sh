#!/usr/bin/env bash
# Installs what is missing on Debian 12 or 13: for the release build and its tests without
# arguments, also for tools/test.sh and .ci/run with --test, also for developers and .ci/run --full
# with --dev.
set -euo pipefail

packages=(g++ cmake ninja-build pkgconf dpkg-dev file
  libboost-dev libcli11-dev libfmt-dev libgeographiclib-dev libpugixml-dev librandom123-dev
  libsimgrid-dev libyaml-cpp-dev nlohmann-json3-dev zlib1g-dev catch2 libmpfr-dev)
case "${1:-}" in
  "") ;;
  --test) packages+=(locales) ;;
  --dev)
    packages+=(locales ccache clang clang-format clang-tidy debootstrap git libclang-rt-dev
      shellcheck)
    ;;
  *) echo "usage: tools/setup.sh [--test|--dev]" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "tools/setup.sh: this is no Debian; install the equivalents of: ${packages[*]}" >&2
  exit 4
fi

# .ci/run checks the format where clang-format is version 14: on Debian 12.
# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "${ID:-}-${VERSION_ID:-}")
if [[ ${1:-} == --test && $release == debian-12 ]]; then
  packages+=(clang-format shellcheck)
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed* ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "tools/setup.sh: missing, and only root or sudo can install: ${missing[*]}" >&2
    exit 4
  fi
  as_root=(sudo)
fi

echo "tools/setup.sh: installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install_missing() {
  "${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
# A fresh machine has no package lists, an old one stale lists: update, then install.
if ! { "${as_root[@]}" apt-get update >"$log" 2>&1 && install_missing; }; then
  reason=$(grep --max-count=1 '^E:' "$log" || tail --lines=1 "$log")
  echo "tools/setup.sh: could not install ${missing[*]}: $reason" >&2
  exit 4
fi
