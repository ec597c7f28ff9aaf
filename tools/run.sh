#!/usr/bin/env bash
# Installs what is missing, builds, and runs eastwest with the given arguments; without arguments
# the national scenario of 2025, whose results replace those of the last such run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

"$root/tools/setup.sh"
# The build reports on stderr: stdout is the program's alone.
(
  cd "$root"
  cmake --preset release >/dev/null
  cmake --build --preset release --target eastwest >&2
)

# An earlier run of the national scenario gives way; whoever names a command decides about --force.
if (($# == 0)); then
  set -- run "$root/scenarios/national-2025.yaml" --force
fi
exec "$root/build/release/bin/eastwest" "$@"
