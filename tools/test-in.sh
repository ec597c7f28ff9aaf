#!/usr/bin/env bash
# Runs tools/run.sh and tools/test.sh on a copy of the repository in a bare Debian root, first with
# the network, then without, and leaves the summary of the national run in build/bytes/SUITE.json.
# The untouched root is kept in $EASTWEST_ROOTS (default build/roots).
set -euo pipefail
cd "$(dirname "$0")/.."

suite=${1:-}
if [[ $suite != bookworm && $suite != trixie ]]; then
  echo "usage: tools/test-in.sh bookworm|trixie" >&2
  exit 2
fi
if ((EUID != 0)); then
  echo "tools/test-in.sh: only root can make and enter a Debian root" >&2
  exit 4
fi
for tool in debootstrap unshare git; do
  if ! command -v "$tool" >/dev/null; then
    echo "tools/test-in.sh: $tool is missing (tools/setup.sh --dev installs it)" >&2
    exit 4
  fi
done

roots=${EASTWEST_ROOTS:-build/roots}
bare=$roots/$suite
root=$roots/$suite-work
mkdir -p "$roots"

# The package mirror of this machine serves the root too.
# shellcheck disable=SC2016 # apt-get expands the format
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep --max-count=1 '/debian/$' ||
  echo http://deb.debian.org/debian)
if [[ ! -e $bare/etc/debian_version ]]; then
  echo "== $suite: making a bare root from $mirror"
  rm -rf "$bare" "$bare.new"
  debootstrap --variant=minbase "$suite" "$bare.new" "$mirror" >"$roots/$suite.log" 2>&1 ||
    { tail --lines=5 "$roots/$suite.log" >&2; exit 4; }
  mv "$bare.new" "$bare"
fi

rm -rf "$root"
cp --archive "$bare" "$root"
cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
# How this machine reaches its mirror: proxies, timeouts, checks of dates.
apt-config dump | grep '^Acquire::\(http\|https\|Retries\|Check\)' \
  >"$root/etc/apt/apt.conf.d/99host"
mkdir "$root/eastwest"
git ls-files -z --cached --others --exclude-standard |
  tar --create --null --files-from=- --ignore-failed-read |
  tar --extract --directory="$root/eastwest"

# in_root online|offline command...: its own mounts and processes, so nothing is left behind.
in_root() {
  local network=() variables=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root) name
  [[ $1 == online ]] || network=(--net)
  for name in http_proxy https_proxy no_proxy; do
    [[ -z ${!name:-} ]] || variables+=("$name=${!name}")
  done
  echo "== $suite, $1: ${*:2}" >&2
  unshare --mount --pid --fork --kill-child "${network[@]}" --root="$root" --wd=/eastwest \
    --mount-proc env --ignore-environment "${variables[@]}" "${@:2}" </dev/null
}

for network in online offline; do
  in_root "$network" ./tools/run.sh
  if ! compgen -G "$root/eastwest/results/national-2025-*/summary.json" >/dev/null; then
    echo "tools/test-in.sh: $suite, $network: run.sh left no results" >&2
    exit 1
  fi
  in_root "$network" ./tools/test.sh
done
mkdir -p build/bytes
in_root offline build/release/bin/eastwest run scenarios/national-2025.yaml --quiet \
  --format json --out national >"build/bytes/$suite.json"
rm -rf "$root"
echo "== $suite: run.sh and test.sh pass with and without network"
